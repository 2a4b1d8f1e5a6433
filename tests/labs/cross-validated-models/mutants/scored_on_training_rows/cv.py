# dies by: test_scores_are_those_of_the_library
"""Cross-validation by hand."""

import numpy as np
from sklearn.base import clone
from sklearn.model_selection import GroupKFold, RepeatedStratifiedKFold, StratifiedKFold


def make_folds(n, k, seed):
    """Return k pairs of training and validation rows."""
    if not 2 <= k <= n:
        raise ValueError(f"{n} rows can't be divided into {k} folds")
    parts = np.array_split(np.random.default_rng(seed).permutation(n), k)
    return [(np.concatenate(parts[:i] + parts[i + 1 :]), part) for i, part in enumerate(parts)]


def my_cv(model, X, y, folds):
    """Return the score for each fold."""
    scores = []
    for train, val in folds:
        fitted = clone(model).fit(X[train], y[train])
        scores.append(fitted.score(X[train], y[train]))
    return np.array(scores)


def compare_paired(one, other, X, y):
    """Return 15 differences, and how many are above 0."""
    folds = list(RepeatedStratifiedKFold(n_splits=5, n_repeats=3, random_state=0).split(X, y))
    differences = my_cv(one, X, y, folds) - my_cv(other, X, y, folds)
    return differences, int((differences > 0).sum())


def grouped(model, X, y, groups, k):
    """Return the scores with rows at random, and with groups kept together."""
    mixed = StratifiedKFold(k, shuffle=True, random_state=0).split(X, y)
    apart = GroupKFold(k).split(X, y, groups)
    return my_cv(model, X, y, mixed), my_cv(model, X, y, apart)
