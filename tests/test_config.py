"""The config file: what it may say, and how it is replaced."""

import json
from pathlib import Path

import pytest

from mlpath.errors import ConfigError
from mlpath.system import config
from mlpath.system.config import Config


def test_an_absent_file_says_nothing(tmp_path: Path) -> None:
    assert config.load(str(tmp_path / "config.json")) == Config(None, (), ())


def test_every_key_may_be_absent(tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    file.write_text(json.dumps({"roadmap": "/x.yaml"}))
    assert config.load(str(file)) == Config("/x.yaml", (), ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        '{"roadmap": 5}',
        '{"roadmap": ""}',
        '{"roadmap": "a\\u0000b"}',
        '{"roadmap": "\\ud800"}',
        '{"roadmpa": "x"}',
        '{"bullets": 1}',
        '{"bullets": true}',
        '{"known": "x"}',
        '{"known": [1]}',
        '{"accessible": "yes"}',
        '{"day_starts": 4}',
        '{"day_starts": "4:00"}',
        '{"day_starts": "12:00"}',
        '{"day_starts": "04:60"}',
        '{"day_starts": "04:00\\n"}',
        '{"known": ["a\\u0000"]}',
    ],
)
def test_anything_else_in_it_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "config.json"
    file.write_text(text)
    with pytest.raises(ConfigError) as refused:
        config.load(str(file))
    assert refused.value.exit_code == 3


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="can't be used: it is a folder"):
        config.load(str(tmp_path))


def test_it_is_replaced_in_one_step(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "config.json"
    new = Config("/a/é.md", ("/a/é.md", "/b"), ("/a/é.md", "/b"), day_starts="04:00", accessible=True)
    config.save(str(file), new)
    assert config.load(str(file)) == new
    assert [path.name for path in file.parent.iterdir()] == ["config.json"]


def test_what_cannot_be_written_is_refused() -> None:
    with pytest.raises(ConfigError, match="can't be used: it can't be written: "):
        config.save("/dev/null/config.json", Config())
