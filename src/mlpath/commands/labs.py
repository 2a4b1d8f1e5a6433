"""`lab` and `verify`: practice with tests, in a folder of the learner's own."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from mlpath.commands import learn
from mlpath.commands.change import decided_under_lock
from mlpath.commands.study import Study
from mlpath.commands.track import changes_between
from mlpath.errors import GuideError, LabUntrusted, NoLab, PythonUnfit, UsageError, WorkError
from mlpath.guides import guide
from mlpath.journal import journal, transitions
from mlpath.journal.events import Event
from mlpath.journal.evidence import is_verified
from mlpath.journal.journal import UNTOUCHED, ItemProgress
from mlpath.labs import folder as folders
from mlpath.labs import handout, interpreter, known, trial, trust
from mlpath.labs.folder import LabFolder
from mlpath.labs.handout import Marker
from mlpath.labs.lab import Test
from mlpath.labs.results import WAITS, Handout, Need, Trial, Verification
from mlpath.labs.workspace import Work, read_work
from mlpath.progress import summary
from mlpath.progress.results import Changes
from mlpath.progress.summary import Entry
from mlpath.roadmap import lab_versions, lookup
from mlpath.roadmap.roadmap import Roadmap
from mlpath.system.places import absolute

_MISTAKES = "Usual mistakes"


class Request(NamedTuple):
    """What of a lab is to be verified, and how: the item as it was typed, the folder, one test, a Python, a hint."""

    address: str | None = None
    folder: str | None = None
    test: str | None = None
    python: str | None = None
    hint: bool = False


def check_trust(roadmap: Roadmap, path: str, command: str, say_yes: Callable[[str], bool]) -> None:
    """Ask, with `say_yes`, whether the labs of the roadmap in the file at `path` may run, unless they are mlpath's own or it was said.

    Raises LabUntrusted where they may not; `command` is what says yes.
    """
    home = lab_versions.folder(roadmap, path)
    if not roadmap.labs or trust.is_trusted(home):
        return
    if not say_yes(home):
        raise LabUntrusted(home, command)
    trust.trust(home)


def give(study: Study, address: str | None, to: str | None, environ: Mapping[str, str], *, again: bool) -> Handout:
    """Give out the lab of an item, of the next one that has a lab where none is named, and remember its folder.

    Raises UnknownAddress, NoLab, LabError, WorkError, OutputError and StateError.
    """
    entry = _next(study) if address is None else _entry(study, address)
    lab = _load(study, entry)
    path = absolute(to) if to is not None else _usual_folder(study, entry)
    part = _guide(study, entry)
    starters = ((name, lab.starter(name)) for name in lab.lab.files)
    files = {name: data for name, data in starters if data is not None}
    text = handout.readme(
        entry.item.title, lab.lab.files, lab.lab.tests, guide.without_names(part.text) if part else ""
    )
    made = handout.give(path, Marker(study.roadmap.id, entry.item.id), {**files, handout.README: text}, again=again)
    known.remember(known.FOLDERS, _key(study, entry), path)
    python = interpreter.choose(None, environ, path, lab.lab.needs)
    try:
        lacking = interpreter.lacking(python, lab.lab.needs) if lab.lab.needs else []
    except PythonUnfit:
        lacking = list(lab.lab.needs)
    packages = [lab.lab.needs[name] for name in lacking]
    return Handout(
        entry=entry,
        folder=path,
        files=tuple(files),
        made=tuple(made),
        needs=tuple(Need(package, name not in lacking) for name, package in lab.lab.needs.items()),
        install=interpreter.installation(python, packages, path) if packages else None,
    )


def verify(
    study: Study,
    request: Request,
    environ: Mapping[str, str],
    progress: Callable[[Test], None] = lambda _: None,
) -> Verification:
    """Run the tests of a lab against the learner's files, and keep what that says where it is new.

    Raises UnknownAddress, NoLab, WorkError, LabError and its kin, and StateError.
    """
    entry, path = found(study, request)
    lab = _load(study, entry)
    only = None if request.test is None else [_test(lab, request.test).name]
    study.look()  # A state that can't be read is told before anything runs.
    work = read_work(path, lab.lab.files, lab.starter)
    python = interpreter.choose(request.python, environ, path, lab.lab.needs)
    outcome = trial.run(lab, work, python, only, progress=progress)
    known.remember(known.FOLDERS, _key(study, entry), path)
    changes = _keep(study, entry.item.id, outcome, lab.version, _work_hash(work)) if only is None else _nothing(study)
    hint, told = _hint(study, entry, lab, outcome) if request.hint else (None, None)
    return Verification(
        entry=summary.entry(study.roadmap, study.look().progress, study.roadmap.places[entry.item.id]),
        folder=path,
        trial=outcome,
        changes=changes,
        whole=only is None,
        hint=hint,
        told=told,
        notices=tuple(f"{book} is there, too; the tests ran against the .py file" for book in work.passed_over),
    )


@decided_under_lock
def _keep(study: Study, id: str, outcome: Trial, version: str, work: str) -> Changes:
    """Append what a run says, where that is news."""
    holds = outcome.holding
    fails = [result.name for result in outcome.results if result.name not in holds]
    with study.locked() as now:
        item = now.before.progress.get(id, UNTOUCHED)
        if _is_news(item, _last(now.before.events, id), holds, fails, version):
            now.append("verify", item=id, holds=holds, fails=fails, lab=version, work=work)
    return changes_between(study, "verify", now.before, now.after, [study.roadmap.places[id]])


def _is_news(item: ItemProgress, last: Event | None, holds: list[str], fails: list[str], version: str) -> bool:
    """Return whether a run says what the journal does not: of a verified item, nothing that fails later does."""
    if transitions.after_verify(item.status, all_hold=not fails) != item.status:
        return True
    if is_verified(item.evidence):
        return not fails and all(known.lab != version for known in item.evidence)
    return last is None or not item.evidence or (last["holds"], last["fails"], last["lab"]) != (holds, fails, version)


def _last(events: Sequence[Event], id: str) -> Event | None:
    """Return the last event in force that says how an item's tests came out."""
    in_force = set(journal.history(events).undoable)
    own = (event for event in reversed(events) if event["kind"] == "verify" and event["item"] == id)
    return next((event for event in own if event["id"] in in_force), None)


def _nothing(study: Study) -> Changes:
    snapshot = study.look()
    return changes_between(study, "verify", snapshot, snapshot, ())


def _hint(study: Study, entry: Entry, lab: LabFolder, outcome: Trial) -> tuple[str | None, tuple[int, int] | None]:
    """Return the next hint of the first test that does not hold, the guide's usual mistakes behind the last one; and its number.

    One that waits for another has its turn when that holds.
    """
    first = next((result for result in outcome.results if result.outcome not in ("holds", WAITS)), None)
    test = lab.lab.test(first.name) if first else None
    if test is None:
        return None, None
    key = f"{_key(study, entry)}/{test.name}"
    before = known.recall(known.HINTS, key) or "0"
    number = int(before) if before.isdecimal() else 0
    known.remember(known.HINTS, key, str(min(number + 1, len(test.hints))))
    if number < len(test.hints):
        return test.hints[number], (number + 1, len(test.hints))
    part = _guide(study, entry)
    mistakes = guide.section(part.text, _MISTAKES) if part else ""
    return (mistakes, None) if mistakes else (test.hints[-1], (len(test.hints), len(test.hints)))


def _guide(study: Study, entry: Entry) -> guide.Part | None:
    """Return what the guide says of an item, None where it says nothing."""
    try:
        return learn.guide(study, entry.item.id).parts[0]
    except (GuideError, UsageError):
        return None


def _entry(study: Study, address: str) -> Entry:
    """Return the one item with a lab that an address names. Raises UnknownAddress, UsageError and NoLab."""
    snapshot = study.look()
    target = study.resolve_one(lookup.target_of(study.roadmap, address), snapshot)
    if not target.single:
        raise UsageError(f"{target.address} is a group", "name one item, by its address or id")
    entry = summary.entry(study.roadmap, snapshot.progress, target.places[0])
    if not entry.lab:
        raise NoLab(f"{entry.item.address} ({entry.item.title}) has no lab", _others(study))
    return entry


def _next(study: Study) -> Entry:
    """Return the first open item with a lab, one under way before others. Raises NoLab."""
    roadmap, snapshot = study.roadmap, study.look()
    choices = summary.upcoming(roadmap, snapshot.progress, len(roadmap.items)).items
    entry = next((choice.entry for choice in choices if choice.entry.lab), None)
    if entry is None:
        any_lab = any(item.id in roadmap.lab_versions for item in roadmap.items)
        raise NoLab("every item with a lab is done" if any_lab else "the roadmap has no labs", _others(study))
    return entry


def _others(study: Study) -> str | None:
    """Return a hint that names the items with a lab, None where there are none."""
    own = [item.address for item in study.roadmap.items if item.id in study.roadmap.lab_versions]
    more = f" and {len(own) - 3} more" if len(own) > 3 else ""
    return f"there is one for {', '.join(own[:3])}{more}" if own else "`labs: FOLDER` in its file says where they are"


def _load(study: Study, entry: Entry) -> LabFolder:
    return folders.load(lab_versions.folder(study.roadmap, study.roadmap_at.path), entry.item.id)


def _usual_folder(study: Study, entry: Entry) -> str:
    """Return the folder that an item's lab has: the working one or one around it, that which is remembered, else a new one."""
    here = _marked()
    if here and here[1] == Marker(study.roadmap.id, entry.item.id):
        return here[0]
    remembered = known.recall(known.FOLDERS, _key(study, entry))
    if remembered and os.path.isfile(os.path.join(remembered, handout.MARKER)):
        return remembered
    return absolute(entry.item.id)


def found(study: Study, request: Request) -> tuple[Entry, str]:
    """Return the item to verify and the folder of its work. Raises UnknownAddress, NoLab and WorkError."""
    if request.address is None:
        return _here(study)
    entry = _entry(study, request.address)
    if request.folder is not None:
        return entry, absolute(request.folder)
    make = study.options.again(f"lab {entry.item.address}")
    path = _usual_folder(study, entry)
    remembered = known.recall(known.FOLDERS, _key(study, entry))
    if not os.path.isdir(path) and remembered:
        again = study.options.again(f"verify {entry.item.address} FOLDER")
        raise WorkError(remembered, "it is gone", f"`{make}` makes one here; `{again}` takes one that was moved")
    if not os.path.isdir(path):
        raise WorkError(path, "there is no such folder", f"`{make}` makes it, or name one behind the address")
    return entry, path


def _here(study: Study) -> tuple[Entry, str]:
    """Return the item and folder of the lab that the working folder is in. Raises NoLab and WorkError."""
    here = _marked()
    if here is None:
        raise NoLab("this is no lab's folder", "name the item, or go into its folder; `mlpath lab` makes the next one")
    folder, marker = here
    if marker.roadmap != study.roadmap.id:
        raise NoLab(
            f"{folder} is of the roadmap {marker.roadmap!r}, not of {study.roadmap.id!r}", "name that with --roadmap"
        )
    if marker.item not in study.roadmap.places:
        raise NoLab(
            f"{folder} is of {marker.item!r}, which the roadmap no longer has", "name the item that it is of now"
        )
    return _entry(study, marker.item), folder


def _marked() -> tuple[str, Marker] | None:
    return handout.marked(absolute("."))


def _key(study: Study, entry: Entry) -> str:
    return f"{study.roadmap.id}/{entry.item.id}"


def _test(lab: LabFolder, name: str) -> Test:
    test = lab.lab.test(name)
    if test is None:
        from difflib import get_close_matches

        names = [test.name.removeprefix("test_") for test in lab.lab.tests]
        close = get_close_matches(name.removeprefix("test_"), names, n=1, cutoff=0.4)
        raise UsageError(
            f"there is no test {name}", f"did you mean {close[0]}?" if close else f"there are {', '.join(names)}"
        )
    return test


def _work_hash(work: Work) -> str:
    whole = sha256()
    for name, data in sorted(work.files.items()):
        whole.update(name.encode() + b"\0" + sha256(data).digest())
    return whole.hexdigest()[:16]
