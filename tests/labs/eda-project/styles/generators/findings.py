from dataclasses import dataclass, asdict
from itertools import combinations
import numpy as np
import pandas as pd
from sklearn.datasets import load_diabetes
from sklearn.model_selection import train_test_split


def load():
    bunch = load_diabetes(scaled=False)
    names = ["age", "sex", "bmi", "bp", "chol", "ldl", "hdl", "chol_hdl", "log_trig", "glucose"]
    frame = pd.DataFrame(bunch["data"], columns=names).assign(target=bunch["target"])
    return tuple(train_test_split(frame, test_size=0.25, random_state=0))


def profile(frame):
    return pd.DataFrame.from_dict(
        {
            c: {"skew": frame[c].skew(), "distinct": len(set(frame[c])), "max": max(frame[c]), "min": min(frame[c])}
            for c in frame
        },
        orient="index",
    )


def _r(x, y):
    x = np.asarray(x, float) - np.mean(x)
    y = np.asarray(y, float) - np.mean(y)
    return x @ y / np.sqrt((x @ x) * (y @ y))


def redundant(frame, limit=0.7):
    pairs = [[a, b, _r(frame[a], frame[b])] for a, b in combinations(frame, 2)]
    return sorted((p for p in pairs if abs(p[2]) > limit), key=lambda p: -abs(p[2]))


def outliers(frame):
    def flagged(column):
        q1, q3 = np.percentile(column, [25, 75])
        reach = 1.5 * (q3 - q1)
        for label, value in column.items():
            if value < q1 - reach or value > q3 + reach:
                yield label

    return {name: list(flagged(column)) for name, column in frame.items()}


@dataclass
class F:
    column: str
    explore: float
    held_out: float
    held: bool


def findings(explore, held_out, target="target", count=3):
    rs = {c: _r(explore[c], explore[target]) for c in explore.columns.drop(target)}
    out = []
    for c in sorted(rs, key=lambda c: abs(rs[c]))[::-1][:count]:
        h = _r(held_out[c], held_out[target])
        out.append(asdict(F(c, rs[c], h, np.sign(h) == np.sign(rs[c]) and 2 * abs(h) >= abs(rs[c]))))
    return out
