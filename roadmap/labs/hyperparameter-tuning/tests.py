"""What `mlpath verify` asks of tune.py. Models of our own write down what they are given, behind the scaler, too."""

import copy
import os
import warnings
from typing import ClassVar

import numpy as np
from numpy import allclose, array_equal, asarray
from numpy.random import default_rng
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.base import clone as copy_of
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score as precision_of
from sklearn.model_selection import ParameterGrid, StratifiedKFold
from sklearn.model_selection import cross_val_predict as predictions_of
from sklearn.model_selection import cross_val_score as scores_of
from sklearn.model_selection import train_test_split as split_of
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import tune

SEED = int(os.environ.get("MLPATH_SEED", "0"))
FAR = 1e6  # Test rows lie at least as far out, in the last column; the others between -1 and 1


def generator(number):
    """Return random numbers that are other ones in each test, and in each run with another seed."""
    return default_rng([SEED, number])


def folds():
    """Return the folds of the docstring."""
    return StratifiedKFold(5, shuffle=True, random_state=0)


def leavers(number, n=300):
    """Return X of five columns of different size, and a y of which about one in six is 1."""
    r = generator(number)
    X = r.normal(size=(n, 5)) * [1.0, 40.0, 0.1, 1.0, 5.0] + [0.0, 200.0, 0.0, 3.0, 0.0]
    z = 1.2 * X[:, 0] + 0.03 * (X[:, 1] - 200) - 2.3
    y = (r.random(n) < 1 / (1 + np.exp(-z))).astype(int)
    y[:15] = 1
    return X, y


class Watcher(ClassifierMixin, BaseEstimator):
    """A classifier with p from one column, that writes down what it is given; with a memory it knows its own rows."""

    fits: ClassVar[
        list
    ] = []  # (rows, how far the columns are from mean 0 and deviation 1, farthest value of the last column)
    looks: ClassVar[list] = []  # (rows, how many of them are far out), for each prediction

    def __init__(self, column=0, memory=0, steep=1.0):
        self.column = column
        self.memory = memory
        self.steep = steep

    def fit(self, X, y):
        """Note what the rows are like, and keep them."""
        X = asarray(X, dtype=float)
        off = max(abs(X.mean(axis=0)).max(), abs(X.std(axis=0) - 1).max())
        self.fits.append((len(X), off, abs(X[:, -1]).max()))
        self.classes_ = asarray([0, 1])
        self.known_ = {row.tobytes(): int(label) for row, label in zip(X, y)}
        return self

    def predict_proba(self, X):
        """Note the rows, and answer."""
        X = asarray(X, dtype=float)
        self.looks.append((len(X), int((abs(X[:, -1]) > 10).sum())))
        p = 1 / (1 + np.exp(-np.clip(self.steep * (X[:, self.column] - 2.0), -50, 50)))
        if self.memory:
            p = asarray([self.known_.get(row.tobytes(), value) for row, value in zip(X, p)], dtype=float)
        return np.column_stack([1 - p, p])

    def predict(self, X):
        """Answer by 0.5."""
        return (self.predict_proba(X)[:, 1] >= 0.5).astype(int)


def watched(number, n=240):
    """Return X and y whose test part, by the docstring's split, lies far out in the last column; begin to watch."""
    r = generator(number)
    X = np.column_stack([r.normal(size=(n, 3)) * [2.0, 30.0, 1.0], r.uniform(-1, 1, size=n)])
    y = (r.random(n) < 1 / (1 + np.exp(-(X[:, 0] - 2.5)))).astype(int)
    y[:12] = 1
    _, test = split_of(np.arange(n), test_size=0.25, random_state=0, stratify=y)
    X[test, 3] = FAR * np.exp(3 * abs(r.normal(size=len(test)))) * r.choice([-1, 1], size=len(test))
    Watcher.fits.clear()
    Watcher.looks.clear()
    return X, y, len(test)


def quiet(function, *arguments):
    """Return what a function gives, without warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return function(*arguments)


def searched(model, grid, X, y):
    """Return what `search` gives, with its results."""
    found = quiet(tune.search, model, grid, X, y)
    assert hasattr(found, "cv_results_"), "search should return a fitted GridSearchCV"
    return found


def values_of(params):
    """Return the settings of a candidate by the model's own names."""
    return {name.rpartition("__")[2]: value for name, value in params.items()}


def scaled(model):
    """Return a pipeline of our own."""
    return make_pipeline(StandardScaler(), copy_of(model))


def paid(y, p, limit, miss, alarm):
    """Return the cost, row by row."""
    total = 0
    for truth, value in zip(y.tolist(), p.tolist()):
        if truth == 1 and value < limit:
            total += miss
        if truth == 0 and value >= limit:
            total += alarm
    return total


def least(y, p, miss, alarm):
    """Return the lowest cost of any threshold: it can change at a value of p only."""
    order = np.sort(np.unique(p))
    return min(paid(y, p, limit, miss, alarm) for limit in [*order.tolist(), float("inf")])


def tuned(*arguments):
    """Return what `tune` gives, as a dict that has all of its entries."""
    found = quiet(tune.tune, *arguments)
    assert isinstance(found, dict), "tune should return a dict"
    names = "params best_score threshold average_precision cost cost_at_half missed false_alarms".split()
    absent = [name for name in names if name not in found]
    assert not absent, f"the dict has no {absent[0]!r}"
    return found


def test_the_cost_is_that_of_the_mistakes():
    """`cost` adds up misses and false alarms at their prices; a p that equals the threshold raises an alarm."""
    for number in range(1, 6):
        r = generator(number)
        y, p = r.integers(0, 2, size=30), r.integers(0, 6, size=30) / 5
        for limit in (0.0, 0.2, 0.5, 0.6, 1.0, 1.5):
            found = tune.cost(y, p, limit)
            assert found == paid(y, p, limit, 10, 1), (
                f"at the threshold {limit} it is {found}; where does p = {limit} belong?"
            )
            found = tune.cost(y, p, limit, 3, 7)
            assert found == paid(y, p, limit, 3, 7), f"at {limit}, with miss=3 and alarm=7, it is {found}"
            assert tune.cost(y, p, limit, alarm=2) == paid(y, p, limit, 10, 2), "with alarm=2 alone it is another"


def test_every_setting_is_tried():
    """`search` tries all combinations of the grid, which has the model's own names for its parameters."""
    X, y = leavers(10)
    for grid in ({"C": [0.01, 1.0, 100.0]}, {"C": [0.1, 1.0], "class_weight": [None, "balanced"]}):
        found = searched(LogisticRegression(), grid, X, y)
        tried = [values_of(params) for params in found.cv_results_["params"]]
        wanted = list(ParameterGrid(grid))
        assert len(tried) == len(wanted), f"{len(tried)} settings were tried, of a grid of {len(wanted)}"
        assert all(setting in tried for setting in wanted), "a setting of the grid was not tried"


def test_the_score_is_average_precision():
    """Each setting's score is its average precision over the docstring's folds, scaled inside; the best is the greatest."""
    for number in (11, 12):
        X, y = leavers(number)
        found = searched(LogisticRegression(), {"C": [0.001, 0.03, 1.0]}, X, y)
        scores = {}
        for params, score in zip(found.cv_results_["params"], found.cv_results_["mean_test_score"]):
            C = values_of(params)["C"]
            wanted = scores_of(scaled(LogisticRegression(C=C)), X, y, cv=folds(), scoring="average_precision").mean()
            assert abs(score - wanted) < 1e-6, (
                f"C = {C}: the score is {score:.3f}; by which metric, on which folds, and is the scaler in the pipeline?"
            )
            scores[C] = score
        best = values_of(found.best_params_)["C"]
        assert abs(scores[best] - max(scores.values())) < 1e-9, f"C = {best} is called the best, and is not"


def test_the_scaler_learns_in_each_fold():
    """Whenever the model of a search is fitted, its columns have mean 0 and deviation 1 on just the rows it learns from."""
    X, y, _ = watched(13)
    inside = abs(X[:, 3]) <= 1
    X, y = X[inside], y[inside]
    searched(Watcher(), {"column": [0, 1]}, X, y)
    assert len(Watcher.fits) >= 11, f"2 settings, 5 folds and a refit took {len(Watcher.fits)} fits"
    for rows, off, _ in Watcher.fits:
        assert off < 1e-6, (
            f"a model was fitted on {rows} rows that are off by {off:.3g}: which rows had the scaler seen?"
        )


def test_the_best_is_fitted_again():
    """What `search` returns predicts new rows, in their own units, by the best setting fitted on all rows given."""
    X, y = leavers(14)
    new, _ = leavers(15, 80)
    found = searched(LogisticRegression(), {"C": [0.01, 0.5]}, X, y)
    assert hasattr(found, "best_estimator_"), "it has no best_estimator_: was it fitted again?"
    best = values_of(found.best_params_)["C"]
    wanted = scaled(LogisticRegression(C=best)).fit(X, y).predict_proba(new)
    assert allclose(quiet(found.predict_proba, new), wanted, atol=1e-4), (
        "new rows get other probabilities than from scaler and model fitted on all rows"
    )
    X, y, _ = watched(16)
    searched(Watcher(), {"column": [0, 1]}, X, y)
    assert Watcher.fits[-1][0] == len(X), f"the last fit was on {Watcher.fits[-1][0]} of {len(X)} rows"


def test_no_row_knows_itself():
    """`out_of_fold` gives each row the probability from a model that was fitted without it."""
    X, y, _ = watched(17)
    p = asarray(quiet(tune.out_of_fold, scaled(Watcher(memory=1)), X, y))
    assert p.shape == (len(y),), f"for {len(y)} rows the shape is {p.shape}"
    sure = np.isin(p, (0.0, 1.0)).sum()
    assert sure < len(y) / 2, f"{sure} rows have their own label as probability: the model had seen them"
    for number in (18, 19):
        X, y = leavers(number)
        model = scaled(LogisticRegression())
        p = asarray(quiet(tune.out_of_fold, model, X, y))
        wanted = predictions_of(model, X, y, cv=folds(), method="predict_proba")[:, 1]
        assert not allclose(p, 1 - wanted), "they are the probabilities of class 0"
        assert allclose(p, wanted, atol=1e-6), "they are not the probabilities of class 1 from the docstring's folds"


def test_no_threshold_is_cheaper():
    """`threshold` finds the lowest cost there is, on random scores, for few rows and many, and whatever the prices."""
    for number, n in enumerate((1, 2, 5, 40, 300)):
        for turn in range(6):
            r = generator(100 * number + turn + 1000)
            y = (r.random(n) < 0.3).astype(int)
            p = r.beta(1, 4, size=n) * (1 + 0.8 * y) / 1.8
            if turn % 2:
                p = p.round(1)
            for miss, alarm in ((10, 1), (1, 1), (1, 30), (3, 0.5)):
                limit = tune.threshold(y, p, miss, alarm)
                assert np.ndim(limit) == 0 and not np.isnan(limit), "the threshold is no single number"
                found, best = paid(y, p, limit, miss, alarm), least(y, p, miss, alarm)
                assert found <= best + 1e-9, (
                    f"{n} rows, miss={miss}, alarm={alarm}: at {limit:.3g} the cost is {found:g}, and another costs less"
                )
            limit = tune.threshold(y, p)
            assert paid(y, p, limit, 10, 1) <= least(y, p, 10, 1), "without prices, they are not 10 and 1"


def test_silence_may_be_cheapest():
    """Where every alarm would be false or too dear, `threshold` raises none; where none would be, it alarms for all."""
    r = generator(20)
    p = r.random(50)
    p[7] = 1.0
    for limit in (tune.threshold(np.zeros(50, dtype=int), p), tune.threshold((p > 0.5).astype(int), 1 - p, 1, 1000)):
        assert limit > 0.5, f"it is {limit:.3g}, and false alarms are raised"
    limit = tune.threshold(np.zeros(50, dtype=int), p)
    assert not (p >= limit).any(), f"{(p >= limit).sum()} false alarms are raised where there is nothing to find"
    limit = tune.threshold(np.ones(50, dtype=int), p)
    assert (p >= limit).all(), f"{(p < limit).sum()} rows of class 1 are missed, without any of class 0"


def test_what_is_given_stays():
    """Model and grid that are given are as before: the model unfitted, the names in the grid the same, X and y unchanged."""
    X, y = leavers(21, 160)
    model, grid = LogisticRegression(), {"C": [0.1, 1.0]}
    kept = X.copy(), y.copy(), copy.deepcopy(grid)
    calls = {
        "search": lambda: tune.search(model, grid, X, y),
        "out_of_fold": lambda: tune.out_of_fold(model, X, y),
        "tune": lambda: tune.tune(model, grid, X, y),
    }
    for name, call in calls.items():
        quiet(call)
        try:
            model.predict(X)
            fitted = True
        except NotFittedError:
            fitted = False
        assert not fitted, f"{name} fitted the model that it was given"
        assert grid == kept[2], f"{name} changed the grid: its names are now {', '.join(grid)}"
        assert array_equal(X, kept[0]) and array_equal(y, kept[1]), f"{name} changed X or y"


def test_the_test_part_stays_closed():
    """In `tune` neither scaler nor model learns from a test row, and the test rows are predicted once, at the end."""
    for number in (22, 23):
        X, y, test = watched(number)
        tuned(Watcher(), {"column": [0, 1]}, X, y)
        train = len(y) - test
        for rows, off, far in Watcher.fits:
            assert rows <= train, f"a model was fitted on {rows} rows, of which the training part has {train}"
            assert far < 10, "a model was fitted on test rows"
            assert off < 1e-6, "the scaler had seen other rows than those that the model learned from"
        looks = [i for i, (_, far) in enumerate(Watcher.looks) if far]
        assert len(looks) == 1, f"test rows were predicted {len(looks)} times"
        assert Watcher.looks[looks[0]][0] == test, f"{Watcher.looks[looks[0]][0]} rows were tested, of {test}"
        assert looks[0] == len(Watcher.looks) - 1, "after the look at the test rows there were other predictions"
        assert max(rows for rows, _, _ in Watcher.fits) == train, "no model was fitted on the whole training part"


def test_the_threshold_is_out_of_fold():
    """The threshold of `tune` is the cheapest on out-of-fold probabilities of the training part, also if models memorise."""
    for number, (miss, alarm) in ((24, (10, 1)), (25, (4, 1)), (26, (10, 1))):
        X, y, _ = watched(number)
        model = Watcher(memory=1)
        found = tuned(model, {"steep": [1.0]}, X, y, miss, alarm)
        X_train, _, y_train, _ = split_of(X, y, test_size=0.25, random_state=0, stratify=y)
        p = predictions_of(scaled(model), X_train, y_train, cv=folds(), method="predict_proba")[:, 1]
        found, best = paid(y_train, p, found["threshold"], miss, alarm), least(y_train, p, miss, alarm)
        assert found <= best + 1e-9, (
            f"miss={miss}, alarm={alarm}: on rows that the model has not seen it costs {found}, and another costs less: "
            "from which probabilities does it come?"
        )


def test_the_result_is_that_of_the_test_part():
    """The numbers of `tune` are those of the best setting, refitted on the training part, on the test part."""
    for number in (27, 28):
        X, y = leavers(number, 400)
        X_train, X_test, y_train, y_test = split_of(X, y, test_size=0.25, random_state=0, stratify=y)
        found = tuned(LogisticRegression(), {"C": [0.01, 1.0]}, X, y, 8, 1)
        scores = {
            C: scores_of(
                scaled(LogisticRegression(C=C)), X_train, y_train, cv=folds(), scoring="average_precision"
            ).mean()
            for C in (0.01, 1.0)
        }
        C = values_of(found["params"]).get("C")
        assert C in scores and scores[C] >= max(scores.values()) - 1e-9, (
            f"'params' says {found['params']}, which is not best"
        )
        assert abs(found["best_score"] - scores[C]) < 1e-6, (
            f"'best_score' is {found['best_score']:.3f}: that of the search?"
        )
        p = scaled(LogisticRegression(C=C)).fit(X_train, y_train).predict_proba(X_test)[:, 1]
        limit = found["threshold"]
        wanted = {
            "average_precision": precision_of(y_test, p),
            "cost": paid(y_test, p, limit, 8, 1),
            "cost_at_half": paid(y_test, p, 0.5, 8, 1),
            "missed": ((y_test == 1) & (p < limit)).sum(),
            "false_alarms": ((y_test == 0) & (p >= limit)).sum(),
        }
        for name, value in wanted.items():
            assert abs(found[name] - value) < 1e-6, f"{name!r} is {found[name]:.4g}, which the test part does not give"
