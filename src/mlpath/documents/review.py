"""What `review --json` prints. Other programs rely on these names; they may only grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlpath.documents.parts import Document, head, iso

if TYPE_CHECKING:
    from mlpath.review.results import Answer, Listing, Standing


def listing(result: Listing) -> Document:
    """Return `mlpath.review` of the cards to ask: `due` of them are due today, and `new` of these never were asked."""
    return {
        **head("review"),
        "due": result.due,
        "new": result.new,
        "later": result.later,
        "cards": [_card(standing) for standing in result.cards],
    }


def answer(result: Answer) -> Document:
    """Return `mlpath.review` of one answer: the card after it; `grade` is null where an answer was taken back."""
    return {
        **head("review"),
        "grade": result.grade,
        "card": _card(result.standing),
        "next_due": iso(result.standing.due),
        "notices": list(result.notices),
    }


def _card(standing: Standing) -> Document:
    """Return a card; `last` and `grade` are null before the first answer."""
    record = standing.record
    return {
        "id": standing.card.id,
        "item": standing.item.id,
        "address": standing.item.address,
        "question": standing.card.question,
        "answer": standing.card.answer,
        "due": iso(standing.due),
        "last": iso(standing.last),
        "grade": record and record.grade,
        "reviews": record.reviews if record else 0,
        "lapses": record.lapses if record else 0,
    }
