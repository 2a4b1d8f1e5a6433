# dies by: test_the_profile_counts_values
"""The numbers behind a page of findings."""

from itertools import combinations

import pandas as pd
from sklearn.datasets import load_diabetes
from sklearn.model_selection import train_test_split

NAMES = {"s1": "chol", "s2": "ldl", "s3": "hdl", "s4": "chol_hdl", "s5": "log_trig", "s6": "glucose"}


def load():
    """Return the diabetes data in two parts, with their units."""
    patients = load_diabetes(as_frame=True, scaled=False).frame.rename(columns=NAMES)
    explore, held_out = train_test_split(patients, test_size=0.25, random_state=0)
    return explore, held_out


def profile(frame):
    """Return minimum, maximum, distinct values and skew of each column."""
    return pd.DataFrame({"min": frame.min(), "max": frame.max(), "distinct": frame.count(), "skew": frame.skew()})


def redundant(frame, limit=0.7):
    """Return the pairs of columns whose correlation is above a limit."""
    table = frame.corr()
    pairs = [(one, other, float(table.loc[one, other])) for one, other in combinations(frame.columns, 2)]
    return sorted((pair for pair in pairs if abs(pair[2]) > limit), key=lambda pair: -abs(pair[2]))


def outliers(frame):
    """Return for each column the labels of the rows that the 1.5 · IQR rule flags."""
    flagged = {}
    for name in frame.columns:
        q1, q3 = frame[name].quantile([0.25, 0.75])
        reach = 1.5 * (q3 - q1)
        out = (frame[name] < q1 - reach) | (frame[name] > q3 + reach)
        flagged[name] = frame.index[out].tolist()
    return flagged


def findings(explore, held_out, target="target", count=3):
    """Return the measurements that go most strongly with a target, and whether that held."""
    strength = explore.corr()[target].drop(target)
    chosen = strength.abs().sort_values(ascending=False).index[:count]
    found = []
    for name in chosen:
        before = float(strength[name])
        after = float(held_out[name].corr(held_out[target]))
        held = before * after > 0 and abs(after) >= abs(before) / 2
        found.append({"column": name, "explore": before, "held_out": after, "held": held})
    return found
