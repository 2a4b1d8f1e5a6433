"""The artifact: a model and all that is needed to trust it, in one file.

The file is made by joblib and holds a dict: "model", with a `predict` that takes a frame; "features", the names of the
frame's columns in their order; "model_version"; "sklearn_version"; "mae"; and "golden", a tuple of some rows (a frame with
those columns) and what the model predicts for them.
"""


def save_bundle(path, model, rows, model_version, mae):
    """Write the file. rows is a frame with the golden rows: its columns are the features."""
    raise NotImplementedError


def load_bundle(path):
    """Return the dict in the file at path, where it can be trusted.

    Raises FileNotFoundError where there is no file, and RuntimeError where it was saved with another version of scikit-learn
    than the one that runs, or where the model's predictions for the golden rows are not those that were saved.
    """
    raise NotImplementedError
