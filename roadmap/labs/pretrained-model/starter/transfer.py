"""Transfer learning step by step: freeze a backbone, give it a head, unfreeze it; and a table of what it brought.

A backbone is a Keras model from images to features, shape (n, f). Import Keras inside the functions that use it: the others
need none.

What is handed in: backbone.keras, saved with `base.save("backbone.keras")`, a backbone for images of shape (12, 12, 1) with
pixels from 0 to 1, trained on the old task, the digits 0 to 4, alone; and table.json: an object with four lists of three
accuracies, for the new tasks of the seeds 0, 1 and 2: "pixels" and "frozen" are what `score` gives for the pixels and for
the features of the backbone, "fine_tuned" and "scratch" those of networks on the rows of `rest`. The last two, and which
digits the backbone has seen, are taken on trust.
"""

import numpy as np


def place(images, rng, size=12):
    """Return images of 8 × 8 pixels from 0 to 16 at random places of larger ones: shape (n, size, size, 1), pixels 0 to 1."""
    canvas = np.zeros((len(images), size, size), dtype="float32")
    corners = rng.integers(0, size - 7, size=(len(images), 2))
    for c, image, (i, j) in zip(canvas, images, corners):
        c[i : i + 8, j : j + 8] = image / 16
    return canvas[..., None]


def new_task(seed):
    """Return X, y, few, rest: the digits 5 to 9 as classes 0 to 4, 20 rows of each to learn from, and all other rows."""
    from sklearn.datasets import load_digits

    digits, rng = load_digits(), np.random.default_rng(seed)
    rows = rng.permutation(np.flatnonzero(digits.target >= 5))
    X, y = place(digits.images[rows], rng), digits.target[rows] - 5
    few = np.concatenate([np.flatnonzero(y == c)[:20] for c in range(5)])
    return X, y, few, np.setdiff1d(np.arange(len(y)), few)


def score(F, y, few, rest):
    """Return the accuracy on `rest` of logistic regression that learned from `few`, on rows of features or pixels F."""
    from sklearn.linear_model import LogisticRegression

    F = np.asarray(F).reshape(len(y), -1)
    return float(LogisticRegression(max_iter=2000).fit(F[few], y[few]).score(F[rest], y[rest]))


def preprocess(family, images):
    """Return RGB images, shape (n, height, width, 3), pixels 0 to 255, as a family of pretrained networks wants them.

    Families: "vgg16" and "resnet50" (BGR, minus the means 103.939, 116.779 and 123.68 of B, G and R), "mobilenet_v2"
    (from -1 to 1), "efficientnet" (as they are). By hand, or with the `preprocess_input` of `keras.applications`. Raises
    ValueError for another family. `images` stays as it is, whatever its type.
    """
    raise NotImplementedError


def with_head(base, classes, rate):
    """Return a new, compiled Keras model: images through the backbone, frozen, to the logits of so many classes.

    The head is one dense layer on the features. Compiled with Adam at this rate and a cross-entropy that takes integer
    labels. While it trains, no array of the backbone moves, not even the running averages of batch normalisation.
    """
    raise NotImplementedError


def unfreeze(model, base, rate):
    """Set a model from `with_head` free for fine-tuning: its backbone trains, too, from now on with Adam at this rate.

    Layers of batch normalisation stay frozen, with their running averages. The loss stays the same. Returns nothing.
    """
    raise NotImplementedError


def features(base, X):
    """Return the features of images, an array of shape (n, f), as the backbone gives them in use. It stays as it is."""
    raise NotImplementedError
