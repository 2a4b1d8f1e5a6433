"""Reading the deck: the guides of what is done, and the journal's reviews. It takes no lock and writes nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date

from mlpath.commands.change import Snapshot
from mlpath.commands.study import Study
from mlpath.errors import GuideError
from mlpath.guides import folder
from mlpath.journal import journal
from mlpath.journal.transitions import DONE
from mlpath.review import cards as reader
from mlpath.review.cards import Card
from mlpath.review.deck import Deck
from mlpath.review.queue import Limits
from mlpath.review.records import answers, records
from mlpath.roadmap.roadmap import Roadmap


def deck_of(study: Study, snapshot: Snapshot) -> Deck:
    """Return the deck at one moment. A guide that is gone, or can't be read, has no cards."""
    roadmap, today = study.roadmap, study.today().toordinal()
    done = {
        id: date.fromisoformat(item.done_on).toordinal() + 1 if item.done_on else 0
        for id, item in snapshot.progress.items()
        if item.status == DONE
    }
    cards = {card.id: card for card in _cards(files(study, done)) if card.item in done} if roadmap.guides else {}
    reviews = journal.reviews(snapshot.events)
    given = answers(reviews, present_names(roadmap, cards, (event["card"] for event in reviews)))
    return Deck(
        cards=cards,
        since={id: done[card.item] for id, card in cards.items()},
        records=records(given),
        answers=given,
        today=today,
        limits=Limits(*study.limits),
    )


def every_card(study: Study) -> dict[str, Card]:
    """Return the cards of all guides by their names, in the roadmap's order."""
    ids = [item.id for item in study.roadmap.items]
    return {card.id: card for card in _cards(files(study, ids)) if card.item in study.roadmap.places}


def gone(study: Study, snapshot: Snapshot) -> list[str]:
    """Return the names of cards that were asked once and that no guide has any more, in the order of their first answers."""
    there = items(study, snapshot)
    return [
        name for name in dict.fromkeys(event["card"] for event in journal.reviews(snapshot.events)) if name not in there
    ]


def items(study: Study, snapshot: Snapshot) -> dict[str, str]:
    """Return the id of the item of each card that was ever asked, by the name that it had then, as far as a guide has it."""
    asked = {event["card"] for event in snapshot.events if event["kind"] == "review"}
    if not asked:
        return {}
    cards = every_card(study)
    names = {name: name for name in asked} | present_names(study.roadmap, cards, asked)
    return {name: cards[id].item for name, id in names.items() if id in cards}


def fault(study: Study, snapshot: Snapshot) -> str | None:
    """Return why the first guide of what is done that can't be read can't; None where all can that are there."""
    done = [id for id, item in snapshot.progress.items() if item.status == DONE]
    for path in filter(os.path.lexists, files(study, done)):
        try:
            folder.text(path)
        except GuideError as error:
            return str(error)
    return None


def files(study: Study, ids: Iterable[str]) -> list[str]:
    """Return the guides that say something of the items with these ids, in the roadmap's order; of a missing one, where it would be."""
    roadmap = study.roadmap
    home = folder.folder(roadmap, study.roadmap_at.path)
    if home is None:
        return []
    groups = sorted({roadmap.items[roadmap.places[id]].group for id in ids if id in roadmap.places})
    guided = (folder.guided(roadmap, group) for group in groups)
    return [os.path.join(home, name) for name in dict.fromkeys(folder.name(group) for group in guided if group)]


def _cards(paths: Iterable[str]) -> Iterator[Card]:
    """Yield the cards of several guides that can be asked; of two with one name the first."""
    names: set[str] = set()
    for path in paths:
        with suppress(GuideError):
            for card in reader.read(folder.text(path)):
                if card.answer and card.question and card.id not in names:
                    names.add(card.id)
                    yield card


def present_names(roadmap: Roadmap, cards: Mapping[str, Card], asked: Iterable[str]) -> dict[str, str]:
    """Return the present names of those of the names `asked` that no card has now, as far as one of `cards` had them."""
    return reader.names(cards.values(), asked, {item.id: item.was for item in roadmap.items if item.was})
