"""What `mlpath verify` asks of cv.py. Models of our own write down which rows they are given."""

import os
import warnings
from typing import ClassVar

import numpy as np
from numpy import allclose, array_equal, asarray
from numpy.random import default_rng
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.dummy import DummyClassifier
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import GroupKFold, KFold, RepeatedStratifiedKFold, StratifiedKFold
from sklearn.model_selection import cross_val_score as scores_of
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

import cv

SEED = int(os.environ.get("MLPATH_SEED", "0"))
SIZES = [(10, 5), (11, 5), (103, 5), (7, 7), (9, 2), (29, 10)]


def generator(number):
    """Return random numbers that are other ones in each test, and in each run with another seed."""
    return default_rng([SEED, number])


def problem(number, n=150):
    """Return X and y of three classes of unequal size, in the order of their classes."""
    r = generator(number)
    y = np.repeat([0, 1, 2], [n // 2, n // 3, n - n // 2 - n // 3])
    X = r.normal(size=(n, 4)) * [1.0, 30.0, 0.2, 1.0]
    X[:, 0] += 1.2 * y
    X[:, 1] += 20.0 * (y == 2)
    return X, y


def visits(number, patients=60, each=8):
    """Return recordings of patients who come back: X, whether they are ill, and who they are."""
    r = generator(number)
    patient = np.repeat(np.arange(patients), each)
    ill = np.repeat(r.permutation(np.arange(patients) % 2), each)
    X = r.normal(size=(patients, 12))[patient] + 0.3 * r.normal(size=(len(patient), 12))
    X[:, 0] += 1.0 * ill
    order = r.permutation(len(patient))
    return X[order], ill[order], patient[order]


class Watcher(ClassifierMixin, BaseEstimator):
    """A classifier that says the class that is most frequent in its training rows, and writes down which rows it sees."""

    seen: ClassVar[list] = []  # [training rows, their labels, scored rows, their labels], a list for each fit

    def __init__(self, name="watcher"):
        self.name = name

    def fit(self, X, y):
        """Note the rows."""
        self.seen.append([asarray(X)[:, 0].astype(int), asarray(y).copy(), None, None])
        self.mine_ = self.seen[-1]
        self.classes_, counts = np.unique(y, return_counts=True)
        self.usual_ = self.classes_[counts.argmax()]
        return self

    def predict(self, X):
        """Say the same for all rows."""
        self.mine_[2] = asarray(X)[:, 0].astype(int)
        return np.full(len(X), self.usual_)

    def score(self, X, y):
        """Note the rows and their labels."""
        guess = self.predict(X)
        self.mine_[3] = asarray(y).copy()
        return float((guess == y).mean())


def numbered(number, n=60):
    """Return an X whose first column is the number of the row, and labels, and begin to watch."""
    r = generator(number)
    Watcher.seen.clear()
    return np.column_stack([np.arange(n), r.normal(size=(n, 2))]), r.integers(0, 3, size=n)


def folds_of(n, k, seed):
    """Return what `make_folds` gives, as pairs of arrays of whole numbers."""
    folds = list(cv.make_folds(n, k, seed))
    assert len(folds) == k, f"make_folds({n}, {k}, …) returned {len(folds)} pairs"
    pairs = []
    for pair in folds:
        assert len(pair) == 2, "each fold should be a pair, training rows and validation rows"
        train, val = asarray(pair[0]), asarray(pair[1])
        assert train.dtype.kind in "iu" and val.dtype.kind in "iu", (
            f"the rows are of type {train.dtype} and {val.dtype}: whole numbers are asked for"
        )
        assert train.ndim == 1 and val.ndim == 1, f"the rows have shapes {train.shape} and {val.shape}"
        pairs.append((train, val))
    return pairs


def quiet(function, *arguments):
    """Return what a function gives, without warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return function(*arguments)


def paired(one, other, X, y):
    """Return what `compare_paired` gives: an array of 15 and a number."""
    found = quiet(cv.compare_paired, one, other, X, y)
    assert isinstance(found, tuple) and len(found) == 2, "compare_paired should return two things, differences and wins"
    differences = asarray(found[0], dtype=float)
    assert differences.shape == (15,), f"the differences have shape {differences.shape}"
    return differences, found[1]


def both(model, X, y, groups, k):
    """Return what `grouped` gives: two arrays of k scores."""
    found = quiet(cv.grouped, model, X, y, groups, k)
    assert isinstance(found, tuple) and len(found) == 2, "grouped should return two things, mixed and apart"
    mixed, apart = (asarray(each, dtype=float) for each in found)
    assert mixed.shape == (k,) and apart.shape == (k,), f"the scores have shapes {mixed.shape} and {apart.shape}"
    return mixed, apart


def test_each_row_is_scored_once():
    """`make_folds` puts each row into the validation part of exactly one fold, for sizes that k divides and others."""
    for n, k in SIZES:
        every = np.concatenate([val for _, val in folds_of(n, k, SEED)])
        missing = n - len(set(every.tolist()))
        assert not missing, f"{n} rows, {k} folds: {missing} rows are scored by nobody"
        assert len(every) == n and set(every.tolist()) == set(range(n)), (
            f"{n} rows, {k} folds: a row is scored twice, or is none"
        )


def test_no_row_is_on_both_sides():
    """A fold's training rows are all the others: none of its validation rows, and no row less."""
    for n, k in SIZES:
        for train, val in folds_of(n, k, SEED):
            shared = set(train.tolist()) & set(val.tolist())
            assert not shared, f"{n} rows, {k} folds: {len(shared)} rows are on both sides"
            assert sorted(train.tolist()) == sorted(set(range(n)) - set(val.tolist())), (
                f"{n} rows, {k} folds: {len(train)} training rows beside {len(val)} validation rows"
            )


def test_folds_are_of_one_size():
    """The validation parts differ by one row at most, and a k that cannot be is refused."""
    for n, k in SIZES:
        sizes = [len(val) for _, val in folds_of(n, k, SEED)]
        assert max(sizes) - min(sizes) <= 1, f"{n} rows, {k} folds: their sizes are {', '.join(map(str, sizes))}"
    for n, k in ((10, 1), (10, 0), (4, 5), (10, -2)):
        try:
            cv.make_folds(n, k, 0)
            refused = False
        except ValueError:
            refused = True
        assert refused, f"{k} folds of {n} rows should raise ValueError"


def test_folds_follow_the_seed():
    """The rows are shuffled: the same seed gives the same folds, another one others, and none the order of the file."""
    first = folds_of(103, 5, 3)
    again = folds_of(103, 5, 3)
    same = all(array_equal(a, b) for one, two in zip(first, again) for a, b in zip(one, two))
    assert same, "the same seed gave other folds"
    parts = {seed: [set(val.tolist()) for _, val in folds_of(103, 5, seed)] for seed in (3, 4, 5)}
    assert all(part not in parts[4] for part in parts[3]), "seeds 3 and 4 share a fold"
    for seed, sets in parts.items():
        for part in sets:
            assert max(part) - min(part) > 40, (
                f"seed {seed}: a fold is one stretch of the file, {min(part)} to {max(part)}"
            )
            steps = set(np.diff(sorted(part)).tolist())
            assert len(steps) > 1, f"seed {seed}: a fold takes every {steps}. row: that is no shuffle"
    rows = np.random.get_state()[1].copy()
    folds_of(50, 5, 1)
    assert array_equal(rows, np.random.get_state()[1]), (
        "NumPy's common generator was set: make one of your own from the seed"
    )


def test_scores_are_those_of_the_library():
    """`my_cv` gives what cross_val_score gives on the same folds, for classifiers, pipelines and a regression."""
    X, y = problem(1)
    cases = {
        "a tree": (DecisionTreeClassifier(random_state=0), y),
        "a pipeline": (make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)), y),
        "a regression": (LinearRegression(), X[:, 1] * 2 + generator(2).normal(size=len(y)) * 20),
    }
    for splitter in (KFold(4, shuffle=True, random_state=SEED), StratifiedKFold(3)):
        folds = list(splitter.split(X, y))
        for name, (model, target) in cases.items():
            found = asarray(quiet(cv.my_cv, model, X, target, folds), dtype=float)
            wanted = scores_of(model, X, target, cv=folds)
            assert found.shape == wanted.shape, f"{name}: {len(folds)} folds gave scores of shape {found.shape}"
            assert allclose(found, wanted, atol=1e-12), (
                f"{name}: the scores are {found.round(3)}, the library's are others"
            )


def test_rows_and_labels_stay_together():
    """Each fold is fitted on its own training rows with their labels, and scored on its validation rows with theirs."""
    X, y = numbered(3)
    folds = [
        (np.arange(20, 60), np.arange(20)),
        (np.arange(0, 40)[::-1], np.arange(40, 60)),
        (np.arange(0, 60, 2), np.arange(1, 60, 6)),
    ]
    cv.my_cv(Watcher(), X, y, folds)
    assert len(Watcher.seen) == 3, f"three folds made {len(Watcher.seen)} fits"
    for (train, val), (rows, labels, scored, truth) in zip(folds, Watcher.seen):
        assert sorted(rows) == sorted(train), "a model was fitted on other rows than those of its fold"
        assert array_equal(labels, y[rows]), "a model was fitted with the labels of other rows"
        assert scored is not None and sorted(scored) == sorted(val), (
            "a model was scored on other rows than those of its fold"
        )
        assert truth is None or array_equal(truth, y[scored]), "a model was scored against the labels of other rows"


def test_the_model_stays_unfitted():
    """Each fold fits a clone: the model passed in is unfitted afterwards, X and y are as they were."""
    X, y = problem(4)
    kept, labels = X.copy(), y.copy()
    folds = list(StratifiedKFold(3, shuffle=True, random_state=0).split(X, y))
    groups = np.arange(len(y)) // 5
    model, other = DecisionTreeClassifier(random_state=0), DecisionTreeClassifier(max_depth=1)
    calls = {
        "my_cv": lambda: cv.my_cv(model, X, y, folds),
        "compare_paired": lambda: cv.compare_paired(model, other, X, y),
        "grouped": lambda: cv.grouped(model, X, y, groups, 4),
    }
    for name, call in calls.items():
        call()
        for each in (model, other):
            try:
                each.predict(X)
                fitted = True
            except NotFittedError:
                fitted = False
            assert not fitted, f"{name}: the model that was passed in is fitted now, on the last fold"
        assert array_equal(X, kept) and array_equal(y, labels), f"{name} changed X or y"


def test_fifteen_differences_on_the_same_folds():
    """`compare_paired` gives the 15 differences, first minus second, on the folds of the docstring."""
    X, y = problem(5)
    one, other = DecisionTreeClassifier(max_depth=2, random_state=0), KNeighborsClassifier()
    folds = list(RepeatedStratifiedKFold(n_splits=5, n_repeats=3, random_state=0).split(X, y))
    wanted = scores_of(one, X, y, cv=folds) - scores_of(other, X, y, cv=folds)
    found, _ = paired(one, other, X, y)
    assert allclose(sorted(found), sorted(wanted), atol=1e-12), (
        f"the mean difference is {found.mean():.3f}: in which direction, and are both scored on the same folds?"
    )
    assert allclose(found, wanted, atol=1e-12), "the differences are not in the order of the folds"
    back, _ = paired(other, one, X, y)
    assert allclose(back, -found), "the other way round they are not the same with another sign"


def test_ties_are_no_wins():
    """The number of wins counts the differences above 0: none for a model against itself."""
    X, y = problem(6)
    tree = DecisionTreeClassifier(max_depth=2, random_state=0)
    found, wins = paired(tree, tree, X, y)
    assert not found.any(), "a model differs from itself: both should be fitted and scored on the same folds"
    assert wins == 0, f"against itself a model has {wins} wins"
    for other in (KNeighborsClassifier(1), DummyClassifier(), LogisticRegression(max_iter=500)):
        found, wins = paired(tree, other, X, y)
        assert wins == (found > 0).sum(), f"{(found > 0).sum()} differences are above 0, but {wins} wins are reported"


def test_a_planted_winner_wins():
    """A model that has a column with most of the answer wins against one that has not, in nearly every fold."""
    # 20 seeds, both data sets: the solution has 15 wins, by at least 0.42; with the sign turned round there are none.
    for number in (7, 8):
        X, y = problem(number)
        r = generator(number + 50)
        told = np.where(r.random(len(y)) < 0.95, y, 0).astype(float)
        X = np.column_stack([told, r.normal(size=len(y)), r.normal(size=len(y))])
        found, wins = paired(DecisionTreeClassifier(max_depth=3, random_state=0), DummyClassifier(), X, y)
        assert wins >= 13 and found.mean() > 0.2, f"it wins {wins} of 15, by {found.mean():.2f} on average"


def test_groups_are_never_split():
    """With groups apart, no group is in a fold's training rows and in its validation rows; each row is scored once."""
    for number, k in ((9, 5), (10, 3)):
        X, y = numbered(number, 90)
        y %= 2
        groups = generator(number + 50).permutation(np.arange(90) // 6 + 100)
        both(Watcher(), X, y, groups, k)
        assert len(Watcher.seen) == 2 * k, f"twice {k} folds made {len(Watcher.seen)} fits"
        apart = Watcher.seen[k:] if split_groups(Watcher.seen[:k], groups) else Watcher.seen[:k]
        split = split_groups(apart, groups)
        assert not split, f"{split} groups are on both sides of a fold"
        every = sorted(row for _, _, scored, _ in apart for row in scored)
        assert every == list(range(90)), "with groups apart not every row is scored once"
        for rows, _, scored, _ in apart:
            assert len(rows) + len(scored) == 90, "with groups apart a fold leaves rows out"


def split_groups(fits, groups):
    """Return how many groups are on both sides, over all fits."""
    return sum(len(set(groups[rows]) & set(groups[scored])) for rows, _, scored, _ in fits if scored is not None)


def test_both_kinds_of_folds_are_those_of_the_docstring():
    """`grouped` gives the scores of shuffled, stratified folds first, and those of GroupKFold second."""
    for number, k in ((11, 5), (12, 4)):
        X, ill, patient = visits(number, 20, 5)
        for model in (KNeighborsClassifier(3), DecisionTreeClassifier(max_depth=2, random_state=0)):
            mixed, apart = both(model, X, ill, patient, k)
            first = scores_of(model, X, ill, cv=StratifiedKFold(k, shuffle=True, random_state=0))
            second = scores_of(model, X, ill, cv=GroupKFold(k), groups=patient)
            assert allclose(mixed, first, atol=1e-12), (
                f"k = {k}: mixed has the scores {mixed.round(2)}, which other folds give"
            )
            assert allclose(sorted(apart), sorted(second), atol=1e-12), (
                f"k = {k}: apart has the scores {apart.round(2)}, which other folds give"
            )


def test_neighbours_know_people_by_heart():
    """Neighbours recognise patients they have met, and are lost with new ones: `grouped` shows it."""
    # 20 seeds: mixed is at least 0.987; mixed - apart is between 0.28 and 0.58, and at most 0.005 with other rows at random.
    X, ill, patient = visits(13)
    mixed, apart = both(KNeighborsClassifier(), X, ill, patient, 5)
    assert mixed.mean() > 0.9, (
        f"with rows at random they are right in {mixed.mean():.2f}: were they given the rows as they are?"
    )
    assert mixed.mean() - apart.mean() > 0.15, (
        f"with groups apart they are still right in {apart.mean():.2f}: have they met the patients?"
    )
