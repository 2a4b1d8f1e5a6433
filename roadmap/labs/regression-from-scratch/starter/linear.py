"""Ridge and logistic regression, with NumPy and nothing else.

X is an array of shape (n, d), y of shape (n,); each may hold whole numbers, and y of two classes True and False. w is an
array of shape (d,), b a number; λ (`lam`) is never negative. Nothing here changes what it is given.
"""

import numpy as np


def fit_linear(X, y, lam=0.0):
    """Return (w, b) that minimise (1/n) ‖X w + b - y‖² + λ ‖w‖². The intercept b is not penalised.

    There may be fewer rows than columns, and columns may be copies of each other. Where λ = 0 and several w fit equally
    well, the shortest of them is returned.
    """
    raise NotImplementedError


def log_loss(z, y):
    """Return the mean of -(y ln p + (1 - y) ln(1 - p)) with p = 1/(1 + e⁻ᶻ), a float, for z and y of shape (n,).

    It is as exact for z = 1000 as for z = 1, and gives no warning. Raises ValueError where y holds anything but 0 and 1.
    """
    raise NotImplementedError


def gradient(w, b, X, y, lam=0.0):
    """Return (gw, gb), the gradient of log_loss(X w + b, y) + λ ‖w‖² in w, of shape (d,), and in b, a number."""
    raise NotImplementedError


def fit_logistic(X, y, lam=0.0, steps=20000, tol=1e-8):
    """Return (w, b, losses) after gradient descent on log_loss(X w + b, y) + λ ‖w‖², from w = 0 and b = 0.

    Each step is one of η = 1/L in w and b at once, with L = ¼ · (largest eigenvalue of (1/n) AᵀA) + 2 λ, where A is X with
    a column of ones. It ends as soon as the norm of the gradient, in w and b together, is below tol, which is looked at
    before each step, and after `steps` steps at the latest. The losses are a list of what is minimised, penalty and all:
    before each step, and once at the end. Raises ValueError where y holds anything but 0 and 1.
    """
    raise NotImplementedError
