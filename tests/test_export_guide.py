"""A guide as a page: what is in it, what harms nobody, where it goes, and how a real browser takes it."""

import base64
import hashlib
import html
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from conftest import SHIPPED, Run
from mlpath.export import guide as page
from mlpath.guides import folder
from mlpath.guides.guide import parse
from mlpath.guides.results import Reading
from mlpath.roadmap.roadmap import WEEK, Group

TEXT = """# Week 1: Start

From [week 2](week-02.md), [a file](other.md), [the web](https://example.org/a) and [harm](javascript:alert(1)).

## Topics

### First thing
<!-- item: first -->

Words, `a < b`, <script>alert(1)</script> and ![a valley](figures/valley.svg), ![elsewhere](../secret.svg).

```python
for x in range(3):
    print(x < 2)
```

```output
True
```

#### Questions

1. What?
   <!-- card: what -->

#### Answers

1. That.

### Second thing
<!-- item: second -->

| a | b |
|---|---|
| 1 | 2 |

#### Ideas to own

Nothing more.<!-- but this -->

<!-- for whoever
writes on -->

<b>no tag</b>

~~~
<!-- code -->
~~~
"""


@pytest.fixture
def drawn(tmp_path: Path) -> str:
    """Return the page of a guide with everything in it."""
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "valley.svg").write_text("<svg/>")
    (tmp_path.parent / "secret.svg").write_text("<svg>secret</svg>")
    week = Group(kind=WEEK, name="week1", title="Start", address="week1", start=0, end=2, number=1)
    return page.render(Reading(str(tmp_path / "week-01.md"), parse(TEXT), week, ()), "mlpath guide week1 --web")


def test_it_is_whole_by_itself(drawn: str) -> None:
    assert re.findall(r'(?:src|srcset|action|data)="(?!data:)', drawn) == []
    assert "@import" not in drawn
    assert "url(" not in drawn
    (script,) = re.findall(r"<script>(.*?)</script>", drawn, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in html.unescape(drawn)


def test_headings_are_reached_from_the_contents(drawn: str) -> None:
    contents = re.findall(r'<li class="(\w+)"><a href="#([^"]*)">(.*?)</a>', drawn)
    assert contents == [
        ("above", "topics", "Topics"),
        ("below", "first-thing", "First thing"),
        ("below", "second-thing", "Second thing"),
    ]
    assert all(f'id="{anchor}"' in drawn for _, anchor, _ in contents)
    assert "<title>Week 1: Start</title>" in drawn


def test_answers_are_folded_and_nothing_else(drawn: str) -> None:
    (folded,) = re.findall(r'<details class="answers" id="answers">(.*?)</details>', drawn, re.DOTALL)
    assert "<summary>Answers</summary>" in folded
    assert "That." in folded
    assert "Second thing" not in folded
    assert "card: what" not in drawn


def test_code_is_marked_and_what_it_prints_is_told_apart(drawn: str) -> None:
    code, _ = re.findall(
        r'<div class="code"><button type="button">Copy</button><pre tabindex="0"><code>(.*?)</code>', drawn, re.DOTALL
    )
    assert html.unescape(re.sub(r"<[^>]*>", "", code)) == "for x in range(3):\n    print(x < 2)\n"
    assert '<span class="k">for</span>' in code
    assert '<pre class="output"><code>True\n</code></pre>' in drawn


def test_nothing_of_a_file_is_more_than_text(drawn: str) -> None:
    assert drawn.count("<script>") == 1
    assert "&lt;script&gt;alert(1)" in drawn
    assert 'href="javascript' not in drawn
    assert "week 2 (<code>mlpath guide week2</code>)" in drawn
    assert "other.md" not in drawn
    assert '<a href="https://example.org/a" rel="noopener noreferrer">the web</a>' in drawn
    assert f'<img alt="a valley" src="data:image/svg+xml;base64,{base64.b64encode(b"<svg/>").decode()}">' in drawn
    assert "elsewhere" in drawn
    assert base64.b64encode(b"secret").decode()[:6] not in drawn


def test_comments_are_shown_in_code_alone(drawn: str) -> None:
    assert "but this" not in drawn
    assert "writes on" not in drawn
    assert "&lt;b&gt;no tag&lt;/b&gt;" in drawn
    assert "&lt;!-- code --&gt;" in drawn


def test_of_an_item_the_contents_are_its_parts(tmp_path: Path) -> None:
    guide = parse(TEXT)
    drawn = page.render(Reading(str(tmp_path / "week-01.md"), guide, None, guide.parts[:1]), "mlpath guide first --web")
    assert re.findall(r'<li class="\w+"><a href="#([^"]*)">', drawn) == ["questions", "answers"]
    assert "Second thing" not in drawn


def test_where_it_goes(mlpath: Callable[..., Result], process: Callable[..., Run], tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    assert mlpath("guide", "gradient-descent", "--web").stdout.startswith("<!DOCTYPE html>")  # Into a pipe.
    document = json.loads(mlpath("guide", "week2", "--web", "-o", str(file), "--json").stdout)
    assert document["written"] == {"format": "html", "path": str(file), "bytes": file.stat().st_size}
    assert mlpath("guide", "week3", "--web", "-o", str(file)).exit_code == 0  # Its own it replaces.
    file.write_text("mine")
    assert mlpath("guide", "week3", "--web", "-o", str(file)).exit_code == 2
    assert file.read_text() == "mine"
    assert mlpath("guide", "week3", "--web", "-o", str(file), "--force").exit_code == 0
    assert mlpath("guide", "week3", "-o", str(file)).exit_code == 2
    assert mlpath("guide", "week3", "--web", "--answers").exit_code == 2


def test_a_browser_shows_it_where_there_is_one(process: Callable[..., Run], tmp_path: Path) -> None:
    opened, browser = tmp_path / "opened", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {opened}\n')
    browser.chmod(0o755)
    nowhere = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "BROWSER": "", "CI": ""}
    ended = process("guide", "week2", "--web", "--json", env={**nowhere, "BROWSER": str(browser)})
    path = json.loads(ended.out)["written"]["path"]
    assert opened.read_text() == Path(path).as_uri()
    assert "Week 2: Calculus" in Path(path).read_text(encoding="utf-8")
    ended = process("guide", "week2", "--web", "--json", env=nowhere)
    assert ended.code == 2
    assert "mlpath guide week2 --web -o guide.html" in json.loads(ended.out)["hint"]


FRAME = """<!DOCTYPE html><body><iframe src="page.html" width="360" height="900"></iframe>
<iframe src="page.html" width="1200" height="900"></iframe><pre id="found"></pre><script>
onload = async () => {
  const found = [];
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument, root = page.documentElement, button = page.querySelector(".code button");
    button.click();
    await new Promise(done => setTimeout(done, 200));
    found.push({
      scrolls: root.scrollWidth > root.clientWidth,
      requests: frame.contentWindow.performance.getEntriesByType("resource").length,
      open: page.querySelectorAll("details.answers[open]").length,
      answers: page.querySelectorAll("details.answers").length,
      contents: page.querySelector("nav details").open,
      copied: button.textContent,
      nowhere: [...page.querySelectorAll("nav a")].filter(a => !page.getElementById(decodeURIComponent(a.hash.slice(1)))).length,
    });
  }
  document.getElementById("found").textContent = JSON.stringify(found);
};
</script></body>"""


@pytest.mark.heavy
def test_in_a_real_browser(mlpath: Callable[..., Result], tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium here")
    file = tmp_path / "page.html"
    assert mlpath("guide", "week2", "--web", "-o", str(file)).exit_code == 0
    (tmp_path / "frame.html").write_text(FRAME)
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"]
    command += ["--disable-background-networking", "--enable-logging=stderr", f"--user-data-dir={tmp_path / 'profile'}"]
    command += ["--allow-file-access-from-files"]

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=120)

    ended = run("--virtual-time-budget=5000", "--dump-dom", (tmp_path / "frame.html").as_uri())
    assert "CONSOLE" not in ended.stderr
    narrow, wide = json.loads(html.unescape(re.findall(r'<pre id="found">(.*)</pre>', ended.stdout)[0]))
    week = folder.load(str(SHIPPED.parent.parent / "roadmap" / "week-02.md"))
    asked = sum(1 for part in week.parts if part.answers)
    for frame in (narrow, wide):
        assert (frame["scrolls"], frame["requests"], frame["open"], frame["nowhere"]) == (False, 0, 0, 0)
        assert (frame["answers"], frame["copied"]) == (asked, "Copied")
    assert (narrow["contents"], wide["contents"]) == (False, True)

    def printed(name: str, text: str) -> int:
        (tmp_path / name).write_text(text, encoding="utf-8")
        run(f"--print-to-pdf={tmp_path / name}.pdf", "--no-pdf-header-footer", (tmp_path / name).as_uri())
        return len(re.findall(rb"/Type /Page\b", (tmp_path / f"{name}.pdf").read_bytes()))

    # Long answers, for them to fill pages where they are printed.
    text = file.read_text(encoding="utf-8").replace(
        "<summary>Answers</summary>", "<summary>Answers</summary><p>That.</p>" * 60
    )
    unfolded = text.replace('<details class="answers"', '<details open class="answers"')
    folded = re.sub(r"details::details-content {.*}", "", text)
    assert printed("folded.html", folded) < printed("page.html", text) == printed("unfolded.html", unfolded)
