"""Where things are, and which of option, environment and config file has the first word."""

import sys
from pathlib import Path

import platformdirs
import pytest

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
