"""Encoders by hand: from categories and texts to numbers.

`train` and `values` are arrays of texts, one for each row: categories of the training rows, and categories to be coded,
which may hold levels that no training row has. `y` is an array of numbers, one for each training row; `m` is a number,
0 or more. Results are arrays of numbers, with one place or row for each value. Nothing here changes what it is given,
warns, or uses scikit-learn.
"""

import re

import numpy as np


def one_hot(train, values):
    """Return 0 and 1, shape (len(values), K): a column for each of the K levels of `train`, in sorted order.

    A level that `train` has not leaves a row of zeros. There is no loop over the rows.
    """
    raise NotImplementedError


def ordinal(order, values):
    """Return the position of each value in the list `order`, -1 where it is not in it: integers."""
    raise NotImplementedError


def frequency(train, values):
    """Return the share of the training rows that have the value's level, 0 for one that none has."""
    raise NotImplementedError


def target_means(train, y, m):
    """Return a dictionary from level to shrunken mean, and the overall mean of y, a float.

    The shrunken mean of a level with n rows is (n · its mean of y + m · overall mean) / (n + m).
    """
    raise NotImplementedError


def encode_target(train, y, values, m):
    """Return the shrunken mean of each value's level, the overall mean for a level that `train` has not."""
    raise NotImplementedError


def encode_out_of_fold(train, y, m, folds, seed):
    """Return a code for each training row that does not know the row's own y.

    The rows are split at random into `folds` folds, whose sizes differ by at most one; the split depends on the number of
    rows, `folds` and `seed` alone. Each fold is coded as by `encode_target`, with the rows of the other folds as training
    rows: also the overall mean is theirs.
    """
    raise NotImplementedError


def tf_idf(train_texts, texts):
    r"""Return TF-IDF weights, shape (len(texts), K), for two lists of texts: a column for each token of `train_texts`, sorted.

    Tokens are `re.findall(r"(?u)\b\w\w+\b", text.lower())`. A weight is the number of times that the text has the token,
    times ln((1 + n) / (1 + df)) + 1, where df of the n training texts have the token. Then each row is divided by its
    Euclidean length; a text without any known token is a row of zeros.
    """
    raise NotImplementedError
