"""Which item an id means now: former ids, adoptions, and items of a Markdown file that moved. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from mlpath.journal import journal
from mlpath.journal.events import Event
from mlpath.journal.journal import Progress
from mlpath.roadmap.roadmap import Item, Roadmap

# A hash has four digits and a twin's number fewer, so that a year in the title is neither.
_BEHIND_WORDS = re.compile(r"-[0-9a-f]{4}(?:-[0-9]{1,3})?$")
_FEW = 10


# What stands for the words of a title without any letter or digit: that tells nothing.
_NO_WORDS = "item"


def names(roadmap: Roadmap, events: Sequence[Event]) -> Mapping[str, str]:
    """Return what ids in the journal are called now, where that is different.

    An item's `was` says so, an adoption does, and in a Markdown file the words: progress that belongs to no item follows
    where the same words stand exactly once, unless other items had these words already when an event named it: those are
    still the others.
    """
    adopted = _adopted(events)
    if not adopted and not roadmap.from_text:
        return roadmap.renamed
    moved = _moved(roadmap, events, adopted) if roadmap.from_text else {}
    steps = {**moved, **roadmap.renamed, **adopted}
    return {id: _end(id, steps, roadmap) for id in steps}


def words_of(id: str) -> str:
    """Return the words in an id that was made from text: all but its hash and number."""
    return _BEHIND_WORDS.sub("", id)


def alike(roadmap: Roadmap, ids: Sequence[str]) -> list[str]:
    """Return those of `ids` whose words other items of the roadmap have as well; none where ids are not made from text."""
    if not roadmap.from_text:
        return []
    begun = tuple(words_of(id) for id in ids)
    every = (item.id for item in roadmap.items)
    likely = every if len(begun) > _FEW else (id for id in every if id.startswith(begun))
    words = Counter(map(words_of, likely))
    return [id for id in ids if words[words_of(id)] > 1]


def likeliest(roadmap: Roadmap, progress: Progress, orphan: str) -> Item | None:
    """Return the item without progress whose words are most like those of an id that the roadmap no longer has."""
    from difflib import get_close_matches

    free = {words_of(item.id): item for item in roadmap.items if item.id not in progress}
    close = get_close_matches(words_of(orphan), free, n=1)
    return free[close[0]] if close else None


def _adopted(events: Sequence[Event]) -> dict[str, str]:
    made = [event for event in events if event["kind"] == "adopt"]
    if not made:
        return {}
    in_force = set(journal.history(events).undoable)
    return {event["old"]: event["new"] for event in made if event["id"] in in_force}


def _moved(roadmap: Roadmap, events: Sequence[Event], adopted: Mapping[str, str]) -> dict[str, str]:
    known = {id for event in events for id in journal.named(event)} | set(adopted.values())
    ambiguous = {id for event in events for id in event.get("alike", ())}
    orphans = [id for id in known if id not in roadmap.places and id not in adopted and id not in ambiguous]
    if not orphans:
        return {}
    words = Counter(words_of(item.id) for item in roadmap.items)
    home = {words_of(item.id): item.id for item in roadmap.items}
    words[_NO_WORDS] = 0
    return {id: home[words_of(id)] for id in orphans if words[words_of(id)] == 1}


def _end(id: str, steps: Mapping[str, str], roadmap: Roadmap) -> str:
    """Follow an id to the item that it means, or as far as it leads."""
    seen = {id}
    while id in steps and steps[id] not in seen and not (len(seen) > 1 and id in roadmap.places):
        id = steps[id]
        seen.add(id)
    return id
