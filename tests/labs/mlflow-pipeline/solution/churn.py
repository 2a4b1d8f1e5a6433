"""What training and its checks share."""

import hashlib

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler


def make_customers(n=2000, seed=0, calls_effect=0.7):
    """Return a frame of n customers of a month (seed): four features, and `churned`, 1 for who left."""
    rng = np.random.default_rng(seed)
    plan = rng.choice(["basic", "pro", "team"], n, p=[0.5, 0.3, 0.2])
    price = pd.Series(plan).map({"basic": 15.0, "pro": 35.0, "team": 80.0})
    tenure = rng.integers(0, 72, n)
    fee = price + rng.normal(0, 3, n).round(2)
    calls = rng.poisson(1.5, n).astype(float)
    z = -0.6 - 0.05 * tenure + calls_effect * calls + 0.8 * (plan == "basic")
    churned = (rng.random(n) < 1 / (1 + np.exp(-z))).astype(int)
    calls[rng.random(n) < 0.1] = np.nan  # not recorded
    return pd.DataFrame(
        {"tenure_months": tenure, "monthly_fee": fee, "support_calls": calls, "plan": plan, "churned": churned}
    )


def make_model(C=1.0):
    """Return an unfitted pipeline from the four features to a probability."""
    number = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    prepare = make_column_transformer(
        (number, ["tenure_months", "monthly_fee", "support_calls"]),
        (OneHotEncoder(handle_unknown="ignore"), ["plan"]),
    )
    return make_pipeline(prepare, LogisticRegression(C=C, max_iter=1000))


def check_data(df):
    """Return the faults of a frame of customers."""
    need = {"tenure_months", "monthly_fee", "support_calls", "plan", "churned"}
    if need - set(df.columns):
        return [f"columns missing: {sorted(need - set(df.columns))}"]
    rules = {
        "tenure out of range": df["tenure_months"].between(0, 600).all(),
        "fee out of range": df["monthly_fee"].between(1, 200).all(),
        "support_calls often missing": df["support_calls"].isna().mean() < 0.2,
        "unknown plan": df["plan"].isin(["basic", "pro", "team"]).all(),
        "strange share of churn": 0.1 < df["churned"].mean() < 0.6,
    }
    return [fault for fault, holds in rules.items() if not holds]


def data_hash(df):
    """Return a text that stands for the frame's values."""
    return hashlib.sha256(pd.util.hash_pandas_object(df).to_numpy().tobytes()).hexdigest()


def gate(y, new, champion, groups, floor=0.75, margin=0.01, group_floor=0.6):
    """Return the reasons against a release."""
    y, new, groups = np.asarray(y), np.asarray(new), np.asarray(groups)
    score, reasons = roc_auc_score(y, new), []
    if score < floor:
        reasons.append("below the floor")
    if champion is not None and score < roc_auc_score(y, champion) - margin:
        reasons.append("worse than the champion")
    for name in np.unique(groups):
        here = groups == name
        if roc_auc_score(y[here], new[here]) < group_floor:
            reasons.append(f"too weak for {name}")
    return reasons
