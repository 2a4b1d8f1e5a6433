"""A study: one roadmap, its state file, and a clock. Every command begins by opening one."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from mlpath import config, journal, lookup, paths, store, summary
from mlpath.journal import Event, Journal, Progress
from mlpath.paths import Place
from mlpath.roadmap import Roadmap
from mlpath.sources import yaml_file

Clock = Callable[[], datetime]


class Options(NamedTuple):
    """What the user said of where things are."""

    roadmap: str | None = None
    state: str | None = None


class Snapshot(NamedTuple):
    """A study at one moment. `journal` is None where there is no state file yet."""

    roadmap: Roadmap
    journal: Journal | None
    progress: Progress

    @property
    def events(self) -> Sequence[Event]:
        """The journal's events; none where there is no state file."""
        return self.journal.events if self.journal else ()


class Study(NamedTuple):
    """A roadmap and where it and its state are; `clock` tells the local time with its offset."""

    roadmap: Roadmap
    roadmap_at: Place
    state_at: Place
    clock: Clock

    def today(self) -> date:
        """Return the day on the clock on the wall."""
        return self.clock().date()

    def look(self) -> Snapshot:
        """Return the study as it is. Takes no lock and writes nothing. Raises StateError."""
        return self._snapshot(store.read(self.state_at.path, self.roadmap.id))

    def change(self, make: Callable[[Snapshot], Mapping[str, Any] | None]) -> tuple[Snapshot, Snapshot]:
        """Append the event that `make` returns, and return the study before and after.

        `make` gives the kind and its own fields, or None where nothing is to change; it sees the journal under the
        lock. Raises StateError.
        """
        seen: list[Snapshot] = []

        def append(before: Journal) -> Journal | None:
            seen.append(self._snapshot(before))
            made = make(seen[0])
            return None if made is None else before._replace(events=(*before.events, self._event(before, made)))

        after = store.update(self.state_at.path, self.roadmap.id, self.today().isoformat(), append)
        return seen[0], self._snapshot(after)

    def resolve(self, targets: Sequence[lookup.Target], snapshot: Snapshot) -> list[lookup.Target]:
        """Return the targets with `next` replaced by the item that it names now, or by nothing when all is done."""
        place = summary.next_place(self.roadmap, snapshot.progress)
        chosen = [lookup.Target(self.roadmap.items[place].address, (place,), single=True)] if place is not None else []
        return [found for target in targets for found in (chosen if target.next else [target])]

    def _snapshot(self, found: Journal | None) -> Snapshot:
        events = found.events if found else ()
        return Snapshot(self.roadmap, found, journal.fold(events, self.roadmap.renamed))

    def _event(self, before: Journal, made: Mapping[str, Any]) -> Event:
        now = self.clock()
        event = {
            "id": os.urandom(8).hex(),
            "order": journal.next_order(before.events, int(now.timestamp() * 1000)),
            "at": now.isoformat(timespec="seconds"),
            **made,
        }
        journal.check_event(event, len(before.events) + 1)
        return event


def open_study(options: Options, environ: Mapping[str, str], clock: Clock) -> Study:
    """Return the study that the options, the environment and the config file ask for.

    Raises RoadmapError. The state is not looked at yet.
    """
    roadmap_at = roadmap_place(options, environ)
    roadmap = yaml_file.load(roadmap_at.path)
    return Study(roadmap, roadmap_at, paths.state(options.state, environ, roadmap.id), clock)


def roadmap_place(options: Options, environ: Mapping[str, str]) -> Place:
    """Return which roadmap file is in use, and why. Raises RoadmapError and ConfigError."""
    named = options.roadmap is not None or bool(environ.get("MLPATH_ROADMAP"))
    configured = None if named else config.read(paths.config().path).roadmap
    return paths.roadmap(options.roadmap, environ, configured)
