"""Random roadmaps, events and addresses."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from mlpath.journal.events import GRADES
from mlpath.pace import plan
from mlpath.pace.days import Pause, merged
from mlpath.pace.plan import Left, Plan
from mlpath.roadmap.addresses import MONTH, RESOURCES, WEEK, Address
from mlpath.roadmap.yaml import schema as model
from mlpath.roadmap.yaml.read import compile_roadmap

NUMBERS = st.integers(0, 999_999_999)
NAMES = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
TITLES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=30).filter(
    lambda title: title == title.strip()
)
IDS = tuple(f"item-{letter}" for letter in "abcdefgh")


@st.composite
def addresses(draw: st.DrawFn) -> Address:
    """Return any address that can be written down."""
    level = draw(st.sampled_from([MONTH, WEEK, RESOURCES]))
    number = None if level == RESOURCES else draw(NUMBERS)
    section = None if level == MONTH else draw(st.none() | NAMES)
    path = tuple(draw(st.lists(NUMBERS, max_size=3))) if section else ()
    ranged = path or (section is None and level != RESOURCES)
    to = draw(st.none() | NUMBERS) if ranged else None
    return Address(level=level, number=number, section=section, path=path, to=to)


# Strategies are made once: making them anew in each example takes longer than drawing from them.
EXTRAS = st.sampled_from(
    [
        {**url, **hours, **was}
        for url in ({}, {"url": "https://x.org/"}, {"url": "http://a.b/c?d=(e)&f#g"})
        for hours in ({}, {"hours": 1}, {"hours": 0.5}, {"hours": 20})
        for was in ({}, {"was": ["former"]})
    ]
)
NUMBERED = st.integers(0, 7)  # A title, by its number among those of a file.


def items(depth: int = 0) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return lists of items, with steps in up to two levels, still without ids."""
    steps = items(depth + 1) if depth < 2 else st.just([])
    item = st.builds(lambda title, extra, steps: {"title": title, "steps": [*steps], **extra}, NUMBERED, EXTRAS, steps)
    return st.lists(item, max_size=2 if depth else 3)


ITEMS = items()
WEEKS = st.builds(
    lambda title, topics, practice, project: {
        "title": title,
        "topics": topics,
        "practice": practice,
        "sections": [{"name": "project", "items": project}],
    },
    NUMBERED,
    ITEMS,
    ITEMS,
    ITEMS,
)
MONTHS = st.builds(
    lambda title, weeks: {"title": title, "weeks": weeks}, NUMBERED, st.lists(WEEKS, min_size=1, max_size=3)
)
PARTS = st.tuples(
    st.lists(TITLES, min_size=8, max_size=8),
    st.lists(MONTHS, min_size=1, max_size=2),
    ITEMS,
    st.lists(st.booleans(), min_size=4, max_size=4),
)


@st.composite
def files(draw: st.DrawFn) -> dict[str, Any]:
    """Return a valid roadmap file as plain data."""
    titles, months, books, (labelled, *used) = draw(PARTS)
    file = {
        "version": 1,
        "id": "random",
        "title": 0,
        "months": months,
        "resources": [{"name": "books", "items": books}],
    }
    for book, alongside in zip(books, used, strict=False):
        if alongside:
            book["alongside"] = {"week1": titles[1]}
    if labelled:
        file |= {
            "labels": {"month": "Phase", "week": "Module"},
            "closing": "The end.",
            "overview": "All of it\nin two lines.",
        }
    _finish(file, titles, iter(range(10_000)))
    return file


def _finish(part: Any, titles: Sequence[str], numbers: Iterator[int]) -> None:
    """Put titles in the place of their numbers, and give each item an id of its own and a copy of what it shares."""
    for value in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        _finish(value, titles, numbers)
    if isinstance(part, dict) and "title" in part:
        part["title"] = titles[part["title"]]
    if isinstance(part, dict) and "steps" in part:
        part["id"] = f"item-{next(numbers)}x"
        if "was" in part:
            part["was"] = [f"former-{next(numbers)}x"]


roadmaps = files().map(lambda file: compile_roadmap(model.RoadmapFile.model_validate(file)))


DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
PAUSES = st.lists(
    st.builds(lambda first, days: Pause(first, first + timedelta(days=days)), DAYS, st.integers(0, 40)), max_size=4
).map(merged)


RESTS = st.sets(st.integers(0, 6), max_size=6).map(sorted).map(tuple)


def plans() -> st.SearchStrategy[Plan]:
    """Return plans with a start, with or without pauses, rest, an end of their own, and something left."""
    left = st.builds(
        Left, DAYS, st.integers(1, 200), st.lists(st.sampled_from(IDS), min_size=1, unique=True).map(tuple)
    )
    days = st.none() | st.integers(1, 400)
    return st.builds(
        Plan,
        start=DAYS,
        week_days=st.integers(1, 30),
        days=days,
        before=st.lists(st.sampled_from(IDS), unique=True).map(tuple),
        pauses=PAUSES,
        open_pause=st.none() | DAYS,
        rest=RESTS,
        left=st.none() | left,
        catching_up=st.booleans(),
        decided=st.none() | DAYS,
        extra=st.just({}),
    )


@st.composite
def journals(draw: st.DrawFn, most: int = 12) -> list[dict[str, Any]]:
    """Return events in order, as one machine writes them: undo and redo name events before them."""
    events: list[dict[str, Any]] = []
    for number in range(draw(st.integers(0, most))):
        kind = draw(
            st.sampled_from(["check", "uncheck", "begin", "skip", "note", "verify", "review", "plan", "undo", "redo"])
        )
        common = {
            "id": f"{draw(st.sampled_from('abcdef'))}{draw(st.integers(0, 10**9))}-{number}",  # In one journal, each is another.
            "order": 1_000_000 + number * 10 + draw(st.integers(0, 9)),
            "at": f"2026-11-{draw(st.integers(1, 28)):02}T12:00:00+01:00",
            "kind": kind,
        }
        if kind in ("undo", "redo"):
            ordinary = [event["id"] for event in events if event["kind"] not in ("undo", "redo")]
            own = {"target": draw(st.sampled_from(ordinary))} if ordinary else {"target": "none"}
        elif kind == "plan":
            own = {"plan": draw(st.just({}) | plans().map(plan.to_document))}
        elif kind == "review":
            own = {"card": draw(st.sampled_from(["what", "why"])), "grade": draw(st.sampled_from(GRADES))}
        elif kind == "verify":
            names = ["test_a", "test_b", "test_c"]
            held = draw(st.integers(0, 3))
            own = {"item": draw(st.sampled_from(IDS)), "holds": names[:held], "fails": names[held:]}
            own |= {"lab": draw(st.sampled_from(["one", "two"])), "work": "work"}
        elif kind == "note":
            own = {"item": draw(st.sampled_from(IDS)), "text": draw(TITLES)}
        else:
            own = {"items": draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=4, unique=True))}
        events.append({**common, **own})
    return events
