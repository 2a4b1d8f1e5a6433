# dies by: test_no_loop_over_rows_or_features
"""What gd.py has no room for."""

import numpy as np


def residuals(w, A, y):
    """Return A w - y, for a y of shape (n,)."""
    if y.shape != (len(A),):
        raise ValueError(f"y has shape {y.shape}, not {(len(A),)}")
    found = np.zeros(len(y))
    for row in range(len(y)):
        found[row] = A[row] @ w - y[row]
    return found
