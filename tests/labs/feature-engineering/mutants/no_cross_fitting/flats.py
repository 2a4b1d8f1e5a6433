# dies by: test_rare_districts_do_not_tell_their_own_rent
"""One object that takes the raw columns of a table of flats to a rent."""

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler, TargetEncoder


class Means(TransformerMixin, BaseEstimator):
    """Codes each district by the mean of its rows."""

    def fit(self, X, y):
        """Learn the means."""
        self.all_ = float(np.mean(y))
        self.means_ = pd.Series(np.asarray(y), index=X.iloc[:, 0].to_numpy()).groupby(level=0).mean()
        return self

    def transform(self, X):
        """Return the codes."""
        return X.iloc[:, [0]].apply(lambda column: column.map(self.means_)).fillna(self.all_).astype(float)


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
            ("district", make_pipeline(Means(), StandardScaler()), ["district"]),
            ("text", TfidfVectorizer(ngram_range=(1, 2)), "text"),
        ]
    )
    return TransformedTargetRegressor(make_pipeline(columns, Ridge()), func=np.log, inverse_func=np.exp)
