"""Every command that the README shows works, in its order, in a clean home."""

import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from conftest import ROOT
from mlpath.cli.registry import COMMANDS

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)


def commands() -> list[str]:
    return [
        line.removeprefix("$ ")
        for block in CONSOLE.findall(README)
        for line in block.splitlines()
        if line.startswith("$ ")
    ]


@pytest.mark.usefixtures("on_path")
def test_each_command_works(mlpath: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a shell where one is needed, else in this process, which is sooner done."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    for command in commands():
        if command.startswith("mlpath") and not set(command) & set("|<>$"):
            result = mlpath(*shlex.split(command)[1:])
            assert (result.exit_code, result.stderr) == (0, ""), command
            assert result.stdout, command
        else:
            ended = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True)
            assert (ended.returncode, ended.stderr) == (0, ""), command
            assert ended.stdout or ">" in command, command


def test_every_command_is_shown() -> None:
    shown = " ".join(commands())
    for names in COMMANDS.values():
        for name in names:
            assert f"mlpath {name}" in shown, name


def test_ci_runs_the_readmes_test_command() -> None:
    setup = next(line for line in README.splitlines() if line.endswith(".venv/bin/pytest"))
    assert setup in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_local_links_lead_somewhere() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for link in re.findall(r"\]\(([^)#]+)\)", text):
            assert link.startswith("https://") or (ROOT / link).exists(), link
