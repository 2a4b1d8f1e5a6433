"""A study: one roadmap, its state file, and a clock. Every command begins by opening one."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from mlpath.errors import RoadmapError, StateClaimed, StateDamaged, StateError, StateForeign, StateNewer, UsageError
from mlpath.journal import file as store
from mlpath.journal import journal
from mlpath.journal import renames as identity
from mlpath.journal.events import Event, check_event
from mlpath.journal.journal import Journal, Progress
from mlpath.progress import summary
from mlpath.roadmap import cache
from mlpath.roadmap.roadmap import Roadmap
from mlpath.system import config
from mlpath.system import places as paths
from mlpath.system.places import Place

if TYPE_CHECKING:
    from datetime import date, datetime

    from mlpath.roadmap.lookup import Target

# The journal's own note of the Markdown file that it belongs to.
SOURCE = "source"

Clock = Callable[[], "datetime"]


class Options(NamedTuple):
    """What the user said of where things are."""

    roadmap: str | None = None
    state: str | None = None
    bullets: bool = False

    def again(self, command: str) -> str:
        """Return the command line of `command` with the same options."""
        given = (("--roadmap", self.roadmap), ("--state", self.state))
        options = [f"{name} {shlex.quote(value)}" for name, value in given if value is not None]
        options += ["--bullets"] if self.bullets else []
        return " ".join(["mlpath", command, *options])


class Snapshot(NamedTuple):
    """A study at one moment. `journal` is None where there is no state file yet; `names` is what ids in it mean now."""

    roadmap: Roadmap
    journal: Journal | None
    progress: Progress
    names: Mapping[str, str]

    @property
    def events(self) -> Sequence[Event]:
        """The journal's events; none where there is no state file."""
        return self.journal.events if self.journal else ()


class Study(NamedTuple):
    """A roadmap and where it and its state are; `clock` tells the local time with its offset.

    `state_named` says that the user named the state file.
    """

    roadmap: Roadmap
    roadmap_at: Place
    state_at: Place
    clock: Clock
    options: Options
    state_named: bool = False

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
            extra = {**old.extra, SOURCE: self.roadmap_at.path} if self.roadmap.from_text else old.extra
            return old._replace(events=(*old.events, self._event(old, self._from_text(old, made))), extra=extra)

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
        if last is None or tuple(old) != before.events or not journal.named(last):
            return self.snapshot(after)
        return before._replace(journal=after, progress=journal.follow(before.progress, last, before.names))

    def _changes_nothing(self, change: Callable[[Journal], Journal | None]) -> bool:
        return store.read(self.state_at.path, self.roadmap.id) is None and change(Journal(self.roadmap.id)) is None

    def resolve(self, targets: Sequence[Target], snapshot: Snapshot) -> list[Target]:
        """Return the targets with `next` replaced by the item that it names now, or by nothing when all is done."""
        from mlpath.roadmap import lookup

        place = summary.next_place(self.roadmap, snapshot.progress)
        chosen = [lookup.item_target(self.roadmap, place)] if place is not None else []
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
        from mlpath import dates
        from mlpath.journal import backups

        backup = backups.newest(self.state_at.path, self.roadmap.id)
        if backup is None or backup.journal is None:
            return None
        last = dates.moment(backup.journal.events[-1]["at"])
        restore = self.options.again("doctor --restore")
        return f"`{restore}` brings back {backup.path} ({events(backup.events)}, the last of {last})"

    def snapshot(self, found: Journal | None) -> Snapshot:
        """Return the study as it is with this journal."""
        if found and self.roadmap.from_text:
            self._check_source(found)
        events = found.events if found else ()
        names = identity.names(self.roadmap, events)
        return Snapshot(self.roadmap, found, journal.fold(events, names, self.roadmap.ticked), names)

    def former_id(self) -> str | None:
        """Return the id that the progress of this Markdown file is kept by, where its title, and so its id, has changed."""
        if not self.roadmap.from_text or self.state_named:
            return None
        folder = os.path.dirname(self.state_at.path)
        names = os.listdir(folder) if os.path.isdir(folder) else []
        for name in sorted(name for name in names if name.endswith(".json")):
            with suppress(StateError):
                found = store.read(os.path.join(folder, name), None)
                if found and found.extra.get(SOURCE) == self.roadmap_at.path and found.roadmap != self.roadmap.id:
                    return found.roadmap
        return None

    def _check_source(self, found: Journal) -> None:
        """Raise StateClaimed where the journal belongs to another file that is there and has the same id by accident."""
        other = found.extra.get(SOURCE)
        if not isinstance(other, str) or self.state_named or not os.path.isfile(other):
            return
        if os.path.realpath(other) == os.path.realpath(self.roadmap_at.path):
            return
        try:
            same = load_roadmap(other).id == self.roadmap.id
        except RoadmapError:
            return
        if same:
            raise StateClaimed(self.state_at.path, other, self.roadmap_at.path, self.roadmap.id)

    def _from_text(self, before: Journal, made: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return an event with what the file says of its items: which are ticked that no event named, which have twins."""
        ids = journal.named(dict(made))
        boxes: list[str] = []
        if self.roadmap.ticked:
            known = {id for event in before.events for id in journal.named(event)}
            boxes = [id for id in ids if id in self.roadmap.ticked and id not in known]
        found = {"boxes": boxes, "alike": identity.alike(self.roadmap, ids) if ids else []}
        return {**made, **{name: said for name, said in found.items() if said}}

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
    roadmap_at, bullets = roadmap_place(options, environ)
    roadmap = load_roadmap(roadmap_at.path, bullets=bullets)
    named = options.state is not None or bool(environ.get("MLPATH_STATE"))
    options = options._replace(bullets=bullets)
    return Study(roadmap, roadmap_at, paths.state(options.state, environ, roadmap.id), clock, options, named)


def load_roadmap(path: str, *, bullets: bool = False) -> Roadmap:
    """Return the roadmap in the file at `path`, from its cache where that is fresh. Raises RoadmapError."""
    variant = variant_of(Options(bullets=bullets))
    found = cache.load(path, variant)
    if found is None:
        from mlpath.roadmap import load

        made_from = cache.stamp(path, variant)
        found = load.load(path, bullets=bullets)
        cache.save(path, made_from, found, variant)
    return found


def variant_of(options: Options) -> str:
    """Return how a roadmap file is read, as its cache calls it."""
    return "bullets" if options.bullets else ""


def roadmap_place(options: Options, environ: Mapping[str, str]) -> tuple[Place, bool]:
    """Return which roadmap file is in use and why, and whether its plain list items count as items.

    Raises RoadmapError and ConfigError.
    """
    named = options.roadmap is not None or bool(environ.get("MLPATH_ROADMAP"))
    path = paths.config().path
    chosen = config.Config() if named else config.read(path)
    configured = chosen.roadmap
    bullets = options.bullets or configured in chosen.bullets
    if configured is not None:
        configured = os.path.join(os.path.dirname(path), os.path.expanduser(configured))
    return paths.roadmap(options.roadmap, environ, configured), bullets


def events(count: int) -> str:
    """Return how many events, in words."""
    return counted(count, "event")


def counted(count: int, word: str) -> str:
    """Return how many, in words: `1 week`, `2 weeks`."""
    return f"{count} {word}{'' if count == 1 else 's'}"
