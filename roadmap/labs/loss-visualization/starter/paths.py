"""The way of the weights, and the map that it is drawn on.

A is an array of shape (n, 2), y of shape (n,); the loss is the mean squared error J(w) = (1/n) ‖A w - y‖². Take what
you need from your own gradient descent. Nothing here changes what it is given.
"""

import numpy as np


def fit_path(A, y, start, eta, steps):
    """Return the losses, steps + 1 of them, and the weights on the way, an array of floats of shape (steps + 1, 2).

    It makes exactly `steps` steps of full-batch gradient descent from `start`, an array of two numbers, integers
    perhaps. Row 0 is the start, row k the weights after k steps; loss k is that of row k.
    """
    raise NotImplementedError


def loss_grid(A, y, u, v):
    """Return the loss on a grid, an array of shape (len(v), len(u)), as `contour` wants it.

    Entry [i, j] is the loss of the weights (u[j], v[i]): across goes the first weight, up the second.
    """
    raise NotImplementedError
