"""What training and its checks share. The data and the model are given; the three functions below them are yours."""

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
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
    """Return the faults of a frame of customers, a text each; an empty list where there are none.

    Faults are: a column that is missing (then only that is said); a tenure outside of 0 to 600; a fee outside of 1 to 200;
    support_calls missing in a fifth of the rows or more; a plan that is not basic, pro or team; a share of churned customers that
    does not lie between 0.1 and 0.6.
    """
    raise NotImplementedError


def data_hash(df):
    """Return a text that is the same for equal frames, in every run, and another one where any value or the order differs."""
    raise NotImplementedError


def gate(y, new, champion, groups, floor=0.75, margin=0.01, group_floor=0.6):
    """Return the reasons against a release, a text each; an empty list where there are none.

    y has the classes 0 and 1; new and champion are scores for the same rows, champion None where there is no model yet;
    groups has the name of each row's group. Reasons are: an AUC below the floor; one below the champion's, on these rows, by more
    than the margin; and for each group an AUC within it that is below group_floor, with the group's name in the text.
    """
    raise NotImplementedError
