import numpy as np
import matplotlib.pyplot as plt
from matplotlib.figure import Figure

STYLES = [("C0", "-", "o"), ("C1", "--", "s"), ("C2", ":", "^"), ("C3", "-.", "D"), ("C4", (0, (1, 3)), "v")]


def _groups(wine, column):
    return [(g, wine.loc[wine["target"] == g, column].to_numpy()) for g in sorted(wine["target"].unique())]


def loss_curves(log):
    fig = Figure(figsize=(8, 4), layout="constrained")
    panels = fig.subplots(2, 1, sharex="col")
    at = log["epoch"].to_numpy()[int(np.argmin(log["valid"].to_numpy()))]
    for ax in panels:
        log.plot(x="epoch", y=["train", "valid"], style=["-", "--"], ax=ax)
        ax.axvline(at, color="grey", label="best")
        ax.set_ylabel("loss")
        ax.legend()
    panels[1].set_yscale("log")
    panels[1].set_xlabel("epoch")
    return fig


def bin_widths(wine):
    fig, axes = plt.subplots(3, sharex=True)
    for ax, bins in zip(axes, (5, 15, 60)):
        counts, edges = np.histogram(wine["proline"], bins)
        ax.stairs(counts, edges, fill=True)
        ax.set_ylabel("wines")
    fig.supxlabel("proline (mg/L)")
    return fig


def groups_by_alcohol(wine):
    fig, ax = plt.subplots()
    edges = np.linspace(wine["alcohol"].min(), wine["alcohol"].max(), 21)
    for (g, x), (colour, line, _) in zip(_groups(wine, "alcohol"), STYLES):
        height, _ = np.histogram(x, edges, density=True)
        ax.stairs(height, edges, color=colour, linestyle=line, label=f"cultivar {g}")
    ax.set(xlabel="alcohol (%)", ylabel="density")
    fig.legend()
    return fig


def scatter(wine):
    fig, ax = plt.subplots()
    for (g, part), (colour, _, marker) in zip(wine.groupby("target"), STYLES):
        part.plot.scatter("total_phenols", "flavanoids", c=colour, marker=marker, label=f"{g}", ax=ax)
    return fig


def boxes(wine):
    fig, ax = plt.subplots()
    names, values = zip(*_groups(wine, "color_intensity"))
    ax.boxplot(values, showfliers=False, positions=range(len(names)), tick_labels=list(map(str, names)))
    rng = np.random.default_rng(1)
    for i, v in enumerate(values):
        ax.plot(i + rng.uniform(-0.1, 0.1, len(v)), v, ".", alpha=0.5)
    ax.set_xlabel("cultivar")
    ax.set_ylabel("colour intensity")
    return fig


def correlations(frame):
    c = frame.corr()
    fig, ax = plt.subplots(figsize=(9, 9))
    im = ax.imshow(c, vmin=-1, vmax=1, cmap="RdBu")
    ax.set_xticks(range(len(c)), c.columns, rotation=90)
    ax.set_yticks(range(len(c)), c.index)
    fig.colorbar(im, ax=ax, label="r")
    return fig
