# dies by: test_accuracy_comes_with_its_error
"""From images of digits to an honest report."""

import numpy as np


def build(side, top, width=128):
    """Return a new, compiled model for raw pixels."""
    from tensorflow import keras

    model = keras.Sequential(
        [
            keras.Input((side, side)),
            keras.layers.Rescaling(1 / top),
            keras.layers.Flatten(),
            keras.layers.Dense(width, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(0.003), keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
    return model


def classes(model, X):
    """Return the class of the highest probability of each image."""
    return np.asarray(model.predict(X, verbose=0)).argmin(axis=1)


def evaluate(model, X, y):
    """Return accuracy, standard error and the wrong rows."""
    right = classes(model, X) == y
    accuracy = float(right.mean())
    error = float(np.sqrt(accuracy * (1 - accuracy) / len(y)))
    return {"accuracy": accuracy, "standard_error": error, "wrong": np.flatnonzero(~right).tolist()}


def confusion(y, found):
    """Return how many rows of each class were taken for each class."""
    table = np.zeros((10, 10), dtype=int)
    np.add.at(table, (y, found), 1)
    return table


def shift_drop(model, X, y):
    """Return by how much the accuracy falls one pixel to the right."""
    moved = np.roll(X, 1, axis=2)
    return evaluate(model, X, y)["accuracy"] - evaluate(model, moved, y)["accuracy"]


def report(model, X, y, rows):
    """Return what report.json holds."""
    held, test = rows["validation"], rows["test"]
    found = evaluate(model, X[test], y[test])
    return {
        "rows": rows,
        "validation_accuracy": evaluate(model, X[held], y[held])["accuracy"],
        "accuracy": found["accuracy"],
        "standard_error": found["standard_error"],
        "confusion": confusion(y[test], classes(model, X[test])).tolist(),
        "shift_drop": shift_drop(model, X[test], y[test]),
    }


def main(folder="."):
    """Train on the small digits, and write the network and its report."""
    import json
    from pathlib import Path

    from sklearn.datasets import load_digits
    from tensorflow import keras

    data = load_digits()
    X, y = data.images, data.target
    order = np.random.default_rng(0).permutation(len(X)).tolist()
    rows = {"train": order[720:], "validation": order[:360], "test": order[360:720]}
    keras.utils.set_random_seed(0)
    model = build(8, 16, 64)
    model.fit(
        X[rows["train"]],
        y[rows["train"]],
        validation_data=(X[rows["validation"]], y[rows["validation"]]),
        epochs=60,
        verbose=0,
        callbacks=[keras.callbacks.EarlyStopping("val_loss", patience=5, restore_best_weights=True)],
    )
    model.save(Path(folder) / "digits.keras", include_optimizer=False)
    Path(folder, "report.json").write_text(json.dumps(report(model, X, y, rows)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
