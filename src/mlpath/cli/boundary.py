"""The one place where errors end: each becomes a message, as text or as JSON, and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from mlpath.errors import BugError, MlpathError, OutputError, Untold, reason
from mlpath.terminal import output

INTERRUPTED = 130


class _NoOutput(OutputError):
    """Stdout can't be written: whatever was asked for, that can be said on stderr alone."""


def guarded(run: Callable[[], object], arguments: Sequence[str]) -> int:
    """Run a command and return its exit code: what it returns where that is a number, else 0, or that of its error.

    The `arguments` of the whole command line say how an error is told.
    """
    try:
        code = _piped(run)
    except MlpathError as error:
        return _complain(error, arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        if os.environ.get("MLPATH_TRACEBACK"):
            raise
        return _complain(BugError(error), arguments)
    return code if isinstance(code, int) else 0


def _piped(run: Callable[[], object]) -> object:
    """Run a command; a closed pipe ends it quietly, an output that can't be written is an error of ours."""
    try:
        code = run()
        sys.stdout.flush()
    except BrokenPipeError:
        output.discard_rest(sys.stdout)
        return 0
    except SystemExit as ending:
        # Typer and Rich turn a closed pipe into exit 1 on their own; it is the error that was being handled then.
        if isinstance(ending.__context__, BrokenPipeError):
            output.discard_rest(sys.stdout)
            return 0
        raise
    except OSError as error:
        if error.filename:
            raise OutputError(error.filename, reason(error)) from None
        output.discard_rest(sys.stdout)
        raise _no_output(error) from None
    return code


def _no_output(error: OSError) -> _NoOutput:
    """Return the error of an output that can't be written, which says what was done before."""
    if not isinstance(error, Untold):
        return _NoOutput("the output", reason(error), "`mlpath log` tells whether anything was changed")
    if error.done is None:
        return _NoOutput("the output", reason(error), "nothing was changed")
    return _NoOutput(f"{error.done}, but the output", reason(error))


def _complain(error: MlpathError, arguments: Sequence[str]) -> int:
    """Say what went wrong, as JSON on stdout or as text on stderr, and return the exit code."""
    from mlpath.cli.options import named, wants_json

    again = named(arguments).again
    if wants_json(arguments) and not isinstance(error, _NoOutput):
        from mlpath.documents.error import error as document

        try:
            output.show_json(document(error, again))
            return error.exit_code
        except OSError:  # Then it is told as text.
            output.discard_rest(sys.stdout)
    from mlpath.terminal.error import error as message

    try:
        output.complain(message(error), again)
    except OSError:  # Nobody can be told; the exit code still says it.
        output.discard_rest(sys.stderr)
    return error.exit_code
