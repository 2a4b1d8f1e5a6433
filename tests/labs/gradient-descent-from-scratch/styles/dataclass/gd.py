from dataclasses import dataclass
import numpy as np


@dataclass
class Problem:
    A: np.ndarray
    y: np.ndarray

    def __post_init__(self):
        self.A, self.y = np.asarray(self.A, float), np.asarray(self.y, float)
        if self.y.shape != self.A.shape[:1]:
            raise ValueError("y must be flat")

    def residuals(self, w):
        return np.einsum("ij,j->i", self.A, w) - self.y

    def loss(self, w):
        r = self.residuals(w)
        return np.dot(r, r) / r.size

    def gradient(self, w):
        return 2 / self.y.size * (self.residuals(w) @ self.A)


def loss(w, A, y):
    return Problem(A, y).loss(w)


def gradient(w, A, y):
    return Problem(A, y).gradient(w)


def _checked(value):
    if not np.isfinite(value):
        raise ValueError("diverged")
    return value


def _descend(p, eta, tol):
    w = np.zeros(p.A.shape[1])
    while True:
        yield w
        g = p.gradient(w)
        if np.sqrt(np.sum(g**2)) < tol:
            return
        w = w - eta * g


def fit(A, y, eta, max_steps, tol):
    p, losses = Problem(A, y), []
    from itertools import islice

    for w in islice(_descend(p, eta, tol), max_steps + 1):
        losses.append(_checked(p.loss(w)))
    return w, np.array(losses)


def fit_minibatch(A, y, eta, epochs, batch_size, seed):
    p = Problem(A, y)
    rng = np.random.default_rng(seed)
    w = np.zeros(p.A.shape[1])
    out = []
    for _ in range(epochs):
        order = rng.permutation(len(p.y))
        for part in np.split(order, range(batch_size, len(order), batch_size)):
            w = w - eta * Problem(p.A[part], p.y[part]).gradient(w)
        out.append(p.loss(w))
    return w, out
