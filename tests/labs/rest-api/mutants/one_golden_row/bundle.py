# dies by: test_what_is_not_sound_is_not_loaded
"""The artifact: a model and all that is needed to trust it, in one file."""

import joblib
import numpy as np
import sklearn


def save_bundle(path, model, rows, model_version, mae):
    """Write the file."""
    bundle = {
        "model": model,
        "features": list(rows.columns),
        "model_version": model_version,
        "sklearn_version": sklearn.__version__,
        "mae": mae,
        "golden": (rows, model.predict(rows)),
    }
    joblib.dump(bundle, path)


def load_bundle(path):
    """Return the dict in the file, where it can be trusted."""
    bundle = joblib.load(path)
    if bundle["sklearn_version"] != sklearn.__version__:
        raise RuntimeError(f"saved with scikit-learn {bundle['sklearn_version']}")
    rows, expected = bundle["golden"]
    if not np.allclose(bundle["model"].predict(rows)[:1], expected[:1]):
        raise RuntimeError("the golden rows get other predictions")
    return bundle
