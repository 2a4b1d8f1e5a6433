"""One run of one command: what the user asked for in general, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, NamedTuple

from mlpath import output
from mlpath.actions.study import Clock, Options, Study, open_study
from mlpath.views.layout import Text
from mlpath.views.page import View


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


def local_now() -> datetime:
    """Return the time on the clock on the wall, with its offset from UTC in whole minutes, as ISO 8601 has it."""
    now = datetime.now(UTC)
    try:
        offset = now.astimezone().utcoffset() or timedelta()
    except ValueError:  # A time zone that is more than a day away from UTC.
        return now
    return now.astimezone(timezone(timedelta(minutes=round(offset.total_seconds() / 60))))
