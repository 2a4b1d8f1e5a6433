# dies by: test_loops_do_the_work
"""Vectors and matrices: first with plain loops, then the NumPy way."""

import numpy as np

from beside import matmul


def dot(a, b):
    """Return the dot product of two vectors."""
    if len(a) != len(b):
        raise ValueError(f"lengths differ: {len(a)} and {len(b)}")
    total = 0.0
    for p, q in zip(a, b):
        total += p * q
    return float(total)


def norm(a):
    """Return the length of a vector."""
    return dot(a, a) ** 0.5


def cosine(a, b):
    """Return the cosine of the angle between two vectors; 0.0 with a zero vector."""
    product = dot(a, b)
    lengths = norm(a) * norm(b)
    if lengths == 0:
        return 0.0
    return product / lengths


def matvec_rows(A, x):
    """Return A times x: the dot product of each row with x."""
    if A.shape[1] != len(x):
        raise ValueError(f"{A.shape} does not fit {len(x)}")
    return np.array([dot(row, x) for row in A])


def matvec_columns(A, x):
    """Return A times x: the columns of A, weighted by x."""
    m, n = A.shape
    if n != len(x):
        raise ValueError(f"{A.shape} does not fit {len(x)}")
    result = np.zeros(m)
    for j in range(n):
        for i in range(m):
            result[i] += A[i, j] * x[j]
    return result


def transpose(A):
    """Return the transpose of a matrix."""
    m, n = A.shape
    result = np.zeros((n, m), dtype=A.dtype)
    for i in range(m):
        for j in range(n):
            result[j, i] = A[i, j]
    return result


def standardise(X):
    """Return the columns of X with mean 0 and standard deviation 1; constant ones are 0."""
    spread = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(spread == 0, 1.0, spread)


def neighbours(X):
    """Return for each row the number of the row most similar to it by cosine."""
    units = X / np.linalg.norm(X, axis=1, keepdims=True)
    similarity = units @ units.T
    np.fill_diagonal(similarity, -2.0)
    return similarity.argmax(axis=1)
