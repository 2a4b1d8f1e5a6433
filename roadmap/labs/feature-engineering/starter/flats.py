"""One object that takes the raw columns of a table of flats to a rent.

X is a frame with the columns listed (a date), size (with gaps), rooms, district (many, most of them rare), heating (with
gaps) and text; y holds the rents, above 0. The tests fit the object anew on tables that you have not seen: other
districts, other effects, other numbers of rows. All that is learned is therefore learned in `fit`.
"""

import numpy as np
import pandas as pd


def make_model():
    """Return a new, unfitted model: `fit(X, y)` learns from raw columns and rents, `predict(X)` gives rents above 0.

    It works as scikit-learn's do, so that `clone` and `cross_val_score` take it, and leaves X and y as they are. In new
    rows a district or a heating may be one that was not in training, size and heating may be missing, a text empty. A
    row's prediction does not depend on the rows beside it. Each column has its say; in `text` it is pairs of words that
    tell "newly renovated" from "needs renovation". A district's code in training never holds the row's own rent.
    """
    raise NotImplementedError
