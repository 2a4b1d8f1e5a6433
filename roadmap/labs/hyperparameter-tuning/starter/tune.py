"""Tuning by a metric fixed in advance, and a decision threshold from costs: all of it inside the training part.

X is an array of shape (n, d), y of shape (n,) with the classes 0 and 1; 1 is rare, and the one to find. p has a
probability of class 1 for each row. A model is a classifier of scikit-learn with `predict_proba`. The folds are always
those of StratifiedKFold(5, shuffle=True, random_state=0). Nothing here changes what it is given or fits a model that it is
given (clones learn), and all runs in one process (no n_jobs).
"""


def cost(y, p, threshold, miss=10, alarm=1):
    """Return what the mistakes cost together.

    A row raises an alarm where p is the threshold or above. Each row of class 1 without an alarm costs `miss`, each of
    class 0 with one costs `alarm`.
    """
    raise NotImplementedError


def search(model, grid, X, y):
    """Return a fitted GridSearchCV over a pipeline of StandardScaler and the model, tuned by average precision.

    grid has a list of values for each of some parameters of the model, by the model's own names ("C"): all combinations are
    tried, and the best is fitted again on all of X.
    """
    raise NotImplementedError


def out_of_fold(model, X, y):
    """Return p of shape (n,): each row's from a clone that was fitted on the folds without this row."""
    raise NotImplementedError


def threshold(y, p, miss=10, alarm=1):
    """Return a threshold, a float, that no other number beats in cost on these rows; any of the best ones.

    It may lie above all of p, where no alarm at all is cheapest.
    """
    raise NotImplementedError


def tune(model, grid, X, y, miss=10, alarm=1):
    """Return a dict about the whole procedure, in which the test rows are predicted once, at the end.

    The parts are those of train_test_split with test_size=0.25, random_state=0, stratify=y. Inside the training part:
    "params", the best_params_ of `search`; "best_score", its best_score_; "threshold", the cheapest on the out-of-fold
    probabilities of the best setting, scaler and all. On the test part, by the best setting fitted on the whole training
    part: "average_precision", "cost" (at the threshold), "cost_at_half" (at 0.5), and, at the threshold, "missed" (of class
    1, no alarm) and "false_alarms" (of class 0, alarm).
    """
    raise NotImplementedError
