"""Cross-validation by hand, and what it can say about two models and about people who come back.

X is an array of shape (n, d), y of shape (n,). A model is an estimator of scikit-learn with `fit` and `score`. Nothing
here fits a model that it is given (a clone learns, a new one in each fold), nothing changes X or y, and all runs in one
process (no n_jobs).
"""


def make_folds(n, k, seed):
    """Return a list of k pairs (train_rows, val_rows), arrays of whole numbers, that divide the rows 0 … n - 1.

    Each row is in val_rows once, and in train_rows of all other pairs. The sizes of the val_rows differ by 1 at most. The
    rows are shuffled by the seed: the same seed gives the same folds, another one others.
    Raises ValueError unless 2 ≤ k ≤ n.
    """
    raise NotImplementedError


def my_cv(model, X, y, folds):
    """Return an array with the score, by `score`, of the model for each pair of folds: fitted on one, scored on the other."""
    raise NotImplementedError


def compare_paired(one, other, X, y):
    """Return (differences, wins): score of one minus score of the other in each of 15 folds, and how often it is above 0.

    The folds are those of RepeatedStratifiedKFold(n_splits=5, n_repeats=3, random_state=0), the same for both models.
    """
    raise NotImplementedError


def grouped(model, X, y, groups, k):
    """Return (mixed, apart), two arrays of k scores: with rows at random, and with each group wholly on one side.

    mixed comes from StratifiedKFold(k, shuffle=True, random_state=0), apart from GroupKFold(k).
    """
    raise NotImplementedError
