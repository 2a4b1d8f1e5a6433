"""A docstring, also where Python has left it out (`PYTHONOPTIMIZE=2`): then it is read from the source."""

from __future__ import annotations

import inspect
from collections.abc import Callable


def docstring_of(thing: type | Callable[..., object]) -> str:
    """Return the docstring of a function or class without its indentation; empty where there is none to be had."""
    if thing.__doc__:
        return inspect.cleandoc(thing.__doc__)
    import ast
    import textwrap

    try:
        (definition,) = ast.parse(textwrap.dedent(inspect.getsource(thing))).body
    except (OSError, SyntaxError, ValueError):  # An installation without sources.
        return ""
    if not isinstance(definition, (ast.FunctionDef, ast.ClassDef)):
        return ""
    return ast.get_docstring(definition) or ""
