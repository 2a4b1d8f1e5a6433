"""One prediction problem through the whole procedure: models, choice inside the training part, one look at the test part.

X is an array of shape (n, d), y of shape (n,): numbers, or the classes 0 and 1, of which 1 is the one to find. A model is
an estimator of scikit-learn, a pipeline or not. Nothing here fits a model that it is given: a clone learns. All runs in
one process (no n_jobs).
"""


def models(kind):
    """Return a dict of unfitted models by name, new ones at each call; more than these are welcome.

    For "classes": "baseline" (always the most frequent class), "logistic" (scaled), "tree" (grown until its leaves are
    pure), "small tree" (at least 10 rows in each leaf), "forest".
    For "numbers": "baseline" (always the mean), "linear", "ridge" and "lasso" (both scaled), "tree", "forest".
    Scaled means that no column's unit matters. Fitted twice on the same rows, a model predicts the same.
    Raises ValueError for any other kind.
    """
    raise NotImplementedError


def choose(models, X, y, cv, scoring):
    """Return (name, scores): scores has the mean cross-validated score of each model by name, name is that of the best.

    cv is a splitter such as StratifiedKFold, the same for all; scoring the name of a scorer of scikit-learn, for which
    greater is better. Models are given the rows as they are.
    """
    raise NotImplementedError


def report(model, X_train, y_train, X_test, y_test):
    """Return a dict of numbers about a classifier, fitted on the whole training part, once, and tested on the test part.

    The test rows are predicted once, and all is counted from that: "rows" (of the test part), "right", "missed" (of
    class 1, predicted 0), "false_alarms" (of class 0, predicted 1), "accuracy", its "standard_error" √(a (1 - a) / rows),
    and "baseline": the accuracy on the test rows of the class that is most frequent in the training part.
    """
    raise NotImplementedError


def study(models, X, y):
    """Return what `report` does for the model that `choose` finds, with "chosen" (its name) and "scores" added.

    The parts are those of train_test_split with test_size=0.25, random_state=0, stratify=y. The choice is by accuracy,
    inside the training part, with StratifiedKFold(5, shuffle=True, random_state=0). No test row is seen by any model
    before the report, and by none but the chosen one then.
    """
    raise NotImplementedError
