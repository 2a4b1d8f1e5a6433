"""One key chooses a way on, in a real terminal."""

import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from mlpath.system import keys
from mlpath.system.clock import local_now
from terminals import ESCAPE, terminal

ASKED = b"leaves it as it is:"


@pytest.fixture
def away(home: Path) -> str:
    """Return a state file in which the last tick was long ago, and the plan goes on."""
    year = local_now().year
    common = {"at": f"{year - 1}-01-01T18:00:00+00:00"}
    plan = {"id": "p", "order": 1, "kind": "plan", "plan": {"start": f"{year - 1}-01-01", "days": 1500}}
    tick = {"id": "c", "order": 2, "kind": "check", "items": ["vectors-matrices"]}
    events = [{**common, **plan}, {**common, **tick}]
    path = home / "away.json"
    path.write_text(
        json.dumps({"format": "mlpath-journal", "version": 1, "roadmap": "ai-ml-engineer", "events": events})
    )
    return str(path)


@pytest.mark.parametrize(
    ("key", "way"),
    [
        ("c", "catch up"),
        *(pytest.param(*chosen, marks=pytest.mark.heavy) for chosen in (("r", "rebalance"), ("E", "extend"))),
    ],
)
def test_a_key_chooses(away: str, key: str, way: str) -> None:
    code, drawn = terminal("--state", away, "plan", answer=key, asked=ASKED)
    assert code == 0
    assert f"Chosen    {way}; " in ESCAPE.sub("", drawn).partition(ASKED.decode())[2]
    code, drawn = terminal("--state", away, "plan")
    assert (code, "leaves it as it is" in drawn, "three ways" in drawn) == (0, False, False)


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("\n", 0),
        ("\x03", 130),
        *(pytest.param(key, 0, marks=pytest.mark.heavy) for key in ("x", "\x1b[A")),
    ],
)
def test_any_other_key_leaves_it_as_it_is(away: str, key: str, code: int) -> None:
    before = Path(away).read_bytes()
    assert terminal("--state", away, "plan", answer=key, asked=ASKED)[0] == code
    assert Path(away).read_bytes() == before


def test_on_windows_a_key_that_sends_two_characters_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = list("\xe0Q\x00Sà3")
    console = ModuleType("msvcrt")
    console.getwch = lambda: typed.pop(0)  # type: ignore[attr-defined]
    console.kbhit = lambda: len(typed) in (5, 3)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "msvcrt", console)
    monkeypatch.setitem(sys.modules, "termios", None)
    read = [keys.read(lambda: None) for _ in range(4)]
    assert read == ["\x1b", "\x1b", "à", "3"]  # Page Down, Delete, and two letters.
