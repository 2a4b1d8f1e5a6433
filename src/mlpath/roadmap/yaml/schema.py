"""The roadmap file as it is written: one pydantic model per level, strict, unknown keys refused.

Shorthands stay shorthands here only in the JSON Schema: a bare string stands for an item with that title, a bare list
for a section with these items.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from mlpath.dates import FIRST_YEAR, LAST_YEAR
from mlpath.roadmap.ids import is_id
from mlpath.system.docstrings import docstring_of
from mlpath.text import is_web_address

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def _is_id(value: str) -> str:
    if not is_id(value):
        raise PydanticCustomError("bad_id", "an id has lower-case letters, digits and single hyphens: gradient-descent")
    return value


def _is_name(value: str) -> str:
    if not _NAME.fullmatch(value):
        raise PydanticCustomError(
            "bad_name", "a name starts with a letter and has a-z, 0-9 and single hyphens: online-courses"
        )
    return value


def _is_label(value: str) -> str:
    # As an id, but for capitals and spaces, and without digits: a number follows it in addresses.
    if not is_id("-".join(value.lower().split(" "))) or any(map(str.isnumeric, value)):
        raise PydanticCustomError("bad_label", "a label is made of letters, with single spaces or hyphens: Phase")
    return value


def _is_url(value: str) -> str:
    if not is_web_address(value):
        raise PydanticCustomError("bad_url", "a url starts with https:// or http:// and has no spaces")
    return value


def _is_line(value: str) -> str:
    if "\n" in value or "\t" in value:
        raise PydanticCustomError("bad_line", "must be one line, without tabs")
    if value != value.strip():
        raise PydanticCustomError("bad_line", "must not start or end with a space")
    return value


def _is_day(value: str) -> str:
    if not _DAY.fullmatch(value):
        raise PydanticCustomError("bad_day", "a day is written as 2026-11-30")
    try:
        year = date.fromisoformat(value).year
    except ValueError:
        year = 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise PydanticCustomError("bad_day", "the calendar has no such day")
    return value


Line = Annotated[str, Field(min_length=1, max_length=1_000), AfterValidator(_is_line)]
Text = Annotated[str, Field(min_length=1, max_length=100_000)]
RoadmapId = Annotated[str, Field(max_length=50), AfterValidator(_is_id)]  # Short enough for any file system.
Id = Annotated[str, Field(max_length=100, json_schema_extra={"pattern": "^[^\\s_A-Z.]+$"}), AfterValidator(_is_id)]
Name = Annotated[
    str, Field(max_length=100, json_schema_extra={"pattern": f"^{_NAME.pattern}$"}), AfterValidator(_is_name)
]
Label = Annotated[str, Field(max_length=40), AfterValidator(_is_label)]
Url = Annotated[str, Field(max_length=2_000, json_schema_extra={"pattern": "^https?://\\S+$"}), AfterValidator(_is_url)]


Day = Annotated[str, Field(json_schema_extra={"format": "date"}), AfterValidator(_is_day)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Shorthand(_Model):
    """A model for which a bare string or list may stand."""

    shorthand: ClassVar[tuple[type, str]]

    @model_validator(mode="before")
    @classmethod
    def _expand(cls, value: Any) -> Any:
        kind, key = cls.shorthand
        return {key: value} if isinstance(value, kind) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        whole = handler(schema)
        key = cls.shorthand[1]
        return {"anyOf": [handler.resolve_ref_schema(whole)["properties"][key], whole]}


class Item(_Shorthand):
    """One checkbox. A bare string stands for its title."""

    shorthand = (str, "title")

    id: Annotated[
        Id | None, Field(description="What the item is; its progress is kept by it. Default: the title's slug.")
    ] = None
    title: Annotated[Line, Field(description="What to learn or do, in one line.")]
    url: Annotated[Url | None, Field(description="The page that the item is about.")] = None
    hours: Annotated[float | None, Field(gt=0, le=1_000, description="The time it takes, in hours.")] = None
    was: Annotated[list[Id], Field(description="Former ids, so that a renamed item keeps its progress.")] = []
    due: Annotated[Day | None, Field(description="The day by which it is to be done.")] = None
    ticked: Annotated[bool, Field(description="Done before mlpath came to know it: on no day.")] = False
    done_on: Annotated[Day | None, Field(description="The same, and the day it was done.")] = None
    status: Annotated[
        Literal["doing", "skipped"] | None, Field(description="What it was before mlpath came to know it, if not done.")
    ] = None
    alongside: Annotated[
        dict[str, Line],
        Field(
            description="Of a resource: what of it goes with which week, as in {week5: chapters 4 and 6}.",
            json_schema_extra={"propertyNames": {"pattern": "^week[1-9][0-9]*$"}},
        ),
    ] = {}
    steps: Annotated[list[Item], Field(description="Smaller boxes within this one.")] = []

    @property
    def box(self) -> str:
        """What the file says of it."""
        return "done" if self.ticked or self.done_on else self.status or "todo"


class Section(_Shorthand):
    """A week's topics or practice. A bare list stands for its items."""

    shorthand = (list, "items")

    title: Annotated[Line | None, Field(description="The heading, where it is not the usual one.")] = None
    items: list[Item]


class NamedSection(_Model):
    """Any other list of a week, or a group of resources."""

    name: Annotated[Name, Field(description="What addresses call it: week5.project, resources.books.")]
    title: Annotated[Line | None, Field(description="The heading. Default: the name.")] = None
    items: list[Item]


class Week(_Model):
    """A week: topics, practice, and any other lists."""

    title: Line
    topics: Section | None = None
    practice: Section | None = None
    sections: list[NamedSection] = []


class Month(_Model):
    """A month: some weeks, numbered through the whole roadmap."""

    title: Line
    weeks: Annotated[list[Week], Field(min_length=1)]


class Labels(_Model):
    """What this roadmap calls its levels."""

    month: Label = "Month"
    week: Label = "Week"


class RoadmapFile(_Model):
    """A learning roadmap: months, their weeks, and resources."""

    model_config = ConfigDict(title="mlpath roadmap")

    version: Annotated[int, Field(ge=1, le=1, description="The version of this format.")]
    id: Annotated[RoadmapId, Field(description="What the roadmap is; its state file is named after it.")]
    title: Line
    overview: Text | None = None
    guides: Annotated[Line | None, Field(description="The folder of the study guides, seen from this file.")] = None
    labs: Annotated[Line | None, Field(description="The folder of the labs, seen from this file.")] = None
    labels: Labels = Labels()
    months: Annotated[list[Month], Field(min_length=1)]
    resources: list[NamedSection] = []
    closing: Text | None = None


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the file, for editors."""
    for model in (Item, Section, NamedSection, Week, Month, Labels, RoadmapFile):
        model.__doc__ = docstring_of(model)  # Each is a description.
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **RoadmapFile.model_json_schema()}
