# dies by: test_losses_are_shown_on_two_axes
"""Six figures, each by a function that returns its Figure."""

import matplotlib.pyplot as plt
import numpy as np

STYLES = ["-", "--", ":", "-."]
MARKERS = ["o", "^", "s", "D", "v"]


def loss_curves(log):
    """Return the losses by epoch, on a linear and on a log axis."""
    fig, ax = plt.subplots(layout="constrained")
    axs = [ax, ax.twinx()]
    axs[0].set_yscale("log")
    best = log["epoch"].iloc[int(np.argmin(log["valid"]))]
    for ax in axs:
        ax.plot(log["epoch"], log["train"], "-", label="train")
        ax.plot(log["epoch"], log["valid"], "--", label="validation")
        ax.axvline(best, color="grey", linestyle=":", label="lowest validation loss")
        ax.set_ylabel("Loss (mean per example)")
        ax.legend()
    axs[1].set_yscale("log")
    axs[1].set_xlabel("Epoch")
    return fig


def bin_widths(wine):
    """Return proline in 5, 15 and 60 bins."""
    fig, axs = plt.subplots(3, 1, sharex=True, layout="constrained")
    for ax, bins in zip(axs, (5, 15, 60)):
        ax.hist(wine["proline"], bins=bins)
        ax.set_ylabel("Wines")
    axs[-1].set_xlabel("Proline (mg/l)")
    return fig


def groups_by_alcohol(wine):
    """Return alcohol by group, as outlines on one set of edges."""
    fig, ax = plt.subplots(layout="constrained")
    edges = np.histogram_bin_edges(wine["alcohol"], bins=15)
    for number, (group, rows) in enumerate(wine.groupby("target")):
        style = STYLES[number % len(STYLES)]
        ax.hist(rows["alcohol"], bins=edges, density=True, histtype="step", linestyle=style, label=f"cultivar {group}")
    ax.set(xlabel="Alcohol (% by volume)", ylabel="Density")
    ax.legend()
    return fig


def scatter(wine):
    """Return flavanoids against phenols, by group."""
    fig, ax = plt.subplots(layout="constrained")
    for number, (group, rows) in enumerate(wine.groupby("target")):
        marker = MARKERS[number % len(MARKERS)]
        ax.scatter(rows["total_phenols"], rows["flavanoids"], marker=marker, label=f"cultivar {group}")
    ax.set(xlabel="Total phenols", ylabel="Flavanoids")
    ax.legend()
    return fig


def boxes(wine):
    """Return colour intensity by group, as boxes and points."""
    fig, ax = plt.subplots(layout="constrained")
    rng = np.random.default_rng(0)
    groups = [(group, rows["color_intensity"].to_numpy()) for group, rows in wine.groupby("target")]
    ax.boxplot([values for _, values in groups], tick_labels=[str(group) for group, _ in groups], showfliers=False)
    for place, (_, values) in enumerate(groups, start=1):
        ax.scatter(place + rng.uniform(-0.2, 0.2, len(values)), values, s=8, alpha=0.5)
    ax.set(xlabel="Cultivar", ylabel="Colour intensity")
    return fig


def correlations(frame):
    """Return the correlation matrix as an image."""
    fig, ax = plt.subplots(layout="constrained")
    names = list(frame.columns)
    image = ax.imshow(frame.corr(), vmin=-1, vmax=1, cmap="RdBu")
    ax.set_xticks(range(len(names)), names, rotation=90)
    ax.set_yticks(range(len(names)), names)
    fig.colorbar(image, ax=ax, label="correlation")
    return fig
