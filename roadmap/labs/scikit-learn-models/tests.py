"""What `mlpath verify` asks of study.py. Models of our own write down which rows they are given."""

import os
import warnings
from typing import ClassVar

import numpy as np
from numpy import allclose, array_equal, asarray, sqrt
from numpy.random import default_rng
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.base import clone as copy_of
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.model_selection import cross_val_score as scores_of
from sklearn.model_selection import train_test_split as split_of

import study

SEED = int(os.environ.get("MLPATH_SEED", "0"))
NAMES = {
    "classes": ["baseline", "logistic", "tree", "small tree", "forest"],
    "numbers": ["baseline", "linear", "ridge", "lasso", "tree", "forest"],
}
SCALED = {"classes": ["logistic"], "numbers": ["ridge", "lasso"]}
SCORING = {"classes": "accuracy", "numbers": "neg_root_mean_squared_error"}


def generator(number):
    """Return random numbers that are other ones in each test, and in each run with another seed."""
    return default_rng([SEED, number])


def problem(number, kind, n=160, d=4):
    """Return X and y of a problem that a line half solves, with columns of different size; class 0 is more frequent."""
    r = generator(number)
    X = r.normal(size=(n, d)) * [1.0, 20.0, 0.1, 3.0][:d] + [0.0, 100.0, 1.0, -5.0][:d]
    z = (X[:, 0] - 0.0) + (X[:, 1] - 100.0) / 20 + r.normal(size=n) * 0.8
    return X, (z > 0.5).astype(int) if kind == "classes" else 40 * z + 150


class Watcher(ClassifierMixin, BaseEstimator):
    """A classifier that asks whether one column is above a limit, and writes down which rows it sees."""

    seen: ClassVar[list] = []  # (what, name, row numbers), in the order of the calls, by all of its clones
    rows: ClassVar[dict] = {}  # The number of each row as it is

    def __init__(self, name="watcher", column=1, limit=0.0, flips=0.0):
        self.name = name
        self.column = column
        self.limit = limit
        self.flips = flips

    @classmethod
    def watch(cls, X):
        """Begin anew, with the rows of X."""
        cls.seen.clear()
        cls.rows.clear()
        cls.rows.update({asarray(row, dtype=float).tobytes(): i for i, row in enumerate(X)})

    def _note(self, what, X):
        numbers = [self.rows.get(asarray(row, dtype=float).tobytes(), -1) for row in asarray(X)]
        self.seen.append((what, self.name, numbers))
        return asarray(numbers)

    def fit(self, X, y):
        """Note the rows, and learn nothing but the classes."""
        self._note("fit", X)
        self.classes_ = np.unique(y)
        return self

    def predict(self, X):
        """Note the rows, and answer; some of the answers are turned round, as the row's number says."""
        numbers = self._note("predict", X)
        turned = (numbers * 7919 % 1000) < 1000 * self.flips
        return self.answer(asarray(X), turned)

    def answer(self, X, turned):
        """Return the answers without a note."""
        return (X[:, self.column] > self.limit).astype(int) ^ turned.astype(int)


def watched(number, n=200):
    """Return X, y and three watchers of different skill, and begin to watch."""
    r = generator(number)
    X = r.normal(size=(n, 3)) + 10
    y = (X[:, 1] > 10.3).astype(int)
    trio = {
        "fair": Watcher("fair", 1, 10.3, 0.25),
        "good": Watcher("good", 1, 10.3, 0.1),
        "poor": Watcher("poor", 2, 10.3, 0.0),
    }
    Watcher.watch(X)
    return X, y, trio


def noted(what, name=None):
    """Return the row numbers of each call of some kind."""
    return [rows for kind, who, rows in Watcher.seen if kind == what and name in (None, who)]


def folds_of(kind):
    """Return a splitter."""
    return (StratifiedKFold if kind == "classes" else KFold)(5, shuffle=True, random_state=SEED + 3)


def made(kind):
    """Return what `models` gives, as a dict that has the names."""
    found = study.models(kind)
    assert isinstance(found, dict), f"models({kind!r}) should return a dict"
    absent = [name for name in NAMES[kind] if name not in found]
    assert not absent, f"models({kind!r}) has no {absent[0]!r}"
    return found


def trained(model, X, y):
    """Return a fitted copy."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return copy_of(model).fit(X, y)


def chosen(models, X, y, cv, scoring):
    """Return what `choose` gives: a name and scores."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = study.choose(models, X, y, cv, scoring)
    assert isinstance(found, tuple) and len(found) == 2, "choose should return two things, a name and the scores"
    name, scores = found
    assert isinstance(scores, dict) and set(scores) == set(models), (
        "the scores should have each model's name, and no other"
    )
    return name, {each: float(score) for each, score in scores.items()}


def unfitted(model, X):
    """Return whether a model has learned nothing yet."""
    try:
        model.predict(X)
    except NotFittedError:
        return True
    return False


def test_the_models_are_there_unfitted():
    """`models` has a model for each name, new and unfitted at each call, and refuses another kind."""
    for kind, names in NAMES.items():
        X, y = problem(1, kind)
        found = made(kind)
        for name in names:
            assert unfitted(found[name], X), f"{name!r} predicts before it was fitted: from which rows did it learn?"
        found["tree"].fit(X, y)
        assert unfitted(made(kind)["tree"], X), "a model that was fitted after one call is fitted in the next, too"
    try:
        study.models("pictures")
        refused = False
    except ValueError:
        refused = True
    assert refused, "models('pictures') should raise ValueError"


def test_the_baseline_knows_no_column():
    """The baseline predicts the most frequent class, or the mean of y, for every row."""
    for number in (2, 3):
        for kind in NAMES:
            X, y = problem(number, kind)
            guesses = asarray(trained(made(kind)["baseline"], X, y).predict(X))
            wanted = np.bincount(y).argmax() if kind == "classes" else y.mean()
            assert np.ptp(guesses) == 0, f"for {kind} it does not say the same for all rows"
            assert allclose(guesses, wanted), f"for {kind} it always says {guesses[0]:.4g}; what does y say?"


def test_units_do_not_matter():
    """Logistic regression, ridge and lasso predict the same whether a column is in metres or in millimetres."""
    units = asarray([1000.0, 0.01, 1.0, 50.0])
    for number in (4, 5):
        for kind, names in SCALED.items():
            X, y = problem(number, kind)
            for name in names:
                model = made(kind)[name]
                ask = "predict_proba" if kind == "classes" else "predict"
                plain = getattr(trained(model, X, y), ask)(X)
                other = getattr(trained(model, X * units + 7, y), ask)(X * units + 7)
                assert np.ptp(plain) > 0, f"{name!r} says the same for all rows"
                assert allclose(plain, other, rtol=1e-3, atol=1e-3 * np.ptp(plain)), (
                    f"{name!r} predicts something else in other units: is the scaling in the model?"
                )


def test_trees_are_as_their_names_say():
    """A full tree knows its rows by heart, a small one has 10 rows in each leaf, a forest is of many trees."""
    for number in (6, 7):
        r = generator(number)
        X, y = r.normal(size=(200, 4)), r.permutation(np.repeat([0, 1], [110, 90]))
        found = made("classes")
        tree, small, forest = (trained(found[name], X, y) for name in ("tree", "small tree", "forest"))
        assert (tree.predict(X) == y).all(), "the full tree does not know all of its own rows: what stops it?"
        shares = small.predict_proba(X)[:, 1]
        _, counts = np.unique(shares.round(9), return_counts=True)
        assert counts.min() >= 10, f"the small tree has a leaf of {counts.min()} rows"
        assert (small.predict(X) == y).mean() < 0.95, "the small tree knows chance labels by heart"
        assert counts.size > 1, "the small tree does not split at all"
        several = np.unique(forest.predict_proba(X)[:, 1].round(9)).size
        assert several > 20, (
            f"the forest gives {several} different probabilities to 200 rows: how many trees are in it?"
        )
        target = X[:, 0] + r.normal(size=200)
        numbers = made("numbers")
        assert allclose(trained(numbers["tree"], X, target).predict(X), target), (
            "for numbers the tree is not full grown"
        )
        fitted = trained(numbers["forest"], X, target).predict(X)
        assert 0 < ((fitted - target) ** 2).mean() < 0.5 * target.var(), "for numbers the forest is none"


def test_twice_is_the_same():
    """Each model fitted twice on the same rows predicts the same, to the last digit."""
    for kind, names in NAMES.items():
        r = generator(8)
        X = r.integers(0, 3, size=(150, 4)).astype(float)
        y = r.integers(0, 2, size=150) if kind == "classes" else r.normal(size=150)
        ask = "predict_proba" if kind == "classes" else "predict"
        new = r.normal(size=(80, 4)) + 1
        for name in names:
            one, other = (getattr(trained(made(kind)[name], X, y), ask)(new) for _ in range(2))
            assert array_equal(one, other), f"{name!r} of {kind} predicts something else the second time: fix its seed"


def test_scores_are_those_of_the_folds():
    """The scores of `choose` are the means over the folds that it was given, in the scoring that it was given."""
    for kind in NAMES:
        X, y = problem(9, kind)
        some = {name: model for name, model in made(kind).items() if name in ("baseline", "tree", *SCALED[kind])}
        cv = folds_of(kind)
        for scoring in (SCORING[kind], "balanced_accuracy" if kind == "classes" else "r2"):
            _, scores = chosen(some, X, y, cv, scoring)
            for name, model in some.items():
                wanted = scores_of(model, X, y, cv=cv, scoring=scoring).mean()
                assert abs(scores[name] - wanted) < 1e-9, (
                    f"{name!r}, {scoring}: the score is {scores[name]:.3f}, which these folds do not give"
                )


def test_the_best_is_chosen():
    """`choose` names the model with the greatest mean, for scores below zero, too, wherever it stands in the dict."""
    for number in (10, 11):
        X, y, trio = watched(number)
        for order in (["fair", "good", "poor"], ["good", "poor", "fair"], ["poor", "fair", "good"]):
            name, _ = chosen({each: trio[each] for each in order}, X, y, folds_of("classes"), "accuracy")
            assert name == "good", f"{name!r} was chosen, in the order {', '.join(order)}"
        X, y = problem(number, "numbers")
        some = {name: made("numbers")[name] for name in ("baseline", "linear", "tree")}
        name, scores = chosen(some, X, y, folds_of("numbers"), SCORING["numbers"])
        assert scores[name] == max(scores.values()), (
            f"{name!r} was chosen by an error score: greater is better, here as well"
        )


def test_rows_come_as_they_are():
    """Models are given the rows of X as they are: what learns from rows is in the pipeline, not before it."""
    X, y, trio = watched(12)
    kept = X.copy()
    chosen(trio, X, y, folds_of("classes"), "accuracy")
    assert array_equal(X, kept), "X has changed"
    assert noted("fit"), "no model was fitted"
    strange = sum(number == -1 for _, _, rows in Watcher.seen for number in rows)
    assert not strange, f"choose: {strange} rows that a model was given are in no row of X: what was done to them?"
    Watcher.watch(X)
    study.study(trio, X, y)
    strange = sum(number == -1 for _, _, rows in Watcher.seen for number in rows)
    assert not strange, f"study: {strange} rows that a model was given are in no row of X: what was done to them?"


def test_chance_labels_earn_nothing():
    """On labels without a pattern no model comes out clearly above the baseline."""
    # Best score minus baseline, 20 seeds: solution between 0 and 0.042; scored on training rows 0.4, which is all there is.
    X, _ = problem(13, "classes", n=240)
    y = generator(14).permutation(np.repeat([0, 1], [144, 96]))
    some = {name: made("classes")[name] for name in NAMES["classes"] if name != "forest"}
    _, scores = chosen(some, X, y, folds_of("classes"), "accuracy")
    above = max(scores.values()) - scores["baseline"]
    assert above < 0.2, f"the best is {above:.2f} above the baseline: on which rows were the models scored?"


def test_given_models_stay_unfitted():
    """`choose`, `report` and `study` leave the models that they are given unfitted: clones learn."""
    X, y = problem(15, "classes")
    some = {name: made("classes")[name] for name in ("baseline", "logistic")}
    chosen(some, X, y, folds_of("classes"), "accuracy")
    calls = {
        "choose": lambda: None,
        "report": lambda: study.report(some["logistic"], X[:100], y[:100], X[100:], y[100:]),
        "study": lambda: study.study(some, X, y),
    }
    for name, call in calls.items():
        call()
        assert all(unfitted(model, X) for model in some.values()), f"{name} fitted a model that it was given"


def reported(number):
    """Return a report on a watcher, the parts, and the predictions that it was made from."""
    X, y, trio = watched(number)
    r = generator(number + 100)
    order = r.permutation(len(y))
    train, test = order[:140], order[140:]
    y = np.where(r.random(len(y)) < 0.15, 0, y)
    found = study.report(trio["fair"], X[train], y[train], X[test], y[test])
    assert isinstance(found, dict), "report should return a dict"
    turned = (test * 7919 % 1000) < 250
    return found, y[train], y[test], trio["fair"].answer(X[test], turned), (train, test)


def number_of(found, name):
    """Return a number of the report."""
    assert name in found, f"the report has no {name!r}"
    return found[name]


def test_the_report_counts_right():
    """The report's rows, right answers, missed ones and false alarms are those of the predictions, 1 being the class to find."""
    for number in (16, 17, 18):
        found, _, truth, guess, _ = reported(number)
        wanted = {
            "rows": len(truth),
            "right": (truth == guess).sum(),
            "missed": ((truth == 1) & (guess == 0)).sum(),
            "false_alarms": ((truth == 0) & (guess == 1)).sum(),
        }
        for name, count in wanted.items():
            assert number_of(found, name) == count, f"{name!r} is {found[name]}, which the predictions do not give"


def test_accuracy_has_its_standard_error():
    """The accuracy is the share of right answers, and its standard error that of so many test rows."""
    for number in (19, 20):
        found, _, truth, guess, _ = reported(number)
        a = (truth == guess).mean()
        assert abs(number_of(found, "accuracy") - a) < 1e-12, f"the accuracy is {found['accuracy']:.4f}"
        error = number_of(found, "standard_error")
        assert abs(error - sqrt(a * (1 - a) / len(truth))) < 1e-9, (
            f"the standard error is {error:.4f}: look at the root, and at which rows are counted"
        )


def test_the_baseline_is_learned_from_training():
    """The report's baseline takes the most frequent class of the training part, whatever the test part has most."""
    r = generator(21)
    X = r.normal(size=(100, 3))
    for often in (0, 1):
        y_train, y_test = np.repeat([often, 1 - often], [40, 20]), np.repeat([often, 1 - often], [13, 27])
        found = study.report(Watcher("fair", 1, 0.0), X[:60], y_train, X[60:], y_test)
        assert abs(number_of(found, "baseline") - 13 / 40) < 1e-12, (
            f"it is {found['baseline']:.3f}, where the training part has other shares than the test part"
        )


def test_the_report_looks_once():
    """The report fits one model on the whole training part and on nothing else, and predicts the test rows once."""
    *_, (train, test) = reported(22)
    fits = noted("fit")
    assert len(fits) == 1, f"a model was fitted {len(fits)} times"
    assert sorted(fits[0]) == sorted(train), "it was not fitted on exactly the training rows"
    looks = [rows for rows in noted("predict") if set(rows) & set(test)]
    assert len(looks) == 1, f"the test rows were predicted {len(looks)} times: count everything from one prediction"
    assert looks[0] == list(test), "the rows predicted are not exactly the test rows, in their order"


def test_the_test_part_stays_closed():
    """In `study` no model sees a test row until the choice is made, and then the chosen one does, once."""
    for number in (23, 24):
        X, y, trio = watched(number)
        train, test = split_of(np.arange(len(y)), test_size=0.25, random_state=0, stratify=y)
        found = study.study(trio, X, y)
        for who in trio:
            met = [rows for rows in noted("fit", who) if set(rows) & set(test)]
            assert not met, f"{who!r} was fitted on {len(set(met[0]) & set(test))} test rows"
        looks = [(who, rows) for kind, who, rows in Watcher.seen if kind == "predict" and set(rows) & set(test)]
        assert len(looks) == 1, (
            f"test rows were predicted {len(looks)} times, by {', '.join(sorted({w for w, _ in looks}))}"
        )
        who, rows = looks[0]
        assert who == "good" and found.get("chosen") == "good", (
            f"{who!r} was tested, {found.get('chosen')!r} is reported"
        )
        assert sorted(rows) == sorted(test), "the rows tested are not the test part of the docstring's split"
        last = noted("fit", "good")[-1]
        assert sorted(last) == sorted(train), "the chosen model was not fitted on the whole training part at the end"


def test_the_study_is_complete():
    """`study` returns the choice, all scores by the folds of the docstring, and the report's numbers."""
    X, y, trio = watched(25)
    X_train, X_test, y_train, y_test = split_of(X, y, test_size=0.25, random_state=0, stratify=y)
    found = study.study(trio, X, y)
    wanted = study.report(trio["good"], X_train, y_train, X_test, y_test)
    for name, value in wanted.items():
        assert number_of(found, name) == value, f"{name!r} is not what your report says of these parts"
    assert set(number_of(found, "scores")) == set(trio), "the scores are not those of all models"
    X, y = problem(26, "classes")
    some = {name: made("classes")[name] for name in ("baseline", "tree", "logistic")}
    X_train, _, y_train, _ = split_of(X, y, test_size=0.25, random_state=0, stratify=y)
    scores = number_of(study.study(some, X, y), "scores")
    cv = StratifiedKFold(5, shuffle=True, random_state=0)
    for name, model in some.items():
        own = scores_of(model, X_train, y_train, cv=cv).mean()
        assert abs(scores[name] - own) < 1e-9, (
            f"{name!r}: the score is not that of the docstring's folds in the training part"
        )
