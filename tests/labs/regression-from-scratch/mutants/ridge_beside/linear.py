# dies by: test_numpy_and_nothing_else
"""Ridge and logistic regression, with NumPy and nothing else."""

import numpy as np

from beside import penalised


def fit_linear(X, y, lam=0.0):
    """Return (w, b) that minimise the mean squared error plus λ ‖w‖²."""
    centre, level = X.mean(axis=0), y.mean()
    Z, t = X - centre, y - level
    w = np.linalg.lstsq(Z, t)[0] if lam == 0 else penalised(Z, t, lam)
    return w, float(level - centre @ w)


def checked(y):
    """Return y as floats, 0 and 1."""
    y = np.asarray(y, dtype=float)
    if not np.isin(y, (0, 1)).all():
        raise ValueError("y holds other values than 0 and 1")
    return y


def log_loss(z, y):
    """Return the mean log loss, from z."""
    y = checked(y)
    return float(np.mean(np.logaddexp(0, z) - y * z))


def gradient(w, b, X, y, lam=0.0):
    """Return the gradient of the log loss plus λ ‖w‖², in w and in b."""
    p = np.exp(-np.logaddexp(0, -(X @ w + b)))
    error = p - y
    return X.T @ error / len(error) + 2 * lam * w, float(error.mean())


def fit_logistic(X, y, lam=0.0, steps=20000, tol=1e-8):
    """Return (w, b, losses) of gradient descent from zero."""
    y = checked(y)
    A = np.column_stack([X, np.ones(len(X))])
    L = np.linalg.eigvalsh(A.T @ A / len(A))[-1] / 4 + 2 * lam
    w, b = np.zeros(X.shape[1]), 0.0
    losses = [log_loss(X @ w + b, y) + lam * float(w @ w)]
    for _ in range(steps):
        gw, gb = gradient(w, b, X, y, lam)
        if np.hypot(np.linalg.norm(gw), gb) < tol:
            break
        w, b = w - gw / L, b - gb / L
        losses.append(log_loss(X @ w + b, y) + lam * float(w @ w))
    return w, b, losses
