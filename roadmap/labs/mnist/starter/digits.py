"""From images of digits to an honest report, on the small digits that scikit-learn ships.

X has shape (n, side, side), with pixels from 0 to `top` as they come (0 to 16 in `load_digits().images`, 0 to 255 in
MNIST); y has shape (n,), of the classes 0 … 9. `model` is anything with Keras's `predict(X, verbose=0)`, which takes raw
images to the probabilities of ten classes, shape (n, 10). Import Keras inside `build`: the others need none.

What is handed in: digits.keras, a trained network saved with `model.save("digits.keras")`, and report.json, what `report`
returns for it, written with `json.dump`. Train in your own time, and choose by the validation rows; whether you looked at
the test rows only once, nobody can see: that is taken on trust.
"""


def build(side, top, width=128):
    """Return a new, compiled Keras model: images of side × side raw pixels to the probabilities of ten classes.

    It scales the pixels by 1 / top itself, and has one hidden layer of `width` units with ReLU. Compiled with Adam and a
    cross-entropy that takes integer labels.
    """
    raise NotImplementedError


def evaluate(model, X, y):
    """Return a dict: "accuracy", its "standard_error" √(a (1 - a) / n), and "wrong", the list of the rows that are wrong.

    A row is right if its class has the highest probability.
    """
    raise NotImplementedError


def confusion(y, found):
    """Return a table of shape (10, 10): in row t and column f, how many rows of class t were taken for class f.

    `y` and `found` are arrays of classes. A class that nobody has still has its row and its column.
    """
    raise NotImplementedError


def shift_drop(model, X, y):
    """Return by how much the accuracy falls when every image moves one pixel to the right: before minus after.

    The last column comes back as the first, as with `np.roll`. X stays as it is.
    """
    raise NotImplementedError


def report(model, X, y, rows):
    """Return what report.json holds: a dict of plain Python numbers and lists, which `json.dumps` takes.

    `rows` is a dict of lists of row numbers of X: "train", "validation" and "test". No row is in two of them; the
    validation and the test part have at least 300 rows each, every digit among them. In the report:
    "rows" (these lists), "validation_accuracy"; and of the test part "accuracy", "standard_error", "confusion" (a list of
    ten lists) and "shift_drop".
    """
    raise NotImplementedError
