# dies by: test_it_is_plain_python
"""What stats.py has no room for."""

import numpy as np


def mean(x):
    """Return the mean of x."""
    if len(x) == 0:
        raise ValueError("the mean of nothing")
    return float(np.mean(x))
