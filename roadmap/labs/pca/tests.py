"""What `mlpath verify` asks of pca.py. Each test is a property that holds for tables of any size."""

import ast
import os
import sys
import tracemalloc
import warnings
from importlib import import_module
from pathlib import Path

import numpy as np
from numpy import allclose, array_equal, asarray, einsum, isfinite
from numpy.linalg import eigh
from sklearn.datasets import load_digits

DIGITS = load_digits().data


class NumpyAlone:
    """Refuses to import libraries that have PCA ready."""

    def find_spec(self, name, _path=None, _target=None):
        """Return nothing, so that what is not refused is looked for elsewhere."""
        if name == "sklearn.decomposition" or name.split(".")[0] in ("scipy", "torch"):
            raise ImportError(f"{name} is closed here: NumPy alone does the work")


sys.modules.pop("sklearn.decomposition", None)
sys.meta_path.insert(0, NumpyAlone())

pca = import_module("pca")

SEED = int(os.environ.get("MLPATH_SEED", "0"))
BANNED = {"sklearn", "scipy", "pandas", "torch", "tensorflow", "importlib", "ctypes", "builtins"}


def generator(number):
    """Return random numbers that are other ones in each test, and in each run with another seed."""
    return np.random.default_rng([SEED, number])


def table(number, n=60, d=5):
    """Return rows with columns of very unlike spread that go together, far from 0: variances differ clearly."""
    r = generator(number)
    turn = np.linalg.qr(r.normal(size=(d, d)))[0]
    return einsum("nd,de->ne", r.normal(size=(n, d)) * 1.7 ** -np.arange(d) * 4, turn) + r.normal(size=d) * 30


def tables():
    """Yield tables of several kinds: tall, one column, wider than tall, with a constant column, scanned digits."""
    yield "a tall table", table(1)
    yield "one column", table(2, 20, 1)
    yield "more columns than rows", table(3, 8, 12)
    X = table(4, 40, 6)
    X[:, 2] = 7.0
    yield "a constant column", X
    yield "digits", DIGITS[generator(5).permutation(len(DIGITS))[:300]]


def variances(X):
    """Return the variances along all directions, the largest first, and the directions as rows."""
    centred = asarray(X, dtype=float) - X.mean(axis=0)
    values, vectors = eigh(einsum("ni,nj->ij", centred, centred))
    return values[::-1].clip(0), vectors.T[::-1]


def fitted(X, k):
    """Return what `fit_pca` gives, with the shapes that the docstring says."""
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        result = pca.fit_pca(X, k)
    assert not given, f"fit_pca warned: {given[0].message}"
    assert isinstance(result, tuple) and len(result) == 3, "fit_pca should return mean, components and ratio"
    mean, components, ratio = (asarray(part) for part in result)
    d = X.shape[1]
    assert mean.shape == (d,), f"{d} columns: the mean has shape {mean.shape}"
    assert components.shape == (k, d), f"k = {k}, {d} columns: the components have shape {components.shape}"
    assert ratio.shape == (k,), f"k = {k}: the ratios have shape {ratio.shape}"
    assert all(isfinite(part).all() for part in (mean, components, ratio)), "a result of fit_pca is nan or infinite"
    return mean, components, ratio


def right(X, k):
    """Return mean and components, made without the learner's `fit_pca`."""
    return X.mean(axis=0), variances(X)[1][:k]


def scores_of(X, mean, components):
    """Return what `project` gives, if it has the right shape."""
    scores = asarray(pca.project(X, mean, components))
    wanted = (len(X), len(components))
    assert scores.shape == wanted, f"{len(X)} rows, {len(components)} directions: the scores have shape {scores.shape}"
    return scores


def test_directions_are_orthonormal_rows():
    """`fit_pca` gives the mean of each column, and directions of length 1 that are orthogonal to each other, as rows."""
    for name, X in tables():
        for k in {1, min(2, *X.shape), min(X.shape)}:
            mean, components, _ = fitted(X, k)
            assert allclose(mean, X.mean(axis=0)), f"{name}: the mean is not that of each column"
            gram = einsum("id,jd->ij", components, components)
            assert allclose(gram.diagonal(), 1), f"{name}, k = {k}: a direction has not length 1; are they in the rows?"
            assert allclose(gram, np.eye(k), atol=1e-8), f"{name}, k = {k}: two directions are not orthogonal"


def test_directions_are_those_of_largest_variance():
    """The directions are those of largest variance, the largest first, up to their sign."""
    for name, X in tables():
        k = min(4, X.shape[1])
        _, components, _ = fitted(X, k)
        _, wanted = variances(X)
        for j in range(k):
            inner = abs((components[j] * wanted[j]).sum())
            assert inner > 1 - 1e-6, (
                f"{name}: direction {j + 1} is another one (inner product {inner:.3f}); are columns centred, and unscaled?"
            )


def test_ratios_are_shares_of_the_whole():
    """The ratios are shares of the variance of all columns: they add up to 1 over all directions, and not over fewer."""
    for name, X in tables():
        every = min(X.shape)
        values, _ = variances(X)
        for k in {1, min(2, every), every}:
            _, _, ratio = fitted(X, k)
            share = ratio.sum() / (values[:k].sum() / values.sum())
            assert allclose(ratio, values[:k] / values.sum(), atol=1e-9), (
                f"{name}, k = {k}: the ratios add up to {share:.4g} times what these directions have of all variance"
            )


def test_wide_tables_need_little():
    """`fit_pca` finds all 40 directions of 40 rows with 20,000 columns, within 100 MB."""
    X = generator(20).normal(size=(40, 20_000))
    tracemalloc.start()
    try:
        _, _, ratio = fitted(X, 40)
        most = tracemalloc.get_traced_memory()[1]
    except MemoryError:
        most = 1e10
    finally:
        tracemalloc.stop()
    assert most < 1e8, "it holds more than 100 MB at once: which array has d times d numbers?"
    assert abs(ratio.sum() - 1) < 1e-9 and ratio[-1] < 1e-9, "after centring 39 directions have all the variance"


def test_more_directions_than_there_are_is_refused():
    """`fit_pca` raises ValueError for k below 1 or above min(n, d)."""
    for n, d in ((6, 3), (3, 6)):
        X = table(21, n, d)
        for k in (0, 4, 7, -1):
            try:
                pca.fit_pca(X, k)
                came = "it returned a result"
            except ValueError:
                came = ""
            except NotImplementedError:
                raise
            except Exception as error:
                came = f"it raised {type(error).__name__}, where the docstring says ValueError"
            assert not came, f"{n} rows, {d} columns, k = {k}: {came}"


def test_new_rows_take_the_mean_that_was_learned():
    """`project` measures from the mean that it is given, in new rows that lie elsewhere, and in a row alone."""
    for number in (1, 2, 3):
        X, new = table(30 + number), table(40 + number) + 9
        mean, components = right(X, 3)
        together = scores_of(new, mean, components)
        wanted = einsum("nd,kd->nk", new - mean, components)
        alone = scores_of(new[:1], mean, components)
        assert allclose(alone, together[:1]), "a row alone has other scores than among others: whose mean was taken?"
        assert allclose(together, wanted), "the scores are not the inner products of (row - mean) and directions"


def test_scores_are_uncorrelated():
    """On the fitted rows the scores are uncorrelated, with the variances that the ratios promise."""
    for name, X in tables():
        k = min(3, X.shape[1])
        mean, components, ratio = fitted(X, k)
        scores = scores_of(X, mean, components)
        assert allclose(scores.mean(axis=0), 0, atol=1e-7), f"{name}: the scores have not mean 0"
        products = einsum("ni,nj->ij", scores, scores) / len(X)
        total = ((X - X.mean(axis=0)) ** 2).sum() / len(X)
        apart = np.abs(products - np.diag(products.diagonal())).max()
        assert apart < 1e-7 * total, f"{name}: the scores of two directions are correlated"
        assert allclose(products.diagonal(), ratio * total), f"{name}: the scores' variances do not fit the ratios"


def test_reconstruction_goes_back():
    """With all directions `reconstruct` gives back the rows; with fewer, scores of 0 give the mean."""
    for name, X in tables():
        mean, components = right(X, min(X.shape))
        scores = einsum("nd,kd->nk", X - mean, components)
        back = asarray(pca.reconstruct(scores, mean, components))
        assert back.shape == X.shape, f"{name}: rows of shape {X.shape} came back with shape {back.shape}"
        assert allclose(back, X), f"{name}: with all directions the rows do not come back"
        nothing = asarray(pca.reconstruct(np.zeros((2, 1)), mean, components[:1]))
        assert allclose(nothing, mean), f"{name}: scores of 0 do not stand for the mean"


def test_the_error_is_what_the_ratios_leave():
    """On the fitted rows the relative error is 1 minus the sum of the ratios, for any k."""
    for name, X in tables():
        for k in {1, min(2, *X.shape), min(X.shape)}:
            mean, components, ratio = fitted(X, k)
            found = pca.relative_error(X, mean, components)
            assert np.ndim(found) == 0, f"it is no single number, but has shape {np.shape(found)}"
            assert abs(found - (1 - ratio.sum())) < 1e-9, (
                f"{name}, k = {k}: the error is {found:.4f}, the ratios say another"
            )


def test_the_error_of_new_rows_starts_from_the_learned_mean():
    """The relative error of new rows compares with the mean that was learned, not with their own."""
    for number in (1, 2):
        X, new = table(50 + number), table(60 + number)[:7] + generator(number).normal(size=5) * 6
        mean, components = right(X, 2)
        away = new - mean
        left = away - einsum("nk,kd->nd", einsum("nd,kd->nk", away, components), components)
        found = pca.relative_error(new, mean, components)
        assert abs(found - (left**2).sum() / (away**2).sum()) < 1e-9, (
            f"for new rows it is {found:.4f}: which mean is in the denominator, and which in the scores?"
        )
        alone = pca.relative_error(new[:1], mean, components)
        assert abs(alone - (left[0] ** 2).sum() / (away[0] ** 2).sum()) < 1e-9, "for one row it is another number"


def test_the_smallest_within_one_deviation():
    """`smallest_k` is the smallest k whose mean is at most the best one's deviation below the best mean."""
    cases = [
        ([2, 5, 10, 20], [0.5, 0.75, 0.875, 0.9375], [0.25, 0.25, 0.125, 0.0625], 10),
        ([2, 5, 10, 20], [0.5, 0.75, 0.875, 0.9375], [0.25, 0.25, 0.125, 0.03125], 20),
        ([20, 10, 5, 2], [0.9375, 0.875, 0.75, 0.5], [0.1875, 0.0, 0.0, 0.0], 5),
        ([10, 40, 3, 20], [0.875, 0.8125, 0.5, 0.9375], [0.5, 0.5, 0.5, 0.125], 10),
        ([7], [0.5], [0.0], 7),
        ([5, 2, 9], [-3.0, -8.0, -2.5], [0.25, 4.0, 0.75], 5),
    ]
    r = generator(70)
    for _ in range(40):
        ks = r.permutation(np.arange(1, 40))[:8].tolist()
        means, deviations = r.uniform(0.5, 1, 8).tolist(), r.uniform(0, 0.3, 8).tolist()
        best = max(means)
        limit = best - deviations[means.index(best)]
        cases.append((ks, means, deviations, min(k for k, mean in zip(ks, means) if mean >= limit)))
    for ks, means, deviations, wanted in cases:
        found = pca.smallest_k(ks, means, deviations)
        assert found in ks, f"it gave {found}, which is none of the k in the table"
        at = f"k = {ks}, means {np.round(means, 3).tolist()}, deviations {np.round(deviations, 3).tolist()}"
        how = "a smaller k is near enough to the best" if found > wanted else "this k is too far below the best"
        assert found == wanted, f"{at}: it gave {found}, but {how}"


def test_inputs_stay_and_integers_are_not_cut():
    """Nothing changes what it is given, and whole numbers, unsigned ones too, give the same as fractions would."""
    r = generator(80)
    for kind in (float, int, np.uint8):
        X, new = r.integers(0, 200, size=(30, 6)).astype(kind), r.integers(0, 200, size=(5, 6)).astype(kind)
        kept = X.copy(), new.copy()
        mean, components, ratio = fitted(X, 2)
        learned = mean.copy(), components.copy()
        scores = scores_of(new, mean, components)
        kept_scores = scores.copy()
        back = asarray(pca.reconstruct(scores, mean, components))
        error = pca.relative_error(new, mean, components)
        same = array_equal(X, kept[0]) and array_equal(new, kept[1]) and array_equal(scores, kept_scores)
        assert same, "a function changed the rows or scores that it was given"
        assert array_equal(mean, learned[0]) and array_equal(components, learned[1]), "mean or components were changed"
        away = new.astype(float) - X.astype(float).mean(axis=0)
        what = f"rows of {np.dtype(kind).name}"
        values, _ = variances(X.astype(float))
        assert allclose(ratio, values[:2] / values.sum()), f"{what}: the ratios are others than for fractions"
        assert allclose(scores, einsum("nd,kd->nk", away, components)), f"{what}: the scores are others"
        left = ((new.astype(float) - back) ** 2).sum() / (away**2).sum()
        assert abs(error - left) < 1e-9, f"{what}: the relative error is another"


def test_numpy_alone_does_the_work():
    """pca.py imports no library that has PCA ready: NumPy alone does the work."""
    pca.smallest_k([1], [1.0], [0.0])
    assert any(isinstance(finder, NumpyAlone) for finder in sys.meta_path), (
        "a file beside pca.py changes how modules are found"
    )
    for node in ast.walk(ast.parse(Path("pca.py").read_text(encoding="utf-8"))):
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
        assert not used, f"pca.py:{getattr(node, 'lineno', 0)} reaches for {used[0]}"
    fitted(table(90), 2)
