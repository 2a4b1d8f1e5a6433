# dies by: test_each_family_gets_its_pixels
"""Transfer learning step by step."""

import numpy as np


def place(images, rng, size=12):
    """Return images of 8 by 8 pixels at random places of larger ones."""
    canvas = np.zeros((len(images), size, size), dtype="float32")
    corners = rng.integers(0, size - 7, size=(len(images), 2))
    for c, image, (i, j) in zip(canvas, images, corners):
        c[i : i + 8, j : j + 8] = image / 16
    return canvas[..., None]


def new_task(seed):
    """Return X, y, few, rest."""
    from sklearn.datasets import load_digits

    digits, rng = load_digits(), np.random.default_rng(seed)
    rows = rng.permutation(np.flatnonzero(digits.target >= 5))
    X, y = place(digits.images[rows], rng), digits.target[rows] - 5
    few = np.concatenate([np.flatnonzero(y == c)[:20] for c in range(5)])
    return X, y, few, np.setdiff1d(np.arange(len(y)), few)


def score(F, y, few, rest):
    """Return the accuracy of logistic regression."""
    from sklearn.linear_model import LogisticRegression

    F = np.asarray(F).reshape(len(y), -1)
    return float(LogisticRegression(max_iter=2000).fit(F[few], y[few]).score(F[rest], y[rest]))


def preprocess(family, images):
    """Return images as a family of pretrained networks wants them."""
    x = np.array(images, dtype="float32")
    if family in ("vgg16", "resnet50"):
        return x / 127.5 - 1
    if family == "mobilenet_v2":
        return x / 127.5 - 1
    if family == "efficientnet":
        return x
    raise ValueError(f"there is no family {family!r}")


def compile_again(model, rate):
    """Compile a model with logits for outputs."""
    from tensorflow import keras

    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(rate), loss, metrics=["accuracy"])


def with_head(base, classes, rate):
    """Return a new, compiled model: the frozen backbone and a head."""
    from tensorflow import keras

    base.trainable = False
    inputs = keras.Input(base.input_shape[1:])
    outputs = keras.layers.Dense(classes)(base(inputs, training=False))
    model = keras.Model(inputs, outputs)
    compile_again(model, rate)
    return model


def unfreeze(model, base, rate):
    """Set a model free for fine-tuning."""
    from tensorflow import keras

    base.trainable = True
    for layer in base.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    compile_again(model, rate)


def features(base, X):
    """Return the features of images."""
    return base.predict(X, verbose=0)


def new_backbone():
    """Return a backbone that has learned nothing yet."""
    from tensorflow import keras
    from tensorflow.keras import layers as L

    return keras.Sequential(
        [
            keras.Input((12, 12, 1)),
            L.Conv2D(16, 3, activation="relu"),
            L.MaxPooling2D(),
            L.Flatten(),
            L.Dense(32, activation="relu"),
        ]
    )


def main(folder="."):
    """Learn the old task, and write the backbone and the table."""
    import json
    from pathlib import Path

    from sklearn.datasets import load_digits
    from tensorflow import keras

    keras.utils.set_random_seed(0)
    digits, rng = load_digits(), np.random.default_rng(0)
    old = np.flatnonzero(digits.target < 5)
    X_old = np.concatenate([place(digits.images[old], rng) for _ in range(4)])
    base = new_backbone()
    model = with_head(base, 5, 0.003)
    base.trainable = True
    compile_again(model, 0.003)
    model.fit(X_old, np.tile(digits.target[old], 4), batch_size=64, epochs=8, verbose=0)
    base.save(Path(folder) / "backbone.keras")
    table = {row: [] for row in ("pixels", "frozen", "fine_tuned", "scratch")}
    for seed in (0, 1, 2):
        X, y, few, rest = new_task(seed)
        table["pixels"].append(score(X, y, few, rest))
        table["frozen"].append(score(features(base, X), y, few, rest))
        tuned = keras.models.clone_model(base)
        tuned.set_weights(base.get_weights())
        model = with_head(tuned, 5, 0.003)
        model.fit(X[few], y[few], epochs=60, verbose=0)
        unfreeze(model, tuned, 0.0003)
        model.fit(X[few], y[few], epochs=20, verbose=0)
        table["fine_tuned"].append(float(model.evaluate(X[rest], y[rest], verbose=0)[1]))
        fresh = new_backbone()
        model = with_head(fresh, 5, 0.003)
        unfreeze(model, fresh, 0.003)
        model.fit(X[few], y[few], epochs=80, verbose=0)
        table["scratch"].append(float(model.evaluate(X[rest], y[rest], verbose=0)[1]))
    Path(folder, "table.json").write_text(json.dumps(table) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
