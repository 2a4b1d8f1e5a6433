"""A study: one roadmap, its state file, and a clock. Every command begins by opening one."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from mlpath import cache, config, journal, paths, store, summary
from mlpath.errors import StateDamaged, StateForeign, StateNewer, UsageError
from mlpath.events import REVERSALS, Event, check_event
from mlpath.journal import Journal, Progress
from mlpath.paths import Place
from mlpath.roadmap import Roadmap

if TYPE_CHECKING:
    from datetime import date, datetime

    from mlpath.lookup import Target

Clock = Callable[[], "datetime"]


class Options(NamedTuple):
    """What the user said of where things are."""

    roadmap: str | None = None
    state: str | None = None

    def again(self, command: str) -> str:
        """Return the command line of `command` with the same options."""
        given = (("--roadmap", self.roadmap), ("--state", self.state))
        options = [f"{name} {shlex.quote(value)}" for name, value in given if value is not None]
        return " ".join(["mlpath", command, *options])


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
    options: Options

    def today(self) -> date:
        """Return the day on the clock on the wall."""
        return self.clock().date()

    def look(self) -> Snapshot:
        """Return the study as it is. Takes no lock and writes nothing. Raises StateError."""
        with self._with_way_out():
            return self.snapshot(store.read(self.state_at.path, self.roadmap.id))

    def change(self, make: Callable[[Snapshot], Mapping[str, Any] | None]) -> tuple[Snapshot, Snapshot]:
        """Append the event that `make` returns, and return the study before and after.

        `make` gives the kind and its own fields, or None where nothing is to change; it sees the journal under the
        lock. Raises StateError.
        """

        def append(before: Snapshot) -> Journal | None:
            made = make(before)
            if made is None:
                return None
            old = before.journal or Journal(self.roadmap.id)
            return old._replace(events=(*old.events, self._event(old, made)))

        return self.rewrite(append)

    def rewrite(self, make: Callable[[Snapshot], Journal | None], keep: str = "") -> tuple[Snapshot, Snapshot]:
        """Put the journal that `make` returns in the place of the old one, and return the study before and after.

        `make` sees the journal under the lock, and gives None where nothing is to change. With `keep`, the old journal
        is kept as a backup of that name. Raises StateError.
        """
        seen: list[Snapshot] = []

        def change(before: Journal) -> Journal | None:
            seen.append(self.snapshot(before))
            return make(seen[0])

        with self._with_way_out():
            if not os.path.exists(self.state_at.path) and self._changes_nothing(change):
                return seen[0], seen[0]  # No folder and no lock file are made for nothing.
            seen.clear()
            after = store.update(self.state_at.path, self.roadmap.id, self.today().isoformat(), change, keep=keep)
        return seen[0], self._after(seen[0], after)

    def _after(self, before: Snapshot, after: Journal) -> Snapshot:
        """Return the study with this journal; where it has one ordinary event more than before, only that is folded."""
        *old, last = after.events or (None,)
        if last is None or tuple(old) != before.events or last["kind"] in REVERSALS:
            return self.snapshot(after)
        return Snapshot(self.roadmap, after, journal.follow(before.progress, last, self.roadmap.renamed))

    def _changes_nothing(self, change: Callable[[Journal], Journal | None]) -> bool:
        return store.read(self.state_at.path, self.roadmap.id) is None and change(Journal(self.roadmap.id)) is None

    def resolve(self, targets: Sequence[Target], snapshot: Snapshot) -> list[Target]:
        """Return the targets with `next` replaced by the item that it names now, or by nothing when all is done."""
        from mlpath import lookup

        place = summary.next_place(self.roadmap, snapshot.progress)
        chosen = [lookup.Target(self.roadmap.items[place].address, (place,), single=True)] if place is not None else []
        return [found for target in targets for found in (chosen if target.next else [target])]

    def resolve_one(self, target: Target, snapshot: Snapshot) -> Target:
        """Return the target, or the item that `next` names now. Raises UsageError when everything is done."""
        found = self.resolve([target], snapshot)
        if not found:
            raise UsageError("there is no next item: everything is done", "name the item by its address or id")
        return found[0]

    @contextmanager
    def _with_way_out(self) -> Iterator[None]:
        """Let an error about what stands in the state file say how to get back to the newest good backup."""
        try:
            yield
        except (StateDamaged, StateForeign, StateNewer) as error:
            anew = f"`{self.options.again('reset')}` starts again and keeps the file under another name"
            error.way_out = self.way_back() or (anew if isinstance(error, StateDamaged) else None)
            raise

    def way_back(self) -> str | None:
        """Return the command that puts the newest good backup back, and what it brings; None where there is none."""
        from mlpath import backups, dates

        backup = backups.newest(self.state_at.path, self.roadmap.id)
        if backup is None or backup.journal is None:
            return None
        last = dates.moment(backup.journal.events[-1]["at"])
        restore = self.options.again("doctor --restore")
        return f"`{restore}` brings back {backup.path} ({events(backup.events)}, the last of {last})"

    def snapshot(self, found: Journal | None) -> Snapshot:
        """Return the study as it is with this journal."""
        return Snapshot(self.roadmap, found, journal.fold(found.events if found else (), self.roadmap.renamed))

    def _event(self, before: Journal, made: Mapping[str, Any]) -> Event:
        now = self.clock()
        event = {
            "id": os.urandom(8).hex(),
            "order": journal.next_order(before.events, int(now.timestamp() * 1000)),
            "at": now.isoformat(timespec="seconds"),
            **made,
        }
        check_event(event, len(before.events) + 1)
        return event


def open_study(options: Options, environ: Mapping[str, str], clock: Clock) -> Study:
    """Return the study that the options, the environment and the config file ask for.

    Raises RoadmapError. The state is not looked at yet.
    """
    roadmap_at = roadmap_place(options, environ)
    roadmap = _roadmap(roadmap_at.path)
    return Study(roadmap, roadmap_at, paths.state(options.state, environ, roadmap.id), clock, options)


def _roadmap(path: str) -> Roadmap:
    """Return the roadmap in the file at `path`, from its cache where that is fresh. Raises RoadmapError."""
    found = cache.read(path)
    if found is None:
        from mlpath.sources import yaml_file

        made_from = cache.stamp(path)
        found = yaml_file.load(path)
        cache.write(path, made_from, found)
    return found


def roadmap_place(options: Options, environ: Mapping[str, str]) -> Place:
    """Return which roadmap file is in use, and why. Raises RoadmapError and ConfigError."""
    named = options.roadmap is not None or bool(environ.get("MLPATH_ROADMAP"))
    path = paths.config().path
    configured = None if named else config.read(path).roadmap
    if configured is not None:
        configured = os.path.join(os.path.dirname(path), os.path.expanduser(configured))
    return paths.roadmap(options.roadmap, environ, configured)


def events(count: int) -> str:
    """Return how many events, in words."""
    return counted(count, "event")


def counted(count: int, word: str) -> str:
    """Return how many, in words: `1 week`, `2 weeks`."""
    return f"{count} {word}{'' if count == 1 else 's'}"
