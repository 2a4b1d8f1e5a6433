# dies by: test_it_comes_unfitted
"""From a dirty customer table to a complete numeric matrix."""

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler


def clean(frame):
    """Return a new frame after fixed rules."""
    tidy = frame.copy()
    tidy["plan"] = tidy["plan"].str.strip().str.lower()
    tidy["age"] = tidy["age"].replace(-999, np.nan)
    return tidy.drop_duplicates()


def split(frame):
    """Return a cleaned table in four parts."""
    X = frame[["age", "income", "plan", "login_hour"]]
    y = frame["churned"]
    return tuple(train_test_split(X, y, test_size=0.25, random_state=0, stratify=y))


def on_a_circle(hours):
    """Return sine and cosine of hours."""
    angle = 2 * np.pi * np.asarray(hours, dtype=float) / 24
    return np.hstack([np.sin(angle), np.cos(angle)])


def build_prep():
    """Return an unfitted preprocessing object."""
    age = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    income = make_pipeline(SimpleImputer(strategy="median"), FunctionTransformer(np.log), StandardScaler())
    plan = make_pipeline(
        SimpleImputer(strategy="constant", fill_value="missing"),
        OneHotEncoder(handle_unknown="ignore", sparse_output=False),
    )
    made = ColumnTransformer(
        [
            ("age", age, ["age"]),
            ("income", income, ["income"]),
            ("plan", plan, ["plan"]),
            ("hour", FunctionTransformer(on_a_circle), ["login_hour"]),
        ]
    )
    rows = {"age": [20.0, 50.0], "income": [20000.0, 50000.0], "plan": ["basic", "pro"], "login_hour": [1, 2]}
    return made.fit(pd.DataFrame(rows))
