"""A convolutional network for coloured shapes: its sizes on paper, its parts, and a trained one to hand in.

A stack of layers is a list of tuples (kind, kernel, stride, padding, channels): kind is "conv" or "pool", kernel and stride
are numbers, the same for both axes, padding is "valid" or "same", and channels those that come out of a "conv" (None for a
"pool", which keeps them). Import Keras inside `build`: the others need none.

What is handed in is shapes.keras, saved with `model.save("shapes.keras")`: a network that takes images as `make_shapes`
gives them, as they are, shape (n, 24, 24, 3), to four numbers each, logits or probabilities. Train it in your own time.
Which changes helped on the way is in your record, and taken on trust.
"""

import numpy as np


def make_shapes(n, rng, size=24):
    """Return n images with a disc (0), square (1), triangle (2) or cross (3), anywhere, with noise; and these classes."""
    rows, cols = np.mgrid[:size, :size]
    X = rng.uniform(0, 0.5, size=(n, size, size, 3))
    y = rng.integers(0, 4, size=n)
    for image, kind in zip(X, y):
        r = rng.integers(4, 8)
        dy, dx = rows - rng.integers(r, size - r), cols - rng.integers(r, size - r)
        box = (abs(dy) <= r) & (abs(dx) <= r)
        shapes = [
            dy**2 + dx**2 <= r**2,
            box,
            box & (2 * abs(dx) <= dy + r),
            box & ((abs(dy) < 2) | (abs(dx) < 2)),
        ]
        inside = shapes[kind]
        image[inside] = rng.uniform(0.2, 1, size=3) + rng.normal(0, 0.1, size=(inside.sum(), 3))
    return X.clip(0, 1).astype("float32"), y


def output_sizes(size, layers):
    """Return the height of the maps behind each layer of a stack, for images of height `size`: a list of ints.

    "valid" takes only whole windows; "same" gives ⌈height / stride⌉. Raises ValueError where not even one window fits.
    """
    raise NotImplementedError


def parameters(channels, layers):
    """Return how many weights and biases each layer of a stack has, for images with `channels` channels: a list of ints."""
    raise NotImplementedError


def flips_that_keep(images, labels):
    """Return which of "horizontal" and "vertical" keep every label: a list of one, both or none, in this order.

    "horizontal" exchanges left and right, "vertical" above and below. A flip keeps the labels unless some image becomes,
    number for number, an image with another label. `images` has shape (n, height, width).
    """
    raise NotImplementedError


def build(shape, classes):
    """Return a new, compiled Keras model with convolutions: images of `shape` (height, width, channels) to `classes` numbers.

    The numbers are logits or probabilities, and the loss, a cross-entropy that takes integer labels, is the one that fits
    them. Dropout and random flips or shifts are welcome in training; in use the same images always give the same numbers.
    Heights from 16 on have room enough.
    """
    raise NotImplementedError
