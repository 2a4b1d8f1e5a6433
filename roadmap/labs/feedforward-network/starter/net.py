"""A small feedforward network in Keras: counted, built, trained by a loop of your own, and handed in.

X has shape (n, 2), y shape (n,), of 0 and 1. Import Keras inside the functions that use it (`from tensorflow import keras`):
then what needs no Keras starts at once.

What is handed in is moons.keras, saved with `model.save("moons.keras")`: a network that takes rows of two numbers as
`make_moons(noise=0.2)` gives them, as they are, to the probability of class 1. Train it in your own time, with `fit` or
with your loop.
"""


def count_parameters(widths):
    """Return how many weights and biases a chain of dense layers has: an int.

    `widths` is a list: the number of inputs, then that of each layer's units. With the inputs alone there are none.
    """
    raise NotImplementedError


def build(hidden, activation):
    """Return a new, compiled Keras model for rows of two numbers, to one probability: n rows give shape (n, 1).

    Dense layers as wide as the list `hidden` says, each with `activation` (a name such as "relu", or None for none), then
    one sigmoid unit. Compiled with Adam at a rate of 0.01 and binary cross-entropy. What `save` writes of it,
    `keras.models.load_model` reads back without any help.
    """
    raise NotImplementedError


def train_loop(model, X, y, epochs, batch_size, seed):
    """Train a compiled model with its own loss and optimizer (`model.loss`, `model.optimizer`), in a loop of your own.

    In each epoch every row goes through the model once, in training mode: in batches of `batch_size`, the last one with
    what is left, and in an order that is drawn anew for each epoch. The orders follow `seed`, and nothing else. For each
    batch there is one step. Neither `fit` nor `train_on_batch` is called.

    Returns a list with one float an epoch: the mean over all its rows of the loss that they had before their batch's step.
    """
    raise NotImplementedError
