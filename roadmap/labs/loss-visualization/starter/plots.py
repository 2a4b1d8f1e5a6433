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


def main(folder, seed=0):
    """Save five figures of `make_data(seed)` in a folder, as PNG files of at least 300 × 300 pixels.

    L is the largest eigenvalue of the Hessian, J_min the loss of the least-squares answer. All paths begin at (0, 0).

    curves.png: the loss against the step 0 … 200, for η = 0.01/L, 0.1/L, 1/L and 1.9/L, in one plot.
    gap.png: the same as J - J_min on a logarithmic y axis, only the values above 1e-12.
    map.png: contour lines of the loss, first weight across and second up, both axes to the same scale
        (`ax.set_aspect("equal")`), with the paths of 20 steps or more for 0.1/L and 1.9/L as lines, and a point of its
        own at the start and at the minimum.
    minibatch.png: the map with a mini-batch path (8 random rows a step, η = 0.3/L, 50 steps) and a full-batch path with
        the same η and number of steps, each with a marker at every step, in one plot or side by side.
    optimizer.png: the map with the path of momentum or Adam as a line, long enough to bring J - J_min below a tenth of
        what it was at the start.

    Every plot has a label on both axes (panels that share an axis may share it) and a legend where it has more than one
    labelled line; curves, gap and map have one. Chance comes from the seed alone: two runs save the same pictures. No
    figure is left open.
    """
    raise NotImplementedError


if __name__ == "__main__":
    main(".")
