# dies by: test_it_is_plain_python
"""The usual summaries in plain Python."""

from beside import mean


def median(x):
    """Return the median of x."""
    return quantile(x, 0.5)


def var(x, ddof):
    """Return the variance of x, the sum divided by n - ddof."""
    if len(x) - ddof < 1:
        raise ValueError(f"{len(x)} values are too few for ddof={ddof}")
    centre = mean(x)
    return sum((value - centre) ** 2 for value in x) / (len(x) - ddof)


def quantile(x, q):
    """Return the quantile q of x, with linear interpolation."""
    if len(x) == 0:
        raise ValueError("a quantile of nothing")
    if not 0 <= q <= 1:
        raise ValueError(f"{q} is no share")
    ordered = sorted(x)
    position = q * (len(ordered) - 1)
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])


def corr(x, y):
    """Return the correlation of x and y."""
    if len(x) != len(y):
        raise ValueError(f"lengths differ: {len(x)} and {len(y)}")
    if len(x) < 2:
        raise ValueError("fewer than two pairs")
    spread = (var(x, 0) * var(y, 0)) ** 0.5
    if spread == 0:
        raise ValueError("a constant column correlates with nothing")
    a, b = mean(x), mean(y)
    return sum((p - a) * (q - b) for p, q in zip(x, y)) / len(x) / spread


def table(columns):
    """Return the summaries of several columns."""
    summary = {}
    for name, x in columns.items():
        q1, q3 = quantile(x, 0.25), quantile(x, 0.75)
        summary[name] = {
            "mean": mean(x),
            "median": median(x),
            "std": var(x, 1) ** 0.5,
            "q1": q1,
            "q3": q3,
            "iqr": q3 - q1,
        }
    return summary


def bayes(groups, values, group, limit):
    """Return what counting says of a group and of a value above a limit."""
    pairs = list(zip(groups, values))
    inside = [value > limit for one, value in pairs if one == group]
    above = [one == group for one, value in pairs if value > limit]
    if not inside:
        raise ValueError(f"no row is of group {group}")
    if not above:
        raise ValueError(f"no value lies above {limit}")
    prior = len(inside) / len(pairs)
    likelihood = sum(inside) / len(inside)
    evidence = len(above) / len(pairs)
    return {
        "prior": prior,
        "likelihood": likelihood,
        "evidence": evidence,
        "counted": sum(above) / len(above),
        "by_bayes": likelihood * prior / evidence,
    }
