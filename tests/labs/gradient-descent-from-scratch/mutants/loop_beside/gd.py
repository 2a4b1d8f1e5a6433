# dies by: test_no_loop_over_rows_or_features
"""Linear regression by gradient descent, with NumPy only."""

import numpy as np

from beside import residuals


def loss(w, A, y):
    """Return the mean squared error."""
    r = residuals(w, A, y)
    return float(r @ r / len(y))


def gradient(w, A, y):
    """Return the gradient of the mean squared error."""
    return 2 / len(y) * A.T @ residuals(w, A, y)


def fit(A, y, eta, max_steps, tol):
    """Return the weights after gradient descent from 0, and the losses before each step and at the end."""
    w = np.zeros(A.shape[1])
    losses = [finite(loss(w, A, y))]
    for _ in range(max_steps):
        g = gradient(w, A, y)
        if np.linalg.norm(g) < tol:
            break
        w = w - eta * g
        losses.append(finite(loss(w, A, y)))
    return w, losses


def finite(value):
    """Return a loss that is finite."""
    if not np.isfinite(value):
        raise ValueError("the loss is no longer finite: eta is too large")
    return value


def fit_minibatch(A, y, eta, epochs, batch_size, seed):
    """Return the weights after mini-batch gradient descent from 0, and the full loss after each epoch."""
    rng = np.random.default_rng(seed)
    w = np.zeros(A.shape[1])
    losses = []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for first in range(0, len(y), batch_size):
            rows = order[first : first + batch_size]
            w = w - eta * gradient(w, A[rows], y[rows])
        losses.append(loss(w, A, y))
    return w, losses
