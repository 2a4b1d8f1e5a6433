"""What `mlpath verify` asks of kmeans.py. Each test is a property that holds for rows of any number and width."""

import ast
import os
import sys
import tracemalloc
import warnings
from collections import Counter
from importlib import import_module
from pathlib import Path

import numpy as np
from numpy import allclose, array_equal, asarray, isfinite

SEED = int(os.environ.get("MLPATH_SEED", "0"))
BANNED = {"sklearn", "scipy", "pandas", "torch", "tensorflow", "faiss", "numba", "importlib", "ctypes", "builtins"}


class NumpyAlone:
    """Refuses to import libraries that have k-means ready."""

    def find_spec(self, name, _path=None, _target=None):
        """Return nothing, so that what is not refused is looked for elsewhere."""
        if name.split(".")[0] in ("sklearn", "scipy", "faiss"):
            raise ImportError(f"{name} is closed here: NumPy alone does the work")


sys.meta_path.insert(0, NumpyAlone())

kmeans = import_module("kmeans")


def generator(number):
    """Return random numbers that are other ones in each test, and in each run with another seed."""
    return np.random.default_rng([SEED, number])


def noise(number, n=400, d=2):
    """Return rows without any groups: runs are long there, and end in many places."""
    return generator(number).uniform(size=(n, d)) * 10 - 3


def groups(number, k, n, d=2, apart=12.0):
    """Return rows around k centres that lie far from each other, on a grid with a little disorder."""
    r = generator(number)
    side = int(np.ceil(k ** (1 / d)))
    grid = asarray(np.meshgrid(*[range(side)] * d)).reshape(d, -1).T[:k] * apart
    return (grid + r.uniform(-1, 1, size=grid.shape))[np.arange(n) % k] + r.normal(size=(n, d))


def squares(X, centres):
    """Return the squared distance of each row to each centre, without a shortcut."""
    X = asarray(X, dtype=float)
    return asarray([((X - centre) ** 2).sum(axis=1) for centre in asarray(centres, dtype=float)]).T


def inertia(X, labels, centres):
    """Return the sum of the squared distances of the rows to their centres."""
    return float(((X - asarray(centres)[labels]) ** 2).sum())


def right_run(X, start):
    """Return the inertia after each step of Lloyd's algorithm that changes labels, and None where a cluster is empty."""
    centres, labels, history = asarray(start, dtype=float), None, []
    while True:
        found = squares(X, centres).argmin(axis=1)
        if labels is not None and array_equal(found, labels):
            return history
        labels = found
        if len(set(labels.tolist())) < len(centres):
            return None
        centres = asarray([X[labels == j].mean(axis=0) for j in range(len(centres))])
        history.append(inertia(X, labels, centres))


def right_runs(X, k, n_init, seed):
    """Return the histories of n_init runs from the starts that `plus_plus` draws."""
    r = np.random.default_rng(seed)
    return [right_run(X, kmeans.plus_plus(X, k, r)) for _ in range(n_init)]


def loudly(function, *arguments):
    """Return what a function returns, and complain where it warns."""
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        result = function(*arguments)
    assert not given, f"{function.__name__} warned: {given[0].message}"
    return result


def labels_of(X, centres):
    """Return what `assign` gives, if it is one whole number for each row."""
    labels = asarray(loudly(kmeans.assign, X, centres))
    assert labels.shape == (len(X),), f"{len(X)} rows and {len(centres)} centres gave labels of shape {labels.shape}"
    assert np.issubdtype(labels.dtype, np.integer), f"labels are integers, not {labels.dtype}"
    assert ((labels >= 0) & (labels < len(centres))).all(), "a label is the number of no centre"
    return labels


def centres_of(X, labels, k):
    """Return what `update` gives, if it is k rows of finite numbers."""
    centres = asarray(loudly(kmeans.update, X, labels, k))
    assert centres.shape == (k, X.shape[1]), f"k = {k}, {X.shape[1]} columns: the centres have shape {centres.shape}"
    assert isfinite(centres).all(), "a centre is nan or infinite: did a cluster have no rows?"
    return centres


def starts_of(X, k, rng):
    """Return what `plus_plus` gives, if it is k rows of X."""
    starts = asarray(loudly(kmeans.plus_plus, X, k, rng))
    assert starts.shape == (k, X.shape[1]), f"k = {k}, {X.shape[1]} columns: the starts have shape {starts.shape}"
    for start in starts:
        assert (start == X).all(axis=1).any(), "a start is no row of X"
    return starts


def result_of(X, k, n_init, seed):
    """Return what `kmeans` gives, with the shapes that the docstring says."""
    result = loudly(kmeans.kmeans, X, k, n_init, seed)
    assert isinstance(result, tuple) and len(result) == 3, "kmeans should return three things: labels, centres, history"
    labels, centres, history = (asarray(part) for part in result)
    assert labels.shape == (len(X),), f"{len(X)} rows gave labels of shape {labels.shape}"
    assert centres.shape == (k, X.shape[1]), f"k = {k}, {X.shape[1]} columns: the centres have shape {centres.shape}"
    assert isfinite(centres).all(), "a centre is nan or infinite"
    assert history.ndim == 1 and history.size, "the history is a list with one number a step"
    return labels, centres, history.astype(float)


def test_rows_go_to_the_nearest_centre():
    """`assign` gives each row the number of its nearest centre, for six shapes."""
    r = generator(1)
    for n, k, d in ((1, 1, 1), (7, 1, 3), (40, 3, 1), (60, 5, 2), (50, 9, 6), (30, 30, 4)):
        X = r.normal(size=(n, d)) * r.uniform(0.5, 4, size=d) + 20
        centres = r.normal(size=(k, d)) * 3 + 20
        labels = labels_of(X, centres)
        d2 = squares(X, centres)
        far = d2[range(n), labels] - d2.min(axis=1)
        assert (far < 1e-7).all(), (
            f"{n} rows, {k} centres, {d} columns: {(far >= 1e-7).sum()} rows are nearer to another centre"
        )


def test_centres_are_the_means_of_their_rows():
    """`update` gives each cluster the mean of its rows, also where labels come in any order."""
    r = generator(2)
    for n, k, d in ((1, 1, 1), (9, 1, 3), (30, 4, 1), (60, 7, 5)):
        X = r.normal(size=(n, d)) ** 3 + 5
        labels = r.permutation(np.arange(n) % k)
        centres = centres_of(X, labels, k)
        for j in range(k):
            assert allclose(centres[j], X[labels == j].mean(axis=0)), (
                f"{n} rows, k = {k}: centre {j} is not the mean of the rows with label {j}"
            )


def test_an_empty_cluster_gets_a_row():
    """`update` puts the centre of a cluster without rows on a row of X, those of several on different rows."""
    r = generator(3)
    for k, used in ((3, [0, 2]), (4, [1]), (6, [2, 3]), (5, [4, 0, 1])):
        X = r.normal(size=(12, 3)) + 4
        labels = asarray(used)[np.arange(12) % len(used)]
        centres = centres_of(X, labels, k)
        empty = [j for j in range(k) if j not in used]
        for j in used:
            assert allclose(centres[j], X[labels == j].mean(axis=0)), "beside an empty cluster a mean is another one"
        places = []
        for j in empty:
            there = np.flatnonzero(np.abs(X - centres[j]).max(axis=1) < 1e-12)
            assert there.size, f"the centre of cluster {j}, which has no rows, is no row of X"
            places.append(int(there[0]))
        assert len(set(places)) == len(empty), "two clusters without rows got the same row"


def events(function, *arguments):
    """Return how many lines and calls of kmeans.py a call runs through."""
    count, before = [0], sys.gettrace()

    def trace(frame, event, _):
        if not frame.f_code.co_filename.endswith("kmeans.py"):
            return None
        count[0] += 1
        return trace

    sys.settrace(trace)
    try:
        function(*arguments)
    finally:
        sys.settrace(before)
    return count[0]


def test_no_loop_over_rows():
    """`assign`, `update` and `plus_plus` run through few lines for 20,000 rows: no loop over rows is in them."""
    X, r = noise(4, 20_000), generator(5)
    centres = r.normal(size=(5, 2))
    labels = squares(X, centres).argmin(axis=1)
    calls = {
        "assign": (kmeans.assign, X, centres),
        "update": (kmeans.update, X, labels, 5),
        "plus_plus": (kmeans.plus_plus, X, 5, r),
    }
    for name, call in calls.items():
        assert events(*call) < 5_000, f"{name} runs through thousands of lines for 20,000 rows: it goes row by row"


def test_200000_rows_fit_into_1_gb():
    """`assign`, `update` and `plus_plus` need less than 1 GB for 200,000 rows, 20 columns and 50 centres."""
    r = generator(6)
    X = r.normal(size=(200_000, 20))
    centres = X[:50] + 0.0
    calls = {
        "assign": lambda: kmeans.assign(X, centres),
        "update": lambda: kmeans.update(X, np.arange(len(X)) % 50, 50),
        "plus_plus": lambda: kmeans.plus_plus(X, 50, r),
    }
    for name, call in calls.items():
        tracemalloc.start()
        try:
            call()
            most = tracemalloc.get_traced_memory()[1]
        except MemoryError:
            most = 1e10
        finally:
            tracemalloc.stop()
        assert most < 1e9, f"{name} holds more than 1 GB at once: which array has (n, k, d) numbers?"


def test_starts_are_rows_and_follow_the_generator():
    """`plus_plus` returns k different rows of X, the same ones for a generator in the same state."""
    for number, (n, k, d) in enumerate([(1, 1, 2), (12, 5, 1), (40, 6, 3), (15, 15, 2)]):
        X = noise(10 + number, n, d)
        starts = starts_of(X, k, np.random.default_rng(3))
        assert len({tuple(start) for start in starts.tolist()}) == k, f"{n} rows, k = {k}: a row was drawn twice"
        np.random.seed(number)
        again = starts_of(X, k, np.random.default_rng(3))
        assert array_equal(starts, again), "the same generator gave other starts: who else draws?"
    X = noise(14, 300)
    others = {tuple(starts_of(X, 2, np.random.default_rng(seed)).ravel()) for seed in range(10)}
    assert len(others) > 5, "ten generators gave few different starts: is `rng` used?"


# Total variation between 6000 drawn starts and their probabilities, 20 seeds: the solution at most 0.042; distance without
# the square at least 0.16, distance to the last start alone 0.31, which are the nearest of the wrong ones.
APART = 0.07


def test_far_rows_are_drawn_more_often():
    """`plus_plus` draws the first row evenly, and further ones by their squared distance to the nearest start."""
    r = generator(20)
    X = asarray([[0.0, 0.0], [1.0, 0.5], [0.0, 3.0], [6.0, 0.0], [7.0, 4.0]]) + r.uniform(-0.1, 0.1, size=(5, 2))
    numbers = {tuple(row): i for i, row in enumerate(X.tolist())}
    drawn = Counter()
    for _ in range(6000):
        drawn[tuple(numbers[tuple(start)] for start in asarray(kmeans.plus_plus(X, 3, r)).tolist())] += 1
    d2 = squares(X, X)
    wanted = Counter()
    for i in range(5):
        for j in range(5):
            nearest = np.minimum(d2[i], d2[j])
            for h in range(5):
                wanted[i, j, h] = 0.2 * d2[i, j] / d2[i].sum() * (nearest[h] / nearest.sum() if nearest.sum() else 0)

    def apart(upto):
        found, right = Counter(), Counter()
        for row, times in drawn.items():
            found[row[:upto]] += times / 6000
        for row, share in wanted.items():
            right[row[:upto]] += share
        return sum(abs(found[row] - right[row]) for row in {*found, *right}) / 2

    assert apart(1) < APART, "the first start is not any row with equal chance"
    assert apart(2) < APART, "the second start is not drawn by the squared distance to the first"
    assert apart(3) < APART, "the third start is not drawn by the squared distance to the nearest of the first two"


def test_rows_that_are_alike_are_no_obstacle():
    """Where X has fewer different rows than k, all functions still give finite centres, and J is 0."""
    X = np.repeat([[0.0, 1.0], [9.0, -4.0]], 5, axis=0)
    for k in (2, 3, 5):
        starts_of(X, k, np.random.default_rng(k))
        labels, _, history = result_of(X, k, 2, k)
        assert abs(history[-1]) < 1e-9, f"two different rows, k = {k}: the last J is {history[-1]:.3g}"
        assert (labels[:5] == labels[0]).all() and (labels[5:] == labels[5]).all(), "rows that are alike were parted"
        assert labels[0] != labels[5], "rows that differ are in one cluster, although k is 2 or more"
    centres_of(X, np.zeros(10, dtype=int), 4)
    labels, _, history = result_of(np.ones((6, 2)), 2, 1, 0)
    assert abs(history[-1]) < 1e-9, "where all rows are alike, J is 0"


def test_it_ends_where_nothing_moves():
    """`kmeans` returns rows at their nearest centre, centres that are means, and their J as the last of the history."""
    for number, (n, k, d) in enumerate([(400, 8, 2), (60, 3, 1), (150, 6, 7), (90, 2, 3)]):
        X = noise(30 + number, n, d)
        labels, centres, history = result_of(X, k, 2, number)
        d2 = squares(X, centres)
        moved = (d2[range(n), labels] - d2.min(axis=1) > 1e-9).sum()
        assert not moved, f"{n} rows, k = {k}: {moved} rows are nearer to another centre than to their own"
        for j in set(labels.tolist()):
            assert allclose(centres[j], X[labels == j].mean(axis=0)), f"centre {j} is not the mean of its rows"
        found = inertia(X, labels, centres)
        assert abs(history[-1] - found) < 1e-7 * found, (
            f"the last of the history is {history[-1] / found:.4g} times the J of labels and centres"
        )


def test_the_history_follows_each_step():
    """One run of `kmeans` starts with `plus_plus`; its history is J after each step, long, and never rises."""
    compared = 0
    for number, (n, k, d) in enumerate([(400, 8, 2), (300, 6, 3), (200, 5, 1)]):
        X = noise(40 + number, n, d)
        _, _, history = result_of(X, k, 1, 5)
        [wanted] = right_runs(X, k, 1, 5)
        assert (np.diff(history) <= 1e-9 * history[0]).all(), "J rose from one step to the next"
        if wanted is None:
            continue
        compared += 1
        last = history[-1]
        while len(history) > len(wanted) and abs(history[-2] - last) < 1e-9 * last:
            history = history[:-1]
        assert len(history) == len(wanted), (
            f"{n} rows, k = {k}: the history has {len(history)} numbers, but the run has another number of steps"
        )
        assert allclose(history[0], wanted[0]), "the first J is not that after one step from the starts of `plus_plus`"
        assert allclose(history, wanted), "a J of the history is not that after its step"
    assert compared, "no run could be compared"


def test_the_best_of_the_runs_is_kept():
    """`kmeans` returns the best of its runs, ten of them, with groups and without: neither the last nor the first."""
    for number in range(6):
        X, k = (groups(50 + number, 25, 250), 25) if number < 3 else (noise(50 + number, 150), 7)
        histories = [history for history in right_runs(X, k, 10, number) if history]
        best = min(history[-1] for history in histories)
        _, _, history = result_of(X, k, 10, number)
        assert history[-1] < best * (1 + 1e-9), (
            f"J is {history[-1] / best:.4f} times that of the best of ten runs: which one was kept?"
        )
        assert (np.diff(history) <= 1e-9 * history[0]).all(), "J rises: the history is that of several runs"
        fitting = any(abs(history[0] - other[0]) < 1e-9 * other[0] for other in histories)
        assert fitting or len(histories) < 10, "the history is that of none of the runs"


def test_the_same_seed_gives_the_same():
    """The same seed gives the same labels and centres, whatever was drawn before; other seeds give others."""
    X = noise(60)
    first = result_of(X, 8, 2, 7)
    np.random.seed(99)
    np.random.random(5)
    second = result_of(X, 8, 2, 7)
    same = array_equal(first[0], second[0]) and array_equal(first[1], second[1])
    assert same, "the same seed gave something else the second time"
    ends = {round(result_of(X, 8, 1, seed)[2][-1], 9) for seed in range(8)}
    assert len(ends) > 1, "eight seeds all gave the same: is `seed` used?"


def test_one_cluster_and_one_for_each_row():
    """With k = 1 the centre is the mean of all rows, with k = n each row is a centre and J is 0."""
    for number, (n, d) in enumerate([(1, 2), (9, 1), (25, 4)]):
        X = noise(70 + number, n, d)
        labels, centres, _ = result_of(X, 1, 2, 0)
        assert not labels.any() and allclose(centres[0], X.mean(axis=0)), f"{n} rows, k = 1: not the mean of all"
        labels, centres, history = result_of(X, n, 1, 0)
        assert len(set(labels.tolist())) == n, f"{n} rows, k = {n}: two rows share a cluster"
        assert allclose(centres[labels], X), f"{n} rows, k = {n}: a row is not its own centre"
        assert abs(history[-1]) < 1e-9 * (1 + (X**2).sum()), f"{n} rows, k = {n}: J is {history[-1]:.3g}"


def test_inputs_stay_and_integers_are_not_cut():
    """Nothing changes what it is given, and rows of whole numbers give the same as fractions would."""
    r = generator(80)
    X = r.integers(-20, 21, size=(60, 3))
    X[:, 0] += 3 * np.arange(60)
    centres, labels = r.normal(size=(4, 3)) * 10, np.arange(60) % 4
    given = X, centres, labels
    kept = [one.copy() for one in given]
    calls = {
        "assign": (kmeans.assign, X, centres),
        "update": (kmeans.update, X, labels, 6),
        "plus_plus": (kmeans.plus_plus, X, 4, r),
        "kmeans": (kmeans.kmeans, X, 4, 2, 0),
    }
    for name, (function, *arguments) in calls.items():
        function(*arguments)
        assert all(array_equal(one, other) for one, other in zip(given, kept)), f"{name} changed what it was given"
    floats = X.astype(float)
    whole = "rows of whole numbers give something else than the same rows as fractions"
    assert array_equal(kmeans.assign(X, centres), kmeans.assign(floats, centres)), f"assign: {whole}"
    assert allclose(kmeans.update(X, labels, 4), kmeans.update(floats, labels, 4)), f"update: {whole}"
    assert allclose(result_of(X, 4, 2, 0)[1], result_of(floats, 4, 2, 0)[1]), f"kmeans: {whole}"
    starts = kmeans.plus_plus(floats, 4, r)
    starts += 1000
    assert array_equal(floats, kept[0]), "the starts are a view of X: who moves a centre moves a row"


def test_numpy_alone_does_the_work():
    """kmeans.py imports no library that has k-means ready: NumPy alone does the work."""
    kmeans.assign(np.ones((2, 1)), np.ones((1, 1)))
    assert any(isinstance(finder, NumpyAlone) for finder in sys.meta_path), (
        "a file beside kmeans.py changes how modules are found"
    )
    for node in ast.walk(ast.parse(Path("kmeans.py").read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        elif getattr(node, "id", "") in ("__import__", "eval", "exec") or getattr(node, "attr", "") in (
            "modules",
            "meta_path",
        ):
            names = ["builtins"]
        used = [name for name in names if name.split(".")[0] in BANNED]
        assert not used, f"kmeans.py:{getattr(node, 'lineno', 0)} reaches for {used[0]}"
    result_of(noise(90, 30), 3, 1, 0)
