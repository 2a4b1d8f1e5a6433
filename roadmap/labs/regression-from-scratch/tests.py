"""What `mlpath verify` asks of linear.py. Each test is a property that the formulas have on data of any size."""

import ast
import os
import sys
import warnings
from pathlib import Path

import numpy as np
from numpy import allclose, array_equal, asarray, einsum, isfinite, sqrt
from numpy.linalg import eigvalsh, pinv
from numpy.random import default_rng

import linear

SEED = int(os.environ.get("MLPATH_SEED", "0"))
SHAPES = [(40, 1), (60, 4), (200, 7)]


def generator(number):
    """Return random numbers that are other ones in each test, and in each run with another seed."""
    return default_rng([SEED, number])


def prices(number, n=60, d=4):
    """Return columns of different size and place, and a number that follows them but for noise."""
    r = generator(number)
    X = r.normal(size=(n, d)) * r.uniform(0.3, 5, size=d) + r.uniform(-20, 20, size=d)
    return X, 30 + times(X, r.normal(size=d) * 3) + r.normal(size=n)


def clicks(number, n=60, d=3):
    """Return columns, and two classes that overlap: 0.0 and 1.0, each of them there."""
    r = generator(number)
    X = r.normal(size=(n, d)) * r.uniform(0.5, 2, size=d) + r.uniform(-1, 1, size=d)
    z = times(X, r.normal(size=d)) - 0.4
    y = (r.random(n) < 1 / (1 + np.exp(-z))).astype(float)
    y[:6] = [0, 1, 0, 1, 0, 1]
    X[:6] = X[[0, 0, 2, 2, 4, 4]]  # Alike rows of both classes: nothing separates them
    return X, y


def times(X, w):
    """Return X w, with a sum of our own."""
    return einsum("nd,d->n", X, w)


def line(*arguments):
    """Return w and b of `fit_linear`, of the right shape, and without the warnings of NumPy."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = linear.fit_linear(*arguments)
    assert isinstance(found, tuple) and len(found) == 2, "fit_linear should return two things, w and b"
    w, b = asarray(found[0]), found[1]
    d = arguments[0].shape[1]
    assert w.shape == (d,), f"for {d} columns w has shape {w.shape}"
    assert np.ndim(b) == 0, f"b is no single number, but has shape {np.shape(b)}"
    assert isfinite(w).all() and isfinite(b), f"for X of shape {arguments[0].shape} w or b is not finite"
    return w, float(b)


def logistic(*arguments):
    """Return w, b and the losses of `fit_logistic`, of the right shape."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = linear.fit_logistic(*arguments)
    assert isinstance(found, tuple) and len(found) == 3, "fit_logistic should return three things, w, b and losses"
    w, b, losses = asarray(found[0]), found[1], asarray(found[2], dtype=float)
    d = arguments[0].shape[1]
    assert w.shape == (d,), f"for {d} columns w has shape {w.shape}"
    assert np.ndim(b) == 0, f"b is no single number, but has shape {np.shape(b)}"
    assert isfinite(w).all() and isfinite(b) and isfinite(losses).all(), "w, b or a loss is not finite"
    return w, float(b), losses


def pull(w, b, X, y, lam):
    """Return the slope of the penalised mean square in w and in b, against that of its parts."""
    error = times(X, w) + b - y
    slope = einsum("nd,n->d", X, error) / len(y) + lam * w
    return slope, error.mean(), sqrt((X**2).mean(axis=0)).max() * sqrt((y**2).mean())


def true_loss(w, b, X, y, lam):
    """Return what logistic regression minimises."""
    z = times(X, w) + b
    return float(np.where(y == 1, np.logaddexp(0, -z), np.logaddexp(0, z)).mean() + lam * (w**2).sum())


def true_gradient(w, b, X, y, lam):
    """Return its gradient in w and b, in one array."""
    error = 1 / (1 + np.exp(-np.clip(times(X, w) + b, -500, 500))) - y
    return np.append(einsum("nd,n->d", X, error) / len(y) + 2 * lam * w, error.mean())


def descent(X, y, lam, steps):
    """Return w and b, in one array, before each step of gradient descent from zero, and at the end."""
    A = np.column_stack([X, np.ones(len(X))])
    L = eigvalsh(einsum("ni,nj->ij", A, A) / len(A))[-1] / 4 + 2 * lam
    path = [np.zeros(X.shape[1] + 1)]
    for _ in range(steps):
        path.append(path[-1] - true_gradient(path[-1][:-1], path[-1][-1], X, y, lam) / L)
    return path


def refuses(function, *arguments):
    """Return what came of a call that should raise ValueError: an empty text if it did."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            function(*arguments)
    except ValueError:
        return ""
    except NotImplementedError:
        raise
    except Exception as error:
        return f"it raised {type(error).__name__}, where the docstring says ValueError"
    return "it returned a result"


def test_the_residuals_are_orthogonal():
    """With λ = 0 the residuals of `fit_linear` sum to 0 and are at right angles to every column."""
    for number, (n, d) in enumerate(SHAPES):
        X, y = prices(number, n, d)
        for given in ((X, y), (X, y, 0.0)):
            w, b = line(*given)
            slope, level, size = pull(w, b, X, y, 0.0)
            assert abs(level) < 1e-8 * abs(y).max(), f"the mean residual of {n} rows is {level:.3g}: look at b"
            assert abs(slope).max() < 1e-8 * size, "they are not at right angles to the columns: is a penalty left in?"


def test_the_penalty_weighs_as_said():
    """With λ > 0 the slope of the mean square and that of λ ‖w‖² balance, for few rows and for many."""
    for number, (n, d) in enumerate(SHAPES):
        X, y = prices(10 + number, n, d)
        for lam in (0.01, 1.0, 30.0):
            w, b = line(X, y, lam)
            slope, level, size = pull(w, b, X, y, lam)
            assert abs(level) < 1e-8 * abs(y).max(), f"the mean residual is {level:.3g}, but nothing penalises b"
            assert abs(slope).max() < 1e-8 * size, (
                f"{n} rows, λ = {lam}: they do not balance; is the data's part a sum or a mean where λ comes in?"
            )


def test_a_shift_moves_only_the_intercept():
    """What is added to y or to a column of X moves b and nothing else, with λ = 0 and with λ = 0.5."""
    X, y = prices(20)
    move = generator(21).uniform(50, 200, size=X.shape[1])
    for lam in (0.0, 0.5):
        w, b = line(X, y, lam)
        up = line(X, y + 700, lam)
        assert allclose(up[0], w, atol=1e-6), f"λ = {lam}: w changed when 700 was added to every y"
        assert allclose(up[1], b + 700, atol=1e-4), f"λ = {lam}: b did not move by the 700 that were added to y"
        aside = line(X + move, y, lam)
        assert allclose(aside[0], w, atol=1e-6), f"λ = {lam}: w changed when the columns of X were shifted"
        assert allclose(aside[1], b - (move * w).sum(), atol=1e-4), f"λ = {lam}: b does not make up for the shift of X"


def test_columns_may_be_copies():
    """With λ = 0 copies of a column and constant ones are no obstacle: it fits as well, with the shortest w."""
    for number, n in enumerate((32, 64)):
        X, y = prices(30 + number, n, 3)
        X = (
            8 * X
        ).round() / 8  # With 2ᵏ rows means and copies of such numbers are exact: no rounding hides what depends
        r = generator(35 + number)
        wide = np.column_stack([X, X[:, 0] * 3, X[:, 1] - X[:, 2], np.full(n, 4.0)])
        for given in (wide, r.integers(-40, 60, size=(8, 15)) / 8):
            target = y[: len(given)]
            w, b = line(given, target, 0.0)
            Z = given - given.mean(axis=0)
            shortest = einsum("ij,j->i", pinv(Z, rcond=1e-10), target - target.mean())
            error = times(given, w) + b - target
            best = times(Z, shortest) - (target - target.mean())
            assert (error**2).mean() <= (best**2).mean() + 1e-8 * (target**2).mean(), (
                f"X of shape {given.shape}: other weights fit better"
            )
            assert allclose(w, shortest, atol=1e-5), (
                f"X of shape {given.shape}: it fits, but a shorter w does so as well; how does `lstsq` choose?"
            )


def test_fewer_rows_than_columns():
    """With λ > 0 five rows and twelve columns have one answer, and it is found."""
    for number, (n, d) in enumerate([(5, 12), (9, 30), (2, 3)]):
        X, y = prices(40 + number, n, d)
        for lam in (0.05, 2.0):
            w, b = line(X, y, lam)
            slope, level, size = pull(w, b, X, y, lam)
            assert max(abs(slope).max() / size, abs(level) / abs(y).max()) < 1e-8, (
                f"{n} rows, {d} columns, λ = {lam}: other weights are better; is the penalty in?"
            )


def test_the_loss_is_that_of_the_formula():
    """`log_loss` is minus the mean logarithm of the probability given to what happened, ln 2 at z = 0."""
    r = generator(50)
    for n in (1, 7, 100):
        z, y = r.normal(size=n) * 3, r.integers(0, 2, size=n)
        p = 1 / (1 + np.exp(-z))
        wanted = -np.log(np.where(y == 1, p, 1 - p)).mean()
        for form in (y, y.astype(float), y == 1):
            found = linear.log_loss(z, form)
            assert np.ndim(found) == 0, f"it is no single number, but has shape {np.shape(found)}"
            assert abs(float(found) - wanted) < 1e-9 * max(1, wanted), (
                f"for {n} rows and y of type {form.dtype} it is {found / wanted:.3g} times what the formula gives"
            )
        assert abs(linear.log_loss(np.zeros(n), y) - np.log(2)) < 1e-12, "at z = 0 every p is ½, whatever y is"


def test_far_from_zero_it_is_exact():
    """`log_loss` at z = ±40 and ±1000 is exact and gives no warning, whichever class happened."""
    for size in (40.0, 1000.0):
        for z, y in ((size, 1.0), (size, 0.0), (-size, 1.0), (-size, 0.0)):
            with warnings.catch_warnings(record=True) as said:
                warnings.simplefilter("always")
                with np.errstate(all="warn", under="ignore"):
                    found = linear.log_loss(asarray([z]), asarray([y]))
            wanted = max(0.0, -z if y else z)
            assert not said, f"z = {z:g}, y = {y:g}: {said[0].message}"
            assert isfinite(found), f"z = {z:g}, y = {y:g}: it is {found}"
            assert abs(float(found) - wanted) < 1e-9, (
                f"z = {z:g}, y = {y:g}: it is {found:.6g}; was p cut off before ln?"
            )


def test_other_labels_are_refused():
    """`log_loss` and `fit_logistic` raise ValueError for classes written as ±1, or as 1 and 2, or as nan."""
    X, y = clicks(60)
    z = generator(61).normal(size=len(y))
    for name, wrong in (("-1 and 1", 2 * y - 1), ("1 and 2", y + 1), ("nan", np.where(y == 1, np.nan, y))):
        for function, given in ((linear.log_loss, (z, wrong)), (linear.fit_logistic, (X, wrong, 0.1, 3))):
            came = refuses(function, *given)
            assert not came, f"{function.__name__}: for a y with {name} {came}"


def test_the_gradient_is_the_slope():
    """`gradient` agrees with finite differences of the penalised loss, in w and in b, with λ = 0 and 0.1."""
    for number, (n, d) in enumerate([(20, 1), (60, 3), (35, 6)]):
        X, y = clicks(70 + number, n, d)
        r = generator(75 + number)
        for lam in (0.0, 0.1):
            w, b = r.normal(size=d), float(r.normal())
            gw, gb = linear.gradient(w, b, X, y, lam)
            gw = asarray(gw)
            assert gw.shape == (d,) and np.ndim(gb) == 0, (
                f"for {d} columns the shapes are {gw.shape} and {np.shape(gb)}"
            )
            ends = 1e-5 * np.eye(d)
            slopes = [(true_loss(w + e, b, X, y, lam) - true_loss(w - e, b, X, y, lam)) / 2e-5 for e in ends]
            assert allclose(gw, slopes, rtol=1e-5, atol=1e-7), (
                f"λ = {lam}: in w it is not the slope of the loss; compare the constants in front of both terms"
            )
            slope = (true_loss(w, b + 1e-5, X, y, lam) - true_loss(w, b - 1e-5, X, y, lam)) / 2e-5
            assert abs(gb - slope) < 1e-7 + 1e-5 * abs(slope), (
                f"λ = {lam}: in b it is not the slope; nothing penalises b"
            )
    assert allclose(linear.gradient(w, b, X, y)[0], true_gradient(w, b, X, y, 0.0)[:-1]), "without lam, λ is not 0"


def test_the_first_steps_are_exact():
    """`fit_logistic` starts at zero and makes the steps of η = 1/L, in w and b at once: none, one, two, nine."""
    for number, (n, d) in enumerate([(30, 1), (60, 3)]):
        X, y = clicks(80 + number, n, d)
        for lam in (0.0, 0.4):
            path = descent(X, y, lam, 9)
            for steps in (0, 1, 2, 9):
                w, b, losses = logistic(X, y, lam, steps, 0.0)
                assert losses.shape == (steps + 1,), f"steps={steps} gave {losses.size} losses"
                assert allclose(np.append(w, b), path[steps], rtol=1e-6, atol=1e-9), (
                    f"λ = {lam}: after {steps} steps w or b is not there; look at the start, at L and at its 2 λ"
                )


def test_the_losses_fall_from_ln_2():
    """The losses of `fit_logistic` begin with ln 2, never rise, and hold the penalty; the last is that at the end."""
    for number, lam in enumerate((0.0, 0.05, 1.0)):
        X, y = clicks(90 + number)
        path = descent(X, y, lam, 40)
        w, b, losses = logistic(X, y, lam, 40, 0.0)
        assert abs(losses[0] - np.log(2)) < 1e-12, f"the first is {losses[0]:.4f}: before the first step every p is ½"
        assert (np.diff(losses) <= 1e-12).all(), "a loss is above the one before it, with a step of 1/L"
        assert abs(losses[-1] - true_loss(w, b, X, y, lam)) < 1e-9, (
            f"λ = {lam}: the last loss is not that of the w and b that are returned, penalty and all"
        )
        wanted = [true_loss(each[:-1], each[-1], X, y, lam) for each in path]
        assert allclose(losses, wanted, atol=1e-9), f"λ = {lam}: a loss is not that before its step"


def test_it_arrives_and_stops():
    """`fit_logistic` goes on until the norm of the gradient is below tol, and not further."""
    for number, lam in enumerate((0.0, 0.02, 0.5)):
        X, y = clicks(100 + number, 120, 2)
        tol = 1e-6
        w, b, losses = logistic(X, y, lam, 20000, tol)
        end = sqrt((true_gradient(w, b, X, y, lam) ** 2).sum())
        assert losses.size < 20001, f"λ = {lam}: it made all 20000 steps, although the gradient was below tol before"
        assert end < tol, f"λ = {lam}: it stopped while the norm of the gradient was {end / tol:.3g} times tol"
        before = descent(X, y, lam, losses.size - 1)[-2]
        norm = sqrt((true_gradient(before[:-1], before[-1], X, y, lam) ** 2).sum())
        assert norm >= tol * (1 - 1e-6), f"λ = {lam}: it made steps after the gradient had fallen below tol"


def test_a_penalty_holds_separable_data():
    """On classes that a line separates ‖w‖ goes on growing with λ = 0, and comes to rest with λ > 0."""
    r = generator(110)
    X = r.normal(size=(50, 2))
    y = (X[:, 0] > X[:, 1]).astype(float)
    X[:, 0] += np.where(y == 1, 0.5, -0.5)
    lengths = [sqrt((logistic(X, y, 0.0, steps, 0.0)[0] ** 2).sum()) for steps in (30, 300, 3000)]
    assert lengths[1] > 1.3 * lengths[0] and lengths[2] > 1.3 * lengths[1], (
        f"with λ = 0 its norm is {', '.join(f'{each:.2f}' for each in lengths)} after 30, 300 and 3000 steps: what holds it?"
    )
    w, b, losses = logistic(X, y, 0.01, 20000, 1e-8)
    assert losses.size < 20001, (
        "with λ = 0.01 it is still on its way after 20000 steps: is the penalty in the gradient?"
    )
    assert sqrt((true_gradient(w, b, X, y, 0.01) ** 2).sum()) < 1e-7, (
        "with λ = 0.01 it rests where the loss still slopes"
    )


def test_whole_numbers_and_inputs_stay():
    """Columns of whole numbers give what fractions would, and nothing that is given is changed."""
    r = generator(120)
    X, y = r.integers(-4, 5, size=(40, 3)), r.integers(0, 2, size=40)
    y[:2] = 0, 1
    for form in (X, X.astype(float)):
        kept, labels = form.copy(), y.copy()
        w, b = line(form, y, 0.1)
        v, c, _ = logistic(form, y, 0.1, 12, 0.0)
        g = linear.gradient(np.ones(3), 0.5, form, y, 0.1)
        linear.log_loss(form[:, 0], y)
        assert array_equal(form, kept) and array_equal(y, labels), (
            "X or y has changed: `X -= …` writes into the caller's"
        )
        slope, _, size = pull(w, b, X, y, 0.1)
        assert abs(slope).max() < 1e-8 * size, f"fit_linear: with X of type {form.dtype} other weights are better"
        assert allclose(np.append(v, c), descent(X, y, 0.1, 12)[-1]), (
            f"fit_logistic: X of type {form.dtype} ends elsewhere"
        )
        assert allclose(np.append(g[0], g[1]), true_gradient(np.ones(3), 0.5, X, y, 0.1)), "gradient differs"
    w = r.integers(-2, 3, size=3)
    found = linear.gradient(w, 1, X, y, 0.1)
    assert allclose(found[0], true_gradient(w, 1, X, y, 0.1)[:-1]), "gradient: a w of whole numbers cuts the result"


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


def test_numpy_and_nothing_else():
    """The file imports NumPy and what Python brings, and no library that has the answer."""
    X, y = clicks(130)
    line(X, y)
    logistic(X, y, 0.1, 1)
    linear.gradient(np.zeros(3), 0.0, X, y)
    own = dict(sources("linear"))
    allowed = {"numpy", *sys.stdlib_module_names, *(path.stem for path in own)} - {"importlib", "ctypes", "runpy"}
    for path, node in ((path, node) for path, tree in own.items() for node in ast.walk(tree)):
        names = []
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        elif isinstance(node, ast.Name) and node.id in ("__import__", "exec", "eval"):
            names = [node.id]
        others = [each for each in names if each.split(".")[0] not in allowed]
        assert not others, f"{path}:{node.lineno} takes {others[0]}: the lab is to write what it would do"
