# dies by: test_the_map_shows_both_paths
"""Five figures of what an optimizer does."""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from paths import fit_path, gradient, loss, loss_grid

ORIGIN = np.zeros(2)


def make_data(seed):
    """Return the line data without its intercept: A of shape (200, 2) and y."""
    rng = np.random.default_rng(seed)
    A = rng.normal(size=(200, 2)) * [1.0, 3.0]
    y = A @ np.array([2.0, -1.0]) + 0.5 * rng.normal(size=200)
    return A, y


def main(folder, seed=0):
    """Save five figures of `make_data(seed)` in a folder."""
    A, y = make_data(seed)
    L = np.linalg.eigvalsh(2 / len(y) * A.T @ A)[-1]
    best = np.linalg.lstsq(A, y)[0]
    least = loss(best, A, y)
    runs = {share: fit_path(A, y, ORIGIN, share / L, 200) for share in (0.01, 0.1, 1, 1.9)}

    fig, ax = plt.subplots(figsize=(6, 4))
    for share, (losses, _) in runs.items():
        ax.plot(losses, label=f"η = {share}/L")
    ax.set(xlabel="step", ylabel="loss")
    ax.legend()
    save(fig, folder, "curves.png")

    fig, ax = plt.subplots(figsize=(6, 4))
    for share, (losses, _) in runs.items():
        gap = np.array(losses) - least
        steps = np.flatnonzero(gap > 1e-12)
        ax.plot(steps, gap[steps], label=f"η = {share}/L")
    ax.set(xlabel="step", ylabel="loss above the least", yscale="log")
    ax.legend()
    save(fig, folder, "gap.png")

    fig, ax = landscape(A, y, best)
    for share in (0.1, 1.9):
        ax.plot(*runs[share][1].T, "o-", markersize=3, label=f"η = {share}/L")
    ax.plot(*ORIGIN, "ks", label="start")
    ax.set_aspect("equal")
    ax.legend()
    save(fig, folder, "map.png")

    fig, ax = landscape(A, y, best)
    ax.plot(*minibatch_path(A, y, 0.3 / L, seed).T, "o-", label="8 rows a step")
    ax.plot(*fit_path(A, y, ORIGIN, 0.3 / L, 50)[1].T, "s-", label="all rows")
    ax.legend()
    save(fig, folder, "minibatch.png")

    fig, ax = landscape(A, y, best)
    ax.plot(*momentum_path(A, y, 0.1 / L).T, "o-", markersize=3, label="momentum")
    save(fig, folder, "optimizer.png")


def landscape(A, y, best):
    """Return a figure with a map of the loss around the origin and the minimum."""
    u, v = (np.linspace(min(0, b) - 2, max(0, b) + 2, 61) for b in best)
    fig, ax = plt.subplots(figsize=(6, 5))
    ax.contour(u, v, loss_grid(A, y, u, v), levels=20)
    ax.set(xlabel="first weight", ylabel="second weight")
    return fig, ax


def minibatch_path(A, y, eta, seed):
    """Return the weights on the way of 50 mini-batch steps."""
    rng = np.random.default_rng(seed)
    path = [ORIGIN]
    for _ in range(50):
        rows = rng.choice(len(y), size=8, replace=False)
        path.append(path[-1] - eta * gradient(path[-1], A[rows], y[rows]))
    return np.array(path)


def momentum_path(A, y, eta):
    """Return the weights on the way of 100 steps with momentum."""
    velocity = ORIGIN
    path = [ORIGIN]
    for _ in range(100):
        velocity = 0.9 * velocity + gradient(path[-1], A, y)
        path.append(path[-1] - eta * velocity)
    return np.array(path)


def save(fig, folder, name):
    """Save a figure and close it."""
    fig.savefig(Path(folder) / name, dpi=100)
    plt.close(fig)


if __name__ == "__main__":
    main(".")
