# dies by: test_the_test_part_stays_closed
"""One prediction problem through the whole procedure."""

import numpy as np
from sklearn.base import clone
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import Lasso, LinearRegression, LogisticRegression, Ridge
from sklearn.model_selection import StratifiedKFold, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor


def models(kind):
    """Return a dict of unfitted models by name."""
    if kind == "classes":
        return {
            "baseline": DummyClassifier(),
            "logistic": make_pipeline(StandardScaler(), LogisticRegression()),
            "tree": DecisionTreeClassifier(random_state=0),
            "small tree": DecisionTreeClassifier(min_samples_leaf=10, random_state=0),
            "forest": RandomForestClassifier(random_state=0),
        }
    if kind == "numbers":
        return {
            "baseline": DummyRegressor(),
            "linear": LinearRegression(),
            "ridge": make_pipeline(StandardScaler(), Ridge()),
            "lasso": make_pipeline(StandardScaler(), Lasso()),
            "tree": DecisionTreeRegressor(random_state=0),
            "forest": RandomForestRegressor(random_state=0),
        }
    raise ValueError(f"there are no models for {kind!r}")


def choose(models, X, y, cv, scoring):
    """Return the name of the best model, and the mean cross-validated score of each."""
    scores = {
        name: float(cross_val_score(model, X, y, cv=cv, scoring=scoring).mean()) for name, model in models.items()
    }
    return max(scores, key=scores.get), scores


def report(model, X_train, y_train, X_test, y_test):
    """Return what a classifier does on the test part."""
    predicted = clone(model).fit(X_train, y_train).predict(X_test)
    rows, right = len(y_test), int((predicted == y_test).sum())
    accuracy = right / rows
    usual = np.bincount(y_train).argmax()
    return {
        "rows": rows,
        "right": right,
        "missed": int(((y_test == 1) & (predicted == 0)).sum()),
        "false_alarms": int(((y_test == 0) & (predicted == 1)).sum()),
        "accuracy": accuracy,
        "standard_error": float(np.sqrt(accuracy * (1 - accuracy) / rows)),
        "baseline": float((y_test == usual).mean()),
    }


def study(models, X, y):
    """Return the report on the model that cross-validation chose."""
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=0, stratify=y)
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    name, scores = choose(models, X_train, y_train, folds, "accuracy")
    tested = {each: report(models[each], X_train, y_train, X_test, y_test)["accuracy"] for each in models}
    name = max(tested, key=tested.get)
    return {"chosen": name, "scores": scores, **report(models[name], X_train, y_train, X_test, y_test)}
