import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.model_selection import train_test_split


def clean(frame):
    return frame.assign(
        plan=lambda f: f["plan"].str.strip().str.lower(), age=lambda f: f["age"].replace(-999, np.nan)
    ).drop_duplicates()


def split(frame):
    X = frame.loc[:, ["login_hour", "plan", "income", "age"]]
    return train_test_split(X, frame["churned"], test_size=0.25, random_state=0, stratify=frame["churned"])


class Prep(TransformerMixin, BaseEstimator):
    def fit(self, X, _=None):
        z = self._numbers(X)
        self.median_ = np.nanmedian(z, axis=0)
        z = np.where(np.isnan(z), self.median_, z)
        self.mean_, self.std_ = z.mean(0), z.std(0)
        self.plans_ = sorted(X["plan"].dropna().unique())
        return self

    @staticmethod
    def _numbers(X):
        return np.column_stack([X["age"].to_numpy(float), np.log(X["income"].to_numpy(float))])

    def transform(self, X):
        z = self._numbers(X)
        missing = np.isnan(z)
        z = (np.where(missing, self.median_, z) - self.mean_) / self.std_
        angle = X["login_hour"].to_numpy(float) * np.pi / 12
        plans = np.stack(
            [X["plan"].eq(p).to_numpy(float) for p in self.plans_] + [X["plan"].isna().to_numpy(float)], axis=1
        )
        return np.hstack([plans, np.cos(angle)[:, None], np.sin(angle)[:, None], z, missing])


def build_prep():
    return Prep()
