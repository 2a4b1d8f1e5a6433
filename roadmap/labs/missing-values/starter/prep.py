"""From a dirty customer table to a complete numeric matrix, by one object that learns from the training part only.

The table has the columns age, income, plan, login_hour, exit_fee (charged when somebody leaves) and churned. An age of
-999 stands for a missing one, plans are spelled in several ways ("basic", "Basic ", "PRO"), rows may stand there
twice. Nothing here changes a frame that it is given.
"""

import numpy as np
import pandas as pd


def clean(frame):
    """Return a new frame after fixed rules: spelling, sentinels, then duplicates.

    Plans have no capitals and no spaces around them, and a missing plan stays NaN. An age of -999 becomes NaN; in other
    columns -999 means nothing. Of rows that are then alike in every column the first is kept. Nothing is filled in and
    no other row or column goes. Doing it again changes nothing more.
    """
    raise NotImplementedError


def split(frame):
    """Return a cleaned table in four parts, (X_train, X_test, y_train, y_test).

    y is churned. X has the four columns that are known before anybody leaves, gaps and all: age, income, plan and
    login_hour. The split is train_test_split with test_size=0.25, random_state=0, stratify=y.
    """
    raise NotImplementedError


def build_prep():
    """Return an unfitted preprocessing object for such an X: `fit` learns, `transform` gives a matrix without gaps.

    Age: missing ones become the median of the training part; then it is standardised (mean 0, standard deviation 1,
    ddof=0, on the training part). Income: the same, with a logarithm (ln or log1p) before the scaling. Further columns
    that say what was missing are welcome. Plan: one column of 0 and 1 for each plan; a missing plan may have a column of
    its own or become the most frequent one; a plan that was not in training raises no error.
    login_hour: the two columns sin(2π h / 24) and cos(2π h / 24), unscaled. Nothing else goes in.
    The matrix has one row for each row of X, whatever the other rows are; it may be sparse.
    """
    raise NotImplementedError
