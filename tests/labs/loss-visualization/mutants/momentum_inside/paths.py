# dies by: test_the_tail_shrinks_by_the_flat_direction
"""The way of the weights, and the map that it is drawn on."""

import numpy as np


def loss(w, A, y):
    """Return the mean squared error."""
    r = A @ w - y
    return r @ r / len(y)


def gradient(w, A, y):
    """Return the gradient of the mean squared error."""
    return 2 / len(y) * A.T @ (A @ w - y)


def fit_path(A, y, start, eta, steps):
    """Return the losses and the weights of gradient descent from a start."""
    w = np.array(start, dtype=float)
    path = [w]
    velocity = 0
    for _ in range(steps):
        velocity = 0.5 * velocity + gradient(w, A, y)
        w = w - eta * velocity
        path.append(w)
    return [loss(w, A, y) for w in path], np.array(path)


def loss_grid(A, y, u, v):
    """Return the loss of the weights (u[j], v[i]) at [i, j]."""
    return np.array([[loss(np.array([a, b]), A, y) for a in u] for b in v])
