"""PCA with NumPy alone: directions, scores, the way back, and what is lost.

X is an array of shape (n, d), of floats or of integers (also unsigned ones, as pixels are). Columns are centred, never
scaled. Nothing here changes what it is given, or imports more than NumPy and the standard library.
"""

import numpy as np


def fit_pca(X, k):
    """Return (mean, components, ratio) of the k directions of largest variance, the largest first.

    mean, shape (d,), is that of each column. components, shape (k, d), are orthonormal rows; either sign will do.
    ratio, shape (k,), is each direction's share of the variance of all columns together, whatever k is.
    Constant columns are no obstacle, nor are more columns than rows: for 40 rows of 20,000 columns it needs less than
    100 MB. Raises ValueError unless 1 ≤ k ≤ min(n, d).
    """
    raise NotImplementedError


def project(X, mean, components):
    """Return the scores, shape (n, k): the coordinates of the rows along the directions, as seen from `mean`.

    X may hold other rows than those that were fitted. A row's scores do not depend on the rows beside it.
    """
    raise NotImplementedError


def reconstruct(scores, mean, components):
    """Return the rows that the scores stand for, shape (n, d)."""
    raise NotImplementedError


def relative_error(X, mean, components):
    """Return what is lost by projecting X and going back: Σ ‖x - x̂‖² / Σ ‖x - mean‖², a float.

    X may hold other rows than those that were fitted; `mean` is the one that is given in both places.
    """
    raise NotImplementedError


def smallest_k(ks, means, deviations):
    """Return the smallest k whose mean score is at most one standard deviation below the best mean.

    The three lists belong together, in any order: numbers of directions, mean scores of cross-validation (higher is
    better), and their standard deviations over the folds. The deviation that counts is that of the best k.
    """
    raise NotImplementedError
