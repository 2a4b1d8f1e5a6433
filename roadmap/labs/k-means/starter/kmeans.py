"""K-means with NumPy alone: k-means++ starts, Lloyd's algorithm, the best of several runs.

X is an array of shape (n, d), of floats or of integers; centres have shape (k, d) and are floats; labels are n integers
from 0 to k - 1. `assign`, `update` and `plus_plus` have no loop over the rows (one over the k centres, or over large
batches, is fine), and need less than 1 GB for 200,000 rows of 20 columns and 50 centres. Nothing here changes what it is
given, warns, or imports more than NumPy and the standard library.
"""

import numpy as np


def assign(X, centres):
    """Return for each row of X the number of its nearest centre, by Euclidean distance: shape (n,), integers.

    Where two centres are equally near, either will do.
    """
    raise NotImplementedError


def update(X, labels, k):
    """Return the k centres, shape (k, d): the mean of the rows of each cluster.

    A cluster without rows gets a row of X. Which one is yours to decide; a good choice is the row farthest from the
    centre of its own cluster. Several such clusters get different rows, as long as X has so many.
    """
    raise NotImplementedError


def plus_plus(X, k, rng):
    """Return k rows of X as starts, shape (k, d), drawn by k-means++ with the generator `rng` and no other.

    The first is any row, all equally likely. Each further one is drawn with probabilities in proportion to the squared
    distance of a row to the nearest of the starts so far. Where all those distances are 0 (X has fewer than k different
    rows), any row will do.
    """
    raise NotImplementedError


def kmeans(X, k, n_init, seed):
    """Return (labels, centres, history) of the best of n_init runs: the one with the lowest inertia at its end.

    One `rng = np.random.default_rng(seed)` is made before the first run, and nothing else draws from it than
    `plus_plus(X, k, rng)`, which gives each run its start. A step assigns the rows and updates the centres; then its
    inertia J = Σ ‖x - its centre‖² goes into `history`, a list with one number a step. The run ends when the labels no
    longer change; whether that last step, which changes nothing, is recorded too is yours to decide. What is returned
    belongs together: each row is at its nearest centre, each centre the mean of its rows, J the last of the history.
    """
    raise NotImplementedError
