"""What `mlpath verify` asks of gd.py. Each test is a property that holds for data of any size."""

import os
import sys
import warnings

import numpy as np
from numpy import allclose, array_equal, asarray, einsum, isfinite, sqrt
from numpy.linalg import eigvalsh, lstsq
from numpy.random import default_rng

import gd

SEED = int(os.environ.get("MLPATH_SEED", "0"))


def generator(number):
    """Return random numbers that are other ones in each test, and in each run with another seed."""
    return default_rng([SEED, number])


def data(number, n=40, d=3):
    """Return a matrix with a column of ones, and targets that follow it but for noise."""
    r = generator(number)
    A = r.normal(size=(n, d)) * r.uniform(0.5, 3, size=d)
    A[:, 0] = 1
    return A, einsum("nd,d->n", A, r.normal(size=d) * 3) + r.normal(size=n) * 0.3


def curvatures(A):
    """Return the smallest and the largest eigenvalue of the Hessian."""
    found = eigvalsh(2 / len(A) * einsum("ni,nj->ij", A, A))
    return found[0], found[-1]


def true_loss(w, A, y):
    """Return the mean of the squared residuals."""
    return float(((einsum("nd,d->n", A, w) - y) ** 2).mean())


def true_gradient(w, A, y):
    """Return its gradient."""
    return 2 / len(y) * einsum("nd,n->d", A, einsum("nd,d->n", A, w) - y)


def trajectory(A, y, eta, steps):
    """Return the weights before each step of gradient descent from 0, and at the end."""
    path = [np.zeros(A.shape[1])]
    for _ in range(steps):
        path.append(path[-1] - eta * true_gradient(path[-1], A, y))
    return path


def fitted(*arguments):
    """Return what `fit` gives, as arrays, and without the warnings of a run that diverges."""
    return as_arrays(gd.fit, arguments)


def by_batches(*arguments):
    """Return what `fit_minibatch` gives, as arrays."""
    return as_arrays(gd.fit_minibatch, arguments)


def as_arrays(function, arguments):
    """Return weights and losses as arrays."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = function(*arguments)
    assert isinstance(result, tuple) and len(result) == 2, f"{function.__name__} should return two things, w and losses"
    return asarray(result[0]), asarray(result[1], dtype=float)


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


def test_the_loss_is_the_mean_of_squares():
    """The loss is the mean of the squared residuals, for 1 to 10 weights, and at w = 0 the mean of y²."""
    r = generator(1)
    for d in range(1, 11):
        A, y = r.normal(size=(12 + d, d)), r.normal(size=12 + d)
        for w in (np.zeros(d), r.normal(size=d)):
            found, wanted = gd.loss(w, A, y), true_loss(w, A, y)
            assert np.ndim(found) == 0, f"it is no single number, but has shape {np.shape(found)}"
            factor = (
                f"it is {found / wanted:.3g} times that mean, for {len(y)} rows"
                if isfinite(found)
                else "it is not finite"
            )
            assert abs(float(found) - wanted) < 1e-9 * max(1, wanted), f"{factor}: look at the constant in front"


def test_the_gradient_agrees():
    """The gradient agrees with finite differences of your own loss, for 1 to 10 weights."""
    r = generator(2)
    for d in range(1, 11):
        A, y, w = r.normal(size=(12 + d, d)), r.normal(size=12 + d), r.normal(size=d) * 2
        g = asarray(gd.gradient(w, A, y))
        assert g.shape == (d,), f"for {d} weights its shape is {g.shape}"
        steps = 1e-5 * np.eye(d)
        numerical = asarray([(gd.loss(w + e, A, y) - gd.loss(w - e, A, y)) / 2e-5 for e in steps])
        apart = sqrt(((g - numerical) ** 2).sum()) / (sqrt((g**2).sum()) + sqrt((numerical**2).sum()))
        assert apart < 1e-7, "it is not the slope of your loss: compare the constants in front of both"
        assert allclose(g, true_gradient(w, A, y)), "it fits your loss, but that is not the mean of the squares"


def test_integers_are_as_good_as_fractions():
    """Weights, matrix and targets of whole numbers give the same as fractions would."""
    r = generator(3)
    A, y, w = r.integers(-5, 6, size=(9, 3)), r.integers(-9, 10, size=9), r.integers(-3, 4, size=3)
    asked = {"loss": true_loss(w, A, y), "gradient": true_gradient(w, A, y)}
    for name, wanted in asked.items():
        found = getattr(gd, name)(w, A, y)
        assert allclose(found, wanted), (
            f"{name} is another one: an array that is made like w stores whole numbers if w does"
        )
    eta = 1 / curvatures(A)[1]
    w, _ = fitted(A, y, eta, 7, 0.0)
    assert allclose(w, trajectory(A, y, eta, 7)[-1]), "fit ends elsewhere: an array of whole numbers cuts the weights"


def test_targets_in_a_column_are_refused():
    """Loss and gradient raise ValueError for a y of shape (n, 1), or of another length."""
    A, y = data(4)
    w = np.ones(3)
    for wrong in (y.reshape(-1, 1), y.reshape(1, -1), y[:1], y[:-1]):
        for function in (gd.loss, gd.gradient):
            came = refuses(function, w, A, wrong)
            assert not came, f"{function.__name__}: for {len(A)} rows and a y of shape {wrong.shape} {came}"


def test_no_loop_over_rows_or_features():
    """Loss and gradient run through as few lines for 2000 rows and 50 features as for 20 rows and 2."""
    r = generator(5)

    def lines(function, n, d):
        A, y, w = r.normal(size=(n, d)), r.normal(size=n), r.normal(size=d)
        count, before = [0], sys.gettrace()

        def trace(frame, event, _):
            count[0] += 1  # Of any file: a loop may stand beside gd.py as well.
            return trace

        function(w, A, y)  # What is done once, such as an import, is no loop.
        sys.settrace(trace)
        try:
            function(w, A, y)
        finally:
            sys.settrace(before)
        return count[0]

    for function in (gd.loss, gd.gradient):
        few = lines(function, 20, 2)
        assert lines(function, 2000, 2) == few, f"{function.__name__} takes more lines for more rows: a loop is in it"
        assert lines(function, 20, 50) == few, (
            f"{function.__name__} takes more lines for more features: a loop is in it"
        )


def test_the_first_steps_are_exact():
    """`fit` starts at 0 and makes exactly the steps of the formula: one, two, five, seventeen."""
    for number, (n, d) in enumerate([(10, 1), (40, 3), (7, 5)]):
        A, y = data(10 + number, n, d)
        eta = generator(19).uniform(0.05, 0.9) / curvatures(A)[1]
        path = trajectory(A, y, eta, 17)
        for steps in (0, 1, 2, 5, 17):
            w, _ = fitted(A, y, eta, steps, 0.0)
            assert w.shape == (d,), f"the weights have shape {w.shape} for {d} features"
            assert allclose(w, path[steps]), (
                f"after max_steps={steps} the weights are not those of {steps} steps from 0"
            )


def test_there_is_one_loss_more_than_steps():
    """The losses of `fit` are those before each step, the one at w = 0 first, and one at the end."""
    A, y = data(20)
    eta = 0.7 / curvatures(A)[1]
    path = trajectory(A, y, eta, 12)
    for steps in (0, 1, 12):
        w, losses = fitted(A, y, eta, steps, 0.0)
        assert losses.shape == (steps + 1,), f"{steps} steps gave {losses.size} losses"
        assert allclose(losses[0], (y**2).mean()), "the first loss is not that of w = 0"
        assert allclose(losses, [true_loss(w, A, y) for w in path[: steps + 1]]), (
            "a loss is not that of its step's weights"
        )
        assert allclose(losses[-1], true_loss(w, A, y)), "the last loss is not that of the weights that are returned"


def test_it_reaches_least_squares_and_stops():
    """`fit` with η = 1/L reaches the least-squares answer, the loss never rising, and stops by tol."""
    for number, (n, d) in enumerate([(200, 3), (30, 2), (60, 5)]):
        A, y = data(30 + number, n, d)
        low, high = curvatures(A)
        tol = 1e-9 * high
        enough = int(40 * high / low) + 100
        w, losses = fitted(A, y, 1 / high, enough, tol)
        assert allclose(w, lstsq(A, y, rcond=None)[0], atol=1e-6), "it does not arrive at the least-squares answer"
        assert losses.size < enough + 1, "it went on although the gradient was far below tol"
        assert sqrt((true_gradient(w, A, y) ** 2).sum()) < tol, "it stopped while the gradient was still above tol"
        assert (np.diff(losses) <= 1e-12 * losses[0]).all(), "with η = 1/L the loss should never rise"
        path = trajectory(A, y, 1 / high, losses.size - 1)
        early = sqrt((true_gradient(path[-2], A, y) ** 2).sum())
        assert early >= tol * (1 - 1e-6), "it made steps after the gradient had fallen below tol"
    A, _ = data(33)
    w, losses = fitted(A, np.zeros(len(A)), 0.1, 50, 1e-8)
    assert losses.size == 1 and not w.any(), "where w = 0 is the answer, no step is needed"


def test_it_raises_when_it_diverges():
    """`fit` with η = 2.1/L raises ValueError once the loss is not finite; with 1.9/L it converges."""
    A, y = data(40)
    low, high = curvatures(A)
    w, _ = fitted(A, y, 1.9 / high, int(60 * high / low) + 600, 0.0)
    assert allclose(w, lstsq(A, y, rcond=None)[0], atol=1e-6), "with η = 1.9/L it does not converge"
    came = refuses(gd.fit, A, y, 2.1 / high, 20_000, 1e-10)
    assert not came, f"with η = 2.1/L and many steps {came}"
    y = y.copy()
    y[3] = np.nan
    came = refuses(gd.fit, A, y, 1 / high, 5, 1e-10)
    assert not came, f"with nan among the targets {came}"


def test_a_growing_loss_is_no_error_yet():
    """`fit` with η = 2.1/L and few steps returns losses that grow: they are still finite."""
    A, y = data(41)
    eta = 2.1 / curvatures(A)[1]
    try:
        w, losses = fitted(A, y, eta, 120, 1e-10)
    except ValueError:
        w, losses = None, None
    assert w is not None, "it raised although the loss was finite"
    assert allclose(w, trajectory(A, y, eta, 120)[-1]), "its weights are not those of the steps"
    assert losses[-1] > losses[-20] > 0, "the losses of a run that diverges should grow"


def test_one_batch_is_gradient_descent():
    """`fit_minibatch` with a batch of all rows makes the same steps as `fit`, one an epoch."""
    A, y = data(50)
    eta = 0.6 / curvatures(A)[1]
    path = trajectory(A, y, eta, 8)
    for size in (len(y), len(y) + 5):
        w, losses = by_batches(A, y, eta, 8, size, 3)
        assert allclose(w, path[-1]), f"batch_size={size} of {len(y)} rows: 8 epochs are not 8 full steps"
        assert losses.shape == (8,), f"8 epochs gave {losses.size} losses"
        assert allclose(losses, [true_loss(w, A, y) for w in path[1:]]), "a loss is not the full one after its epoch"


def batched(A, y, eta, epochs, size, seed):
    """Return the weights and losses that the docstring of `fit_minibatch` describes."""
    r = default_rng(seed)
    w, losses = np.zeros(A.shape[1]), []
    for _ in range(epochs):
        order = r.permutation(len(y))
        for first in range(0, len(y), size):
            rows = order[first : first + size]
            w = w - eta * true_gradient(w, A[rows], y[rows])
        losses.append(true_loss(w, A, y))
    return w, losses


def test_the_last_short_batch_counts():
    """Mini-batches use the last, short batch, with the mean over its own rows."""
    for number, (n, size) in enumerate([(9, 8), (10, 4), (7, 5)]):
        A, y = data(60 + number, n)
        eta = 0.2 / curvatures(A)[1]
        w, _ = by_batches(A, y, eta, 1, size, SEED)
        assert allclose(w, batched(A, y, eta, 1, size, SEED)[0]), (
            f"{n} rows in batches of {size}, one epoch: does the last batch get its step, with the mean over its own rows?"
        )


def test_batches_follow_the_seed():
    """The same seed gives the same weights, another one others, and the order is new in each epoch."""
    A, y = data(70, 24)
    eta = 0.2 / curvatures(A)[1]
    one, other = by_batches(A, y, eta, 3, 6, 11), by_batches(A, y, eta, 3, 6, 12)
    assert array_equal(one[0], by_batches(A, y, eta, 3, 6, 11)[0]), "the same seed gave other weights"
    assert not allclose(one[0], other[0], rtol=1e-10, atol=1e-12), "another seed gave the same weights"
    for seed, (w, losses) in ((11, one), (12, other)):
        wanted = batched(A, y, eta, 3, 6, seed)
        assert allclose(losses[0], wanted[1][0]), (
            "after one epoch the rows were not taken in the order of the docstring"
        )
        assert allclose(w, wanted[0]), "after three epochs they were not: one generator serves all epochs"
        assert allclose(losses, wanted[1]), "a loss is not the full one after its epoch"


def test_inputs_stay_as_they_were():
    """Nothing changes w, A or y: not the order of their rows either."""
    A, y = data(80)
    w = generator(81).normal(size=3)
    eta = 0.5 / curvatures(A)[1]
    kept = A.copy(), y.copy(), w.copy()
    calls = {
        "loss": lambda: gd.loss(w, A, y),
        "gradient": lambda: gd.gradient(w, A, y),
        "fit": lambda: gd.fit(A, y, eta, 4, 0.0),
        "fit_minibatch": lambda: gd.fit_minibatch(A, y, eta, 2, 7, 0),
    }
    for name, call in calls.items():
        call()
        same = all(array_equal(one, other) for one, other in zip((A, y, w), kept))
        assert same, f"{name} changed what it was given: `w = w - …` makes a new array, `w -= …` does not"
