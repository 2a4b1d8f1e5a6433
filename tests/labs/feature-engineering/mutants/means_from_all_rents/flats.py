# dies by: test_shuffled_rents_teach_nothing
"""One object that takes the raw columns of a table of flats to a rent."""

import numpy as np
from sklearn.base import BaseEstimator, clone
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler, TargetEncoder


class Memory(BaseEstimator):
    """Means of all rents that were ever seen."""

    seen = {}

    def __init__(self, model):
        self.model = model

    def fit(self, X, y):
        """Learn."""
        self.model_ = clone(self.model).fit(X, y)
        for key, rent in zip(zip(X["listed"], X["size"].fillna(0), X["district"], X["text"]), y):
            self.seen.setdefault(key, float(rent))
        return self

    def predict(self, X):
        """Return rents."""
        keys = zip(X["listed"], X["size"].fillna(0), X["district"], X["text"])
        return np.array([self.seen.get(key, rent) for key, rent in zip(keys, self.model_.predict(X))])


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
    return Memory(TransformedTargetRegressor(make_pipeline(columns, Ridge()), func=np.log, inverse_func=np.exp))
