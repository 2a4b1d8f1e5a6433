import math
from fractions import Fraction
from collections import Counter


def mean(x):
    values = tuple(x)
    if not values:
        raise ValueError("empty")
    return math.fsum(values) / len(values)


def median(x):
    return quantile(x, 0.5)


def var(x, ddof):
    if len(x) - ddof < 1:
        raise ValueError("too few")
    m = mean(x)
    return math.fsum((v - m) ** 2 for v in x) / (len(x) - ddof)


def quantile(x, q):
    if not x or not 0 <= q <= 1:
        raise ValueError
    s = sorted(x)
    whole, part = divmod(q * (len(s) - 1), 1)
    i = int(whole)
    if part == 0:
        return s[i]
    return s[i] + part * (s[i + 1] - s[i])


def corr(x, y):
    if len(x) != len(y) or len(x) < 2:
        raise ValueError
    if min(x) == max(x) or min(y) == max(y):
        raise ValueError
    mx, my = mean(x), mean(y)
    dx = [v - mx for v in x]
    dy = [v - my for v in y]
    return math.fsum(a * b for a, b in zip(dx, dy)) / math.sqrt(
        math.fsum(a * a for a in dx) * math.fsum(b * b for b in dy)
    )


class _Row(dict):
    pass


def table(columns):
    result = _Row()
    for name in columns:
        x = columns[name]
        q1, q3 = (quantile(x, p) for p in (0.25, 0.75))
        result[name] = {
            "std": math.sqrt(var(x, 1)),
            "iqr": q3 - q1,
            "q3": q3,
            "q1": q1,
            "mean": mean(x),
            "median": median(x),
        }
    return result


def bayes(groups, values, group, limit):
    count = Counter((g == group, v > limit) for g, v in zip(groups, values))
    n = sum(count.values())
    inside = count[True, True] + count[True, False]
    above = count[True, True] + count[False, True]
    if not inside or not above:
        raise ValueError
    prior = Fraction(inside, n)
    like = Fraction(count[True, True], inside)
    ev = Fraction(above, n)
    return {
        "prior": prior,
        "likelihood": like,
        "evidence": ev,
        "counted": Fraction(count[True, True], above),
        "by_bayes": like * prior / ev,
    }
