"""The numbers behind a page of findings: what a table holds, what repeats itself, what stands out, and what held.

Frames have numeric columns without gaps and an index of any labels (a split keeps those of the whole table). Nothing
here changes a frame that it is given.
"""

import pandas as pd
from sklearn.datasets import load_diabetes
from sklearn.model_selection import train_test_split


def load():
    """Return the diabetes data that ship with scikit-learn in two parts, (explore, held_out), with their units.

    442 patients, ten measurements and `target`, not scaled; s1 to s6 are called chol, ldl, hdl, chol_hdl, log_trig and
    glucose. The split is `train_test_split(patients, test_size=0.25, random_state=0)`.
    """
    raise NotImplementedError


def profile(frame):
    """Return a frame with a row for each column of `frame`, in its order, named by it (as the index).

    Its columns are min, max, distinct (how many different values) and skew (as `Series.skew()` has it).
    """
    raise NotImplementedError


def redundant(frame, limit=0.7):
    """Return the pairs of columns whose correlation r (Pearson) is above a limit in absolute value.

    A list of (one, other, r), the largest |r| first; each pair once, `one` being the column that comes first in the
    frame. r keeps its sign.
    """
    raise NotImplementedError


def outliers(frame):
    """Return for each column the rows that the 1.5 · IQR rule flags: a dict of lists of index labels, in row order.

    Flagged is what lies below Q1 - 1.5 · IQR or above Q3 + 1.5 · IQR (on the fence is within), with the quartiles as
    pandas has them. A column without any has an empty list.
    """
    raise NotImplementedError


def findings(explore, held_out, target="target", count=3):
    """Return the `count` measurements that go most strongly with a target, and whether that held: a list of dicts.

    They are the columns with the largest |r| (Pearson, with `target`) in `explore`, the strongest first; `held_out` has
    no say in which. Each dict has
    "column": its name, "explore": r in `explore`, "held_out": r in `held_out`, and
    "held": True where both have the same sign and |r| in `held_out` is at least half of that in `explore`, else False.
    """
    raise NotImplementedError
