import numpy as np
from numpy.linalg import lstsq, norm, svd
from typing import NamedTuple


class Linear(NamedTuple):
    w: np.ndarray
    b: float


def fit_linear(X, y, lam=0.0):
    X = np.asarray(X, float)
    y = np.asarray(y, float)
    n, d = X.shape
    mx, my = X.mean(0), y.mean()
    # ridge by an augmented least squares problem
    A = np.vstack([X - mx, np.sqrt(lam * n) * np.eye(d)])
    t = np.concatenate([y - my, np.zeros(d)])
    w = lstsq(A, t, rcond=None)[0]
    return Linear(w, my - mx @ w)


def _binary(y):
    y = np.asarray(y).astype(float)
    if not np.isin(y, (0, 1)).all():
        raise ValueError("0 and 1")
    return y


def log_loss(z, y):
    y = _binary(y)
    z = np.asarray(z, float)
    s = np.where(y == 1, -z, z)
    return np.mean(np.maximum(s, 0) + np.log1p(np.exp(-np.abs(s))))


def _sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


def gradient(w, b, X, y, lam=0.0):
    e = (_sigmoid(X @ w + b) - _binary(y)) / len(y)
    return e @ X + 2 * lam * w, e.sum()


def fit_logistic(X, y, lam=0.0, steps=20000, tol=1e-8):
    X = np.array(X, float)
    y = _binary(y)
    A = np.c_[np.ones(len(X)), X]
    L = svd(A, compute_uv=False)[0] ** 2 / len(X) / 4 + 2 * lam
    theta = np.zeros(A.shape[1])
    losses = []
    mask = np.r_[0, np.ones(X.shape[1])]
    for k in range(steps + 1):
        losses.append(log_loss(A @ theta, y) + lam * np.sum((mask * theta) ** 2))
        g = A.T @ (_sigmoid(A @ theta) - y) / len(y) + 2 * lam * mask * theta
        if k == steps or norm(g) < tol:
            break
        theta = theta - g / L
    return theta[1:], theta[0], losses
