# dies by: test_the_error_is_small_in_worlds_never_seen
"""One object that takes the raw columns of a table of flats to a rent."""

import numpy as np
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler, TargetEncoder


def known_levels(frame):
    """Return levels of the districts of one table."""
    levels = {f"D{i:02d}": 0.01 * i for i in range(60)}
    return frame.apply(lambda column: column.map(levels)).fillna(0.3).astype(float).to_numpy()


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
            ("district", FunctionTransformer(known_levels), ["district"]),
            ("text", TfidfVectorizer(ngram_range=(1, 2)), "text"),
        ]
    )
    return TransformedTargetRegressor(make_pipeline(columns, Ridge()), func=np.log, inverse_func=np.exp)
