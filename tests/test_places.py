"""Where things are, in which order the places are asked, and what the config file may say."""

import json
import sys
from pathlib import Path

import platformdirs
import pytest

from mlpath.errors import ConfigError
from mlpath.system import config, folders
from mlpath.system import places as paths


def test_the_roadmap_is_named_by_option_environment_config_or_shipped() -> None:
    environ = {"MLPATH_ROADMAP": "/env.yaml"}
    assert paths.roadmap("/option.yaml", environ, "/config.yaml") == ("/option.yaml", "--roadmap")
    assert paths.roadmap(None, environ, "/config.yaml") == ("/env.yaml", "MLPATH_ROADMAP")
    assert paths.roadmap(None, {"MLPATH_ROADMAP": ""}, "/config.yaml") == ("/config.yaml", "the config file")
    assert paths.roadmap(None, {}, None).path.endswith("data/roadmap.yaml")


def test_the_state_is_named_by_option_environment_or_roadmap(home: Path) -> None:
    environ = {"MLPATH_STATE": "~/env.json"}
    assert paths.state("/option.json", environ, "x") == ("/option.json", "--state")
    assert paths.state(None, environ, "x") == (str(home / "env.json"), "MLPATH_STATE")
    assert paths.state(None, {"MLPATH_STATE": ""}, "x").path == str(home / ".local/share/mlpath/x.json")


@pytest.mark.skipif(sys.platform != "linux", reason="platformdirs itself is used there")
@pytest.mark.parametrize("chosen", [None, "", " ", "/elsewhere", "relative"])
def test_the_users_folders_are_those_of_platformdirs(
    home: Path, monkeypatch: pytest.MonkeyPatch, chosen: str | None
) -> None:
    for kind in ("data", "config", "cache"):
        if chosen is not None:
            monkeypatch.setenv(f"XDG_{kind.upper()}_HOME", chosen)
        assert folders.user_folder(kind) == getattr(platformdirs, f"user_{kind}_dir")("mlpath", False)


def test_the_config_file_may_be_absent_or_name_a_roadmap(tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    assert config.load(str(file)).roadmap is None
    file.write_text(json.dumps({"roadmap": "/x.yaml"}))
    assert config.load(str(file)).roadmap == "/x.yaml"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"roadmap": 5}',
        '{"roadmap": ""}',
        '{"roadmpa": "x"}',
        "[" * 100_000,
        '{"roadmap": "a\\u0000b"}',
        '{"roadmap": "\\ud800"}',
    ],
)
def test_anything_else_in_it_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.json").write_text(text)
    with pytest.raises(ConfigError) as refused:
        config.load(str(tmp_path / "config.json"))
    assert refused.value.exit_code == 3
    with pytest.raises(ConfigError):
        config.load(str(tmp_path))
