"""Study guides: taken apart, checked, shown, and every snippet run."""

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt
from typer.testing import Result

from conftest import ROOT, SHIPPED, Clock, Run
from mlpath.commands import learn, track
from mlpath.commands import roadmap as manage
from mlpath.commands.opening import open_study
from mlpath.commands.study import Options, Study
from mlpath.errors import GuideError, UsageError
from mlpath.guides import folder as guides
from mlpath.guides import guide
from mlpath.review.cards import Card
from mlpath.terminal import learn as terminal
from mlpath.terminal import output
from mlpath.terminal.page import FANCY, Page
from terminals import ESCAPE, terminal_of_several

FOLDER = ROOT / "roadmap"
WEEKS = sorted(FOLDER.glob("week-*.md"))
TEXT = """# Week 1: Start

Words, and a link to [another file](other.md).

## Topics

### First thing
<!-- item: first -->

*About 2.5 hours.*

Why it *matters*.

#### Try it

```python
print("### no heading", 1 + 1)
```

```output
### no heading 2
```

#### Where to learn it

- [Docs](https://example.org/a): all of it.

#### Questions

1. What?
   <!-- card: what -->

#### Answers

1. That.

### Second thing
<!-- item: second -->

*About 1 hour.*

Nothing more.
"""
ROADMAP = {
    "version": 1,
    "id": "x",
    "title": "X",
    "guides": "guides",
    "months": [
        {
            "title": "M",
            "weeks": [
                {
                    "title": "Start",
                    "topics": [
                        {"id": "first", "title": "First thing", "hours": 2.5, "url": "https://example.org/own"},
                        {"id": "second", "title": "Second thing", "hours": 1},
                    ],
                },
                {"title": "Later", "topics": [{"id": "third", "title": "Third"}]},
            ],
        }
    ],
}


@pytest.fixture
def taught(tmp_path: Path, home: Path, clock: Clock) -> Study:
    """Return a roadmap of one's own with a guide to its first week."""
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides" / "week-01.md").write_text(TEXT)
    (tmp_path / "guides" / "other.md").write_text("x")
    file = tmp_path / "r.yaml"
    file.write_text(yaml.safe_dump(ROADMAP))
    return open_study(Options(str(file), str(tmp_path / "state.json")), {}, clock)


def test_a_guide_is_taken_apart() -> None:
    found = guide.parse(TEXT)
    first, second = found.parts
    assert (first.id, first.title, first.hours, first.line) == ("first", "First thing", 2.5, 7)
    assert (first.questions, first.answers) == ("1. What?", "1. That.")
    assert first.cards == (Card(id="what", item="first", question="What?", answer="That.", line=30),)
    assert [link.url for link in first.links] == ["https://example.org/a"]
    assert first.text.startswith("### First thing\n")
    assert "### no heading" in first.text
    assert (second.questions, second.hours, second.text.endswith("Nothing more.\n")) == ("", 1, True)
    assert [(link.url, link.line) for link in found.links] == [("other.md", 3), ("https://example.org/a", 26)]


def test_no_two_guides_name_a_question_alike(taught: Study) -> None:
    path = Path(taught.roadmap_at.path)
    week = TEXT.replace("First thing\n<!-- item: first", "Third\n<!-- item: third").replace("*About 2.5 hours.*\n", "")
    guided = path.parent / "guides" / "week-02.md"
    guided.write_text(week[: week.index("### Second")].replace("card: what", "card: which"))
    assert manage.validate(str(path)).faults == ()
    guided.write_text(guided.read_text().replace("card: which", "card: what"))
    (fault,) = manage.validate(str(path)).faults
    assert (fault.path, fault.line) == (str(guided), 29)
    assert fault.message == "'what' is the name of another question, in line 30 of week-01.md"


def faults(study: Study, text: str) -> list[str]:
    path = Path(study.roadmap_at.path)
    (path.parent / "guides" / "week-01.md").write_text(text)
    return [f"{fault.line}: {fault.message}" for fault in manage.validate(str(path)).faults]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("item: first", "item: nope", "7: week1 has no item 'nope'"),
        ("<!-- item: second -->", "", "belongs to no item"),
        ("item: second", "item: first", "has a part already, in line 7"),
        ("### First thing", "### First things", "7: the heading differs from the item's title, 'First thing'"),
        ("*About 1 hour.*", "", "it takes no hours here, 1 hour in the roadmap"),
        ("2.5 hours", "3 hours", "it takes 3 hours here, 2.5 hours in the roadmap"),
        ("other.md", "gone.md", "3: gone.md leads nowhere"),
        ("https://example.org/a", "http://example.org/a", "26: http://example.org/a does not begin with https://"),
        ("Nothing more.", "See <a href='http://x.org'>x</a>.", "42: http://x.org does not begin with https://"),
        ("Nothing more.", "See http://x.org/a.", "42: http://x.org/a does not begin with https://"),
        ("Nothing more.", '<p>\n<img src=gone.png>\n<img src="gone.png">\n</p>', "42: gone.png leads nowhere"),
        ("Nothing more.", "![a picture](gone.png)", "42: gone.png leads nowhere"),
        ("Nothing more.", "[above](#try-its)", "42: #try-its leads to no heading"),
        ("Nothing more.", "[above](week-01.md#nope)", "42: week-01.md#nope leads to no heading"),
        ("#### Answers", "#### Other", "30: question 1 has no answer"),
        ("1. That.", "1.", "30: question 1 has no answer"),
        ("1. That.", "1. That.\n2. This.", "7: it has more answers than questions"),
        ("1. What?", "- What?", "7: its questions are no numbered list"),
        ("   <!-- card: what -->\n", "", "30: question 1 has no name: write `<!-- card: name -->` below it"),
        (
            "card: what",
            "card: What?",
            "30: 'What?' is no name of a question: small letters and digits, joined by hyphens",
        ),
        ("card: what -->", "card: what -->\n   <!-- card: why -->", "30: 'what why' is no name of a question"),
        (
            "   <!-- card: what -->\n",
            "   <!-- card: what -->\n2. Why?\n   <!-- card: what -->\n",
            "another question, in line 30 of",
        ),
        ("### Second thing\n<!-- item: second -->", "", "week1.topics.2 (second) has no part"),
    ],
)
def test_every_fault_of_a_guide_is_named(taught: Study, old: str, new: str, complaint: str) -> None:
    assert faults(taught, TEXT) == []
    found = faults(taught, TEXT.replace(old, new))
    assert any(complaint in fault for fault in found), found


def test_what_goes_with_a_week_is_said_alike_in_guide_and_roadmap(taught: Study) -> None:
    path = Path(taught.roadmap_at.path)
    book = {"id": "book", "title": "Book", "alongside": {"week1": "chapter 1", "week2": "chapter 2"}}
    path.write_text(yaml.safe_dump({**ROADMAP, "resources": [{"name": "books", "items": [book]}]}))
    guided = path.parent / "guides" / "resources.md"
    text = "# Resources\n\n### Book\n<!-- item: book -->\n\n#### With the weeks\n\n- Week 1: chapter 1\n- Week 2: {}\n"
    guided.write_text(text.format("chapter 2"))
    assert manage.validate(str(path)).faults == ()
    guided.write_text(text.format("chapter 3"))
    (fault,) = manage.validate(str(path)).faults
    assert (fault.path, fault.line) == (str(guided), 3)
    assert fault.message == "with week2 goes 'chapter 3' here, 'chapter 2' in the roadmap"


def test_links_that_lead_somewhere_are_no_fault(taught: Study) -> None:
    text = "[a](#try-it) [b](week-01.md#second-thing) [c](other.md#anything) [d](#week-1-start) `http://x.org`"
    assert faults(taught, TEXT.replace("Nothing more.", text)) == []


def test_a_guide_to_no_week_is_a_fault(taught: Study) -> None:
    path = Path(taught.roadmap_at.path)
    for name in ("week-09.md", "week-1.md", "resources.md"):
        (path.parent / "guides" / name).write_text("# X\n")
    (path.parent / "guides" / "week-02.md").mkdir()
    found = manage.validate(str(path)).faults
    assert [Path(fault.path).name for fault in found] == ["resources.md", "week-02.md", "week-09.md", "week-1.md"]
    assert "is called week-01.md" in found[-1].message


def test_a_heading_with_marks_in_it_is_the_title(tmp_path: Path) -> None:
    title = "Two `code` *star*"
    week = {"title": "W", "topics": [{"id": "two", "title": title}, "Three", "Four", "Five"]}
    file = tmp_path / "r.yaml"
    file.write_text(yaml.safe_dump({**ROADMAP, "months": [{"title": "M", "weeks": [week]}]}))
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides" / "week-01.md").write_text(f"# W\n\n### {title}\n<!-- item: two -->\n\nText.\n")
    found = [fault.message for fault in manage.validate(str(file)).faults]
    assert found == [f"week1.topics.{n + 2} ({id}) has no part" for n, id in enumerate(("three", "four", "five"))]


def test_a_folder_that_is_missing_is_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    file.write_text(yaml.safe_dump(ROADMAP))
    assert "no such folder" in manage.validate(str(file)).faults[0].message


def test_the_shipped_guides_are_without_fault() -> None:
    assert manage.validate(str(SHIPPED)).faults == ()
    guided = {part.id for week in WEEKS for part in guides.load(str(week)).parts}
    assert {week.name for week in WEEKS} >= {f"week-0{number}.md" for number in range(1, 5)}
    assert len(guided) >= 20
    assert sum(len(part.cards) for week in WEEKS for part in guides.load(str(week)).parts) >= 200


@pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.name)
def test_each_part_has_what_a_learner_needs(week: Path) -> None:
    for part in guides.load(str(week)).parts:
        heads = re.findall(
            r"^#### (.*)$", re.sub(r"^```.*?^```$", "", part.text, flags=re.DOTALL | re.MULTILINE), re.MULTILINE
        )
        if "Questions" in heads:
            learned = [head for head in heads if head != "Try it"]
            assert learned == ["Ideas to own", "Misconceptions", "Where to learn it", "Questions", "Answers"], part.id
            assert 2 <= sum(link.url.startswith("https:") for link in part.links) <= 4, part.id
            count = len(re.findall(r"^\d+\. ", part.questions, re.MULTILINE))
            assert 4 <= count <= 9, part.id
            assert count == len(re.findall(r"^\d+\. ", part.answers, re.MULTILINE)), part.id
        else:
            assert heads == ["Goal", "Data", "Steps", "Done when", "Stretch", "Usual mistakes"], part.id


def broken_formulas(text: str) -> set[str]:
    """Return the formulas of a guide that a terminal of 80 columns does not show in one line each."""
    lines = list(output.drawn(terminal.drawn(text, Page(80, FANCY)), 80, output.NO_COLOUR))
    inline = (part for token in MarkdownIt().parse(text) for part in token.children or ())
    formulas = Counter(part.content for part in inline if part.type == "code_inline" and len(part.content) <= 70)
    return {formula for formula, times in formulas.items() if sum(line.count(formula) for line in lines) < times}


PORTION = 8


@pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.stem)
def test_ideas_come_in_portions_each_with_its_code_and_questions(week: Path) -> None:
    topics = re.split(r"^### ", week.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    ideas = [topic for topic in topics if "#### Ideas to own" in topic]
    assert ideas
    for topic in ideas:
        portions = re.split(r"^\*\*.+\*\*$", section(topic, "Ideas to own"), flags=re.MULTILINE)[1:]
        assert len(portions) > 1, topic[:60]
        numbers = {int(number) for number in re.findall(r"^(\d+)\. ", section(topic, "Questions"), re.MULTILINE)}
        for portion in portions:
            assert 0 < len(re.findall(r"^- ", portion, re.MULTILINE)) <= PORTION, portion[:200]
            assert "```python" in portion, portion[:200]
            asked = re.search(r"\n\nBefore you go on: questions? ([\d ,and]+) below\.\n\n", f"{portion}\n\n")
            assert asked, portion[:200]
            assert numbers.issuperset(map(int, re.findall(r"\d+", asked[1]))), asked[0]


@pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.stem)
def test_outputs_show_what_was_found_and_not_only_whether_it_is_so(week: Path) -> None:
    printed = re.findall(r"^ *```output\n(.*?)^ *```$", week.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert printed
    assert not [output for output in printed if re.search(r"\b(?:True|False)\b", output)]


def section(topic: str, heading: str) -> str:
    return topic.partition(f"#### {heading}\n")[2].partition("\n#### ")[0]


@pytest.mark.heavy
@pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.name)
def test_no_formula_is_broken_in_80_columns(week: Path) -> None:
    assert broken_formulas(week.read_text(encoding="utf-8")) == set()


def test_a_formula_stays_in_one_line_where_it_fits() -> None:
    assert all(broken_formulas(f"- {'x' * before} (`a + b = c`), *and* `d - e`.") == set() for before in range(60, 80))
    (line, *more) = output.drawn(terminal.drawn("`" + "a + " * 20 + "b`", Page(40, FANCY)), 40, output.NO_COLOUR)
    assert more
    assert len(line) <= 40
    assert line.endswith("+")


@pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.name)
def test_no_line_of_code_is_wider_than_80_columns(week: Path) -> None:
    blocks = re.findall(r"^ *```(\w*)[^\n]*\n(.*?)^ *```$", week.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert len(blocks) > 5
    for kind, code in blocks:
        indent = 2 if kind == "output" else 0
        assert [line for line in code.splitlines() if len(line) + indent > 80] == []


def test_what_there_is_to_read(taught: Study) -> None:
    assert learn.guide(taught).parts[0].id == "first"
    assert learn.guide(taught, "week1").text == TEXT
    assert [part.id for part in learn.guide(taught, "week1.topics").parts] == ["first", "second"]
    for wrong in ("month1", "week1-2"):
        with pytest.raises(UsageError):
            learn.guide(taught, wrong)
    with pytest.raises(GuideError):
        learn.guide(taught, "third")
    track.mark(taught, "check", ["month1"])
    with pytest.raises(UsageError):
        learn.guide(taught)


def run(mlpath: Callable[..., Result], study: Study, *arguments: str) -> str:
    result = mlpath("--roadmap", study.roadmap_at.path, "--state", study.state_at.path, *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_words_of_a_link_over_two_lines_stay_apart() -> None:
    assert guide.parse("[Machine\nLearning](https://x.org)").links[0].text == "Machine Learning"


def test_piped_it_is_plain_markdown(mlpath: Callable[..., Result], taught: Study) -> None:
    assert run(mlpath, taught, "guide", "week1") == TEXT
    assert run(mlpath, taught, "guide", "second").startswith("### Second thing\n")
    assert run(mlpath, taught, "guide", "week1", "--questions") == "### First thing\n\n1. What?\n"
    assert "#### Answers\n\n1. That." in run(mlpath, taught, "guide", "--answers")
    assert run(mlpath, taught, "guide", "first", "--code") == '# First thing\n\nprint("### no heading", 1 + 1)\n'
    assert mlpath("--roadmap", taught.roadmap_at.path, "guide", "second", "--questions").exit_code == 2
    document = json.loads(run(mlpath, taught, "guide", "week1", "--json"))
    assert [part["id"] for part in document["parts"]] == ["first", "second"]
    assert document["parts"][0]["cards"] == [{"name": "what", "question": "What?", "answer": "That."}]
    assert document["parts"][0]["links"] == [{"url": "https://example.org/a", "text": "Docs"}]


def test_next_and_show_say_that_there_is_a_guide(mlpath: Callable[..., Result], taught: Study) -> None:
    again = Options(roadmap=taught.roadmap_at.path, state=taught.state_at.path).again
    assert f"`{again('guide')}` explains the first" in run(mlpath, taught, "next")
    assert "mlpath guide week1.topics.2" in run(mlpath, taught, "show", "second")
    assert f"`{again('guide week1')}`" in run(mlpath, taught, "show", "week1")
    assert "mlpath guide" not in run(mlpath, taught, "show", "week2")
    assert [item["guide"] for item in json.loads(run(mlpath, taught, "next", "--json"))["items"]] == [True, True, False]


def test_links_are_listed_and_one_is_chosen(taught: Study) -> None:
    track.write_note(taught, "first", {"text": "mine", "link": "https://example.org/note"})
    found = learn.links(taught, "first")
    assert [(link.url, link.source) for link in found.links] == [
        ("https://example.org/own", "item"),
        ("https://example.org/note", "note"),
        ("https://example.org/a", "guide"),
    ]
    assert found.chosen is None
    assert learn.links(taught, "first", 2).chosen == found.links[1]
    for wrong in (0, 4):
        with pytest.raises(UsageError):
            learn.links(taught, "first", wrong)
    with pytest.raises(UsageError):
        learn.links(taught, "week1")
    assert learn.links(taught, "third").links == ()


def test_where_the_guide_names_the_items_own_link_its_order_holds(study: Study) -> None:
    urls = [link.url for link in learn.links(study, "ml-specialization").links]
    assert study.roadmap.items[study.roadmap.places["ml-specialization"]].url == urls[1]
    assert urls[0] == "https://www.coursera.org/specializations/machine-learning-introduction"
    assert len(set(urls)) == len(urls)


def test_a_figure_is_named_in_a_terminal(study: Study) -> None:
    item, week = (terminal.whole(learn.guide(study, address)) for address in ("gradient-descent", "week2"))
    assert "*Figure*: Gradient descent in a valley" in item
    assert "(`mlpath guide gradient-descent --web`)" in item
    assert "(`mlpath guide week2 --web`)" in week
    assert "![" not in item + week


def test_a_link_to_a_week_is_a_command_in_a_terminal() -> None:
    text = (
        "from [week\n5](week-05.md), [the last](week-12.md#brief-1-a-recommender) and [docs](https://x.org/week-05.md)"
    )
    assert guide.in_commands(text) == (
        "from week\n5 (`mlpath guide week5`), the last (`mlpath guide week12`) and [docs](https://x.org/week-05.md)"
    )


def test_a_browser_is_asked_where_there_is_one(
    mlpath: Callable[..., Result], process: Callable[..., Run], taught: Study, tmp_path: Path
) -> None:
    opened = tmp_path / "opened"
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho noise\nprintf %s "$1" > {opened}\n')
    script.chmod(0o755)
    where = ["--roadmap", taught.roadmap_at.path, "--state", taught.state_at.path]
    nowhere = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "BROWSER": "", "CI": ""}
    assert mlpath(*where, "open", "first", "1", env=nowhere).stdout == "https://example.org/own\n"
    assert not opened.exists()
    mlpath(*where, "note", "first", "as https://example.org/note, says", "--link", "https://example.org/more")
    assert [link["url"] for link in json.loads(mlpath(*where, "open", "first", "--json").stdout)["links"]][1:3] == [
        "https://example.org/more",
        "https://example.org/note",
    ]
    mlpath(*where, "undo")
    ended = process(*where, "open", "first", "2", "--json", env={**nowhere, "BROWSER": str(script)})
    assert json.loads(ended.out)["opened"] == "https://example.org/a" == opened.read_text()
    opened.unlink()
    assert mlpath(*where, "open", "first", "2", env={**nowhere, "BROWSER": str(script), "CI": "1"}).exit_code == 0
    assert not opened.exists()


def test_on_a_terminal_it_is_laid_out_and_paged(taught: Study, tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\necho PAGED; head -n 1\n")
    pager.chmod(0o755)
    command = ["--roadmap", taught.roadmap_at.path, "--state", taught.state_at.path, "guide", "week1"]
    environments = (
        {"COLUMNS": "60", "PAGER": "cat"},
        {"PAGER": str(pager)},
        {"PAGER": "no-such-pager"},
        {"NO_COLOR": "1", "PAGER": "cat"},
    )
    drawn, paged, unpaged, colourless = (
        text for _, text in terminal_of_several([(environment, command) for environment in environments])
    )
    plain = ESCAPE.sub("", drawn)
    assert "<!--" not in plain
    assert "1 What?" in plain
    assert "card: what" not in plain
    assert "1 That." not in plain
    assert "mlpath guide first --answers --roadmap" in " ".join(plain.split())
    assert plain.index("Contents, 3.5 hours") < plain.index("Second thing, 1 h: second") < plain.index("Week 1: Start")
    assert "https://example.org/a" in plain
    assert "\x1b[" in drawn
    code = next(line for line in plain.splitlines() if "no heading" in line)
    assert code.startswith("print(")  # From the first column on, to be copied.
    assert "\n  ### no heading 2" in plain
    assert "`mlpath guide week1 --code --roadmap" in plain
    assert all(len(line.rstrip()) <= 60 for line in plain.splitlines() if "--code" not in line)
    assert paged.startswith("PAGED")
    assert "PAGED" not in unpaged
    assert "\x1b[" not in colourless
