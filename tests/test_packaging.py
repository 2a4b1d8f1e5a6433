"""What is shipped: the wheel's exact files, and that it runs away from the checkout."""

import ast
import html
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from conftest import ROOT


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.mark.heavy
def test_the_wheel_has_the_code_and_the_content_and_nothing_else(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    code = {str(path.relative_to(ROOT / "src")) for path in (ROOT / "src").rglob("*.py")}
    code |= {"mlpath/export/page.html", "mlpath/export/guide.html"}
    content = {
        f"mlpath/_content/{path.relative_to(ROOT)}"
        for part in ("data", "roadmap")
        for path in (ROOT / part).rglob("*")
        if path.is_file()
    }
    assert names == code | content | {"mlpath/py.typed"}
    assert "mlpath/_content/data/roadmap.yaml" in names


@pytest.mark.heavy
def test_whatever_is_imported_is_named_as_a_dependency() -> None:
    named = {
        re.split(r"[^A-Za-z0-9_-]", line)[0].lower().replace("-", "_")
        for line in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    }
    imported = {
        name.partition(".")[0]
        for path in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    distributions = {name: name for name in imported} | {"yaml": "pyyaml", "markdown_it": "markdown_it_py"}
    others = imported - sys.stdlib_module_names - {"mlpath"}
    assert {distributions[name] for name in others} == named


def test_a_clone_is_installed_as_the_readme_says(tmp_path: Path) -> None:
    script = f"from hatchling.build import build_editable; print(build_editable({str(tmp_path)!r}))"
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)
    with zipfile.ZipFile(tmp_path / ended.stdout.split()[-1]) as archive:
        (path,) = [name for name in archive.namelist() if name.endswith(".pth")]
        assert archive.read(path).decode().split() == [str(ROOT / "src")]


@pytest.mark.heavy
def test_the_unpacked_wheel_runs_away_from_the_checkout(wheel: Path, tmp_path: Path, home: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    (tmp_path / "empty").mkdir()
    script = f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); from mlpath.__main__ import main; main()"
    for arguments in (["status"], ["check", "week5.practice.1"], ["next"], ["doctor"]):
        command = [sys.executable, "-c", script, *arguments]
        ended = subprocess.run(command, cwd=tmp_path / "empty", capture_output=True, text=True, env=dict(os.environ))
        assert (ended.returncode, ended.stderr) == (0, "")
    assert str(tmp_path / "site") in ended.stdout


@pytest.mark.heavy
def test_the_moving_picture_is_what_mlpath_prints_and_needs_nothing_else() -> None:
    script = "import sys; sys.path.insert(0, 'docs'); import tour; sys.stdout.buffer.write(tour.draw().encode())"
    drawn = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True).stdout.decode()
    picture = (ROOT / "docs" / "tour.svg").read_text(encoding="utf-8")
    assert _texts(drawn) == _texts(picture)
    said = html.unescape(" ".join(_texts(picture)))
    assert all(words in said for words in ("mlpath check next", "% covered", "Ideas to own", "Overall"))
    assert not re.search(r"<script|<image|<foreignObject|href|@import|url\(|@font-face", picture)
    assert picture.count("http") == 1  # The name of SVG.
    for wanted in ("prefers-color-scheme: dark", "prefers-reduced-motion: reduce"):
        assert wanted in picture


@pytest.mark.parametrize(("name", "said"), [("status", "18 of 62 done"), ("guide", "Gradient Descent Algorithm")])
def test_the_pictures_are_what_mlpath_prints(name: str, said: str) -> None:
    script = f"import sys; sys.path.insert(0, 'docs'); import picture; sys.stdout.buffer.write(picture.draw_{name}().encode())"
    drawn = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True).stdout
    assert _texts(drawn.decode()) == _texts((ROOT / "docs" / f"{name}.svg").read_text(encoding="utf-8"))
    assert said in html.unescape("".join(_texts(drawn.decode()))).replace("\xa0", " ")


def _texts(svg: str) -> list[str]:
    """Return what the picture says; how Rich draws it may change from one version to the next."""
    return re.findall(r">([^<>]+)</text>", svg)
