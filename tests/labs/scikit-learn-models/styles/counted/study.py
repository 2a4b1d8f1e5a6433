import math
from collections import Counter
import numpy as np
from sklearn.base import clone
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import Lasso, LinearRegression, LogisticRegression, Ridge
from sklearn.metrics import confusion_matrix, get_scorer
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import RobustScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor


def _scaled(m):
    return Pipeline([("s", RobustScaler()), ("m", m)])


def models(kind):
    match kind:
        case "classes":
            return dict(
                forest=RandomForestClassifier(50, random_state=3),
                tree=DecisionTreeClassifier(random_state=1),
                baseline=DummyClassifier(strategy="prior"),
                logistic=_scaled(LogisticRegression(max_iter=2000)),
                **{"small tree": DecisionTreeClassifier(min_samples_leaf=10, random_state=0)},
            )
        case "numbers":
            return {
                "baseline": DummyRegressor(),
                "linear": LinearRegression(),
                "ridge": _scaled(Ridge()),
                "lasso": _scaled(Lasso()),
                "tree": DecisionTreeRegressor(random_state=0),
                "forest": RandomForestRegressor(60, random_state=0),
            }
    raise ValueError(kind)


def choose(models, X, y, cv, scoring):
    folds = list(cv.split(X, y))
    scorer = get_scorer(scoring)
    scores = {}
    for name, m in models.items():
        scores[name] = float(np.mean([scorer(clone(m).fit(X[a], y[a]), X[b], y[b]) for a, b in folds]))
    return max(scores, key=scores.__getitem__), scores


def report(model, X_train, y_train, X_test, y_test):
    p = clone(model).fit(X_train, y_train).predict(X_test)
    (tn, fp), (fn, tp) = confusion_matrix(y_test, p, labels=[0, 1])
    n = len(y_test)
    a = (tn + tp) / n
    top = Counter(np.asarray(y_train).tolist()).most_common(1)[0][0]
    return {
        "rows": n,
        "right": tn + tp,
        "missed": fn,
        "false_alarms": fp,
        "accuracy": a,
        "standard_error": math.sqrt(a * (1 - a) / n),
        "baseline": float((np.asarray(y_test) == top).mean()),
    }


def study(models, X, y):
    a, b, c, d = train_test_split(X, y, test_size=0.25, random_state=0, stratify=y)
    name, scores = choose(models, a, c, StratifiedKFold(5, shuffle=True, random_state=0), "accuracy")
    return report(models[name], a, c, b, d) | {"chosen": name, "scores": scores}
