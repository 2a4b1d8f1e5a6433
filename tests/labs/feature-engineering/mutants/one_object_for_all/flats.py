# dies by: test_it_comes_unfitted
"""One object that takes the raw columns of a table of flats to a rent."""

import numpy as np
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler, TargetEncoder


MADE = []


def season(frame):
    """Return sine and cosine of the month."""
    angle = 2 * np.pi * frame["listed"].dt.month.to_numpy() / 12
    return np.column_stack([np.sin(angle), np.cos(angle)])


def make_model():
    """Return a new, unfitted model."""
    size = make_pipeline(
        SimpleImputer(strategy="median", add_indicator=True), FunctionTransformer(np.log1p), StandardScaler()
    )
    heating = make_pipeline(
        SimpleImputer(strategy="constant", fill_value="missing"),
        OneHotEncoder(handle_unknown="ignore"),
    )
    columns = ColumnTransformer(
        [
            ("size", size, ["size"]),
            ("rooms", StandardScaler(), ["rooms"]),
            ("heating", heating, ["heating"]),
            ("month", FunctionTransformer(season), ["listed"]),
            ("district", make_pipeline(TargetEncoder(target_type="continuous"), StandardScaler()), ["district"]),
            ("text", TfidfVectorizer(ngram_range=(1, 2)), "text"),
        ]
    )
    MADE.append(TransformedTargetRegressor(make_pipeline(columns, Ridge()), func=np.log, inverse_func=np.exp))
    return MADE[0]
