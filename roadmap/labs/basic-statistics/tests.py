"""What `mlpath verify` asks of stats.py. Each test is a property that holds for lists of any numbers."""

import ast
import os
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd

import stats

SEED = int(os.environ.get("MLPATH_SEED", "0"))
BANNED = {"numpy", "pandas", "statistics", "scipy", "sklearn", "polars", "importlib", "ctypes", "builtins"}
SUMMARIES = ["mean", "median", "std", "q1", "q3", "iqr"]


def generator(number):
    """Return random numbers that are other ones in each test, and in each run with another seed."""
    return np.random.default_rng([SEED, number])


def samples(number, least=1):
    """Yield lists of 1 to 9 numbers and one of 50: unsorted, with ties, negative, whole and broken."""
    r = generator(number)
    for n in [*range(least, 10), 50]:
        yield r.normal(5, 20, size=n).tolist()
        yield r.integers(-4, 5, size=n).tolist()
        yield (r.integers(-2, 3, size=n) * 0.5 - 100).tolist()


def refuses(function, *arguments):
    """Return what came of a call that should raise ValueError: an empty text if it did."""
    try:
        function(*arguments)
    except ValueError:
        return ""
    except NotImplementedError:
        raise
    except Exception as error:
        return f"it raised {type(error).__name__}, where the docstring says ValueError"
    return "it returned a result"


def close(found, wanted):
    """Return whether a number is the wanted one, but for rounding."""
    return np.ndim(found) == 0 and abs(float(found) - wanted) <= 1e-9 * max(1.0, abs(wanted))


def exact_mean(x):
    """Return the mean in fractions, without any rounding."""
    return sum(map(Fraction, x)) / len(x)


def exact_var(x, ddof):
    """Return the variance in fractions."""
    centre = exact_mean(x)
    return sum((Fraction(value) - centre) ** 2 for value in x) / (len(x) - ddof)


def exact_quantile(x, q):
    """Return the quantile in fractions."""
    ordered, position = sorted(map(Fraction, x)), Fraction(q) * (len(x) - 1)
    below = int(position)
    above = min(below + 1, len(x) - 1)
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])


def test_mean_is_the_sum_over_n():
    """`mean` is right for 1 to 9 numbers and for 50, and refuses an empty list."""
    for x in samples(1):
        assert close(stats.mean(x), float(exact_mean(x))), f"the mean of {len(x)} numbers is not their sum over n"
    came = refuses(stats.mean, [])
    assert not came, f"for an empty list {came}"


def test_median_is_in_the_middle():
    """`median` is right for even and odd sizes, unsorted lists and ties, and refuses an empty list."""
    for x in samples(2):
        found = stats.median(x)
        size = f"{len(x)} numbers ({'even' if len(x) % 2 == 0 else 'odd'})"
        assert close(found, float(exact_quantile(x, 0.5))), f"{size}: half of them should lie on either side of {found}"
    came = refuses(stats.median, [])
    assert not came, f"for an empty list {came}"


def test_variance_divides_by_n_minus_ddof():
    """`var` is right with ddof=0 and with ddof=1."""
    for x in samples(3, least=2):
        for ddof in (0, 1):
            found = stats.var(x, ddof)
            assert close(found, float(exact_var(x, ddof))), f"{len(x)} numbers, ddof={ddof}: look at what you divide by"
        assert stats.var([x[0]], 0) == 0, "with ddof=0 one number has the variance 0"


def test_variance_refuses_too_few_numbers():
    """`var` raises ValueError where n - ddof is less than 1: one number with ddof=1, none with ddof=0."""
    for x, ddof in (([3.5], 1), ([], 0), ([], 1), ([1, 2], 2)):
        came = refuses(stats.var, x, ddof)
        assert not came, f"for {len(x)} numbers and ddof={ddof} {came}"


def test_quantiles_are_interpolated():
    """`quantile` is right at 0, at 1, at the quartiles and anywhere between."""
    r = generator(4)
    for x in samples(5):
        for q in (0, 1, 0.25, 0.5, 0.75, 0.9, *r.random(3).tolist()):
            found = stats.quantile(x, q)
            wanted = float(exact_quantile(x, q))
            assert close(found, wanted), f"{len(x)} numbers, q = {q:.2f}: go on between the two nearest sorted values"


def test_quantile_refuses_what_is_no_share():
    """`quantile` raises ValueError for q below 0 or above 1, and for an empty list."""
    for x, q in (([1, 2, 3], -0.1), ([1, 2, 3], 1.001), ([1, 2, 3], 25), ([], 0.5)):
        came = refuses(stats.quantile, x, q)
        assert not came, f"for {len(x)} numbers and q = {q} {came}"


def test_correlation_agrees_with_numpy():
    """`corr` is what NumPy says, stays when a column is shifted or stretched, and knows no first and second."""
    r = generator(6)
    for n in (2, 3, 5, 9, 50):
        x = r.normal(size=n)
        y = x * r.choice([-1, 1]) + r.normal(size=n) * 2
        found = stats.corr(x.tolist(), y.tolist())
        u, v = x - x.mean(), y - y.mean()
        wanted = float((u * v).sum() / np.sqrt((u * u).sum() * (v * v).sum()))
        assert close(found, wanted), f"{n} pairs: found {found:.4f}; use one ddof above and below the line"
        assert close(stats.corr(y.tolist(), x.tolist()), found), "x with y is not y with x"
        assert close(stats.corr((x * 7 + 3).tolist(), y.tolist()), found), "it changed when x was stretched and shifted"
        assert close(stats.corr((-x).tolist(), y.tolist()), -found), "turning x round did not turn its sign"


def test_correlation_refuses_what_has_none():
    """`corr` raises ValueError for a constant column, for lengths that differ, and for a single pair."""
    cases = {
        "a constant first column": ([2, 2, 2], [1, 5, 3]),
        "a constant second column": ([1, 5, 3, 4], [0, 0, 0, 0]),
        "lengths 3 and 4": ([1, 2, 4], [2, 1, 3, 5]),
        "lengths 4 and 3": ([2, 1, 3, 5], [1, 2, 4]),
        "one pair": ([1], [2]),
        "no pair": ([], []),
    }
    for what, pair in cases.items():
        came = refuses(stats.corr, *pair)
        assert not came, f"for {what} {came}"


def test_inputs_stay_as_they_were():
    """No function sorts or changes the lists that it is given."""
    r = generator(7)
    x, y = r.normal(size=9).tolist(), r.normal(size=9).tolist()
    groups = r.integers(0, 2, size=9).tolist()
    groups[:2] = 0, 1
    kept = list(x), list(y), list(groups)
    calls = {
        "mean": lambda: stats.mean(x),
        "median": lambda: stats.median(x),
        "var": lambda: stats.var(x, 1),
        "quantile": lambda: stats.quantile(x, 0.3),
        "corr": lambda: stats.corr(x, y),
        "table": lambda: stats.table({"x": x, "y": y}),
        "bayes": lambda: stats.bayes(groups, x, 0, -99.0),
    }
    for name, call in calls.items():
        call()
        assert (x, y, groups) == kept, f"{name} changed a list that it was given: `sorted` makes a new one"


def test_table_says_what_describe_says():
    """`table` agrees with pandas' `describe()`, on two frames of other sizes, columns and order."""
    r = generator(8)
    for n, names in ((178, ["ash", "proline", "alcohol"]), (7, ["zinc", "b"])):
        frame = pd.DataFrame({name: r.gamma(2.0, 10.0, size=n) - 5 for name in names})
        found = stats.table(frame.to_dict("list"))
        assert list(found) == names, f"its rows are {list(found)}: those of the columns, in their order, are wanted"
        described = frame.describe()
        for name in names:
            row = found[name]
            missing = [key for key in SUMMARIES if key not in row]
            assert not missing, f"{name} has no {', '.join(missing)}"
            says = described[name]
            wanted = [says["mean"], says["50%"], says["std"], says["25%"], says["75%"], says["75%"] - says["25%"]]
            for key, number in zip(SUMMARIES, wanted):
                assert close(row[key], number), f"{key} of {n} rows differs from describe(); its ddof is 1"


def world(number):
    """Return groups, values and a limit, of another size and with other groups each time."""
    r = generator(number)
    n, k = int(r.integers(20, 80)), int(r.integers(2, 5))
    groups = r.integers(0, k, size=n).tolist()
    values = [float(r.integers(0, 12)) + group for group in groups]
    return groups, values, groups[0], float(sorted(values)[n // 2])


def counted(groups, values, group, limit):
    """Return prior, likelihood, evidence and posterior, by counting in fractions."""
    rows = list(zip(groups, values))
    both = sum(1 for one, value in rows if one == group and value > limit)
    above = sum(1 for value in values if value > limit)
    of_group = groups.count(group)
    shares = Fraction(of_group, len(rows)), Fraction(both, of_group), Fraction(above, len(rows)), Fraction(both, above)
    return [float(share) for share in shares]


def test_probabilities_are_counted():
    """`bayes` counts prior, likelihood, evidence and posterior right, values at the limit being not above it."""
    for number in range(10, 15):
        case = world(number)
        found = stats.bayes(*case)
        for key, share in zip(("prior", "likelihood", "evidence", "counted"), counted(*case)):
            assert key in found, f"the result has no {key!r}"
            assert close(found[key], share), f"{key} is {found[key]:.4f}: among which rows is the share to be counted?"


def test_both_ways_of_bayes_agree():
    """`bayes` finds by the theorem what it finds by counting, on five other sets of rows."""
    for number in range(20, 25):
        case = world(number)
        found = stats.bayes(*case)
        assert close(found["by_bayes"], counted(*case)[3]), (
            f"by the theorem it is {found['by_bayes']:.4f}, by counting {found['counted']:.4f}"
        )


def test_bayes_refuses_what_is_not_there():
    """`bayes` raises ValueError for a group without rows, and for a limit that no value lies above."""
    groups, values = ["a", "b", "a"], [1.0, 2.0, 3.0]
    came = refuses(stats.bayes, groups, values, "c", 0.0)
    assert not came, f"for a group without rows {came}"
    came = refuses(stats.bayes, groups, values, "a", 3.0)
    assert not came, f"for a limit that no value lies above {came}"
    assert close(stats.bayes(groups, values, "b", 2.5)["counted"], 0), "a group with no value above has the share 0"


def sources(name):
    """Yield the syntax of a file of the learner's, and of those beside it that it imports."""
    todo, seen = [name], set()
    while todo:
        name = todo.pop()
        path = Path(f"{name}.py")
        if name in seen or not path.exists():
            continue
        seen.add(name)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield path, tree
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                todo += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                todo.append(node.module or "")


def test_it_is_plain_python():
    """stats.py imports neither NumPy nor pandas, `statistics` or SciPy."""
    stats.mean([1, 2])
    for path, node in ((path, node) for path, tree in sources("stats") for node in ast.walk(tree)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        elif getattr(node, "id", "") in ("__import__", "eval", "exec") or getattr(node, "attr", "") == "modules":
            names = ["builtins"]
        used = [name for name in names if name.split(".")[0] in BANNED]
        assert not used, f"{path}:{node.lineno} reaches for {used[0]}"
