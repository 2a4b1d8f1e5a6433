# dies by: test_numpy_and_nothing_else
"""What linear.py has no room for."""

from sklearn.linear_model import Ridge


def penalised(Z, t, lam):
    """Return the weights of ridge regression for centred columns and targets."""
    return Ridge(alpha=len(Z) * lam, fit_intercept=False).fit(Z, t).coef_
