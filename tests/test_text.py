"""Text as it is shown, searched and worded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlpath.text import counted, is_web_address, one_line, searchable, shown, web_addresses


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 weeks"),
        (1, "1 week"),
        (2, "2 weeks"),
        (1_000_000, "1000000 weeks"),
        (-1, "-1 weeks"),
        (1.0, "1 week"),
        (0.5, "0.5 weeks"),
        (24.0, "24 weeks"),
        (6.6, "6.6 weeks"),
        (0.99999999, "1 week"),
    ],
)
def test_one_is_not_plural(number: float, words: str) -> None:
    assert counted(number, "week") == words


@pytest.mark.parametrize(
    "text",
    [
        "https://x",
        "http://x.org/",
        "https://x.org/a_(b)?c=d&e=[f]#g",
        "https://user@x.org:8080",
        "https://例え.jp/パス",
    ],
)
def test_a_web_address(text: str) -> None:
    assert is_web_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "https://",
        "https:///x",
        "https://?x",
        "https://#x",
        "https://x y",
        " https://x",
        "https://x\n",
        "https://x\u2028y",
        "https://x/\ud800",
        "https://\udfff",
        "HTTPS://x",
        "ftp://x",
        "javascript:alert(1)",
        "javascript://https://x",
        "https:x",
    ],
)
def test_no_web_address(text: str) -> None:
    assert not is_web_address(text)


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("", []),
        ("no address: ftp://x, https://", []),
        ("see https://x.org.", ["https://x.org"]),
        ("(https://x.org/a), [http://y/b]!", ["https://x.org/a", "http://y/b"]),
        ("<https://x.org/?q=1&r=2#s>", ["https://x.org/?q=1&r=2#s"]),
        ('"https://x.org/a.html"', ["https://x.org/a.html"]),
        ("Is it https://x.org/a?b=c? Or 'https://y'?", ["https://x.org/a?b=c", "https://y"]),
        ("https:///x", []),
    ],
)
def test_addresses_within_a_text(text: str, addresses: list[str]) -> None:
    assert web_addresses(text) == addresses


@given(st.lists(st.sampled_from([*"a/?#.:<>()[]'\" \n\ud800é", "https://", "http://"])).map("".join))
def test_addresses_within_a_text_are_addresses(text: str) -> None:
    assert all(is_web_address(address) and address in text for address in web_addresses(text))


HARMFUL = "\x1b[2J\x07\x00\x9b\r\u2028\u2029\u202e\u2066\ufeff\ud800"


def test_what_steers_a_terminal_is_replaced() -> None:
    assert shown(f"a{HARMFUL}b") == "a\ufffd[2J" + "\ufffd" * (len(HARMFUL) - 4) + "b"
    assert shown("a\tb\nc é 日本 🎉") == "a\tb\nc é 日本 🎉"
    assert one_line("a\n\t\nb\x1bc") == "a b\ufffdc"


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert one_line(line) == line


def test_a_search_ignores_case_accents_and_curly_quotes() -> None:
    assert searchable("Bayes’ THÉORÈME, Straße") == "bayes' theoreme, strasse"
