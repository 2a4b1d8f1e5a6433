"""What the README and the pages of docs/ show works: every command, in a page's order, in a clean home, and every link."""

import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from conftest import ROOT
from mlpath.cli.registry import COMMANDS

README = ROOT / "README.md"
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [README, *DOCS]
LINKED = [*PAGES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def commands(page: Path) -> list[str]:
    return [
        line.removeprefix("$ ")
        for block in CONSOLE.findall(text(page))
        for line in block.splitlines()
        if line.startswith("$ ")
    ]


def anchors(page: Path) -> set[str]:
    """Return what may follow `#` in a link to a page, as GitHub makes it of headings."""
    headings = re.findall(r"^#+ (.*)$", FENCED.sub("", text(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.usefixtures("on_path")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_command_works(
    page: Path, mlpath: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a shell where one is needed, else in this process, which is sooner done."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    for command in commands(page):
        if command.startswith("mlpath") and not set(command) & set("|<>$"):
            result = mlpath(*shlex.split(command)[1:])
            assert (result.exit_code, result.stderr) == (0, ""), command
            assert result.stdout, command
        else:
            ended = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True)
            assert (ended.returncode, ended.stderr) == (0, ""), command
            assert ended.stdout or ">" in command or command.startswith("cp "), command


def test_every_command_is_shown() -> None:
    shown = " ".join(" ".join(commands(page)) for page in PAGES)
    for names in COMMANDS.values():
        for name in names:
            assert f"mlpath {name}" in shown, name


def test_the_example_of_a_roadmap_is_valid(mlpath: Callable[..., Result], tmp_path: Path) -> None:
    [example] = re.findall(r"```yaml\n(version: 1\n.*?)```", text(ROOT / "docs" / "roadmaps.md"), re.DOTALL)
    (tmp_path / "rust.yaml").write_text(example, encoding="utf-8")
    result = mlpath("validate", str(tmp_path / "rust.yaml"))
    assert (result.exit_code, result.stderr) == (0, "")
    assert "7 items" in result.stdout


def test_the_readme_is_short_and_leads_to_every_page() -> None:
    assert len(text(README).splitlines()) <= 200
    for page in DOCS:
        assert f"](docs/{page.name}" in text(README), page.name


def test_ci_runs_the_readmes_test_command() -> None:
    setup = next(line for line in text(README).splitlines() if line.endswith(".venv/bin/pytest"))
    assert setup in text(ROOT / ".ci" / "run")


@pytest.mark.parametrize("page", LINKED, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", FENCED.sub("", text(page))):
        if not link.startswith("https://"):
            name, _, anchor = link.partition("#")
            to = page.parent / name if name else page
            assert to.exists(), link
            assert not anchor or anchor in anchors(to), link


def test_nothing_is_installed_from_an_index_that_does_not_have_it() -> None:
    for page in LINKED:
        for install in re.findall(r"(?:pip|pipx|uv tool|uv pip) install ([^\n`&]+)", text(page)):
            assert re.match(r"(?:-\S+ )*'?\.", install), install
