"""The user's own programs: what is opened in a browser and where there is one, and which pager is none."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mlpath.system import programs

# In a process of its own: `webbrowser` asks for BROWSER once.
BROWSE = "import json, sys; from mlpath.system.programs import browse; print(json.dumps([*map(browse, sys.argv[1:])]))"


def test_only_web_pages_are_ever_opened() -> None:
    pages = ["https://x.org", "http://x", "HTTPS://X"]
    others = ["javascript:alert(1)", "javascript://https://x", "file:///etc/passwd", "ftp://x", "x", "https://x y"]
    environment = {**os.environ, "BROWSER": "true"}
    command = [sys.executable, "-c", BROWSE, *pages, *others]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert json.loads(ended.stdout) == [True] * len(pages) + [False] * len(others)


def test_what_a_browser_says_is_not_seen() -> None:
    script = f"{BROWSE}; print('after')"
    environment = {**os.environ, "BROWSER": "echo"}
    ended = subprocess.run(
        [sys.executable, "-c", script, "https://x"], env=environment, capture_output=True, text=True, check=True
    )
    assert ended.stdout == "[true]\nafter\n"


def test_where_there_is_no_browser() -> None:
    assert not programs.has_browser({})
    assert not programs.has_browser({"CI": "true", "DISPLAY": ":0"})
    assert programs.has_browser({"DISPLAY": ":0"})
    assert programs.has_browser({"BROWSER": "w3m", "SSH_CONNECTION": "x"})


@pytest.mark.parametrize("pager", ["cat", "cat -n", "no-such-pager", "'", " "])
def test_what_is_no_pager(pager: str) -> None:
    assert not programs.show_paged("text\n", {"PAGER": pager})


def test_mlpath_is_called_as_it_was_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "my bin" / "mlpath"
    script.parent.mkdir()
    script.touch(mode=0o755)
    found, lost = str(script.parent), str(tmp_path)
    run = ["/usr/bin/python3", str(script), "status"]
    assert programs.as_typed(str(script), run, found) == programs.as_typed("mlpath", run, lost) == "mlpath"
    assert programs.as_typed(str(script), run, lost) == f"'{script}'"
    assert programs.as_typed(".venv/bin/mlpath", run, found) == ".venv/bin/mlpath"
    module = str(tmp_path / "mlpath" / "__main__.py")
    assert programs.as_typed(module, ["python3", "-m", "mlpath", "next"], found) == "python3 -m mlpath"
    assert (
        programs.as_typed(module, [".venv/bin/python", "-X", "dev", "-m", "mlpath"], found)
        == ".venv/bin/python -X dev -m mlpath"
    )
    assert programs.as_typed(module, ["/usr/bin/python3", "-m", "mlpath"], found) == "mlpath"
    assert programs.as_typed("/usr/lib/pytest/__main__.py", ["python3", "-m", "pytest"], found) == "mlpath"
