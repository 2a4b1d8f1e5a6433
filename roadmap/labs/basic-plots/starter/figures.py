"""Six figures, each by a function that returns its Figure: saving and closing is for whoever calls.

pyplot serves to create figures (`plt.subplots`, `plt.figure`) and for nothing else: everything is drawn through the Axes
and the Figure, never through the current ones (`plt.plot`, `plt.title`, `plt.gca` …). Every plot has labels on both axes
(panels that share an axis may share the label; `fig.supxlabel` will do, too), the heatmap names its variables at the
ticks instead. Series are told apart by a legend, and never by colour alone.

`wine` is a frame with the columns proline, alcohol, flavanoids, total_phenols and color_intensity, and the whole-number
column target for the group (cultivar) of each row. Nothing here changes the frame that it is given.
"""

import matplotlib.pyplot as plt
import numpy as np


def loss_curves(log):
    """Return a figure with the losses by epoch in two panels that share x: the first with a linear y axis, the second log.

    `log` has the columns epoch, train and valid. Each panel has a line for train and one for valid, of different colour
    and line style, with a legend, and a vertical line (`ax.axvline`) at the epoch of the lowest validation loss.
    """
    raise NotImplementedError


def bin_widths(wine):
    """Return a figure with the histogram of proline in three panels that share x: with 5, 15 and 60 bins."""
    raise NotImplementedError


def groups_by_alcohol(wine):
    """Return a figure with a histogram of alcohol for each group in one plot, as outlines (`histtype="step"`).

    All groups have the same bin edges, which span all values, and densities: the area of each group is 1. Groups differ
    in colour and in line style, with a legend.
    """
    raise NotImplementedError


def scatter(wine):
    """Return a figure with total_phenols across and flavanoids up, one point a row (`ax.scatter`), in one plot.

    Each group has a colour and a marker of its own, and an entry in the legend.
    """
    raise NotImplementedError


def boxes(wine):
    """Return a figure with an upright box plot of color_intensity for each group (`ax.boxplot`), and all points on top.

    Each row is one point (`ax.scatter`, or `ax.plot` without a line) at its value, within 0.45 of the middle of its
    group's box and shifted sideways at random, so that they do not stand on one line. The boxes draw no outliers of
    their own (`showfliers=False`): they would be there twice. Two calls give the same figure.
    """
    raise NotImplementedError


def correlations(frame):
    """Return a figure with the correlation matrix of all columns of a frame, as an image (`ax.imshow`).

    Its colour map is diverging, its limits are -1 and 1, whatever the numbers, and it has a colour bar. The ticks of
    both axes are labelled with the names of the columns.
    """
    raise NotImplementedError
