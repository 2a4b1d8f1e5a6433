"""Train the models that the solutions of the deep-learning labs hand in, and those of their mutants, anew.

Run it after a change of such a solution: `python tests/labs/models.py [LAB …]`. It needs TensorFlow and scikit-learn, and takes
some minutes. Weights come out alike each time, files do not: they hold the day on which they were saved.
"""

from __future__ import annotations

import json
import pickle
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

HERE = Path(__file__).parent


def solution(lab: str, name: str) -> SimpleNamespace:
    """Return what a lab's solution defines."""
    return SimpleNamespace(**runpy.run_path(str(HERE / lab / "solution" / f"{name}.py")))


def mutant(lab: str, name: str, test: str) -> Path:
    """Return the folder of a mutant that has no code in which to say by which test it dies."""
    folder = HERE / lab / "mutants" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dies-by.txt").write_text(f"# dies by: {test}\n", encoding="utf-8")
    return folder


def write(folder: Path, name: str, document: dict[str, Any]) -> None:
    """Write a document as JSON."""
    (folder / name).write_text(json.dumps(document) + "\n", encoding="utf-8")


def feedforward_network() -> None:
    """A forest in a file of that name, a network without activations, and one that is always sure."""
    from sklearn.datasets import make_moons
    from sklearn.ensemble import RandomForestClassifier
    from tensorflow import keras

    lab, path = "feedforward-network", "moons.keras"
    net = solution(lab, "net")
    net.main(HERE / lab / "solution" / path)
    X, y = make_moons(1200, noise=0.2, random_state=0)
    forest = RandomForestClassifier(3, max_depth=4, random_state=0).fit(X, y)
    (mutant(lab, "forest", "test_the_file_holds_a_network") / path).write_bytes(pickle.dumps(forest))
    keras.utils.set_random_seed(0)
    linear = net.build([16, 16], None)
    linear.fit(X, y, epochs=30, verbose=0)
    linear.save(mutant(lab, "no_activations", "test_new_moons_are_told_apart") / path, include_optimizer=False)
    sure = keras.models.load_model(HERE / lab / "solution" / path)
    *others, W, b = sure.get_weights()
    sure.set_weights([*others, W * 1000, b * 1000])
    sure.save(mutant(lab, "always_sure", "test_its_probabilities_are_honest") / path, include_optimizer=False)


def mnist() -> None:
    """Numbers that nobody measured, parts that overlap, and a network that wants its pixels scaled."""
    from sklearn.datasets import load_digits
    from tensorflow import keras

    lab = "mnist"
    digits, data = solution(lab, "digits"), load_digits()
    X, y = data.images, data.target
    digits.main(HERE / lab / "solution")
    report = json.loads((HERE / lab / "solution" / "report.json").read_text(encoding="utf-8"))
    rows = report["rows"]
    invented = {**report, "accuracy": 0.995, "standard_error": 0.0037}
    write(mutant(lab, "invented_numbers", "test_the_numbers_are_the_networks"), "report.json", invented)
    easy = {**report, "validation_accuracy": report["validation_accuracy"] + 0.01}
    write(mutant(lab, "a_better_validation", "test_the_numbers_are_the_networks"), "report.json", easy)
    model = keras.models.load_model(HERE / lab / "solution" / "digits.keras")
    mixed = {**rows, "validation": rows["validation"] + rows["test"][:60]}
    folder = mutant(lab, "test_rows_in_validation", "test_the_parts_are_apart")
    write(folder, "report.json", digits.report(model, X, y, mixed))
    keras.utils.set_random_seed(0)
    outside = digits.build(8, 1, 64)
    outside.fit(X[rows["train"]] / 16, y[rows["train"]], epochs=20, verbose=0)
    folder = mutant(lab, "scaled_outside", "test_the_network_reads_digits")
    outside.save(folder / "digits.keras", include_optimizer=False)
    write(folder, "report.json", digits.report(outside, X, y, rows))


def image_classification() -> None:
    """A dense network, and one that has seen shapes in the middle only."""
    from tensorflow import keras

    lab, path = "image-classification", "shapes.keras"
    cnn = solution(lab, "cnn")
    cnn.main(HERE / lab / "solution" / path)
    X, y = cnn.make_shapes(3000, np.random.default_rng(0))
    keras.utils.set_random_seed(0)
    dense = keras.Sequential(
        [keras.Input((24, 24, 3)), keras.layers.Flatten(), keras.layers.Dense(16, "relu"), keras.layers.Dense(4)]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    dense.compile(keras.optimizers.Adam(0.001), loss)
    dense.fit(X, y, epochs=10, verbose=0)
    dense.save(mutant(lab, "dense_file", "test_new_shapes_are_told_apart") / path, include_optimizer=False)
    middle = np.random.default_rng(1).uniform(0, 0.5, X.shape)
    middle[:, 4:20, 4:20], y = cnn.make_shapes(len(X), np.random.default_rng(2), size=16)
    keras.utils.set_random_seed(0)
    model = cnn.build((24, 24, 3), 4)
    model.fit(middle, y, epochs=8, verbose=0)
    model.save(mutant(lab, "always_in_the_middle", "test_shapes_may_move") / path, include_optimizer=False)


def pretrained_model() -> None:
    """A table without the network from scratch, one with typed numbers, and a backbone that has learned nothing."""
    from tensorflow import keras

    lab = "pretrained-model"
    transfer = solution(lab, "transfer")
    transfer.main(HERE / lab / "solution")
    table = json.loads((HERE / lab / "solution" / "table.json").read_text(encoding="utf-8"))
    short = {row: numbers for row, numbers in table.items() if row != "scratch"}
    write(mutant(lab, "nothing_from_scratch", "test_the_table_has_four_rows"), "table.json", short)
    typed = {**table, "frozen": [0.9, 0.91, 0.92]}
    write(mutant(lab, "invented_numbers", "test_pixels_and_frozen_are_what_they_are"), "table.json", typed)
    keras.utils.set_random_seed(1)
    base = transfer.new_backbone()
    folder = mutant(lab, "random_backbone", "test_the_old_task_has_taught_something")
    base.save(folder / "backbone.keras", include_optimizer=False)
    frozen = []
    for seed in (0, 1, 2):
        X, y, few, rest = transfer.new_task(seed)
        frozen.append(transfer.score(transfer.features(base, X), y, few, rest))
    write(folder, "table.json", {**table, "frozen": frozen})


LABS: dict[str, Callable[[], None]] = {
    "feedforward-network": feedforward_network,
    "mnist": mnist,
    "image-classification": image_classification,
    "pretrained-model": pretrained_model,
}

if __name__ == "__main__":
    for lab in sys.argv[1:] or LABS:
        LABS[lab]()
