"""The house: every module in a room, rooms with plain names, and the places that CONTRIBUTING names."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from conftest import ROOT
from mlpath.cli.registry import COMMANDS

PACKAGE = ROOT / "src" / "mlpath"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_only_what_everybody_needs_stands_in_no_room() -> None:
    assert {path.stem for path in MODULES if path.parent == PACKAGE} == {"__main__", "dates", "errors", "text"}


def test_every_room_stands_in_its_layer() -> None:
    layers = next(contract["layers"] for contract in CONTRACTS if contract["type"] == "layers")
    named = {name for layer in layers for name in layer.split(" | ")}
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert named == rooms | {"__main__", "dates", "errors", "text"}
    assert len(layers) <= 13


def test_rooms_say_what_they_are_for_and_export_nothing() -> None:
    for path in PACKAGE.rglob("*/__init__.py"):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        assert len(body) == 1, path
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_no_module_is_a_drawer_for_everything() -> None:
    assert not {path.stem for path in MODULES} & {"utils", "util", "helpers", "common", "misc", "base"}


@pytest.mark.parametrize("family", [heading.lower() for heading in COMMANDS])
def test_a_family_of_commands_has_one_name_on_every_floor(family: str) -> None:
    floors = {"cli"} if family == "shell" else {"cli", "commands"}
    floors |= set() if family in ("see", "shell") else {"terminal"}
    assert {path.parent.name for path in MODULES if path.stem == family} >= floors


def test_what_see_shows_has_a_view_each() -> None:
    assert {path.stem for path in (PACKAGE / "terminal").glob("*.py")} >= {"status", "next", "show", "history"}


def test_the_places_that_are_named_are_there() -> None:
    rows = re.findall(r"^\| (?:a|an|how|where) .*\|$", GUIDE, re.MULTILINE)
    assert len(rows) == 16
    for row in rows:
        places = re.findall(r"`([a-z_/]+\.py)`(?:[^`|]*`([A-Za-z_.]+)`)?", row)
        assert places, row
        for file, name in places:
            source = (PACKAGE / file).read_text(encoding="utf-8")
            assert not name or name in source, (file, name)


def test_files_are_of_one_purpose() -> None:
    """One that grows past this is asked whether it is two things; what it is now is named here."""
    known = {"errors.py", "labs/runner.py"}
    long = {str(path.relative_to(PACKAGE)) for path in MODULES if len(Path(path).read_text().splitlines()) > 300}
    assert long <= known
