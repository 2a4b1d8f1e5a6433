# dies by: test_parameters_are_counted
"""A convolutional network for coloured shapes."""

import numpy as np


def make_shapes(n, rng, size=24):
    """Return n images with a disc, square, triangle or cross, anywhere, with noise; and these classes."""
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
    """Return the height of the maps behind each layer."""
    sizes = []
    for _, kernel, stride, padding, _ in layers:
        if padding == "valid" and kernel > size:
            raise ValueError(f"a window of {kernel} does not fit into {size} pixels")
        size = -(-size // stride) if padding == "same" else (size - kernel) // stride + 1
        sizes.append(size)
    return sizes


def parameters(channels, layers):
    """Return how many weights and biases each layer has."""
    counts = []
    for kind, kernel, _, _, out in layers:
        if kind == "pool":
            counts.append(0)
            continue
        counts.append(kernel * kernel * channels * out)
        channels = out
    return counts


def flips_that_keep(images, labels):
    """Return which flips keep every label."""
    flips = {"horizontal": images[:, :, ::-1], "vertical": images[:, ::-1]}
    others = labels[:, None] != labels[None, :]
    kept = []
    for name, flipped in flips.items():
        same = (flipped[:, None] == images[None]).all(axis=(2, 3))
        if not (same & others).any():
            kept.append(name)
    return kept


def build(shape, classes):
    """Return a new, compiled model with convolutions."""
    from tensorflow import keras
    from tensorflow.keras import layers as L

    inputs = keras.Input(shape)
    x = L.RandomFlip("horizontal")(inputs)
    x = L.Conv2D(16, 3, activation="relu")(x)
    x = L.MaxPooling2D()(x)
    x = L.Conv2D(32, 3, activation="relu")(x)
    x = L.MaxPooling2D()(x)
    x = L.Flatten()(x)
    x = L.Dropout(0.25)(x)
    model = keras.Model(inputs, L.Dense(classes)(x))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.003), loss, metrics=["accuracy"])
    return model


def main(path="shapes.keras"):
    """Train on shapes, and save the network."""
    from tensorflow import keras

    keras.utils.set_random_seed(0)
    X, y = make_shapes(3000, np.random.default_rng(0))
    model = build((24, 24, 3), 4)
    model.fit(X, y, epochs=12, verbose=0)
    model.save(path, include_optimizer=False)


if __name__ == "__main__":
    main()
