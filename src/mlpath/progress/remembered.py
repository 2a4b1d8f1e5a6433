"""What a shell is told of progress: the line for its prompt, and the addresses that TAB offers. Pure.

Both are remembered. The line changes with every tick, the addresses only with the roadmap; so each command that changes
something leaves the line behind, with the status of each item beside it, and TAB puts the two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from mlpath.errors import UsageError
from mlpath.journal.journal import Progress
from mlpath.journal.transitions import STATUSES
from mlpath.progress import summary
from mlpath.roadmap.roadmap import SECTION, Roadmap
from mlpath.text import one_line

TEMPLATE = "ML {percent}% {week}"
FIELDS = ("percent", "done", "total", "left", "week", "address", "title", "due")

# A number of four digits in a field's layout, or one that is made from another field.
_TOO_WIDE = r"\d{4}|\{"


def line(roadmap: Roadmap, progress: Progress, template: str = TEMPLATE, due: int = 0) -> str:
    """Return the line that `template` makes of the progress, with so many cards `due`.

    Its fields are percent, done, total, left, week (`w5`, empty when no week has anything open), address and title of the
    next item, and due. The usual template has the cards behind it where there are any. Raises UsageError for a template that is none.
    """
    try:
        _check_fields(template)
        whole = template.format(**_fields(roadmap, progress), due=due).rstrip()
        return f"{whole}{tail(due)}" if template == TEMPLATE else whole
    except (KeyError, ValueError) as error:
        raise UsageError(f"{template!r} is no template: {error}", f"fields are {', '.join(FIELDS)}") from None


def _check_fields(template: str) -> None:
    """Raise KeyError for a field that there is not, and ValueError for one that would be wider than anybody's prompt."""
    from string import Formatter

    for _, field, layout, _ in Formatter().parse(template):
        if field is not None and field not in FIELDS:
            raise KeyError(field)
        if re.search(_TOO_WIDE, layout or ""):
            raise ValueError("999 characters are the most that a field can have")


def tail(due: int) -> str:
    """Return what the usual line has at its end where cards are due: `, 7 due`."""
    return f", {due} due" if due else ""


def standing(
    roadmap: Roadmap, progress: Progress, ahead: Iterable[tuple[str, int]] = (), day_starts: str = "", *, begun: bool
) -> str:
    """Return three lines: the usual line without what is due, empty where nothing has `begun`; what is due; and the items' statuses.

    What is due is a time, that at which a day begins, and behind it pairs of a day and of what the line has at its end from that day on,
    with tabs between. A status is a digit: its index in `STATUSES`.
    """
    due = "\t".join((day_starts, *(field for day, number in ahead for field in (day, tail(number)))))
    digits = {status: str(index) for index, status in enumerate(STATUSES)}
    statuses = "".join(digits[status] for status in summary.statuses(roadmap, progress))
    return f"{line(roadmap, progress) if begun else ''}\n{due}\n{statuses}"


def addresses(roadmap: Roadmap) -> str:
    """Return the completions: a line of five fields for each group, then for each item.

    The fields, with tabs between, are the place of its first item, the place behind its last one, its address, its id
    (empty for a group), and its title.
    """
    return "\n".join("\t".join(row) for row in _rows(roadmap))


def _fields(roadmap: Roadmap, progress: Progress) -> Mapping[str, object]:
    count = summary.count(roadmap, progress, range(len(roadmap.items)))
    place = summary.next_place(roadmap, progress)
    item = None if place is None else roadmap.items[place]
    week = roadmap.week_of(item) if item else None
    return {
        "percent": count.percent,
        "done": count.done,
        "total": count.total,
        "left": count.total - count.done,
        "week": f"{roadmap.week_label[0].lower()}{week.number}" if week else "",
        "address": item.address if item else "",
        "title": one_line(item.title) if item else "",
    }


def _rows(roadmap: Roadmap) -> Iterator[tuple[str, str, str, str, str]]:
    for group in roadmap.groups:
        title = group.title if group.kind == SECTION else roadmap.full_heading(group)
        yield str(group.start), str(group.end), group.address, "", _line(title)
    for place, item in enumerate(roadmap.items):
        yield str(place), str(place + 1), item.address, item.id, _line(item.title)


def _line(title: str) -> str:
    return " ".join(one_line(title).split())
