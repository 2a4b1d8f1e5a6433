# dies by: test_the_losses_are_means_over_the_rows
"""A small feedforward network in Keras: counted, built, trained by a loop of its own, and handed in."""

import numpy as np


def count_parameters(widths):
    """Return how many weights and biases a chain of dense layers has."""
    return sum(inputs * units + units for inputs, units in zip(widths, widths[1:]))


def build(hidden, activation):
    """Return a new, compiled model for rows of two numbers, to one probability."""
    from tensorflow import keras

    layers = [keras.layers.Dense(units, activation=activation) for units in hidden]
    model = keras.Sequential([keras.Input((2,)), *layers, keras.layers.Dense(1, activation="sigmoid")])
    model.compile(keras.optimizers.Adam(0.01), keras.losses.BinaryCrossentropy(), metrics=["accuracy"])
    return model


def train_loop(model, X, y, epochs, batch_size, seed):
    """Train a compiled model with its own loss and optimizer; return the mean loss of each epoch."""
    import tensorflow as tf

    rng = np.random.default_rng(seed)
    losses = []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        total = 0.0
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            labels = np.asarray(y)[rows].astype("float32").reshape(-1, 1)
            with tf.GradientTape() as tape:
                loss = model.loss(labels, model(np.asarray(X)[rows], training=True))
            gradients = tape.gradient(loss, model.trainable_variables)
            model.optimizer.apply_gradients(zip(gradients, model.trainable_variables))
            total += float(loss)
        losses.append(total / -(-len(X) // batch_size))
    return losses


def main(path="moons.keras"):
    """Train on moons, and save the network."""
    from sklearn.datasets import make_moons
    from tensorflow import keras

    keras.utils.set_random_seed(0)
    X, y = make_moons(1200, noise=0.2, random_state=0)
    model = build([16, 16], "relu")
    train_loop(model, X.astype("float32"), y, 30, 32, 0)
    model.save(path, include_optimizer=False)


if __name__ == "__main__":
    main()
