"""The command that asks: `review`. What is due, one answer, and one taken back."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from mlpath.commands.change import decided_under_lock
from mlpath.commands.deck import deck_of, every_card, fault, present_names
from mlpath.commands.study import Study
from mlpath.errors import UnknownCard, UsageError
from mlpath.guides import folder
from mlpath.journal import journal
from mlpath.journal.events import GRADES
from mlpath.progress import retained
from mlpath.review.deck import Deck
from mlpath.review.results import Answer, Ending, Listing, Standing
from mlpath.roadmap import lookup
from mlpath.roadmap.roadmap import RESOURCES, WEEK

if TYPE_CHECKING:
    from mlpath.commands.change import Snapshot
    from mlpath.review.session import Session


def listing(study: Study, text: str | None = None, limit: int | None = None, *, every: bool = False) -> Listing:
    """Return the cards that are to be asked today, at most `limit`; `every` adds those of what is done that are not due.

    `text` names the item or group that they are to be of. Raises UnknownAddress and its kin, and StateError.
    """
    snapshot = study.look()
    deck = deck_of(study, snapshot)
    queue = deck.queue()
    only = list(deck.cards)
    if text is not None:
        target = study.resolve_one(lookup.target_of(study.roadmap, text), snapshot)
        items = {study.roadmap.items[place].id for place in target.places}
        only = [id for id, card in deck.cards.items() if card.item in items]
        queue = deck.queue(only)
    chosen, asked = list(queue.cards), set(queue.cards)
    if every:
        chosen += sorted((id for id in only if id not in asked), key=deck.due)
    chosen = chosen[:limit]
    return Listing(
        cards=tuple(standing(study, deck, id) for id in chosen),
        due=sum(id in asked for id in chosen),
        new=sum(id in queue.new for id in chosen),
        later=queue.later,
        known=len(only),
        guided=os.path.isdir(folder.folder(study.roadmap, study.roadmap_at.path) or ""),
        fault=None if only else fault(study, snapshot),
    )


def single(study: Study, card: str) -> Listing:
    """Return one card, due or not. Raises UnknownCard, UsageError where it rests, and StateError."""
    snapshot = study.look()
    deck, id = deck_of(study, snapshot), _named(study, snapshot, card)
    queue = deck.queue([id])
    return Listing((standing(study, deck, id),), len(queue.cards), len(queue.new), queue.later, 1)


@decided_under_lock
def answer(study: Study, card: str, grade: str) -> Answer:
    """Write that a card was answered, and how. Raises UnknownCard, UsageError where it rests or there is no such grade, and StateError."""
    if grade not in GRADES:
        raise UsageError(f"there is no grade {grade!r}", f"grades are {', '.join(GRADES)}")
    with study.locked() as now:
        id = _named(study, now.before, card)
        now.append("review", card=id, grade=grade)
    return _answer(study, now.after, id, grade)


@decided_under_lock
def take_back(study: Study, card: str, event: str | None = None) -> Answer:
    """Take back an answer to a card: the last one that is in force, or that of an `event`.

    Raises UnknownCard, UsageError where there is none, and StateError.
    """
    with study.locked() as now:
        id = _named(study, now.before, card)
        record = deck_of(study, now.before).records.get(id)
        target = event or (record.event if record else None)
        if target is None or target not in {review["id"] for review in journal.reviews(now.before.events)}:
            raise UsageError(f"no answer to {id} is there to take back", "`mlpath log` shows what you did")
        now.append("undo", target=target)
    return _answer(study, now.after, id, None)


def standing(study: Study, deck: Deck, id: str) -> Standing:
    """Return a card of the deck as it stands."""
    card = deck.cards[id]
    item = study.roadmap.items[study.roadmap.places[card.item]]
    return Standing(card, item, date.fromordinal(deck.due(id)), deck.records.get(id))


def ending(study: Study, deck: Deck, session: Session) -> Ending:
    """Return how a session ended."""
    answered = session.answered
    queue, coming = deck.queue(), deck.forecast()
    standings = (standing(study, deck, id) for id in answered if id in deck.cards)
    return Ending(
        answered=len(answered),
        known=sum(grade != GRADES[0] for grade in answered.values()),
        left=len(queue.cards),
        tomorrow=coming[1],
        weeks=tuple(_weeks(study, deck)),
        leeches=tuple(card for card in standings if card.leech),
    )


def answered_elsewhere(before: Deck, now: Deck, own: Collection[str]) -> set[str]:
    """Return the cards that another session answered meanwhile; `own` are the events of this one."""
    known = {event for *_, event in before.answers}.union(own)
    return {card for card, _, _, event in now.answers if event not in known}


def _weeks(study: Study, deck: Deck) -> list[tuple[str, retained.Retained]]:
    """Return what is retained of each week, and of the resources, that has cards."""
    by_item = deck.retained()
    groups = [group for group in study.roadmap.groups if group.kind in (WEEK, RESOURCES)]
    shares = ((study.roadmap.heading(group), retained.of_group(study.roadmap, by_item, group)) for group in groups)
    return [(heading, share) for heading, share in shares if share.cards]


def _answer(study: Study, snapshot: Snapshot, id: str, grade: str | None) -> Answer:
    deck = deck_of(study, snapshot)
    return Answer(standing(study, deck, id), grade, snapshot.events[-1]["id"], deck, study.notices(snapshot.journal))


def _named(study: Study, snapshot: Snapshot, name: str) -> str:
    """Return the name of the card of what is done that is meant. Raises UnknownCard, and UsageError where its item is not done."""
    deck = deck_of(study, snapshot)
    if name in deck.cards:
        return name
    cards = every_card(study)
    known = cards.get(present_names(study.roadmap, cards, [name]).get(name, name))
    if known and known.id in deck.cards:
        return known.id
    if known:
        item = study.roadmap.items[study.roadmap.places[known.item]]
        raise UsageError(
            f"the card {known.id} rests: {item.address} is not done", f"`mlpath check {item.address}` brings it in"
        )
    raise UnknownCard(name, _nearest(name, cards))


def _nearest(name: str, cards: Mapping[str, object]) -> Sequence[str]:
    from difflib import get_close_matches

    return get_close_matches(name, cards, n=3, cutoff=0.7)
