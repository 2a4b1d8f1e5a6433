"""What `mlpath verify` asks of paths.py and plots.py. Figures are looked at when they are saved."""

import functools
import os
import random
import tempfile
import warnings
from pathlib import Path
from typing import NamedTuple

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure
from matplotlib.image import imread
from numpy import allclose, array_equal, asarray, diff, einsum, isfinite, sign
from numpy.linalg import eigh, lstsq
from numpy.random import default_rng

import paths

SEED = int(os.environ.get("MLPATH_SEED", "0"))
NAMES = ["curves.png", "gap.png", "map.png", "minibatch.png", "optimizer.png"]
SHARES = [0.01, 0.1, 1.0, 1.9]
ORIGIN = np.zeros(2)


def generator(number):
    """Return random numbers that are other ones in each test, and in each run with another seed."""
    return default_rng([SEED, number])


def make_data(number, n=200):
    """Return the line data without its intercept, as plots.py makes them."""
    r = default_rng(number)
    A = r.normal(size=(n, 2)) * [1.0, 3.0]
    return A, einsum("nd,d->n", A, asarray([2.0, -1.0])) + 0.5 * r.normal(size=n)


def true_loss(w, A, y):
    """Return the loss of weights, or of many: an array whose last axis has the two weights."""
    return ((einsum("nd,...d->...n", A, w) - y) ** 2).mean(axis=-1)


def true_gradient(w, A, y):
    """Return the gradient of the loss."""
    return 2 / len(y) * einsum("nd,n->d", A, einsum("nd,d->n", A, w) - y)


def true_path(A, y, start, eta, steps):
    """Return the weights before each step of gradient descent, and at the end."""
    path = [asarray(start, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - eta * true_gradient(path[-1], A, y))
    return asarray(path)


def curvatures(A):
    """Return the eigenvalues of the Hessian, in ascending order, and its eigenvectors as columns."""
    return eigh(2 / len(A) * einsum("ni,nj->ij", A, A))


def fitted(*arguments):
    """Return what `fit_path` gives, as arrays."""
    result = paths.fit_path(*arguments)
    assert isinstance(result, tuple) and len(result) == 2, "fit_path should return two things: losses and path"
    return asarray(result[0], dtype=float), asarray(result[1])


def test_the_path_begins_at_the_start():
    """`fit_path` gives steps + 1 weights, the start first, and leaves the start as it was."""
    A, y = make_data([SEED, 1], 60)
    eta = 0.5 / curvatures(A)[0][1]
    for start in (generator(2).normal(size=2) * 3, np.array([3, -2])):
        before = start.copy()
        for steps in (0, 1, 9):
            losses, path = fitted(A, y, start, eta, steps)
            assert path.shape == (steps + 1, 2), f"{steps} steps gave a path of shape {path.shape}"
            assert losses.shape == (steps + 1,), f"{steps} steps gave {losses.size} losses"
            assert array_equal(start, before), "the caller's start was changed: `w = w - …` makes a new array"
            assert allclose(path[0], before), "the path does not begin at the start"


def test_each_row_is_one_step_further():
    """Each row of the path is one exact gradient step after the row before, and no two are one array."""
    A, y = make_data([SEED, 3], 60)
    for share, start in ((0.3, [0.0, 0.0]), (1.5, [4.0, 1.0]), (0.9, np.array([3, -2]))):
        eta = share / curvatures(A)[0][1]
        _, path = fitted(A, y, asarray(start), eta, 12)
        assert not allclose(path[1], path[-1]), "all rows are alike: is one array recorded many times?"
        wanted = true_path(A, y, start, eta, 12)
        assert allclose(path[: len(wanted)], wanted), "a row is not one step after the one before: look at the gradient"


def test_each_loss_is_that_of_its_weights():
    """Loss k of `fit_path` is the mean squared error of row k."""
    A, y = make_data([SEED, 4], 50)
    losses, path = fitted(A, y, generator(5).normal(size=2), 0.4 / curvatures(A)[0][1], 15)
    assert losses.shape == path.shape[:1], f"there are {losses.size} losses for {len(path)} rows"
    assert allclose(losses, true_loss(path, A, y)), "a loss is not the mean squared error of its row"


def test_a_large_rate_zigzags_and_a_small_one_does_not():
    """1.9/L changes sides at each step in the steep direction, 0.1/L never does."""
    A, y = make_data([SEED, 6], 80)
    values, vectors = curvatures(A)
    best = lstsq(A, y, rcond=None)[0]
    for share in (1.9, 0.1):
        _, path = fitted(A, y, ORIGIN, share / values[1], 30)
        turned = diff(sign(einsum("kd,d->k", path - best, vectors[:, 1]))) != 0
        if share > 1:
            assert turned.all(), "1.9/L does not change sides at each step: is the gradient too small by a factor?"
        else:
            assert not turned.any(), "0.1/L changes sides: is the gradient too large by a factor?"


def test_the_tail_shrinks_by_the_flat_direction():
    """In the tail for 0.1/L each step multiplies J - J_min by (1 - ημ)²."""
    A, y = make_data([SEED, 7], 80)
    (low, high), _ = curvatures(A)
    eta = 0.1 / high
    losses, _ = fitted(A, y, asarray([3.0, 3.0]), eta, 120)
    gap = losses - true_loss(lstsq(A, y, rcond=None)[0], A, y)
    ratio = gap[80:100] / gap[79:99]
    wanted = (1 - eta * low) ** 2
    assert allclose(ratio, wanted, rtol=1e-4), (
        f"the tail shrinks by {ratio.mean():.5f} a step; is it plain gradient descent?"
    )


def test_the_grid_has_the_first_weight_across():
    """Entry [i, j] of the grid is the loss of (u[j], v[i]), for grids of any two sizes."""
    A, y = make_data([SEED, 8], 40)
    r = generator(9)
    for across, up in ((5, 3), (4, 4), (1, 6), (30, 31)):
        u, v = np.sort(r.normal(size=across)) * 3, np.sort(r.normal(size=up)) * 3
        found = asarray(paths.loss_grid(A, y, u, v))
        assert found.shape == (up, across), f"{across} values across and {up} up gave shape {found.shape}"
        wanted = true_loss(np.stack(np.broadcast_arrays(u[None, :], v[:, None]), axis=-1), A, y)
        assert allclose(found, wanted), (
            f"{across} across, {up} up: an entry is not the loss of the weights it stands for"
        )


def test_the_lowest_point_is_least_squares():
    """The lowest point of a fine grid lies within one spacing of the least-squares answer."""
    for number in (10, 11):
        A, y = make_data([SEED, number], 30)
        y = y + 40.0 * (default_rng([SEED, number]).random(30) < 0.2)
        best = lstsq(A, y, rcond=None)[0]
        u, v = np.linspace(best[0] - 3, best[0] + 2, 41), np.linspace(best[1] - 2, best[1] + 3, 61)
        grid = asarray(paths.loss_grid(A, y, u, v))
        i, j = np.unravel_index(grid.argmin(), grid.shape)
        near = j < len(u) and i < len(v) and abs(u[j] - best[0]) <= u[1] - u[0] and abs(v[i] - best[1]) <= v[1] - v[0]
        assert near, "the lowest point lies elsewhere: is each entry the mean of the squares?"


def test_grid_and_path_leave_their_inputs():
    """Neither function changes A, y, u, v or the start."""
    A, y = make_data([SEED, 12], 30)
    u, v, start = np.linspace(-1, 1, 4), np.linspace(0, 2, 5), np.array([1.0, 2.0])
    kept = [array.copy() for array in (A, y, u, v, start)]
    paths.fit_path(A, y, start, 0.1 / curvatures(A)[0][1], 3)
    paths.loss_grid(A, y, u, v)
    for name, now, before in zip(("A", "y", "u", "v", "start"), (A, y, u, v, start), kept):
        assert array_equal(now, before), f"{name} was changed"


class Drawn(NamedTuple):
    """What one set of axes shows."""

    lines: list
    points: list
    contours: list
    labels: tuple
    y_scale: str
    aspect: object
    legend: bool


class Saved(NamedTuple):
    """What `main` left: the pictures by name, what they showed, the size in pixels, and the figures still open."""

    pixels: dict
    shown: dict
    open: int


def look(figure):
    """Return what each set of axes of a figure shows, colour bars left out."""
    found = []
    axes = [ax for ax in figure.axes if ax.get_label() != "<colorbar>"]
    for ax in axes:
        across, up = (
            any(getattr(one, f"get_{axis}label")() for one in shared.get_siblings(ax)) or bool(whole)
            for axis, shared, whole in (
                ("x", ax.get_shared_x_axes(), figure.get_supxlabel()),
                ("y", ax.get_shared_y_axes(), figure.get_supylabel()),
            )
        )
        contours = [one for one in ax.collections if isinstance(one, ContourSet)]
        lines = [(asarray(line.get_xdata(), float), asarray(line.get_ydata(), float), line) for line in ax.lines]
        points = [offset for one in ax.collections if isinstance(one, PathCollection) for offset in one.get_offsets()]
        points += [(x[0], y[0]) for x, y, _ in lines if len(x) == 1]
        levels = [(one.filled, [path.vertices.copy() for path in one.get_paths()]) for one in contours]
        legend = ax.get_legend() is not None or bool(figure.legends)
        told = [(x, y, line.get_marker(), line.get_label()) for x, y, line in lines]
        aspect = ax.get_aspect()
        found.append(
            Drawn(told, [tuple(map(float, p)) for p in points], levels, (across, up), ax.get_yscale(), aspect, legend)
        )
    return found


@functools.cache
def saved(seed, turn=0):
    """Return what `main(folder, seed)` saves, in an empty folder."""
    import plots

    shown, save = {}, Figure.savefig

    def watched(figure, where, *arguments, **options):
        shown[Path(os.fspath(where)).name] = look(figure)
        return save(figure, where, *arguments, **options)

    random.seed(turn)
    np.random.seed(turn)  # Chance that does not come from the seed differs from one turn to the next
    open_before = plt.get_fignums()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        Figure.savefig = watched
        try:
            plots.main(folder, seed)
        finally:
            Figure.savefig = save
            left = [number for number in plt.get_fignums() if number not in open_before]
            for number in left:
                plt.close(number)
        pixels = {path.name: imread(path) for path in Path(folder).glob("*.png")}
    missing = [name for name in NAMES if name not in pixels]
    assert not missing, f"{', '.join(missing)} is not in the folder that main was given"
    unseen = [name for name in NAMES if name not in shown]
    assert not unseen, f"{', '.join(unseen)} was not saved by `fig.savefig`"
    return Saved(pixels, shown, len(left))


def setting(seed):
    """Return the data of a seed, the largest curvature, and the least-squares answer."""
    A, y = make_data(seed)
    return A, y, curvatures(A)[0][1], lstsq(A, y, rcond=None)[0]


def seeds():
    """Return two seeds for the data of the figures."""
    return [SEED + 3, SEED + 104]


def test_five_pictures_are_saved():
    """`main` saves five PNG files of at least 300 × 300 pixels, none of them empty."""
    for name, picture in saved(seeds()[0]).pixels.items():
        height, width = picture.shape[:2]
        assert min(height, width) >= 300, f"{name} has {width} × {height} pixels"
        assert picture.std() > 0.01, f"{name} is an empty sheet"


def test_no_figure_is_left_open():
    """`main` closes every figure that it made."""
    left = saved(seeds()[0]).open
    assert left == 0, f"{left} figures are still open after main"


def test_two_runs_save_the_same():
    """Two runs with one seed save the same pictures, pixel by pixel."""
    one, other = saved(seeds()[0]), saved(seeds()[0], turn=1)
    for name in NAMES:
        assert array_equal(one.pixels[name], other.pixels[name]), (
            f"{name} differs: which chance does not come from the seed?"
        )


def test_axes_are_labelled():
    """Every plot has labels on both axes, and a legend where it has more than one labelled line."""
    for name, axes in saved(seeds()[0]).shown.items():
        for drawn in axes:
            assert drawn.labels[0], f"{name}: a plot has no label on its x axis"
            assert drawn.labels[1], f"{name}: a plot has no label on its y axis"
            labelled = [label for *_, label in drawn.lines if label and not label.startswith("_")]
            assert len(labelled) < 2 or drawn.legend, (
                f"{name}: {len(labelled)} lines have labels, but there is no legend"
            )
        if name in NAMES[:3]:
            assert any(drawn.legend for drawn in axes), f"{name} has several lines and no legend"


def test_curves_show_four_rates():
    """curves.png has the losses of all four learning rates against the steps 0 to 200."""
    for seed in seeds():
        A, y, L, _ = setting(seed)
        lines = [line for drawn in saved(seed).shown["curves.png"] for line in drawn.lines]
        for share in SHARES:
            wanted = true_loss(true_path(A, y, ORIGIN, share / L, 200), A, y)
            there = [x for x, found, *_ in lines if found.shape == wanted.shape and allclose(found, wanted)]
            assert there, f"no line has the 201 losses for η = {share}/L from (0, 0)"
            assert any(allclose(x, range(201)) for x in there), f"the line for {share}/L does not stand over 0 to 200"


def test_the_gap_is_on_a_log_axis():
    """gap.png has J - J_min of all four on a logarithmic axis, and nothing of 1e-12 or less."""
    for seed in seeds():
        A, y, L, best = setting(seed)
        axes = saved(seed).shown["gap.png"]
        lines = [line for drawn in axes for line in drawn.lines]
        assert all(drawn.y_scale == "log" for drawn in axes if drawn.lines), "its y axis is not logarithmic"
        for share in SHARES:
            gap = true_loss(true_path(A, y, ORIGIN, share / L, 200), A, y) - true_loss(best, A, y)
            steps = np.flatnonzero(gap > 1e-10)
            there = [
                (x[found > 1e-10], found[found > 1e-10])
                for x, found, *_ in lines
                if (found > 1e-10).sum() == len(steps) and allclose(found[found > 1e-10], gap[steps], rtol=1e-3)
            ]
            assert there, f"no line has J - J_min for η = {share}/L: J_min is the loss of the least-squares answer"
            assert any(allclose(x, steps) for x, _ in there), f"the line for {share}/L does not stand over its steps"
        low = min((found[isfinite(found)].min() for _, found, *_ in lines if isfinite(found).any()), default=1)
        assert low > 1e-12, f"a value of {low:.1e} is drawn: a log axis has no place for rounding errors"


def is_path(line, wanted, least):
    """Return whether a line is the beginning of a path, or all of it."""
    x, y = line[:2]
    return least <= len(x) <= len(wanted) and allclose(np.stack([x, y], axis=1), wanted[: len(x)], atol=1e-6)


def check_map(drawn, A, y, best, name):
    """Complain where a plot is no map of the loss that has its minimum on it."""
    assert drawn.contours, f"{name}: there are no contour lines"
    for filled, levels in drawn.contours:
        corners = np.concatenate(levels)
        across, up = corners.min(axis=0), corners.max(axis=0)
        assert (across <= best).all() and (best <= up).all(), f"{name}: the minimum is not within the map"
        if not filled:
            heights = [true_loss(level, A, y) for level in levels if len(level) > 2]
            height = max(h.max() for h in heights) - min(h.min() for h in heights)
            uneven = max(h.max() - h.min() for h in heights)
            assert uneven < 0.1 * height, (
                f"{name}: along a contour line the loss changes; are rows and columns swapped?"
            )


def test_the_map_shows_both_paths():
    """map.png has contour lines of the loss, both paths from (0, 0), start and minimum, on one scale."""
    for seed in seeds():
        A, y, L, best = setting(seed)
        maps = [drawn for drawn in saved(seed).shown["map.png"] if drawn.contours]
        assert maps, "map.png: there are no contour lines"
        for drawn in maps:
            check_map(drawn, A, y, best, "map.png")
            assert drawn.aspect in (1, "equal"), "map.png: the axes are not to the same scale, so angles mislead"
        lines = [line for drawn in maps for line in drawn.lines]
        for share in (0.1, 1.9):
            wanted = true_path(A, y, ORIGIN, share / L, 1000)
            there = any(is_path(line, wanted, 21) for line in lines)
            assert there, f"map.png: no line is the path for η = {share}/L from (0, 0), first weight across"
        points = [point for drawn in maps for point in drawn.points]
        for what, where in (("start", ORIGIN), ("minimum", best)):
            assert any(allclose(point, where, atol=0.1) for point in points), f"map.png: no point marks the {what}"


def test_minibatches_beside_all_rows():
    """minibatch.png has a path of 50 full steps and one of 50 noisy steps that gets down as well."""
    for seed in seeds():
        A, y, L, best = setting(seed)
        axes = saved(seed).shown["minibatch.png"]
        for drawn in axes:
            check_map(drawn, A, y, best, "minibatch.png")
        lines = [line for drawn in axes for line in drawn.lines if len(line[0]) == 51]
        wanted = true_path(A, y, ORIGIN, 0.3 / L, 50)
        full = [line for line in lines if is_path(line, wanted, 51)]
        assert full, "no line is the full-batch path of 50 steps with η = 0.3/L"
        noisy = [line for line in lines if not is_path(line, wanted, 51) and line[0][0] == line[1][0] == 0]
        assert noisy, "no line of 50 steps from (0, 0) differs from the full-batch path"
        x, up = noisy[0][:2]
        path = np.stack([x, up], axis=1)
        slopes = asarray([true_gradient(w, A, y) for w in path[:-1]])
        aside = diff(path, axis=0) + 0.3 / L * slopes
        assert (abs(aside).max(axis=1) > 0).mean() > 0.9, "most of its steps are full ones: take 8 rows for each"
        gap = true_loss(path[[0, -1]], A, y) - true_loss(best, A, y)
        # Over 40 seeds a right path leaves 0.004 to 0.027 of the gap.
        assert gap[1] < 0.3 * gap[0], f"after 50 steps J - J_min is still {gap[1] / gap[0]:.2f} of what it was"
        assert all(line[2] not in (None, "None", "none", "", " ") for line in (full[0], noisy[0])), (
            "a step has no marker"
        )


def test_the_optimizer_has_a_memory():
    """optimizer.png has a path from (0, 0) that is not plain gradient descent and gets below a tenth."""
    for seed in seeds():
        A, y, _, best = setting(seed)
        axes = saved(seed).shown["optimizer.png"]
        for drawn in axes:
            check_map(drawn, A, y, best, "optimizer.png")
        found = [np.stack(line[:2], axis=1) for drawn in axes for line in drawn.lines if len(line[0]) > 5]
        found = [path for path in found if allclose(path[0], ORIGIN)]
        assert found, "no line begins at (0, 0)"
        others = [path for path in found if not is_plain(path, A, y)]
        assert others, "its path is plain gradient descent"
        gap = [(true_loss(path[[0, -1]], A, y) - true_loss(best, A, y)) for path in others]
        left = min(after / before for before, after in gap)
        assert left < 0.1, f"at the end J - J_min is still {left:.2f} of what it was at the start"


def is_plain(path, A, y):
    """Return whether each step of a path is one learning rate times the gradient, but for rounding."""
    slopes = asarray([true_gradient(w, A, y) for w in path[:4]])
    rates = -diff(path[:5], axis=0) / slopes
    return allclose(rates, rates[0, 0], rtol=1e-6)
