"""Linear regression by gradient descent, with NumPy only.

A is an array of shape (n, d), y of shape (n,), w of shape (d,); each may hold integers. A column of ones in A, if there
is one, carries the intercept. The loss is the mean squared error J(w) = (1/n) ‖A w - y‖², without a factor ½. Nothing
here changes what it is given.
"""

import numpy as np


def loss(w, A, y):
    """Return J(w), a float, without a loop over rows or features.

    Raises ValueError unless y has shape (n,): with (n, 1) the difference would have shape (n, n).
    """
    raise NotImplementedError


def gradient(w, A, y):
    """Return the gradient of J at w, an array of shape (d,), from the formula, without a loop over rows or features.

    Raises ValueError unless y has shape (n,).
    """
    raise NotImplementedError


def fit(A, y, eta, max_steps, tol):
    """Return the weights after gradient descent from w = 0, and a list of the losses.

    Each step is w - eta · gradient. It stops as soon as the norm of the gradient is below tol, looked at before each
    step, and after max_steps steps at the latest. The losses are those before each step and one at the end: one more
    than there were steps.
    Raises ValueError when the loss is not finite (inf or nan), and only then: a loss that grows is no error yet.
    """
    raise NotImplementedError


def fit_minibatch(A, y, eta, epochs, batch_size, seed):
    """Return the weights after mini-batch gradient descent from w = 0, and the loss over all rows after each epoch.

    One `rng = np.random.default_rng(seed)` is made before the first epoch. Each epoch takes the rows in the order
    `rng.permutation(n)`, batch_size of them at a time, and makes one step with the mean gradient of each batch. The last
    batch is shorter where n is no multiple of batch_size, and counts like the others.
    """
    raise NotImplementedError
