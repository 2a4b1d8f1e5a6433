import random
import numpy as np
from sklearn.base import clone
from sklearn.model_selection import GroupKFold, RepeatedStratifiedKFold, StratifiedKFold


def make_folds(n, k, seed):
    if not 2 <= k <= n:
        raise ValueError((n, k))
    rows = list(range(n))
    random.Random(seed).shuffle(rows)
    parts = [rows[i::k] for i in range(k)]
    return [(np.array(sorted(set(rows) - set(p))), np.array(p)) for p in parts]


def _scores(model, X, y, folds):
    for train, val in folds:
        yield clone(model).fit(X[train], y[train]).score(X[val], y[val])


def my_cv(model, X, y, folds):
    return np.fromiter(_scores(model, X, y, folds), dtype=float)


def compare_paired(one, other, X, y):
    folds = RepeatedStratifiedKFold(n_splits=5, n_repeats=3, random_state=0)
    d = np.array(
        [a - b for a, b in zip(_scores(one, X, y, folds.split(X, y)), _scores(other, X, y, folds.split(X, y)))]
    )
    return d, np.count_nonzero(d > 0)


def grouped(model, X, y, groups, k):
    return tuple(
        my_cv(model, X, y, s)
        for s in (StratifiedKFold(k, shuffle=True, random_state=0).split(X, y), GroupKFold(k).split(X, y, groups))
    )
