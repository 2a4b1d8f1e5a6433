"""Five figures of what an optimizer does. Run it with `python plots.py`."""

import matplotlib.pyplot as plt
import numpy as np

from paths import fit_path, loss_grid


def make_data(seed):
    """Return the line data without its intercept: A of shape (200, 2) and y. Two weights fit on a flat map."""
    rng = np.random.default_rng(seed)
    A = rng.normal(size=(200, 2)) * [1.0, 3.0]  # the second feature is wider
    y = A @ np.array([2.0, -1.0]) + 0.5 * rng.normal(size=200)
    return A, y


def main(folder, seed=0):  # noqa: PLR0915
    """Save five figures of `make_data(seed)` in a folder."""
    import pathlib

    folder = pathlib.Path(folder)
    A, y = make_data(seed)
    eig = np.linalg.eigvalsh(2 / len(y) * A.T @ A)
    L = eig.max()
    best = np.linalg.lstsq(A, y, rcond=None)[0]
    jmin = np.mean((A @ best - y) ** 2)
    start = np.zeros(2)
    rates = [0.01, 0.1, 1, 1.9]
    with plt.rc_context({"figure.dpi": 120}):
        f1, a1 = plt.subplots()
        f2, a2 = plt.subplots()
        for r in rates:
            losses, _ = fit_path(A, y, start, r / L, 200)
            a1.plot(losses, label=f"{r}/L")
            gap = np.array(losses) - jmin
            gap[gap <= 1e-12] = np.nan
            a2.semilogy(range(201), gap, label=f"{r}/L")
        for a, t in ((a1, "J"), (a2, "gap")):
            a.set(xlabel="step", ylabel=t)
            a.legend(title="rate")
        f1.savefig(folder / "curves.png")
        f2.savefig(folder / "gap.png")

        def ground():
            fig, ax = plt.subplots(figsize=(7, 7))
            u = np.linspace(-3, 5, 90)
            v = np.linspace(-4, 3, 70)
            ax.contourf(u, v, loss_grid(A, y, u, v), levels=30, cmap="Greys")
            ax.set(xlabel="$w_1$", ylabel="$w_2$", aspect=1)
            return fig, ax

        fig, ax = ground()
        for r in (0.1, 1.9):
            _, p = fit_path(A, y, start, r / L, 60)
            ax.plot(*p.T, "-", label=f"{r}/L")
        ax.scatter(*start, c="k", label="start")
        ax.scatter(*best, marker="*", label="minimum")
        ax.legend()
        fig.savefig(folder / "map.png")

        fig, ax = ground()
        rng = np.random.default_rng(seed)
        w = [start]
        for _ in range(50):
            rows = rng.choice(len(y), 8, replace=False)
            w.append(w[-1] - 0.3 / L * 2 / 8 * A[rows].T @ (A[rows] @ w[-1] - y[rows]))
        ax.plot(*np.array(w).T, "o-", label="mini", ms=3)
        _, p = fit_path(A, y, start, 0.3 / L, 50)
        ax.plot(*p.T, "s-", label="full", ms=3)
        ax.legend()
        fig.savefig(folder / "minibatch.png")

        fig, ax = ground()
        m = s2 = np.zeros(2)
        w = start
        path = [w]
        for t in range(1, 201):
            g = 2 / len(y) * A.T @ (A @ w - y)
            m = 0.9 * m + 0.1 * g
            s2 = 0.999 * s2 + 0.001 * g * g
            w = w - 0.1 * (m / (1 - 0.9**t)) / (np.sqrt(s2 / (1 - 0.999**t)) + 1e-8)
            path.append(w)
        ax.plot(*zip(*path), label="Adam")
        fig.savefig(str(folder) + "/optimizer.png")
    plt.close("all")


if __name__ == "__main__":
    main(".")
