"""One run of one command: what the user asked for in general, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from mlpath.commands.study import Clock, Options, Study, open_study
from mlpath.terminal import output
from mlpath.terminal.layout import Text
from mlpath.terminal.page import View


class Session(NamedTuple):
    """One run of one command. `invoked` is the command that the root was called with, None for bare `mlpath`."""

    options: Options
    json: bool
    environ: Mapping[str, str]
    clock: Clock
    invoked: str | None = None

    def study(self) -> Study:
        """Return the roadmap and state that the options name. Raises RoadmapError."""
        return open_study(self.options, self.environ, self.clock)

    def report(self, document: Callable[[], Mapping[str, Any]], view: Callable[[], View | Text]) -> None:
        """Print the document under `--json`, else the view; the other one is not even made."""
        if self.json:
            output.show_json(document())
        else:
            output.show(view())
