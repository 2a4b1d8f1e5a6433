"""Loops as maps and folds."""

from functools import reduce
from math import sqrt
from operator import mul
import numpy as np


def _same(m, n):
    if m != n:
        raise ValueError(f"{m} != {n}")


def dot(a, b):
    _same(len(a), len(b))
    return float(sum(map(mul, a, b)))


def norm(a):
    return sqrt(dot(a, a))


def cosine(a, b):
    _same(len(a), len(b))
    lengths = norm(a) * norm(b)
    if not lengths:
        return 0.0
    return max(-1.0, min(1.0, dot(a, b) / lengths))


def matvec_rows(A, x):
    _same(A.shape[1], len(x))
    return [dot(row, x) for row in A]


def matvec_columns(A, x):
    m, n = A.shape
    _same(n, len(x))

    def column(j):
        return [A[i, j] * x[j] for i in range(m)]

    return list(reduce(lambda u, v: [p + q for p, q in zip(u, v)], (column(j) for j in range(n)), [0.0] * m))


def transpose(A):
    return np.array([list(c) for c in zip(*A)])


def matmul(A, B):
    _same(A.shape[1], B.shape[0])
    columns = transpose(B)
    return np.array([[dot(r, c) for c in columns] for r in A])


def standardise(X):
    X = np.asarray(X, dtype=np.float64)
    centred = X - X.mean(0, keepdims=True)
    constant = X.max(0) == X.min(0)
    out = np.zeros_like(centred)
    np.divide(centred, X.std(0), out=out, where=~constant)
    return out


def neighbours(X):
    U = np.array(X, float)
    U /= np.sqrt(np.einsum("ij,ij->i", U, U))[:, None]
    best = []
    for i, u in enumerate(U):
        c = U @ u
        c[i] = -np.inf
        best.append(int(c.argmax()))
    return best
