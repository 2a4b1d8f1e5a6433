# dies by: test_the_lowest_point_is_least_squares
"""The way of the weights, and the map that it is drawn on."""

import numpy as np


def loss(w, A, y):
    """Return the mean squared error."""
    r = A @ w - y
    return np.abs(r).mean()


def gradient(w, A, y):
    """Return the gradient of the mean squared error."""
    return 2 / len(y) * A.T @ (A @ w - y)


def fit_path(A, y, start, eta, steps):
    """Return the losses and the weights of gradient descent from a start."""
    w = np.array(start, dtype=float)
    path = [w]
    for _ in range(steps):
        w = w - eta * gradient(w, A, y)
        path.append(w)
    return [loss(w, A, y) for w in path], np.array(path)


def loss_grid(A, y, u, v):
    """Return the loss of the weights (u[j], v[i]) at [i, j]."""
    return np.array([[loss(np.array([a, b]), A, y) for a in u] for b in v])
