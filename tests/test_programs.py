"""The user's own programs: what is opened in a browser, and where there is one."""

import pytest

from mlpath.system import programs


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "ftp://x", "x"])
def test_only_web_pages_are_ever_opened(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", "false")
    assert not programs.browse(url)


def test_where_there_is_no_browser() -> None:
    assert not programs.has_browser({})
    assert not programs.has_browser({"CI": "true", "DISPLAY": ":0"})
    assert programs.has_browser({"DISPLAY": ":0"})
    assert programs.has_browser({"BROWSER": "w3m", "SSH_CONNECTION": "x"})
