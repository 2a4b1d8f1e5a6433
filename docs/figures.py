"""Draw roadmap/figures/*.svg: the figures of the guides, from the guides' own code and data.

Run it after a change of one of them: `python docs/figures.py`. It needs the `guides` extra. A test draws them again.
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np
from canvas import Axes, Canvas

from mlpath.guides import folder
from mlpath.guides.code import program

ROADMAP = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "roadmap")
FIGURES = os.path.join(ROADMAP, "figures")
_DRAWN: dict[str, tuple[str, Callable[[Canvas], None]]] = {}


def figure(name: str, title: str) -> Callable[[Callable[[Canvas], None]], Callable[[Canvas], None]]:
    """Register what draws a figure, by the name of its file."""

    def register(draw: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
        _DRAWN[name] = title, draw
        return draw

    return register


def drawn() -> Iterator[tuple[str, str]]:
    """Yield the name of each figure, and its SVG."""
    for name, (title, draw) in _DRAWN.items():
        canvas = Canvas()
        draw(canvas)
        yield name, canvas.svg(title)


@cache
def code(week: int, item: str) -> dict[str, Any]:
    """Return the names that the code of an item's part of a guide gives."""
    guide = folder.load(os.path.join(ROADMAP, f"week-{week:02}.md"))
    source = program(guide, [part for part in guide.parts if part.id == item])
    names: dict[str, Any] = {"__name__": "guide"}
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as away, contextlib.redirect_stdout(io.StringIO()):
        os.chdir(away)
        try:
            exec(compile(source, item, "exec"), names)
        finally:
            os.chdir(before)
    return names


def function(week: int, item: str, name: str) -> Callable[..., Any]:
    """Return one function of an item's part, without all that stands around it."""
    guide = folder.load(os.path.join(ROADMAP, f"week-{week:02}.md"))
    source = program(guide, [part for part in guide.parts if part.id == item])
    found = next(node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and node.name == name)
    names: dict[str, Any] = {"np": np}
    exec(compile(ast.Module([found], []), item, "exec"), names)
    made: Callable[..., Any] = names[name]
    return made


@figure("projection", "The projection of u on v: the shadow of u, with length u · v divided by the length of v")
def projection(canvas: Canvas) -> None:
    axes = Axes(canvas, (-0.3, 5), (-0.3, 3.2))
    u, v = np.array([2.0, 2.5]), np.array([4.0, 1.0])
    shadow = (u @ v) / (v @ v) * v
    axes.line([u[0], shadow[0]], [u[1], shadow[1]], "q", dashed=True)
    axes.arrow((0, 0), v, "a")
    axes.arrow((0, 0), u, "b")
    axes.arrow((0, 0), shadow, "c")
    axes.words(*(v + (0.1, 0.1)), "v")
    axes.words(*(u + (0.1, 0.1)), "u")
    axes.words(shadow[0] - 0.6, shadow[1] - 0.4, "(u · v / v · v) v")


@figure("vector-sum", "u + v: v begins where u ends; 2u is u twice as long")
def vector_sum(canvas: Canvas) -> None:
    axes = Axes(canvas, (-0.3, 5), (-0.3, 3.6))
    axes.arrow((0, 0), (1, 1.2), "a")
    axes.arrow((1, 1.2), (4, 2), "b")
    axes.arrow((0, 0), (4, 2), "c")
    axes.line([1, 2], [1.2, 2.4], "a", dashed=True)
    for x, y, words in ((0.2, 1, "u"), (2.3, 1.75, "v"), (2.6, 1, "u + v"), (2.1, 2.5, "2u")):
        axes.words(x, y, words)


@figure(
    "bayes",
    "Of 10,000 payments 100 are fraud; 90 of these and 495 of the others are flagged: 15% of the flags are fraud",
)
def bayes(canvas: Canvas) -> None:
    posterior = code(1, "probability")["posterior"](0.01, 0.90, 0.05)
    axes = Axes(canvas, (0, 585), (0, 3), ("flagged payments, of 10,000", ""))
    axes.bars([0, 90], [1], "strong")
    axes.bars([90, 585], [1], "pale")
    axes.words(5, 1.1, "90 frauds")
    axes.words(250, 1.1, "495 false alarms")
    axes.words(5, 2.3, f"P(fraud | flag) = 90 / 585 = {posterior:.3f}")
    axes.words(5, 1.9, "P(flag | fraud) = 90 / 100 = 0.9", "quiet")


@figure("mean-and-median", "Eight salaries: one very large one moves the mean far to the right, and the median hardly")
def mean_and_median(canvas: Canvas) -> None:
    pay = code(1, "descriptive-statistics")["with_boss"]
    axes = Axes(canvas, (0, 420), (0, 1), ("salary in thousands", ""))
    axes.dots(pay, np.full(len(pay), 0.08), "fa", 4)
    for value, words, kind in ((np.median(pay), "median", "c"), (pay.mean(), "mean", "b")):
        axes.line([value, value], [0, 0.75 if kind == "c" else 0.5], kind)
        axes.words(value + 5, 0.72 if kind == "c" else 0.47, f"{words} {value:.0f}")


@figure("tangent", "The derivative at a point is the slope of the tangent, which the secants approach")
def tangent(canvas: Canvas) -> None:
    axes = Axes(canvas, (0, 3), (0, 9), ("x", "f(x) = x²"))
    x = np.linspace(0, 3, 60)
    axes.line(x, x**2, "a")
    axes.line(x, 2 * x - 1, "b")
    for h in (1.5, 0.8):
        axes.line(x, 1 + ((1 + h) ** 2 - 1) / h * (x - 1), "q", dashed=True)
    axes.dots([1], [1], "fb", 4)
    axes.words(2.9, 2.6, "tangent, slope f'(1) = 2", "fb", "end")
    axes.words(1.5, 7.8, "secants", "quiet", "end")


def _contours(axes: Axes, H: Any, levels: tuple[float, ...]) -> None:
    turn = np.linspace(0, 2 * np.pi, 80)
    values, directions = np.linalg.eigh(H)
    for level in levels:
        around = directions @ (np.sqrt(2 * level / values)[:, None] * np.array([np.cos(turn), np.sin(turn)]))
        axes.line(*around, "q")


@figure("descent", "Gradient descent in a valley: a small rate creeps, one just below the bound zigzags")
def descent(canvas: Canvas) -> None:
    axes = Axes(canvas, (-3, 3), (-1.6, 1.6), ("w₁", "w₂"))
    H = np.diag([1.0, 8.0])
    _contours(axes, H, (0.1, 0.5, 1.5, 4.0, 8.0))
    for eta, kind in ((0.05, "a"), (0.235, "b")):
        path = [np.array([-2.7, 1.2])]
        for _ in range(25):
            path.append(path[-1] - eta * H @ path[-1])
        axes.line(*zip(*path, strict=True), kind)
        axes.dots(*zip(*path, strict=True), f"f{kind}", 2)
    axes.words(-2.9, -1.3, "η = 0.05", "fa")
    axes.words(-2, 1.4, "η = 0.235 (bound: 0.25)", "fb")


@figure("optimizers", "SGD, momentum, RMSprop and Adam in a valley that runs diagonally, 40 steps each")
def optimizers(canvas: Canvas) -> None:
    names = code(2, "optimizers")
    axes = Axes(canvas, (-2.4, 2.4), (-1.6, 2.4), ("w₁", "w₂"))
    H = names["R"] @ np.diag([1.0, 20.0]) @ names["R"].T
    _contours(axes, H, (0.1, 0.5, 1.5, 4.0))
    rates = {"sgd": 0.08, "momentum": 0.02, "rmsprop": 0.05, "adam": 0.2}
    for (name, eta), kind in zip(rates.items(), "abcd", strict=True):
        step, state, w = names[name](eta), {}, np.array([0.3, 2.1])
        path = [w]
        for t in range(1, 41):
            w = w - step(H @ w, t, state)
            path.append(w)
        axes.line(*zip(*path, strict=True), kind)
        axes.words(-2.3, 2.2 - 0.25 * list(rates).index(name), f"{name}, η = {eta}", f"f{kind}")


@figure("learning-rates", "Loss curves on a log scale: too small, good, close to the bound, and beyond it")
def learning_rates(canvas: Canvas) -> None:
    A, y = code(2, "gradient-descent-from-scratch")["make_line_data"]()
    L = np.linalg.eigvalsh(2 / len(y) * A.T @ A)[-1]
    least = np.mean((A @ np.linalg.lstsq(A, y)[0] - y) ** 2)
    axes = Axes(canvas, (0, 60), (-6, 4), ("step", "log₁₀ (J - J min)"))
    for share, kind in ((0.05, "a"), (1.0, "c"), (1.9, "d"), (2.1, "b")):
        w, losses = np.zeros(3), []
        for _ in range(61):
            r = A @ w - y
            losses.append(np.log10(max(np.mean(r**2) - least, 1e-12)))
            w = w - share / L * 2 / len(y) * A.T @ r
        axes.line(range(61), losses, kind)
        place = {0.05: 50, 1.0: 40, 1.9: 22, 2.1: 14}[share]
        axes.words(place, losses[place] + (0.35 if share != 1.9 else -0.7), f"{share:g}/L", f"f{kind}")


@figure("broadcasting", "Broadcasting: a column of 3 and a row of 4 are both spread to 3 × 4")
def broadcasting(canvas: Canvas) -> None:
    column, row = [10, 20, 30], [1, 2, 3, 4]
    for i, big in enumerate(column):
        canvas.box(20, 70 + 44 * i, 44, 44, "strong", str(big))
        for j, small in enumerate(row):
            canvas.box(230 + 44 * j, 70 + 44 * i, 44, 44, "pale", str(big + small))
    for j, small in enumerate(row):
        canvas.box(100 + 24 * j, 125, 24, 24, "strong", str(small))
    canvas.text(82, 142, "+")
    canvas.text(213, 142, "=")
    for x, words in ((42, "(3, 1)"), (148, "(4,)"), (318, "(3, 4)")):
        canvas.text(x, 40, words, "quiet")


@figure("two-histograms", "The same incomes on a linear and on a log axis")
def two_histograms(canvas: Canvas) -> None:
    income = code(3, "matplotlib-seaborn")["income"]
    panels = ((income, "linear axis", "income"), (np.log10(income), "log axis", "log₁₀ income"))
    for place, (values, words, label) in enumerate(panels):
        heights, edges = np.histogram(values, bins=10)
        within = (40 + 205 * place, 26, 180, 195)
        axes = Axes(canvas, (edges[0], edges[-1]), (0, heights.max()), (label, ""), within, title=words)
        axes.bars(edges, heights)


@figure("scaling", "Standardised, min-max and robust values of one column with an outlier")
def scaling(canvas: Canvas) -> None:
    x = np.array([20, 22, 23, 25, 26, 28, 30, 95.0])
    low, mid, high = np.quantile(x, (0.25, 0.5, 0.75))
    ways = {
        "standardised": (x - x.mean()) / x.std(),
        "min-max": (x - x.min()) / (x.max() - x.min()),
        "robust": (x - mid) / (high - low),
    }
    axes = Axes(canvas, (-2, 13), (0, 3.4), ("scaled value", ""))
    for place, (name, values) in enumerate(ways.items()):
        axes.dots(values, np.full(len(x), 2.5 - place), "fa", 3.5)
        axes.words(4, 2.6 - place, name)


@figure(
    "ridge-and-lasso",
    "Weights of the diabetes data against the penalty: at last ridge has all near zero, the lasso set one by one to zero",
)
def ridge_and_lasso(canvas: Canvas) -> None:
    from sklearn.linear_model import Lasso, Ridge

    names = code(5, "regression")
    Z, y = names["Z"], names["yc"]
    for place, (model, grid, words) in enumerate(
        ((Ridge, np.logspace(0, 4.5, 30), "ridge"), (Lasso, np.logspace(-1.5, 1.7, 30), "lasso"))
    ):
        weights = np.array([model(alpha=alpha).fit(Z, y).coef_ for alpha in grid])
        within = (44 + 205 * place, 26, 180, 195)
        x = np.log10(grid)
        axes = Axes(
            canvas, (x[0], x[-1]), (-45, 45), ("log₁₀ alpha", "weight" if not place else ""), within, title=words
        )
        for column, kind in zip(weights.T, "abcdabcdab", strict=True):
            axes.line(x, column, kind)


@figure("logistic", "Logistic regression: the log-odds are a line, the probability is its sigmoid")
def logistic(canvas: Canvas) -> None:
    axes = Axes(canvas, (-6, 6), (0, 1), ("z = w x + b, the log-odds", "p"))
    z = np.linspace(-6, 6, 80)
    axes.line(z, 1 / (1 + np.exp(-z)), "a")
    axes.line([-6, 6], [0.5, 0.5], "q", dashed=True)
    axes.line([0, 0], [0, 1], "q", dashed=True)
    axes.words(0.3, 0.3, "p = 0.5 at z = 0")


@figure("tree-and-line", "A tree predicts steps and nothing beyond what it saw; a line goes on")
def tree_and_line(canvas: Canvas) -> None:
    from sklearn.linear_model import LinearRegression
    from sklearn.tree import DecisionTreeRegressor

    rng = np.random.default_rng(0)
    x = np.sort(rng.uniform(0, 7, 40))
    y = 50 * x + rng.normal(0, 35, 40)
    grid = np.linspace(0, 10, 200)
    axes = Axes(canvas, (0, 10), (-40, 540), ("year", "sales"))
    axes.dots(x, y, "fq")
    for model, kind, words, at in (
        (DecisionTreeRegressor(max_depth=3, random_state=0), "b", "tree", 360),
        (LinearRegression(), "a", "line", 490),
    ):
        axes.line(grid, model.fit(x[:, None], y).predict(grid[:, None]), kind)
        axes.words(8.2, at, words, f"f{kind}")
    axes.line([7, 7], [-40, 540], "q", dashed=True)
    axes.words(7.1, 0, "not seen", "quiet")


def _polynomials() -> tuple[Any, Any, Any, Any]:
    rng = np.random.default_rng(4)
    x, fresh = np.sort(rng.uniform(-1, 1, 18)), np.sort(rng.uniform(-1, 1, 200))
    return x, np.sin(3 * x) + rng.normal(0, 0.25, 18), fresh, np.sin(3 * fresh) + rng.normal(0, 0.25, 200)


@figure("overfitting", "Polynomials of degree 1, 4 and 13 through the same 18 points: too stiff, good, too flexible")
def overfitting(canvas: Canvas) -> None:
    x, y, _, _ = _polynomials()
    axes = Axes(canvas, (-1, 1), (-2, 2), ("x", "y"))
    axes.dots(x, y, "fq", 3.5)
    grid = np.linspace(-1, 1, 160)
    for degree, kind, at in ((1, "b", 1.7), (4, "c", 1.4), (13, "d", 1.1)):
        axes.line(grid, np.polynomial.Polynomial.fit(x, y, degree)(grid), kind)
        axes.words(-0.95, at, f"degree {degree}", f"f{kind}")


@figure(
    "training-and-validation", "With the degree the training error falls on and on; the validation error has a minimum"
)
def training_and_validation(canvas: Canvas) -> None:
    x, y, fresh, truth = _polynomials()
    degrees = range(11)
    fits = [np.polynomial.Polynomial.fit(x, y, degree) for degree in degrees]
    axes = Axes(canvas, (0, 10), (0, 0.8), ("degree", "mean squared error"))
    axes.line(degrees, [np.mean((fit(x) - y) ** 2) for fit in fits], "a")
    axes.line(degrees, [np.mean((fit(fresh) - truth) ** 2) for fit in fits], "b")
    axes.words(6, 0.06, "training", "fa")
    axes.words(6.2, 0.3, "validation", "fb")
    axes.words(0.3, 0.75, "bias prevails", "quiet")
    axes.words(9.9, 0.75, "variance prevails", "quiet", "end")


@figure(
    "learning-curves", "Learning curves of a model with much variance, whose curves still meet, and one with much bias"
)
def learning_curves(canvas: Canvas) -> None:
    rng = np.random.default_rng(1)
    sizes = [16, 24, 36, 54, 80, 120, 180]
    fresh = rng.uniform(-1, 1, 800)
    truth = np.sin(3 * fresh) + rng.normal(0, 0.25, 800)
    for place, degree in enumerate((9, 1)):
        errors = []
        for size in sizes:
            pairs = []
            for _ in range(60):
                x = rng.uniform(-1, 1, size)
                y = np.sin(3 * x) + rng.normal(0, 0.25, size)
                fit = np.polynomial.Polynomial.fit(x, y, degree, domain=[-1, 1])
                pairs.append((np.mean((fit(x) - y) ** 2), np.mean((fit(fresh) - truth) ** 2)))
            errors.append(np.median(pairs, axis=0))
        within = (48 + 205 * place, 26, 176, 195)
        axes = Axes(
            canvas, (0, 180), (0, 0.5), ("rows", "error" if not place else ""), within, title=f"degree {degree}"
        )
        for column, kind, words in zip(np.array(errors).T, "ab", ("training", "validation"), strict=True):
            axes.line(sizes, column, kind)
            axes.words(175, column[-1] + (0.02 if kind == "b" else -0.05), words, f"f{kind}", "end")


@figure(
    "folds", "Five-fold cross-validation: each fifth of the rows scores once a model that was trained on the others"
)
def folds(canvas: Canvas) -> None:
    for i in range(5):
        canvas.text(60, 52 + 40 * i, f"fold {i + 1}", "quiet")
        for j in range(5):
            canvas.box(
                105 + 62 * j, 34 + 40 * i, 58, 26, "strong" if i == j else "pale", "score" if i == j else "train"
            )
    canvas.text(258, 258, "the training rows, divided once", "quiet")


@figure("confusion-matrix", "A confusion matrix: 40 of 50 positives found, with 20 false alarms among 950 negatives")
def confusion_matrix(canvas: Canvas) -> None:
    cells = (("TN 930", "FP 20"), ("FN 10", "TP 40"))
    for i, row in enumerate(cells):
        canvas.text(80, 108 + 70 * i, ("is negative", "is positive")[i], "quiet")
        for j, words in enumerate(row):
            canvas.box(130 + 105 * j, 70 + 70 * i, 105, 70, "strong" if i == j else "pale", words)
    for j, words in enumerate(("says negative", "says positive")):
        canvas.text(182 + 105 * j, 60, words, "quiet")
    canvas.text(220, 24, "precision: the right column, 40 / 60 = 0.67")
    canvas.text(220, 245, "recall: the lower row, 40 / 50 = 0.8")


@figure("roc-and-pr", "ROC and precision-recall curve of one model with 11% positives")
def roc_and_pr(canvas: Canvas) -> None:
    from sklearn.metrics import precision_recall_curve, roc_curve

    names = code(6, "hyperparameter-tuning")
    p = names["search"].predict_proba(names["L_test"])[:, 1]
    fpr, tpr, _ = roc_curve(names["l_test"], p)
    precision, recall, _ = precision_recall_curve(names["l_test"], p)
    axes = Axes(canvas, (0, 1), (0, 1.001), ("false positive rate", "recall"), (48, 26, 160, 195), title="ROC")
    axes.line(fpr, tpr, "a")
    axes.line([0, 1], [0, 1], "q", dashed=True)
    axes = Axes(canvas, (0, 1), (0, 1.001), ("recall", "precision"), (268, 26, 160, 195), title="precision-recall")
    axes.line(recall[::4], precision[::4], "b")
    share = names["l_test"].mean()
    axes.line([0, 1], [share, share], "q", dashed=True)


@figure(
    "kmeans-steps",
    "K-means from a poor start: after one iteration, and at the end, a local minimum in which two blobs share a centre",
)
def kmeans_steps(canvas: Canvas) -> None:
    blobs = code(7, "k-means")["blobs"][::3]
    centres = blobs[[0, 1, 5, 7, 9]]
    for panel in range(3):
        for _ in range((0, 1, 30)[panel]):
            labels = ((blobs[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
            centres = np.array(
                [blobs[labels == j].mean(axis=0) if (labels == j).any() else centres[j] for j in range(5)]
            )
        labels = ((blobs[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
        low, high = blobs.min(axis=0) - 1, blobs.max(axis=0) + 1
        words = ("start", "after one", "at the end")[panel]
        axes = Axes(canvas, (low[0], high[0]), (low[1], high[1]), within=(14 + 143 * panel, 28, 130, 215), title=words)
        for j, kind in enumerate(("fa", "fb", "fc", "fd", "fq")):
            axes.dots(*blobs[labels == j].T, kind, 1.6)
        axes.crosses(centres, "q")


@figure("pca", "PCA: the first direction is that of the largest spread, the second is at right angles to it")
def pca(canvas: Canvas) -> None:
    rng = np.random.default_rng(2)
    X = rng.normal(size=(150, 2)) @ np.array([[2.0, 0.9], [0.0, 0.6]])
    X = X - X.mean(axis=0)
    _, sizes, directions = np.linalg.svd(X, full_matrices=False)
    axes = Axes(canvas, (-6, 6), (-3.4, 3.4), ("x₁", "x₂"))
    axes.dots(*X.T, "fq", 2)
    shares = sizes**2 / (sizes**2).sum()
    for direction, size, kind, share in zip(directions, sizes, "ab", shares, strict=True):
        end = direction * np.sign(direction[1]) * size / np.sqrt(len(X)) * 2
        axes.arrow((0, 0), end, kind)
        axes.words(end[0], end[1] + 0.35, f"{share:.0%} of the variance", f"f{kind}", "middle" if end[0] > 0 else "end")


@figure(
    "target-encoding",
    "Target encoding with m = 20: the code of a level moves from the overall mean to its own with its rows",
)
def target_encoding(canvas: Canvas) -> None:
    rows = np.arange(0, 201)
    axes = Axes(canvas, (0, 200), (0, 1), ("rows of the level", "code"))
    axes.line(rows, (rows * 0.8 + 20 * 0.2) / (rows + 20), "a")
    for y, words in ((0.8, "the level's mean, 0.8"), (0.2, "the overall mean, 0.2")):
        axes.line([0, 200], [y, y], "q", dashed=True)
        axes.words(195, y + 0.03, words, "quiet", "end")
    axes.dots([5], [0.32], "fb", 4)
    axes.words(12, 0.29, "5 rows: 0.32", "fb")


@figure("activations", "Sigmoid, tanh and ReLU")
def activations(canvas: Canvas) -> None:
    relu = code(9, "neural-networks")["relu"]
    z = np.linspace(-4, 4, 90)
    axes = Axes(canvas, (-4, 4), (-1.2, 3), ("z", "φ(z)"))
    axes.line([-4, 4], [0, 0], "q")
    for values, kind, x, y, words in (
        (1 / (1 + np.exp(-z)), "a", 2.6, 0.65, "sigmoid"),
        (np.tanh(z), "b", -3.8, -0.85, "tanh"),
        (relu(z), "c", 1.2, 2, "ReLU"),
    ):
        axes.line(z, values, kind)
        axes.words(x, y, words, f"f{kind}")


@figure("xor", "XOR: no single line has both points of class 1 on one side and both of class 0 on the other")
def xor(canvas: Canvas) -> None:
    axes = Axes(canvas, (-0.5, 1.7), (-0.5, 1.5), ("x₁", "x₂"))
    axes.dots([0, 1], [1, 0], "fa", 8)
    axes.dots([0, 1], [0, 1], "fb", 8)
    axes.line([-0.5, 1.5], [1, -0.5], "q", dashed=True)
    axes.line([-0.3, 1.5], [1.5, -0.1], "q", dashed=True)
    axes.words(0.1, 0.95, "1", "fa")
    axes.words(1.1, 0.95, "0", "fb")
    axes.words(1.1, 1.35, "two lines can: a hidden layer of two", "quiet", "end")


@figure("convolution", "A convolution: the kernel's sum of products at each place; here, where a line begins and ends")
def convolution(canvas: Canvas) -> None:
    conv2d = function(10, "convolution", "conv2d")
    X = np.zeros((5, 5))
    X[:, 2] = 1
    K = np.array([[-1, 0, 1]] * 3)
    for left, top, grid, size, words in (
        (16, 50, X, 30, "image"),
        (196, 80, K, 30, "kernel"),
        (316, 80, conv2d(X, K), 36, "map"),
    ):
        canvas.text(left + size * len(grid) / 2, top - 10, words, "quiet")
        for i, row in enumerate(grid):
            for j, value in enumerate(row):
                canvas.box(left + size * j, top + size * i, size, size, "strong" if value else "pale", f"{value:g}")
    canvas.text(180, 130, "∗")
    canvas.text(300, 130, "=")


@figure("pooling", "Max pooling: of each square of four only the largest value goes on")
def pooling(canvas: Canvas) -> None:
    X = np.array([[1, 3, 0, 2], [4, 2, 1, 0], [0, 1, 5, 2], [2, 0, 1, 3]])
    P = function(10, "pooling-dropout", "max_pool")(X)
    for i, row in enumerate(X):
        for j, value in enumerate(row):
            largest = value == P[i // 2, j // 2]
            canvas.box(40 + 44 * j, 46 + 44 * i, 44, 44, "strong" if largest else "pale", str(value))
    for i, row in enumerate(P):
        for j, value in enumerate(row):
            canvas.box(310 + 44 * j, 90 + 44 * i, 44, 44, "strong", str(value))
    canvas.arrow(232, 134, 292, 134)


@figure("drift", "A feature in training and after a shift of 0.8: the shares of the bins differ, and PSI says how much")
def drift(canvas: Canvas) -> None:
    names = code(12, "evaluation-deployment-review")
    rng = np.random.default_rng(0)
    reference, now = rng.normal(size=5000), rng.normal(0.8, 1, 2000)
    edges = np.linspace(-3, 4, 22)
    axes = Axes(canvas, (-3, 4), (0, 0.17), ("feature", "share"))
    for values, kind in ((reference, "a"), (now, "b")):
        heights = np.histogram(values, edges)[0] / len(values)
        axes.line(np.repeat(edges, 2)[1:-1], np.repeat(heights, 2), kind)
    axes.words(-2.9, 0.15, "in training", "fa")
    axes.words(2.2, 0.12, "now", "fb")
    axes.words(3.9, 0.15, f"PSI {names['psi'](reference, now):.1f}", "", "end")


@figure(
    "coverage", "The support desk: the higher the threshold, the fewer tickets it answers, and the more of them rightly"
)
def coverage(canvas: Canvas) -> None:
    names = code(12, "combine-techniques")
    sure, right = names["sure"], names["right"].to_numpy()
    thresholds = np.linspace(0.34, 0.98, 40)
    axes = Axes(canvas, (0.3, 1), (0, 1.001), ("threshold", "share"))
    axes.line(thresholds, [np.mean(sure >= t) for t in thresholds], "a")
    axes.line(thresholds, [right[sure >= t].mean() for t in thresholds], "c")
    axes.words(0.7, 0.83, "right, of those answered", "fc")
    axes.words(0.55, 0.55, "answered", "fa")


if __name__ == "__main__":
    os.makedirs(FIGURES, exist_ok=True)
    for name, svg in drawn():
        with open(os.path.join(FIGURES, f"{name}.svg"), "w", encoding="utf-8", newline="\n") as file:
            file.write(svg)
        sys.stdout.write(f"roadmap/figures/{name}.svg\n")
