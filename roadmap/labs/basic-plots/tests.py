"""What `mlpath verify` asks of figures.py, of figures of several made-up frames. No picture is compared with another."""

import os
import warnings
from contextlib import contextmanager

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_rgba
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, StepPatch
from numpy import allclose, asarray, histogram

import figures

SETTINGS = matplotlib.rcParams.copy()
SEED = int(os.environ.get("MLPATH_SEED", "0"))
DRAWS = ["loss_curves", "bin_widths", "groups_by_alcohol", "scatter", "boxes", "correlations"]
BY_NAME = {"loss_curves": "log", "correlations": "numbers"}


def make_log(number, epochs=60):
    """Return a training log whose lowest validation loss lies anywhere, and whose epochs need not count from 1."""
    r = np.random.default_rng([SEED, number])
    start, step = [(1, 1), (0, 1), (10, 5)][number % 3]
    i = np.arange(epochs)
    turn = r.integers(15, epochs - 5)
    valid = 0.3 + 1.5 * np.exp(-i / 8) + 0.01 * np.maximum(i - turn, 0)
    valid = valid * r.normal(1, 0.05, epochs)
    train = (2 * np.exp(-i / 10) + 0.01) * r.normal(1, 0.03, epochs)
    return pd.DataFrame({"epoch": start + step * i, "train": train, "valid": valid})


def make_wine(number):
    """Return a frame like that of the wines, with three groups of unequal size, its rows in any order."""
    r = np.random.default_rng([SEED, number, 1])
    sizes = r.integers(15, 60, size=3)
    target = np.repeat([0, 1, 2], sizes)
    n = len(target)
    phenols = r.gamma(6, 0.4, n) + 0.3 * target
    frame = pd.DataFrame(
        {
            "alcohol": r.normal(13, 0.5, n) - 0.6 * (target == 1),
            "total_phenols": phenols,
            "flavanoids": 0.8 * phenols + r.normal(0, 0.3, n),
            "proline": r.gamma(4, 150, n),
            "color_intensity": r.gamma(4, 1.2, n) + 2 * (target == 2),
            "target": target,
        }
    )
    return frame.sample(frac=1, random_state=SEED + number)


def drawn(name, number=0):
    """Return what a function gives for frame `number`, a Figure; other figures and pyplot's state are guarded."""
    given = make_log(number) if name == "loss_curves" else make_wine(number)
    if name == "correlations":
        given = given[list(given.columns[: 3 + number])]
    kept = given.copy()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before = plt.get_fignums()
        try:
            fig = getattr(figures, name)(given)
        finally:
            for left in set(plt.get_fignums()) - set(before):
                plt.close(left)
    assert isinstance(fig, Figure), f"{name} should return its Figure, not {type(fig).__name__}"
    assert given.equals(kept), f"{name} changed the frame that it was given"
    fig.canvas.draw()
    return fig, given


def plots(fig):
    """Return the axes of a figure, without colour bars."""
    return [ax for ax in fig.axes if ax.get_label() != "<colorbar>"]


def the_only(name, number):
    """Return the single plot of a figure, the figure, and what it shows."""
    fig, given = drawn(name, number)
    axes = plots(fig)
    assert len(axes) == 1, f"{name} has {len(axes)} plots, where one is wanted"
    return axes[0], fig, given


def legend_texts(fig, ax):
    """Return the texts of the legends of a plot and of its figure."""
    legends = [*([ax.get_legend()] if ax.get_legend() else []), *fig.legends]
    return [text.get_text() for legend in legends for text in legend.get_texts()]


def test_every_axis_has_a_label():
    """Every plot has labels on both axes; those that share an axis may share its label."""
    for name in DRAWS[:-1]:
        fig, _ = drawn(name)
        for number, ax in enumerate(plots(fig), 1):
            for axis, shared in (("x", ax.get_shared_x_axes()), ("y", ax.get_shared_y_axes())):
                own = [getattr(one, f"get_{axis}label")() for one in (*shared.get_siblings(ax), ax)]
                whole = getattr(fig, f"get_sup{axis}label")()
                assert any(own) or whole, f"{name}: plot {number} has no label on its {axis} axis"


@contextmanager
def without_current():
    """Let pyplot complain when something is drawn through the current figure or axes."""
    names = ["gca", "gcf", "sca", "gci", "sci"]
    kept = {name: getattr(plt, name) for name in names}

    def complain(*_, **__):
        raise AssertionError(
            "something is drawn through pyplot's current figure or axes: use the methods of ax and fig"
        )

    for name in names:
        setattr(plt, name, complain)
    try:
        yield
    finally:
        for name, function in kept.items():
            setattr(plt, name, function)


def test_nothing_goes_through_pyplot():
    """Only creating figures goes through pyplot: what is drawn goes through the axes, and the settings stay."""
    for name in DRAWS:
        decoy = plt.figure()
        children = len(decoy.get_children())
        try:
            with without_current():
                drawn(name)
            assert len(decoy.get_children()) == children, f"{name} drew on another figure that was open"
            assert matplotlib.rcParams == SETTINGS, f"{name} changed matplotlib's settings for everybody"
        finally:
            plt.close(decoy)
            matplotlib.rcParams.update(SETTINGS)


def test_losses_are_shown_on_two_axes():
    """The loss curves stand in a linear and in a log panel that share x, both lines in each."""
    for number in range(3):
        fig, log = drawn("loss_curves", number)
        axes = plots(fig)
        assert len(axes) == 2, f"there are {len(axes)} panels"
        scales = [ax.get_yscale() for ax in axes]
        assert scales == ["linear", "log"], f"the y axes are {' and '.join(scales)}"
        assert axes[0].get_shared_x_axes().joined(*axes), "the panels do not share x"
        for ax in axes:
            for column in ("train", "valid"):
                assert curve(ax, log["epoch"], log[column]), f"a panel has no line of {column} against the epochs"


def curve(ax, x, y):
    """Return the line of a plot that goes through these points, or None."""
    for line in ax.lines:
        data = line.get_xydata()
        if data.shape == (len(x), 2) and allclose(data, np.stack([x, y], axis=1)):
            return line
    return None


def verticals(ax):
    """Return where a plot has vertical lines."""
    found = [
        float(line.get_xdata()[0])
        for line in ax.lines
        if len(line.get_xdata()) == 2 and len(set(line.get_xdata())) == 1
    ]
    for lines in ax.collections:
        if isinstance(lines, LineCollection):
            found += [float(part[0, 0]) for part in lines.get_segments() if len(part) == 2 and part[0, 0] == part[1, 0]]
    return found


def test_the_lowest_validation_loss_is_marked():
    """A vertical line in both panels stands at the epoch of the lowest validation loss, for three logs."""
    for number in range(3):
        fig, log = drawn("loss_curves", number)
        best = float(log.loc[log["valid"].idxmin(), "epoch"])
        for ax in plots(fig):
            found = verticals(ax)
            assert found, "a panel has no vertical line"
            assert best in found, (
                f"the line stands at epoch {found[0]:g}, and the epochs begin with {log['epoch'].iloc[0]}"
            )
            assert len(set(found)) == 1, f"a panel has {len(set(found))} vertical lines"


def test_lines_are_told_apart_without_colour():
    """Train and validation differ in colour and in line style, with a legend; so do the groups by alcohol."""
    fig, log = drawn("loss_curves", 1)
    for ax in plots(fig):
        lines = [curve(ax, log["epoch"], log[column]) for column in ("train", "valid")]
        assert all(lines), "a panel has no line of train or of valid against the epochs"
        assert len({to_rgba(line.get_color()) for line in lines}) == 2, "train and validation have the same colour"
        styles = {(line.get_linestyle(), str(line.get_marker())) for line in lines}
        assert len(styles) == 2, "train and validation differ in colour only: grey on paper they are alike"
    assert len(legend_texts(fig, plots(fig)[0])) >= 2, "the losses have no legend with both lines"
    ax, fig, _ = the_only("groups_by_alcohol", 1)
    outlines = outlines_of(ax)
    assert len(outlines) == 3, f"{len(outlines)} outlines were found for three groups"
    assert len({one.colour for one in outlines}) == 3, "two groups by alcohol have the same colour"
    assert len({one.style for one in outlines}) == 3, "groups by alcohol differ in colour only: vary the line style"
    assert len(legend_texts(fig, ax)) == 3, "the legend of the groups by alcohol has not three entries"


def test_bins_are_varied():
    """Proline stands in three panels that share x, with 5, 15 and 60 bins of all values."""
    for number in (0, 1):
        fig, wine = drawn("bin_widths", number)
        axes = plots(fig)
        assert len(axes) == 3, f"there are {len(axes)} panels"
        assert all(axes[0].get_shared_x_axes().joined(axes[0], ax) for ax in axes[1:]), "the panels do not share x"
        found = []
        for ax in axes:
            shown = outlines_of(ax)
            assert len(shown) == 1, f"a panel has {len(shown)} histograms"
            edges, heights = shown[0].edges, shown[0].heights
            found.append(len(heights))
            counts = histogram(wine["proline"], bins=edges)[0]
            assert counts.sum() == len(wine), "the bins do not span all values"
            assert allclose(heights / heights.sum(), counts / counts.sum()) or allclose(
                heights * np.diff(edges), counts / counts.sum()
            ), "the bars are not those of proline"
        assert sorted(found) == [5, 15, 60], f"the panels have {', '.join(map(str, found))} bins"


class Outline:
    """A histogram as it was drawn: its edges and heights, its colour and its line style."""

    def __init__(self, edges, heights, artist):
        """Keep what an artist shows."""
        self.edges, self.heights = np.array(edges, float), asarray(heights, float)
        self.edges[[0, -1]] += np.array([-1e-9, 1e-9]) * np.ptp(
            self.edges
        )  # The outermost values lie within, rounding or not
        colour = artist.get_edgecolor()
        self.colour = tuple(np.round(to_rgba(colour if np.ndim(colour) == 1 else colour[0]), 3))
        self.style = str(artist.get_linestyle()), str(artist.get_hatch())


def outlines_of(ax):
    """Return the histograms of a plot, drawn as outlines, as steps or as bars."""
    found = []
    for patch in ax.patches:
        if isinstance(patch, StepPatch):
            data = patch.get_data()
            found.append(Outline(data.edges, data.values, patch))
        elif isinstance(patch, Polygon):
            corners = patch.get_xy()
            across, up = corners[:, 0], corners[:, 1]
            edges = np.unique(across)
            middles = (edges[1:] + edges[:-1]) / 2
            heights = np.zeros(len(middles))
            for i in range(len(corners) - 1):
                if up[i] == up[i + 1] and across[i + 1] != across[i]:
                    low, high = sorted(across[i : i + 2])
                    heights[(middles > low) & (middles < high)] = np.maximum(heights, up[i])[
                        (middles > low) & (middles < high)
                    ]
            found.append(Outline(edges, heights, patch))
    for bars in ax.containers:
        if isinstance(bars, BarContainer) and len(bars.patches):
            edges = [*(bar.get_x() for bar in bars), bars[-1].get_x() + bars[-1].get_width()]
            found.append(Outline(edges, [bar.get_height() for bar in bars], bars[0]))
    return found


def test_groups_share_their_bins():
    """The groups by alcohol have the same bin edges, which span all values, as outlines in one plot."""
    for number in range(3):
        ax, _, wine = the_only("groups_by_alcohol", number)
        shown = outlines_of(ax)
        assert len(shown) == 3, f"{len(shown)} outlines were found for three groups; draw each with `ax.hist`"
        edges = shown[0].edges
        same = all(len(one.edges) == len(edges) and allclose(one.edges, edges) for one in shown)
        assert same, "the groups have edges of their own: compute them once, from all values"
        low, high = wine["alcohol"].min(), wine["alcohol"].max()
        assert edges[0] <= low + 1e-9 and edges[-1] >= high - 1e-9, "the edges leave values out"


def test_each_group_has_area_1():
    """Each group by alcohol has the area 1, whatever its size, and shows its own rows."""
    for number in range(3):
        ax, _, wine = the_only("groups_by_alcohol", number)
        shown = outlines_of(ax)
        assert len(shown) == 3, f"{len(shown)} outlines were found for three groups; draw each with `ax.hist`"
        for one in shown:
            area = float((one.heights * np.diff(one.edges)).sum())
            assert abs(area - 1) < 1e-6, f"a group has the area {area:.3g}: show densities, each group by itself"
        for group, rows in wine.groupby("target"):
            own = [histogram(rows["alcohol"], bins=one.edges, density=True)[0] for one in shown]
            there = any(
                len(one.heights) == len(own[i]) and allclose(one.heights, own[i]) for i, one in enumerate(shown)
            )
            assert there, f"no outline shows the rows of group {group}"


def cloud(ax):
    """Return the points of a plot by artist: their places, colour and marker."""
    found = []
    for one in ax.collections:
        if isinstance(one, PathCollection) and len(one.get_offsets()):
            colours = {tuple(np.round(colour[:3], 3)) for colour in one.get_facecolor()} or {
                tuple(np.round(colour[:3], 3)) for colour in one.get_edgecolor()
            }
            marker = one.get_paths()[0].vertices.round(3).tobytes() if len(one.get_paths()) == 1 else None
            found.append((asarray(one.get_offsets(), float), colours, marker, one.get_label()))
    for line in ax.lines:
        if line.get_linestyle() in ("None", "none", " ", "") and line.get_marker() not in (
            None,
            "None",
            "none",
            " ",
            "",
        ):
            colours = {tuple(np.round(to_rgba(line.get_markerfacecolor())[:3], 3))}
            found.append((line.get_xydata(), colours, str(line.get_marker()), line.get_label()))
    return found


def rounded(points):
    """Return points as a sorted list that can be compared."""
    return sorted(map(tuple, asarray(points, float).round(9).tolist()))


def test_colours_and_markers_differ():
    """In the scatter plot each group has its rows, a colour and a marker of its own, and a legend entry."""
    for number in range(3):
        ax, fig, wine = the_only("scatter", number)
        artists = cloud(ax)
        whole = rounded([point for points, *_ in artists for point in points])
        assert whole == rounded(wine[["total_phenols", "flavanoids"]]), (
            "the points are not total_phenols across, flavanoids up"
        )
        colours, markers = [], []
        for group, rows in wine.groupby("target"):
            own = [a for a in artists if rounded(a[0]) == rounded(rows[["total_phenols", "flavanoids"]])]
            assert own, f"group {group} is not drawn by a call of its own: one marker is all that a call has"
            colours.append(tuple(sorted(own[0][1])))
            markers.append(own[0][2])
        assert len(set(markers)) == 3, "two groups have the same marker: in grey they are alike"
        assert len(set(colours)) == 3, "two groups have the same colour"
        assert len(legend_texts(fig, ax)) == 3, f"the legend has {len(legend_texts(fig, ax))} entries for three groups"


def medians_of(ax, wine):
    """Return where each group's box stands, by its median line."""
    places = {}
    for group, rows in wine.groupby("target"):
        middle = rows["color_intensity"].median()
        for line in ax.lines:
            x, y = asarray(line.get_xdata(), float), asarray(line.get_ydata(), float)
            if len(y) == 2 and allclose(y, middle) and x[0] != x[1]:
                places[group] = float(x.mean())
    return places


def test_boxes_stand_on_their_groups():
    """The box plot has a box for each group, with the line of its median, at places of their own."""
    for number in range(3):
        ax, _, wine = the_only("boxes", number)
        places = medians_of(ax, wine)
        assert len(places) == 3, f"{len(places)} of three groups have a line at their median"
        assert len(set(places.values())) == 3, "two boxes stand at the same place"


def test_points_are_spread_over_their_box():
    """Each row is one point, near the box of its group, and they do not stand on one line."""
    for number in range(3):
        ax, _, wine = the_only("boxes", number)
        points = asarray([point for places, *_ in cloud(ax) for point in places])
        assert len(points) == len(wine), f"there are {len(points)} points for {len(wine)} rows"
        assert allclose(np.sort(points[:, 1]), np.sort(wine["color_intensity"])), (
            "the points are not at the rows' values"
        )
        places = medians_of(ax, wine)
        for group, rows in wine.groupby("target"):
            assert group in places, f"group {group} has no line at its median"
            near = points[abs(points[:, 0] - places[group]) <= 0.45]
            right = len(near) == len(rows) and allclose(np.sort(near[:, 1]), np.sort(rows["color_intensity"]))
            assert right, (
                f"the points at the box of group {group} are not its rows, or lie farther than 0.45 from its middle"
            )
            assert len(set(near[:, 0].round(6))) > len(rows) / 2, "the points stand on one line: shift them sideways"
        fliers = [line for line in ax.lines if line.get_marker() not in (None, "None", "none", " ", "")]
        outliers = [line for line in fliers if len(line.get_xdata()) and len(set(line.get_xdata())) == 1]
        assert not outliers, "the boxes draw outliers that the points show already"


def test_chance_is_repeated():
    """Two calls of `boxes` shift the points alike."""
    first, second = (cloud(the_only("boxes", 1)[0]) for _ in range(2))
    alike = len(first) == len(second) and all(allclose(a[0], b[0]) for a, b in zip(first, second))
    assert alike, "the second figure differs: make a generator with a fixed seed inside the function"


def shaded(fig):
    """Return the image of a heatmap and its plot."""
    found = [(one, ax) for ax in plots(fig) for one in (*ax.images, *ax.collections) if one.get_array() is not None]
    assert len(found) == 1, f"there are {len(found)} images where one is wanted: `ax.imshow` draws it"
    return found[0]


def test_the_heatmap_shows_the_correlations():
    """The heatmap has the correlation of each pair of columns, named at both axes."""
    for number in range(3):
        fig, frame = drawn("correlations", number)
        image, ax = shaded(fig)
        names = list(frame.columns)
        assert image.get_array().size == len(names) ** 2, (
            f"the image has {image.get_array().size} cells for {len(names)} columns"
        )
        assert allclose(asarray(image.get_array(), float).ravel(), frame.corr().to_numpy().ravel()), (
            "a cell is no correlation"
        )
        for axis, labels in (("x", ax.get_xticklabels()), ("y", ax.get_yticklabels())):
            found = [label.get_text() for label in labels]
            assert found == names, f"the ticks of the {axis} axis do not name the columns in their order"


def test_zero_is_the_neutral_colour():
    """The heatmap runs from -1 to 1 on a diverging map whose middle is neutral, with a colour bar."""
    for number in range(2):
        fig, _ = drawn("correlations", number)
        image, _ = shaded(fig)
        low, high = image.get_clim()
        assert (low, high) == (-1, 1), f"the colours run from {low:.2f} to {high:.2f}"
        ends, middle = asarray(image.cmap([0.0, 1.0]))[:, :3], asarray(image.cmap([0.5]))[0, :3]
        light, centre = ends @ [0.3, 0.59, 0.11], middle @ [0.3, 0.59, 0.11]
        extreme = centre > light.max() + 0.1 or centre < light.min() - 0.1
        assert extreme and abs(ends[0] - ends[1]).max() > 0.3, (
            "the colour map is not diverging: 0 has no colour that stands out"
        )
        bar = image.colorbar is not None or any(ax.get_label() == "<colorbar>" for ax in fig.axes)
        assert bar, "there is no colour bar to read the colours by"
