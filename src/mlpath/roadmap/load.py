"""A roadmap from its file, of either format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlpath.errors import Fault
from mlpath.roadmap import cache
from mlpath.roadmap.roadmap import Roadmap
from mlpath.roadmap.source import is_markdown, read_bytes
from mlpath.system.interrupts import held_back

if TYPE_CHECKING:
    from mlpath.roadmap.structure import Structure


def load_cached(path: str, *, bullets: bool = False) -> Roadmap:
    """Return what `load` does, from the cache where that is fresh. Raises RoadmapError and RoadmapInvalid."""
    variant = variant_of(bullets=bullets)
    roadmap = cache.load(path, variant)
    if roadmap is None:
        stamp = cache.stamp(path, variant)
        roadmap = load(path, bullets=bullets)
        cache.save(path, stamp, roadmap, variant)
    return roadmap


def variant_of(*, bullets: bool) -> str:
    """Return how a roadmap file is read, as its cache calls it."""
    return "bullets" if bullets else ""


def load(path: str, *, bullets: bool = False) -> Roadmap:
    """Return the roadmap in the file at `path`; with `bullets`, a Markdown file's plain list items count as items.

    Raises RoadmapError where it can't be read, and RoadmapInvalid with every fault where it is invalid.
    """
    if is_markdown(path):
        from mlpath.roadmap.markdown import read as markdown_file

        return markdown_file.load(path, bullets=bullets)
    with held_back():  # The core of pydantic panics where Ctrl-C comes while it is imported.
        from mlpath.roadmap.yaml import read as yaml_file
    return yaml_file.load(path)


def load_with_faults(path: str, *, bullets: bool = False) -> tuple[Roadmap | None, list[Fault]]:
    """Return the roadmap in the file at `path`, None where it is invalid, and all its faults in the order of the file.

    A Markdown file with faults may be a roadmap all the same. Raises RoadmapError where the file can't be read at all.
    """
    if is_markdown(path):
        from mlpath.roadmap.markdown import read as markdown_file

        return markdown_file.load_with_faults(path, bullets=bullets)
    with held_back():
        from mlpath.roadmap.yaml import read as yaml_file
    return yaml_file.load_with_faults(path)


def structure_of(path: str, *, bullets: bool = False) -> Structure | None:
    """Return how the headings of the Markdown file at `path` were read; None for a YAML file. Raises as `load` does."""
    if not is_markdown(path):
        return None
    from mlpath.roadmap.markdown import read as markdown_file

    return markdown_file.parse(read_bytes(path), path, bullets=bullets).structure
