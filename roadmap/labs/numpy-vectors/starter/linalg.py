"""Vectors and matrices: first with plain loops, then the NumPy way.

Vectors are arrays of shape (n,), matrices arrays of shape (m, n), of floats or of integers. Nothing here changes what it
is given, and every result is new.

`dot`, `norm`, `cosine`, `matvec_rows`, `matvec_columns`, `transpose` and `matmul` use loops, comprehensions or `sum`.
NumPy may make and measure arrays there (`np.zeros`, `np.array`, `.shape` …) but not do the work: no `@`, no `.T`, no
`np.dot`, `np.sum`, `np.linalg.norm` or the like. `standardise` and `neighbours` use all that NumPy has.
"""

import numpy as np


def dot(a, b):
    """Return the dot product of two vectors, a float.

    Raises ValueError when their lengths differ.
    """
    raise NotImplementedError


def norm(a):
    """Return the length ‖a‖₂ of a vector, a float."""
    raise NotImplementedError


def cosine(a, b):
    """Return the cosine of the angle between two vectors, a float from -1 to 1.

    A zero vector has no direction: the cosine with it is 0.0 here, without a warning.
    Raises ValueError when the lengths differ.
    """
    raise NotImplementedError


def matvec_rows(A, x):
    """Return A times x, for shapes (m, n) and (n,), as m floats: each is the dot product of a row with x.

    Raises ValueError when the sizes do not fit.
    """
    raise NotImplementedError


def matvec_columns(A, x):
    """Return A times x, for shapes (m, n) and (n,), as m floats: the columns of A, weighted by x and added up.

    It calls neither `dot` nor `matvec_rows`, since those go by rows.
    Raises ValueError when the sizes do not fit.
    """
    raise NotImplementedError


def transpose(A):
    """Return the transpose of a matrix: shape (m, n) becomes (n, m)."""
    raise NotImplementedError


def matmul(A, B):
    """Return A times B: shapes (m, k) and (k, n) become (m, n).

    Raises ValueError when the inner sizes differ.
    """
    raise NotImplementedError


def standardise(X):
    """Return the columns of X, shape (n, d), each with mean 0 and standard deviation 1 (ddof=0).

    A constant column becomes 0, without a warning.
    """
    raise NotImplementedError


def neighbours(X):
    """Return for each row of X, shape (n, d), the number of the row most similar to it by cosine: n integers.

    No row is its own neighbour, even where all the others point the other way. No row of X is zero, and n is at least 2.
    """
    raise NotImplementedError
