"""What goes in and out: a request has 1 to 100 rows, each with all ten features of `load_diabetes(scaled=False)`, no others.

The limits of each feature leave room: whatever lies within the range of the 442 rows, or outside it by up to a tenth of
its width, is taken; a negative number, or one of ten times the greatest, is not. `sex` is 1 or 2. Null, NaN, infinity and words
are no numbers.
"""

from pydantic import BaseModel


class Row(BaseModel):
    """One patient."""


class Batch(BaseModel):
    """A request: {"rows": [{"age": …, …, "s6": …}, …]}."""


class Predictions(BaseModel):
    """An answer: {"model_version": …, "predictions": […]}."""
