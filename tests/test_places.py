"""Where things are, and which of option, environment and config file has the first word."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest

from conftest import Run
from mlpath.system import folders, places


def test_the_roadmap_is_named_by_option_environment_config_or_shipped() -> None:
    environ = {"MLPATH_ROADMAP": "/env.yaml"}
    assert places.roadmap("/option.yaml", environ, "/config.yaml") == ("/option.yaml", "--roadmap")
    assert places.roadmap(None, environ, "/config.yaml") == ("/env.yaml", "MLPATH_ROADMAP")
    assert places.roadmap(None, {"MLPATH_ROADMAP": ""}, "/config.yaml") == ("/config.yaml", "the config file")
    assert places.roadmap(None, {}, None).path.endswith("data/roadmap.yaml")


def test_the_state_is_named_by_option_environment_or_roadmap(home: Path) -> None:
    environ = {"MLPATH_STATE": "~/env.json"}
    assert places.state("/option.json", environ, "x") == ("/option.json", "--state")
    assert places.state(None, environ, "x") == (str(home / "env.json"), "MLPATH_STATE")
    assert places.state(None, {"MLPATH_STATE": ""}, "x").path == str(home / ".local/share/mlpath/x.json")


@pytest.mark.parametrize(("option", "variable"), [("/sync/", "/x.json"), (None, "/sync/"), (None, "//sync//")])
def test_a_name_that_ends_with_a_slash_is_a_folder_of_state_files(option: str | None, variable: str) -> None:
    environ = {"MLPATH_STATE": variable}
    path, why = places.state(option, environ, "rust")
    assert Path(path).parts[-2:] == ("sync", "rust.json")
    assert why == f"the folder of {'--state' if option else 'MLPATH_STATE'}, by the roadmap's id"
    assert not places.one_state(option, environ)
    assert places.one_state("/sync", environ)
    assert places.one_state(None, {"MLPATH_STATE": "/sync"})
    assert not places.one_state(None, {"MLPATH_STATE": ""})


@pytest.mark.skipif(sys.platform != "linux", reason="platformdirs itself is used there")
@pytest.mark.parametrize("chosen", [None, "", " ", "/elsewhere", "relative"])
def test_the_users_folders_are_those_of_platformdirs(
    home: Path, monkeypatch: pytest.MonkeyPatch, chosen: str | None
) -> None:
    for kind in ("data", "config", "cache"):
        if chosen is not None:
            monkeypatch.setenv(f"XDG_{kind.upper()}_HOME", chosen)
        assert folders.user_folder(kind) == getattr(platformdirs, f"user_{kind}_dir")("mlpath", False)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other folders")
@pytest.mark.parametrize("lost", ["", *(pytest.param(lost, marks=pytest.mark.heavy) for lost in ("relative", "."))])
def test_no_folder_gets_a_state_of_its_own_where_there_is_no_home(
    process: Callable[..., Run], tmp_path: Path, lost: str
) -> None:
    before = sorted(tmp_path.rglob("*"))
    for command in ([], ["check", "next"], ["use"], ["use", "default"], ["plan", "--start", "today"], ["doctor"]):
        ended = process(*command, env={"HOME": lost})
        assert ended.code == (1 if command == ["doctor"] else 2)
        said = " ".join((ended.out + ended.err).split())
        assert f"there is no place for your progress: HOME is {lost!r}" in said
        assert "set it to your home folder" in said
    assert process("prompt", env={"HOME": lost}) == Run(0, "ML !\n", "")
    assert sorted(tmp_path.rglob("*")) == before
    elsewhere = {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("DATA", "CONFIG", "CACHE")}
    assert process("check", "next", env={"HOME": lost, **elsewhere}).code == 0
    assert (tmp_path / "DATA" / "mlpath" / "ai-ml-engineer.json").exists()


@pytest.mark.heavy
def test_an_installation_in_a_zip_file_is_called_incomplete(home: Path, tmp_path: Path) -> None:
    package, course = Path(places.__file__).parents[1], tmp_path / "course.md"
    course.write_text("# Course\n- [ ] a\n")
    with zipfile.ZipFile(tmp_path / "mlpath.zip", "w") as whole:
        for file in package.rglob("*.py"):
            whole.write(file, file.relative_to(package.parent))
    lines = [
        f"import sys; sys.path.insert(0, {str(tmp_path / 'mlpath.zip')!r})",
        "import mlpath.__main__ as m",
        "m.main()",
    ]
    for command, missing in (
        (["status"], "_content/data/roadmap.yaml"),
        (["doctor"], "_content/data/roadmap.yaml"),
        (["--roadmap", str(course), "export", "-f", "html"], "export/page.html"),
    ):
        ended = subprocess.run([sys.executable, "-c", "\n".join(lines), *command], capture_output=True, text=True)
        said = " ".join((ended.stdout + ended.stderr).split())
        path = tmp_path / "mlpath.zip" / "mlpath" / missing
        assert f"this installation of mlpath is incomplete: {path} is missing" in said
        assert "it does not run from within a zip file" in said
        assert ended.returncode == (1 if command == ["doctor"] else 3)
