"""A study: one roadmap, its state file, and a clock. Every command begins by opening one."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from mlpath import dates
from mlpath.commands.change import SOURCE, Change, Snapshot
from mlpath.errors import (
    RoadmapError,
    StateClaimed,
    StateConflicted,
    StateDamaged,
    StateError,
    StateForeign,
    StateNewer,
    UsageError,
)
from mlpath.journal import backups, file, journal, renames
from mlpath.journal.journal import Journal
from mlpath.journal.transitions import DONE
from mlpath.progress import remembered, summary
from mlpath.roadmap.load import load_cached
from mlpath.roadmap.lookup import Target
from mlpath.roadmap.roadmap import Roadmap
from mlpath.system import memory
from mlpath.system.places import STATE_VARIABLE, Location
from mlpath.text import counted

if TYPE_CHECKING:
    from datetime import date, datetime


Clock = Callable[[], "datetime"]
MIDNIGHT = "00:00"


class Options(NamedTuple):
    """What the user said of where things are."""

    roadmap: str | None = None
    state: str | None = None
    bullets: bool = False

    def again(self, command: str) -> str:
        """Return the line that runs `command` from here with the same options; those that it has already stay as they are."""
        from mlpath.system import programs

        given = (("--roadmap", self.roadmap), ("--state", self.state))
        options = [f"{name} {shlex.quote(value)}" for name, value in given if value is not None]
        options += ["--bullets"] if self.bullets else []
        added = [option for option in options if option.partition(" ")[0] not in command.split()]
        return " ".join(filter(None, [programs.called(), command, *added]))


class Study(NamedTuple):
    """A roadmap and where it and its state are; `clock` tells the local time with its offset.

    `state_named` says that the user named one state file, whatever the roadmap is. `usual` says that no option had a say in any of
    it, so that what a shell is told of it on its own is the same. `sources` are the versions of the files that say which roadmap it is.
    `day_starts` is the time at which the learner's day begins. `limits` are those of reviews (see `review.queue.Limits`).
    """

    roadmap: Roadmap
    roadmap_at: Location
    state_at: Location
    clock: Clock
    options: Options
    state_named: bool
    usual: bool
    sources: tuple[memory.Source, ...]
    day_starts: str
    limits: tuple[float, int, int]

    def today(self) -> date:
        """Return the learner's day now."""
        return dates.counted_day(self.clock(), self.day_starts)

    def look(self) -> Snapshot:
        """Return the study as it is. Takes no lock and writes nothing. Raises StateError."""
        seen = memory.seen(self.state_at.path)
        with self._with_way_out():
            return self.snapshot(file.load(self.state_at.path, self.roadmap.id))._replace(seen=seen)

    @contextmanager
    def locked(self) -> Iterator[Change]:
        """Hold the state file's lock, and give the change that is to be made under it. Raises StateError.

        Where there is no state file yet, there is nothing to hold: no folder and no lock file are made for nothing. Then
        what is written first takes the lock, and raises Overtaken where another process has written something in between.
        """
        with self._with_way_out(), ExitStack() as locks:
            change = Change(self, locks)
            if os.path.exists(self.state_at.path) or file.load(self.state_at.path, self.roadmap.id):
                change.hold()
            yield change

    def resolve(self, targets: Sequence[Target], snapshot: Snapshot) -> list[Target]:
        """Return the targets with `next` replaced by the item that it names now, or by nothing when all is done."""
        place = summary.next_place(self.roadmap, snapshot.progress)
        chosen = [Target(self.roadmap.items[place].address, (place,), single=True)] if place is not None else []
        return [resolved for target in targets for resolved in (chosen if target.next else [target])]

    def resolve_one(self, target: Target, snapshot: Snapshot) -> Target:
        """Return the target, or the item that `next` names now. Raises UsageError when everything is done."""
        resolved = self.resolve([target], snapshot)
        if not resolved:
            raise UsageError("there is no next item: everything is done", "name the item by its address or id")
        return resolved[0]

    def snapshot(self, stored: Journal | None) -> Snapshot:
        """Return the study as it is with this journal. Raises StateClaimed."""
        if stored and self.roadmap.from_text:
            self._check_source(stored)
        events = renames.present(self.roadmap, stored.events if stored else ())
        progress = journal.fold(events, self.roadmap.boxes)
        return Snapshot(roadmap=self.roadmap, journal=stored, events=events, progress=progress)

    def leave(self, snapshot: Snapshot, data: bytes | None = None) -> str:
        """Return what a prompt is told of a snapshot, and remember it where no option had a say in it. Never raises.

        `data` is what the state file holds, where this process has just written it.
        """
        ahead, guides = self._ahead(snapshot)
        text = remembered.standing(
            self.roadmap, snapshot.progress, ahead, self.day_starts, begun=snapshot.journal is not None
        )
        sources = (*self.sources, *self._claimed(snapshot.journal), *guides)
        if self.usual and data is not None:
            memory.remember(memory.PROGRESS, sources, text, (self.state_at.path, data))
        elif self.usual and snapshot.seen:
            memory.remember(memory.PROGRESS, (*sources, snapshot.seen), text)
        return text

    def _ahead(self, snapshot: Snapshot) -> tuple[Sequence[tuple[str, int]], Sequence[memory.Source]]:
        """Return how many cards are due from which day on, if none is answered, and the versions of the guides that say so."""
        done = [id for id, item in snapshot.progress.items() if item.status == DONE] if self.roadmap.guides else []
        if not done:
            return (), ()
        from mlpath.commands import deck

        seen = [memory.seen(path) for path in deck.files(self, done)]
        return tuple(deck.deck_of(self, snapshot).ahead()), seen

    def addresses(self) -> str:
        """Return what TAB offers, and remember it as `leave` does. Never raises."""
        text = remembered.addresses(self.roadmap)
        if self.usual:
            memory.remember(memory.ADDRESSES, self.sources, text)
        return text

    def _claimed(self, stored: Journal | None) -> list[memory.Source]:
        """Return the version of another file that a journal names as its own, which may come back and claim it."""
        path = stored.extra.get(SOURCE) if stored and self.roadmap.from_text else None
        return [memory.seen(path)] if isinstance(path, str) and path != self.roadmap_at.path else []

    def way_back(self) -> str | None:
        """Return the command that puts the newest good backup back, and what it brings; None where there is none."""
        backup = backups.newest(self.state_at.path, self.roadmap.id)
        if backup is None or backup.journal is None:
            return None
        last = dates.moment(backup.journal.events[-1]["at"])
        restore = self.options.again("doctor --restore")
        doubt = "" if backup.sound else "; its checksum does not fit"
        return f"`{restore}` brings back {backup.path} ({counted(backup.events, 'event')}, the last of {last}{doubt})"

    def doubt(self, stored: Journal | None) -> str | None:
        """Return, in a sentence with a command, that the state file was changed behind mlpath's back; None where it wasn't."""
        if stored is None or stored.sound:
            return None
        doctor = self.options.again("doctor")
        return f"The state file's checksum does not fit: something else than mlpath changed it. `{doctor}` says how to go on."

    def notices(self, stored: Journal | None) -> tuple[str, ...]:
        """Return what a command that changes something says besides: what else than mlpath changed the state file or its name."""
        retitled = None
        if self.roadmap.from_text:
            from mlpath.commands import retitled as titles

            retitled = titles.notice(self, stored)
        return tuple(filter(None, (self.doubt(stored), retitled)))

    @contextmanager
    def _with_way_out(self) -> Iterator[None]:
        """Let an error about what stands in the state file say what settles a conflict, else how to get back to a backup."""
        try:
            yield
        except StateConflicted as error:
            error.way_out = f"`{self.options.again('merge')}` brings both sides together; no tick is lost"
            raise
        except (StateDamaged, StateForeign, StateNewer) as error:
            from mlpath.system import git

            if isinstance(error, StateDamaged) and git.unmerged(self.state_at.path):
                error.way_out = f"`{self.options.again('merge')}` takes all sides from git's index"
                raise
            anew = f"`{self.options.again('reset')}` starts again and keeps the file under another name"
            ways = [self._way_to_id(error), self.way_back() or (anew if isinstance(error, StateDamaged) else None)]
            ways.append(self._way_to_folder(error))
            error.way_out = "; or ".join(filter(None, ways)) or None
            raise

    def _way_to_id(self, error: StateError) -> str | None:
        """Return what gives a Markdown file the id back that it had when its progress was written; None elsewhere."""
        if not isinstance(error, StateForeign) or not self.roadmap.from_text:
            return None
        from mlpath.commands import retitled

        with suppress(StateError):
            other = file.load(self.state_at.path, None)
            if other and retitled.is_of(self, other):
                return f"where only this file's title changed, {retitled.advice(other.roadmap)}"
        return None

    def _way_to_folder(self, error: StateError) -> str | None:
        """Return how MLPATH_STATE serves every roadmap, where it names the file of another; None elsewhere."""
        if not isinstance(error, StateForeign) or self.state_at.why != STATE_VARIABLE:
            return None
        path = self.state_at.path
        with suppress(StateError):
            other = file.load(path, None)
            new = os.path.join(os.path.dirname(path), f"{other.roadmap}.json") if other else path
            move = f"`{shlex.join(['mv', path, new])}` and " if not os.path.lexists(new) else ""
            folder = shlex.quote(os.path.join(os.path.dirname(path), ""))
            return f"{move}`export MLPATH_STATE={folder}`, with the slash: then each roadmap has a file in that folder"
        return None

    def _check_source(self, stored: Journal) -> None:
        """Raise StateClaimed where the journal belongs to another file that is there and has the same id by accident."""
        other = stored.extra.get(SOURCE)
        if not isinstance(other, str) or self.state_named or not os.path.isfile(other):
            return
        if os.path.realpath(other) == os.path.realpath(self.roadmap_at.path):
            return
        with suppress(RoadmapError):
            if load_cached(other).id == self.roadmap.id:
                raise StateClaimed(self.state_at.path, other, self.roadmap_at.path, self.roadmap.id)
