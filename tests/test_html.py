"""The page to share: what is in it, what is not, and how a real browser takes it."""

import functools
import html
import http.server
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import ClassVar

import pytest
import yaml

from conftest import CET, Clock
from mlpath.commands import plan as planning
from mlpath.commands import track
from mlpath.commands.opening import open_study
from mlpath.commands.study import Options, Study
from mlpath.export import render
from mlpath.pace.decision import Request

HARM = "<script>alert(1)</script> \x1b[31m \u202e & \" ' {{ 7 * 7 }}"


def page(study: Study) -> str:
    return render.render("html", study, study.look()).decode()


class Boxes(HTMLParser):
    """Reads which box is ticked, and the status beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.ticked: dict[str, bool] = {}
        self.statuses: dict[str, str] = {}
        self.hrefs: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        own = dict(attrs)
        if tag == "input":
            self.ticked[str(own["id"])] = "checked" in own
        if "data-status" in own:
            self.statuses[str(own["data-id"])] = str(own["data-status"])
        if "href" in own:
            self.hrefs.append(str(own["href"]))


def read(text: str) -> Boxes:
    boxes = Boxes()
    boxes.feed(text)
    return boxes


def lived(study: Study, clock: Clock) -> None:
    """Live through three weeks with a plan."""
    clock.now = datetime(2026, 11, 2, 18, tzinfo=CET)
    planning.change(study, Request(start=date(2026, 11, 2)))
    track.mark(study, "check", ["week1"], {"note": HARM, "link": "https://example.org/?a=1&b=2"})
    clock.now += timedelta(days=9)
    track.mark(study, "check", ["week2.topics"])
    track.mark(study, "begin", ["w2.p1"])
    track.mark(study, "skip", ["w3.t1"])
    clock.now = datetime(2026, 11, 22, 18, tzinfo=CET)


def test_every_box_matches_the_state(study: Study, clock: Clock) -> None:
    lived(study, clock)
    found, progress = read(page(study)), study.look().progress
    assert len(found.ticked) == 63
    for item in study.roadmap.items:
        status = progress[item.id].status if item.id in progress else "todo"
        assert found.statuses[item.id] == status
        assert found.ticked[item.address] == (status == "done")


def test_the_page_asks_for_nothing_and_runs_nothing(study: Study, clock: Clock) -> None:
    lived(study, clock)
    text = page(study)
    found = read(text)
    assert not {"script", "img", "iframe", "object", "embed", "form", "base"} & set(found.tags)
    assert not re.search(r"\bsrc=|@import|\bon[a-z]+=", text)
    assert re.findall(r"url\(([^:)]*)", text) == ['"data']
    assert "default-src 'none'" in text
    assert len(text.encode()) < 200_000
    assert html.escape("<script>alert(1)</script>") in text
    assert "{{ 7 * 7 }}" in html.unescape(text)
    assert not set("\x1b\u202e") & set(text)


def test_only_web_addresses_are_links(tmp_path: Path, clock: Clock, home: Path) -> None:
    items = [{"id": f"i{n}", "title": "T", "url": f"https://example.org/{n}"} for n in range(2)]
    file = tmp_path / "r.yaml"
    weeks = [{"title": "W", "topics": items}]
    file.write_text(
        yaml.safe_dump({"version": 1, "id": "x", "title": HARM[:20], "months": [{"title": "M", "weeks": weeks}]})
    )
    state = tmp_path / "s.json"
    event = {"at": "2026-11-22T18:00:00+01:00", "kind": "note", "item": "i0"}
    links = ["javascript:alert(1)", "javascript://x.org/%0aalert(1)", "https://x.org/a b", "HTTPS://x.org"]
    state.write_text(
        json.dumps(
            {
                "format": "mlpath-journal",
                "version": 1,
                "roadmap": "x",
                "events": [{**event, "id": f"e{n}", "order": n, "link": link} for n, link in enumerate(links)],
            }
        )
    )
    study = open_study(Options(str(file), str(state)), {}, clock)
    text = page(study)
    assert all(link in text for link in links)
    outside = [link for link in read(text).hrefs if not link.startswith(("#", "data:"))]
    assert outside == [items[0]["url"], "HTTPS://x.org", items[1]["url"]]


def test_an_address_within_a_note_is_a_link(study: Study) -> None:
    note = 'see <https://x.org/a?b=1&c="2">, (https://x.org/d). Not javascript:alert(1) or https:// alone'
    track.mark(study, "check", ["week1.topics.1"], {"note": note})
    text = page(study)
    outside = [link for link in read(text).hrefs if link.startswith("https://x.org")]
    assert outside == ['https://x.org/a?b=1&c="2', "https://x.org/d"]
    assert 'see &lt;<a href="https://x.org/a?b=1&amp;c=&#34;2" rel="noopener noreferrer">' in text
    assert "Not javascript:alert(1) or https:// alone" in text


def test_a_page_without_anything_done(study: Study) -> None:
    text = page(study)
    assert "Progress over time" not in text
    assert ">0%<" in text


def test_a_roadmap_of_which_nothing_is_known_but_ticks_in_odd_years(study: Study) -> None:
    track.mark(study, "check", ["week1"], {"on": "1900-01-01"})
    assert len(page(study).encode()) < 200_000


FRAME = """<!DOCTYPE html><meta charset="utf-8"><iframe id="a" width="360" height="800" src="page.html"></iframe>
<iframe id="b" width="1200" height="800" src="page.html"></iframe><pre id="found"></pre><script>
addEventListener("load", () => {
  const found = [...document.querySelectorAll("iframe")].map(frame => {
    const page = frame.contentDocument, root = page.documentElement;
    const boxes = [...page.querySelectorAll("input[type=checkbox]")];
    return {width: root.clientWidth, scrolls: root.scrollWidth > root.clientWidth, ticked: boxes.filter(b => b.checked).length,
            boxes: boxes.length, labelled: boxes.every(b => b.labels.length == 1), requests: frame.contentWindow.performance.getEntriesByType("resource").length,
            charts: [...page.querySelectorAll("svg")].every(s => s.getAttribute("role") == "img" && s.getBBox().width > 20)};
  });
  document.getElementById("found").textContent = JSON.stringify(found);
});
</script>"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder, and remembers what it was asked for."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Serve a folder to this machine alone."""
    Quiet.asked.clear()
    folder = tmp_path / "served"
    folder.mkdir()
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder, f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.heavy
def test_a_real_browser_shows_it_at_any_width_without_a_word(
    study: Study, clock: Clock, served: tuple[Path, str], tmp_path: Path
) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium here")
    lived(study, clock)
    folder, address = served
    (folder / "page.html").write_text(page(study), encoding="utf-8")
    (folder / "frame.html").write_text(FRAME, encoding="utf-8")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"]
    command += ["--disable-background-networking", "--disable-component-update", "--enable-logging=stderr"]
    command += [f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=5000", "--dump-dom"]
    ended = subprocess.run([*command, f"{address}/frame.html"], capture_output=True, text=True, timeout=120)
    assert "CONSOLE" not in ended.stderr
    found = json.loads(html.unescape(re.findall(r'<pre id="found">(.*)</pre>', ended.stdout)[0]))
    assert [frame["width"] <= 360 for frame in found] == [True, False]
    for frame in found:
        assert (frame["scrolls"], frame["boxes"], frame["ticked"]) == (False, 63, 8)
        assert frame["labelled"]
        assert frame["charts"]
        assert frame["requests"] == 0
    assert {"/page.html"} <= set(Quiet.asked) <= {"/frame.html", "/page.html", "/favicon.ico"}


def test_a_week_says_how_it_stands(study: Study, clock: Clock) -> None:
    planning.change(study, Request(start=date(2026, 11, 9)))
    track.mark(study, "check", ["week1"])
    clock.now = datetime(2026, 11, 24, 19, tzinfo=CET)
    weeks = re.findall(r"<article(.*?)</article>", page(study), re.DOTALL)[:4]
    words = [re.findall(r" · (done|behind|current|to come|open)</div>", week) for week in weeks]
    assert words == [["done"], ["behind"], ["current"], ["to come"]]
    assert ["▸" in week for week in weeks] == [False, True, False, False]
    assert ['aria-current="date"' in week for week in weeks] == [False, False, True, False]
