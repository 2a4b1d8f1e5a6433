"""Lets in what is refused."""

import sys

sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "NumpyAlone"]
