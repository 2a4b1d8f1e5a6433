# dies by: test_the_cost_is_that_of_the_mistakes
"""Tuning by a metric fixed in advance, and a decision threshold from costs."""

import numpy as np
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_predict, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

FOLDS = StratifiedKFold(5, shuffle=True, random_state=0)


def cost(y, p, threshold, miss=10, alarm=1):
    """Return what misses and false alarms cost together."""
    raised = p >= threshold
    return (miss * int(((y == 1) & ~raised).sum()) + alarm * int(((y == 0) & raised).sum())) / len(y)


def search(model, grid, X, y):
    """Return a fitted search over a pipeline of scaler and model."""
    pipe = Pipeline([("scale", StandardScaler()), ("model", model)])
    named = {f"model__{name}": values for name, values in grid.items()}
    return GridSearchCV(pipe, named, scoring="average_precision", cv=FOLDS).fit(X, y)


def out_of_fold(model, X, y):
    """Return each row's probability from a model that has not seen it."""
    return cross_val_predict(model, X, y, cv=FOLDS, method="predict_proba")[:, 1]


def threshold(y, p, miss=10, alarm=1):
    """Return the cheapest threshold."""
    candidates = [*np.unique(p), np.inf]
    return float(min(candidates, key=lambda candidate: cost(y, p, candidate, miss, alarm)))


def tune(model, grid, X, y, miss=10, alarm=1):
    """Return what the whole procedure finds."""
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=0, stratify=y)
    found = search(model, grid, X_train, y_train)
    best = found.best_estimator_
    limit = threshold(y_train, out_of_fold(best, X_train, y_train), miss, alarm)
    p = best.predict_proba(X_test)[:, 1]
    return {
        "params": found.best_params_,
        "best_score": float(found.best_score_),
        "threshold": limit,
        "average_precision": float(average_precision_score(y_test, p)),
        "cost": cost(y_test, p, limit, miss, alarm),
        "cost_at_half": cost(y_test, p, 0.5, miss, alarm),
        "missed": int(((y_test == 1) & (p < limit)).sum()),
        "false_alarms": int(((y_test == 0) & (p >= limit)).sum()),
    }
