"""`mlpath verify --watch`: once more whenever something is saved, until Ctrl-C."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from mlpath.commands import labs as commands
from mlpath.commands.study import Study
from mlpath.errors import WorkError
from mlpath.labs import watch as changes
from mlpath.labs.lab import Test
from mlpath.terminal import labs as views
from mlpath.terminal import output
from mlpath.terminal.error import error as message


def watch(
    study: Study, request: commands.Request, environ: Mapping[str, str], progress: Callable[[Test], None]
) -> None:
    """Verify the work in a lab's folder, now and after each change there. Ends by KeyboardInterrupt.

    Raises what `commands.labs.verify` does; but what is wrong with the learner's files may be mended with the next change.
    """
    _, folder = commands.found(study, request)
    while True:
        before = changes.seen(folder)
        try:
            verification = commands.verify(study, request, environ, progress)
        except WorkError as error:
            if not os.path.isdir(folder):
                raise
            output.clear()
            output.complain(message(error), study.options.again)
        else:
            output.show_passing("")
            output.clear()
            output.show(lambda page: views.watched(verification, page), study.options.again)  # noqa: B023  # It is drawn at once.
        changes.wait(folder, before)
