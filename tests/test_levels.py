"""What the headings of a Markdown file are: months, weeks, sections; and that they stay so while the file is edited."""

from typing import NamedTuple

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from mlpath.roadmap.markdown.blocks import text_of
from mlpath.roadmap.markdown.headings import WEEK, parse_heading
from mlpath.roadmap.markdown.levels import levels_of, says, week_level
from mlpath.roadmap.markdown.outline import outline_of
from mlpath.roadmap.markdown.read import parse
from mlpath.roadmap.markdown.tree import Node
from test_markdown import drawn


def read(text: str, path: str = "list.md") -> str:
    """Return how a file is read, drawn; a slash between spaces ends a line."""
    return drawn(parse(f"{text}\n".replace(" / ", "\n").encode(), path).roadmap)


# Miniatures of what people write, with what they would say that it is.
SHAPES = {
    "criteria that name their week are a section of it": (
        "## Week 1: Base / ### Goals / - [ ] a / ### Week 1 Success Criteria / - [ ] b / ## Week 2: More / - [ ] c",
        "Month 1: list\nWeek 1: Base\n  goals: a\n  week-1-success-criteria: b\nWeek 2: More\n  items: c",
    ),
    "siblings keep one role, however deep each goes": (
        "# Notes / ## Progress / ### A / - [ ] a / ### B / #### B1 / - [ ] b / #### B2 / - [ ] c / ### C / - [ ] d",
        "Month 1: Notes\nWeek 1: Progress\n  a: a\n  b-b1: b\n  b-b2: c\n  c: d",
    ),
    "and whatever word they begin with": (
        "## Domain 5 / ### Labs at home / - [ ] a / ### Practice tests / - [ ] b / ### Reading list / - [ ] c / ### Last things / - [ ] d",
        "Month 1: list\nWeek 1: Domain 5\n  labs-at-home: a\n  practice: b\n  reading-list: c\n  last-things: d",
    ),
    "how long something takes is no week": (
        "# 方案 / ## 路线图 (4周) / ### 第1周: 数据库 / - [ ] a / ### 第2周 / - [ ] b / ### 第3-4周: 迁移 / - [ ] c",
        "Month 1: 路线图 (4周)\n第1周: 数据库\n  items: a\n第2周\n  items: b\n第3周: 第3-4周: 迁移\n  items: c",
    ),
    "a word for weeks in another language, though few say it": (
        "## Phase 1 / ### Vor Release / - [ ] a / ### Danach / - [ ] b / ### Doku / - [ ] c / ## Phase 2 / ### Woche 1: Los / - [ ] d",
        (
            "Phase 1\nWoche 1: Vor Release\n  items: a\nWoche 2: Danach\n  items: b\nWoche 3: Doku\n  items: c\n"
            "Phase 2\nWoche 4: Woche 1: Los\n  items: d"
        ),
    ),
    "months among weeks": (
        "## Prochaines Étapes / ### Semaine 1-2 : A / - [ ] a / ### Mois 1 : B / - [ ] b / ### Mois 2-3 : C / - [ ] c",
        (
            "Month 1: Prochaines Étapes\nSemaine 1: Semaine 1-2 : A\n  items: a\nSemaine 2: Mois 1 : B\n  items: b\n"
            "Semaine 3: Mois 2-3 : C\n  items: c"
        ),
    ),
    "a file's name for a title": (
        "# 📅 Week_07_Daily_Checklist / ## Overview / - [ ] a / ## Monday (Day 1) / ### Morning / - [ ] b",
        "Month 1: 📅 Week_07_Daily_Checklist\nWeek 7: Daily_Checklist\n  overview: a\n  monday-day-1-morning: b",
    ),
    "a file for one week": (
        "# Week 4: Trees / ## Setup / - [ ] a / ## Graphs intro / - [ ] b / ## Hand in / - [ ] c",
        "Month 1: Week 4: Trees\nWeek 4: Trees\n  setup: a\n  graphs-intro: b\n  hand-in: c",
    ),
    "a summary with a heading in it": (
        "<details><summary>Week 1: Start</summary> /  / ## Inside / - [ ] a /  / </details>",
        "Month 1: list\nWeek 1: Start\n  inside: a",
    ),
    "details end where they are closed": (
        (
            "## Week 1 / <details> / <summary>More</summary> /  / # Loud / - [ ] a /  / </details> /  / - [ ] b / "
            "<details><summary>Never closed</summary> /  / - [ ] c / ## Week 2 / - [ ] d"
        ),
        "Month 1: list\nWeek 1\n  more-loud: a\n  items: b\n  never-closed: c\nWeek 2\n  items: d",
    ),
    "details within details": (
        (
            "# T / <details><summary>Week 1</summary> /  / <details><summary>Day 1</summary> /  / - [ ] a /  / </details> /  / - [ ] b /  / "
            "</details> /  / <details><summary>Week 2</summary> /  / - [ ] c /  / </details>"
        ),
        "Month 1: T\nWeek 1\n  day-1: a\n  items: b\nWeek 2\n  items: c",
    ),
    "names below a section are not lost": (
        "## Week 1 / ### Exercises / - [ ] first /  / **Chapter 1:** / - [ ] 17 /  / **Chapter 2:** / - [ ] 17 / ### Topics / - A /   - [ ] x",
        "Month 1: list\nWeek 1\n  exercises: first\n  exercises-chapter-1: 17\n  exercises-chapter-2: 17\n  topics-a: x",
    ),
    "names without an empty line before them": (
        "## Week 1 / ### Exercises / **Chapter 1:** / - [ ] 17 / **Chapter 2:** / - [ ] 17 /   - [ ] step / __Chapter 3__ / - [ ] 17 / ### More / - [ ] x",
        "Month 1: list\nWeek 1\n  exercises-chapter-1: 17\n  exercises-chapter-2: 17, >step\n  exercises-chapter-3: 17\n  more: x",
    ),
    "words behind a box that are no name": (
        "## Week 1 / - [ ] a / **Key words:** alpha / - [ ] b /   **bold** / - [ ] c / **d** e / - [ ] f",
        "Month 1: list\nWeek 1\n  items: a, b, c, f",
    ),
    "calendar weeks": (
        "# T / ## KW 28 / - [ ] a / ## KW 29: B / - [ ] b",
        "Month 1: T\nKW 28\n  items: a\nKW 29: B\n  items: b",
    ),
    "a Swedish course": ("# T / ## Läsvecka 3 / ### Labb / - [ ] a", "Month 1: T\nLäsvecka 3\n  labb: a"),
    "a week that comes behind a name": (
        "# T / ## Hito: Semana 1 / - [ ] a / ## Árboles (Semana 2) / - [ ] b",
        "Month 1: T\nSemana 1: Hito\n  items: a\nSemana 2: Árboles\n  items: b",
    ),
    "Chinese numerals": (
        "# T / ## 第一周：甲 / - [ ] a / ## 第十二周 / - [ ] b",
        "Month 1: T\n第1周: 甲\n  items: a\n第12周\n  items: b",
    ),
    "weeks with a number of their own, or ticked": (
        "# T / ## 1. Week 1: A / - [ ] a / ## [x] Week 2: B / - [ ] b",
        "Month 1: T\nWeek 1: A\n  items: a\nWeek 2: B\n  items: b",
    ),
    "days of a challenge": (
        "# 100 Days / ### Day 0: Setup / - [ ] a / ### Day 1 / - [ ] b",
        "Month 1: 100 Days\nDay 0: Setup\n  items: a\nDay 1\n  items: b",
    ),
    "months, weeks, days, bold lines": (
        "# MÊS 1: A / ## SEMANA 1: B / ### DIA 1 (2h) / **Checklist:** / - [ ] a / # MÊS 2: C / ## SEMANA 2 / - [ ] b",
        "MÊS 1: A\nSEMANA 1: B\n  dia-1-2h-checklist: a\nMÊS 2: C\nSEMANA 2\n  items: b",
    ),
    "phases with days named in bold": (
        "# T / ## Phase 1: A / ### Week 1-2: B / #### Tasks / **Day 1-2: C** / - [ ] a / ### Week 3 / - [ ] b",
        "Phase 1: A\nWeek 1: Week 1-2: B\n  tasks-day-1-2-c: a\nWeek 2: Week 3\n  items: b",
    ),
    "phases of some weeks, and each week": (
        "# T / ## Phase 1: A (Weeks 1-2) / ### Week 1: B / #### Setup / - [ ] a / ### Week 2: C / - [ ] b",
        "Phase 1: A (Weeks 1-2)\nWeek 1: B\n  setup: a\nWeek 2: C\n  items: b",
    ),
    "several weeks around single ones": (
        "# T / ## Weeks 1-2: A / ### Week 1 / - [ ] a / ### Week 2 / - [ ] b / ## Weeks 3-4: B / ### Week 3 / - [ ] c",
        "Month 1: Weeks 1-2: A\nWeek 1\n  items: a\nWeek 2\n  items: b\nMonth 2: Weeks 3-4: B\nWeek 3\n  items: c",
    ),
    "a title of many weeks": (
        "# Plan (Weeks 1-12) / ## Basics / ### A / - [ ] a / ## More / - [ ] b",
        "Month 1: Plan (Weeks 1-12)\nWeek 1: Basics\n  a: a\nWeek 2: More\n  items: b",
    ),
    "phases with bold lists": (
        "# R / ## 🏗️ Phase 0 — Base / **Topics:** / - [x] a /  / **Certificates:** / - [ ] b / ## 🐳 Phase 1 — Boats / **Topics:** / - [ ] c",
        "Month 1: R\nPhase 0: Base\n  topics: x a\n  certificates: b\nPhase 1: Boats\n  topics: c",
    ),
    "phases, some with headings and some without": (
        "# R / ## Phase 1 – A / ### Tools / - [ ] a / ### Goal / - [ ] b / ## Phase 2 – B / - [ ] c",
        "Month 1: R\nPhase 1: A\n  tools: a\n  goal: b\nPhase 2: B\n  items: c",
    ),
    "phases below a heading for all of them": (
        "# R / ## Fases / ### 🟢 FASE 1: A / #### Python / - [ ] a / ### FASE 2: B / - [ ] b",
        "Month 1: Fases\nFASE 1: A\n  python: a\nFASE 2: B\n  items: b",
    ),
    "lessons of a module": (
        "# C / ## Module 1: A / ### Lesson 1 / - [ ] a / ### Lesson 2 / - [ ] b / ## Module 2: B / ### Lesson 3 / - [ ] c",
        "Module 1: A\nLesson 1\n  items: a\nLesson 2\n  items: b\nModule 2: B\nLesson 3\n  items: c",
    ),
    "months of topics": (
        "# T / ## Month 1: A / ### Python / - [ ] a / ### Maths / - [ ] b / ## Month 2: B / ### Trees / - [ ] c",
        "Month 1: A\nWeek 1: Python\n  items: a\nWeek 2: Maths\n  items: b\nMonth 2: B\nWeek 3: Trees\n  items: c",
    ),
    "a book in parts": (
        "# Part I: A / ## One / - [ ] a / ## Two / - [ ] b / # Part II: B / ## Three / - [ ] c",
        "Part 1: A\nWeek 1: One\n  items: a\nWeek 2: Two\n  items: b\nPart 2: B\nWeek 3: Three\n  items: c",
    ),
    "subjects with topics in list items": (
        "# U / ## Data / - ### Arrays /     - [ ] a /         - [ ] b / - ### Lists /     - [ ] c / ## Complexity / - a note / - [ ] d",
        "Month 1: U\nWeek 1: Data\n  arrays: a, >b\n  lists: c\nWeek 2: Complexity\n  items: d",
    ),
    "difficulties in bold below a topic of a week": (
        "# P / ## 12-week path / ### Week 1-2: Arrays / #### Arrays (25) / **Easy (8)** / - [ ] a /  / **Hard** / - [ ] b",
        "Month 1: 12-week path\nWeek 1: Week 1-2: Arrays\n  arrays-25-easy-8: a\n  arrays-25-hard: b",
    ),
    "emoji and counts around topics": (
        "# N / ## Arrays (9/9) ✅ / - [x] a / ## ⏳ Graphs / ### Easy / - [ ] b",
        "Month 1: N\nWeek 1: Arrays (9/9) ✅\n  items: x a\nWeek 2: Graphs\n  easy: b",
    ),
    "underlined weeks": (
        "L / = /  / Week 1 / ------ / - [ ] a /  / Week 2 / ------ / - [ ] b",
        "Month 1: L\nWeek 1\n  items: a\nWeek 2\n  items: b",
    ),
    "modules with weeks in a list": (
        "# S / ## Module 1 / - Week 1: A /   - [ ] a / - Week 2: B /   - [ ] b / ## Module 2 / - Week 3: C /   - [ ] c",
        "Module 1\nWeek 1: A\n  items: a\nWeek 2: B\n  items: b\nModule 2\nWeek 3: C\n  items: c",
    ),
    "bold lines before lists of weeks": (
        "# T / ## Month 1 / **Goals:** / - [ ] a /  / **Plan** / - **Week 1: A** /   - [ ] b / - **Week 2** /   - [ ] c",
        "Month 1\nWeek 0\n  goals: a\nWeek 1: A\n  items: b\nWeek 2\n  items: c",
    ),
    "what is before and behind the weeks": (
        "# T / ## Before / - [ ] a / ## Week 1 / - [ ] b / ## Week 2 / - [ ] c / ## After / ### Report / - [ ] d",
        "Month 1: T\nWeek 0: Before\n  items: a\nWeek 1\n  items: b\nWeek 2\n  items: c\nWeek 3: After\n  report: d",
    ),
    "a week before the months": (
        "# T / ## Week 0: A / - [ ] a / ## Month 1 / ### Week 1 / - [ ] b / ### Week 2 / - [ ] c",
        "Month 0: T\nWeek 0: A\n  items: a\nMonth 1\nWeek 1\n  items: b\nWeek 2\n  items: c",
    ),
    "a log of the weeks behind them": (
        "# T / ## Week 1 / - [ ] a / ## Week 2 / - [ ] b / ## Week 3 / - [ ] c / ## Log / ### Week 1 / - [ ] d / ### Week 2 / - [ ] e",
        "Month 1: T\nWeek 1\n  items: a\nWeek 2\n  items: b\nWeek 3\n  items: c\nWeek 4: Log\n  week-1: d\n  week-2: e",
    ),
    "goals for some spans of time": (
        "# T / ## Goals / ### Day 1 / - [ ] a / ### Week 1 / - [ ] b / ### Month 1 / - [ ] c",
        "Month 1: Goals\nWeek 1: Day 1\n  items: a\nWeek 2: Week 1\n  items: b\nWeek 3: Month 1\n  items: c",
    ),
    "resources of the whole, and of a week": (
        "# T / ## Resources / - [ ] a / ## Week 1 / ### Resources / - [ ] b / ## More resources / - [ ] c",
        "Resources\n  items: a\nMonth 1: T\nWeek 1\n  resources: b\nWeek 2: More resources\n  items: c",
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_people_find_their_file_as_they_mean_it(shape: str) -> None:
    text, expected = SHAPES[shape]
    assert read(text) == expected


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        ("Week 1", "Week 2", "Week 3"),
        ("Arrays", "Trees", "Graphs"),
        ("第1周", "第2周", "第3周"),
        ("Phase A", "Phase B", "Phase C"),
    ],
)
def test_one_more_heading_turns_no_other_into_something_else(first: str, second: str, third: str) -> None:
    both = "### Watch it / - [ ] a / ### Try it / - [ ] b"
    text = f"## {first} / {both} / ## {second} / {both}"
    before = read(text)
    assert before.count("watch-it") == before.count("try-it") == 2
    review = "Looking back" if first == "Arrays" else f"{second} review"
    for more in (f"### {review} / - [ ] c", "#### Deep / - [ ] d", " / **Bold** / - [ ] e", f"## {third} / - [ ] f"):
        after = read(f"{text} / {more}")
        assert after.count("\n") > before.count("\n")
        assert after.split("\n")[: before.count("\n") + 1] == before.split("\n"), more


@pytest.mark.parametrize(
    ("title", "word", "number", "rest"),
    [
        ("Week 3", "Week", 3, ""),
        ("Woche 3: Bäume", "Woche", 3, "Bäume"),
        ("KW 28", "KW", 28, ""),
        ("Läsvecka 3", "Läsvecka", 3, ""),
        ("1-я неделя", "неделя", 1, ""),
        ("Неделя 2. Деревья", "Неделя", 2, "Деревья"),
        ("सप्ताह 1: क", "सप्ताह", 1, "क"),
        ("الأسبوع 1", "الأسبوع", 1, ""),
        ("第3周", "周", 3, ""),
        ("第二十一周", "周", 21, ""),
        ("제1주", "주", 1, ""),
        ("1주차", "주차", 1, ""),
        ("Milestone: Semana 1", "Semana", 1, "Milestone"),
        ("Python basics (Week 1): lists", "Week", 1, "Python basics: lists"),
        ("Arrays — Week 3", "Week", 3, "Arrays"),
        ("3. Week 4: Trees", "Week", 4, "Trees"),
        ("W1: Intro", "W", 1, "Intro"),
        ("Week of Nov 3", "Week", None, "Week of Nov 3"),
        ("Week 1-2 Basics", "Week", None, "Week 1-2 Basics"),
        ("Week 1.5: Basics", "Week", None, "Week 1.5: Basics"),
        ("Phase II", "Phase", 2, ""),
        ("Part One: A", "Part", 1, "A"),
        ("Tier A", "Tier", None, "Tier A"),
        ("Class 3", "Class", 3, ""),
        ("W3 Schools", None, None, "W3 Schools"),
        ("W3Schools", None, None, "W3Schools"),
        ("12 week plan", None, None, "12 week plan"),
        ("100 Days of Code", None, None, "100 Days of Code"),
        ("2. Part of the plan", None, None, "2. Part of the plan"),
        ("3. Module federation", None, None, "3. Module federation"),
        ("Review - 2 days", None, None, "Review - 2 days"),
        ("Weekly review", None, None, "Weekly review"),
    ],
)
def test_what_a_heading_calls_itself(title: str, word: str | None, number: int | None, rest: str) -> None:
    heading = parse_heading(title)
    assert (heading.word, heading.number, heading.rest) == (word, number, rest)
    assert heading.words == title


def test_several_weeks_are_told_from_one() -> None:
    several = [
        title
        for title in ("Weeks 1-4", "Wochen 1 bis 4", "Недели 1-4", "Semanas 1 y 2", "A (Weeks 1–4)")
        if parse_heading(title).several
    ]
    assert len(several) == 5
    assert not any(parse_heading(title).several for title in ("Week 1-2", "Week 1", "Weeks 3", "第1-4周"))


WEEKLY = ("Week", "Woche", "第{}周")
TITLES = st.sampled_from(
    [*WEEKLY, "A", "Reading", "Topics", "Resources", "Day", "Lesson", "Module", "Phase", "Month", "Weeks 1-2"]
)


class Line(NamedTuple):
    """A heading of a random file with one box below it; `mark` tells it from every other."""

    level: int  # 7 is a bold line, 8 a bold list item, 9 a `<summary>` in details that end with its box.
    title: str
    mark: int

    def text(self) -> str:
        words = (
            f"{self.title.format(self.mark)} {self.mark}" if "周" not in self.title else self.title.format(self.mark)
        )
        words = f"{words}: h{self.mark}h"
        before, behind = {7: ("**", "**\n"), 8: ("- **", "**"), 9: ("<details><summary>", "</summary>\n")}.get(
            self.level, ("#" * self.level + " ", "")
        )
        return f"\n{before}{words}{behind}\n- [ ] box {self.mark}\n" + ("\n</details>\n" if self.level == 9 else "")


def numbered(drawn: list[tuple[int, str]]) -> list[Line]:
    return [Line(level, title, 10 + number) for number, (level, title) in enumerate(drawn)]


FILES = st.lists(st.tuples(st.integers(1, 9), TITLES), min_size=2, max_size=14).map(numbered)


def tree(lines: list[Line]) -> Node:
    return outline_of(text_of("".join(line.text() for line in lines))).root


def roles(lines: list[Line]) -> dict[int, str]:
    """Return what each heading of a file is, by its mark."""
    found = levels_of(outline_of(text_of("".join(line.text() for line in lines))), {}).roles
    return {int(node.title.split(": h")[1].rstrip("h:")): role for node, role in found}


def nodes(root: Node) -> list[Node]:
    """Return all headings below a root."""
    return [deeper for node in root.nodes for deeper in (node, *nodes(node))]


def around(node: Node, mark: int, above: tuple[Node, ...] = ()) -> tuple[Node, ...]:
    """Return the headings above the one with a mark, and itself."""
    for below in node.nodes:
        if f"h{mark}h" in below.title:
            return (*above, below)
        deeper = around(below, mark, (*above, below))
        if deeper:
            return deeper
    return ()


@st.composite
def edits(draw: st.DrawFn) -> tuple[list[Line], list[Line], int]:
    """Return a file, the same with one heading added, renamed, moved or removed, and the mark of that heading."""
    before = draw(FILES)
    kind = draw(st.sampled_from(["add", "rename", "move", "deepen", "remove"]))
    place = draw(st.integers(0, len(before) - 1))
    line = before[place]
    after = [other for other in before if other is not line]
    if kind == "add":
        line, after = Line(draw(st.integers(1, 9)), draw(TITLES), 99), list(before)
        after.insert(place, line)
    elif kind == "rename":
        after.insert(place, line._replace(title=draw(TITLES)))
    elif kind == "move":
        after.insert(draw(st.integers(0, len(after))), line)
    elif kind == "deepen":
        after.insert(place, line._replace(level=draw(st.integers(1, 9))))
    return before, after, line.mark


@given(edits())
def test_an_edit_of_one_heading_changes_what_no_other_is(edit: tuple[list[Line], list[Line], int]) -> None:
    before, after, edited = edit
    trees = tree(before), tree(after)
    # The level of the weeks is the one thing that all of them share: where the edited heading tips the scales, others may turn.
    assume(week_level(trees[0]) == week_level(trees[1]))
    level = week_level(trees[0])
    old, new = roles(before), roles(after)
    for line in before:
        if line.mark == edited or line.mark not in new:
            continue
        above = [around(root, line.mark) for root in trees]
        moved = [[node.title for node in path] for path in above]
        if moved[0] != moved[1] and any(says(node) == WEEK and node.level < level for path in above for node in path):
            event("below another that calls itself a week")
            continue
        if line.level == 9 and above[0][-1].level != above[1][-1].level:
            event("a summary, whose level is that of what it stands below")
            continue
        assert new[line.mark] == old[line.mark], line


@given(st.integers(2, 6), edits())
def test_one_heading_tips_nothing_where_others_say_what_they_are(
    level: int, edit: tuple[list[Line], list[Line], int]
) -> None:
    def lines(file: list[Line]) -> list[Line]:
        """Return a file's lines and three weeks behind them; all but the edited one that name a week are of one level."""
        weeks = [Line(level, "Week", mark) for mark in (50, 51, 52)]
        return [
            line._replace(level=level) if line.title in WEEKLY and line.mark != edited else line
            for line in (*file, *weeks)
        ]

    before, after, edited = edit
    assume(
        all(line.level >= level for line in (*before, *after) if line.mark == edited and line.title in WEEKLY)
    )  # Else it has weeks below it that are none any more.
    assert week_level(tree(lines(after))) == week_level(tree(lines(before))) == level


def test_details_within_details_have_no_end_of_room() -> None:
    opened, closed = "<details><summary>A</summary>\n\n", "</details>\n\n"
    roadmap = parse(f"{opened * 3_000}- [ ] a\n\n{closed * 3_000}## B\n- [ ] b\n".encode(), "list.md").roadmap
    assert [
        (item.title, roadmap.full_heading(group)) for item in roadmap.items if (group := roadmap.week_of(item))
    ] == [
        ("a", "Week 1: A"),
        ("b", "Week 2: B"),
    ]
