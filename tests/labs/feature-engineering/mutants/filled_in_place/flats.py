# dies by: test_the_table_stays_as_it_was
"""One object that takes the raw columns of a table of flats to a rent."""

import numpy as np
from sklearn.base import BaseEstimator, clone
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler, TargetEncoder


class Filling(BaseEstimator):
    """Fills gaps in the table that it is given."""

    def __init__(self, model):
        self.model = model

    def fit(self, X, y):
        """Learn."""
        X["size"] = X["size"].fillna(60.0)
        self.model_ = clone(self.model).fit(X, y)
        return self

    def predict(self, X):
        """Return rents."""
        return self.model_.predict(X.assign(size=X["size"].fillna(60.0)))


def season(frame):
    """Return sine and cosine of the month."""
    angle = 2 * np.pi * frame["listed"].dt.month.to_numpy() / 12
    return np.column_stack([np.sin(angle), np.cos(angle)])


def make_model():
    """Return a new, unfitted model."""
    size = make_pipeline(FunctionTransformer(np.log1p), StandardScaler())
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
    return Filling(TransformedTargetRegressor(make_pipeline(columns, Ridge()), func=np.log, inverse_func=np.exp))
