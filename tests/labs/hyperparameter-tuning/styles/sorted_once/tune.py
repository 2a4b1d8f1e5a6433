import numpy as np
from sklearn.base import clone
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

FOLDS = StratifiedKFold(5, shuffle=True, random_state=0)


def cost(y, p, threshold, miss=10, alarm=1):
    total = 0
    for yi, pi in zip(y, p):
        if pi >= threshold:
            total += alarm * (yi == 0)
        else:
            total += miss * (yi == 1)
    return total


def search(model, grid, X, y):
    pipe = make_pipeline(StandardScaler(), clone(model))
    step = pipe.steps[-1][0]
    return GridSearchCV(pipe, {f"{step}__{k}": v for k, v in grid.items()}, scoring="average_precision", cv=FOLDS).fit(
        X, y
    )


def out_of_fold(model, X, y):
    p = np.empty(len(y))
    for a, b in FOLDS.split(X, y):
        p[b] = clone(model).fit(X[a], y[a]).predict_proba(X[b])[:, 1]
    return p


def threshold(y, p, miss=10, alarm=1):
    order = np.argsort(-p, kind="stable")
    ps, ys = p[order], y[order]
    costs = np.concatenate(
        [[miss * (y == 1).sum()], miss * (y == 1).sum() + np.cumsum(np.where(ys == 1, -miss, alarm))]
    )
    # only where the next differs
    ok = np.r_[True, np.r_[ps[1:] != ps[:-1], True]]
    costs = np.where(ok, costs, np.inf)
    i = int(costs.argmin())
    return 2.0 if i == 0 else float(ps[i - 1])


def tune(model, grid, X, y, miss=10, alarm=1):
    X1, X2, y1, y2 = train_test_split(X, y, test_size=0.25, random_state=0, stratify=y)
    s = search(model, grid, X1, y1)
    t = threshold(y1, out_of_fold(s.best_estimator_, X1, y1), miss, alarm)
    p = s.predict_proba(X2)[:, 1]
    return {
        "params": s.best_params_,
        "best_score": s.best_score_,
        "threshold": t,
        "average_precision": average_precision_score(y2, p),
        "cost": cost(y2, p, t, miss, alarm),
        "cost_at_half": cost(y2, p, 0.5, miss, alarm),
        "missed": np.sum((y2 == 1) & (p < t)),
        "false_alarms": np.sum((y2 == 0) & (p >= t)),
    }
