"""The JSON documents of `guide` and `open`."""

from __future__ import annotations

from mlpath.documents.parts import Document, head, item
from mlpath.guides.results import Links, Reading


def guide(reading: Reading) -> Document:
    """Return `mlpath.guide`: the parts that were asked for, each as Markdown and taken apart."""
    parts = [
        {
            "id": part.id,
            "title": part.title,
            "hours": part.hours,
            "text": part.text,
            "questions": part.questions,
            "answers": part.answers,
            "links": [{"url": link.url, "text": link.text} for link in part.links],
        }
        for part in reading.parts
    ]
    return {**head("guide"), "path": reading.path, "parts": parts}


def links(result: Links, *, opened: bool) -> Document:
    """Return `mlpath.open`; `opened` is null where nothing was."""
    return {
        **head("open"),
        "item": item(result.entry),
        "links": [link._asdict() for link in result.links],
        "chosen": result.chosen.url if result.chosen else None,
        "opened": result.chosen.url if opened and result.chosen else None,
    }
