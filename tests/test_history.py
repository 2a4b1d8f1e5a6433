"""`log`, its retrospective, and `stats`."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from markdown_it import MarkdownIt
from rich.cells import cell_len
from typer.testing import Result

from conftest import CET, Clock
from mlpath.commands import history, track
from mlpath.commands import plan as planning
from mlpath.commands.study import Study
from mlpath.export import retrospective
from mlpath.pace.days import Pause
from mlpath.pace.decision import Request
from mlpath.progress import summary
from mlpath.progress.reports import Log, LogEntry, Period
from mlpath.terminal import history as views
from mlpath.terminal import output
from mlpath.terminal.page import FANCY, PLAIN, Page

Document = Callable[..., dict[str, Any]]
WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))  # The clock stands on its Sunday.


def at(clock: Clock, day: int, hour: int = 18) -> None:
    clock.now = datetime(2026, 11, day, hour, tzinfo=CET)


def lived(study: Study, clock: Clock) -> None:
    """Live through two weeks."""
    at(clock, 9)
    planning.change(study, Request(start=date(2026, 11, 9)))
    track.mark(study, "check", ["week1.topics"])
    at(clock, 17)
    track.mark(study, "check", ["w1.p1"], {"note": "harder *than* it looks", "link": "https://x.org/a_b"})
    track.mark(study, "begin", ["w2.t1", "w2.t2"])
    at(clock, 18)
    track.mark(study, "check", ["w2.t2"])
    track.write_note(study, "w1.t1", {"text": "# no heading"})
    track.mark(study, "check", ["w9.t1"])
    track.undo(study)
    at(clock, 22)


def test_the_newest_comes_first_and_what_was_taken_back_says_so(study: Study, clock: Clock) -> None:
    lived(study, clock)
    found = history.log(study, WEEK)
    assert [entry.event["kind"] for entry in found.entries] == ["undo", "check", "note", "check", "begin", "check"]
    assert [entry.in_force for entry in found.entries] == [True, False, True, True, True, True]
    assert found.entries[0].target == found.entries[1].event
    assert [entry.item.address for entry in found.entries[4].entries] == ["week2.topics.1", "week2.topics.2"]
    some = history.log(study, WEEK, 2)
    assert (some.entries, some.more) == (found.entries[:2], 4)
    assert len(history.log(study, Period(date.min, date.max)).entries) == 8


def test_the_retrospective_of_a_week(study: Study, clock: Clock) -> None:
    lived(study, clock)
    text = retrospective.render(history.retrospective(study, WEEK))
    assert text == (
        "# 16 – 22 Nov 2026\n\n"
        "2 done in this time, 5 of 63 (7%) altogether.\n\n"
        "Week 2 by the calendar and by your ticks: 5 items (20 hours) behind. "
        "At your pace (2.5 items, 9.8 hours, a week over the last 2 weeks) you finish on 8 May 2027; the plan says 31 January.\n\n"
        "## Done\n\n"
        "- [x] Implement vector and matrix operations using NumPy (Linear Algebra and Statistics Basics)\n"
        "  - harder \\*than\\* it looks <https://x.org/a_b>\n"
        "- [x] Gradient Descent Algorithm (Calculus and Optimization)\n\n"
        "## Begun\n\n"
        "- [ ] Derivatives and Partial Derivatives (Calculus and Optimization)\n\n"
        "## Slipped\n\n"
        "- [ ] Derivatives and Partial Derivatives (Calculus and Optimization)\n"
        "- [ ] Optimization Techniques (Adam, RMSprop, SGD) (Calculus and Optimization)\n"
        "- [ ] Implement gradient descent from scratch in Python (Calculus and Optimization)\n"
        "- [ ] Visualize loss function minimization using Matplotlib (Calculus and Optimization)\n\n"
        "## Also noted\n\n"
        "- [x] Vectors, Matrices, and Matrix Operations (Linear Algebra and Statistics Basics)\n"
        "  - \\# no heading\n"
    )


@pytest.mark.parametrize(
    ("link", "line"),
    [
        ("https://x.org/a_b", "<https://x.org/a_b>"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("data:text/html,<b>", "data:text/html,\\<b>"),
        ("https://x.org/a b", "https://x.org/a b"),
        ("https://x.org/<b>", "https://x.org/\\<b>"),
        ("https://x.org/\u202e", "https://x.org/\ufffd"),
        ("x@y.org", "x@y.org"),
    ],
)
def test_a_retrospective_links_to_web_pages_alone(study: Study, clock: Clock, link: str, line: str) -> None:
    at(clock, 18)
    with study.locked() as now:
        now.append("note", item="vectors-matrices", text="t [a](javascript:x)", link=link)
    text = retrospective.render(history.retrospective(study, WEEK))
    assert f"  - t \\[a\\](javascript:x) {line}\n" in text
    tokens = [token for token in MarkdownIt("commonmark").parse(text) for token in token.children or []]
    links = [token.attrGet("href") for token in tokens if token.type == "link_open"]
    assert links == ([link] if line.startswith("<") else [])


def test_stats_count_each_day_and_week(study: Study, clock: Clock) -> None:
    lived(study, clock)
    found = history.stats(study)
    assert found.days == {date(2026, 11, 9): 3, date(2026, 11, 17): 1, date(2026, 11, 18): 1}
    assert found.per_week == {date(2026, 11, 9): 3, date(2026, 11, 16): 2}
    assert found.streak == (0, 2, 2, 2)
    assert {name: count.done for name, _, count in found.sections} == {
        "topics": 4,
        "practice": 1,
        "books": 0,
        "online-courses": 0,
        "documentation": 0,
    }


def drawn(view: Any, width: int, glyphs: Any = FANCY) -> list[str]:
    lines = [line for block in view(Page(width, glyphs)) for line in output.drawn(block, width, output.NO_COLOUR)]
    assert all(cell_len(line) <= width for line in lines)
    return lines


def test_the_heatmap_is_right_at_every_width_and_without_colour(study: Study, clock: Clock) -> None:
    lived(study, clock)
    found = history.stats(study)
    for glyphs, shades in ((FANCY, "░▓"), (PLAIN, "-*")):
        for width in (40, 60, 120):
            lines = drawn(lambda page: views.stats(found, page), width, glyphs)
            monday = next(line for line in lines if line.startswith("  Mon"))
            wednesday = next(line for line in lines if line.startswith("  Wed"))
            assert monday.rstrip().replace(" ", "")[-2] == shades[1]
            assert wednesday.rstrip().replace(" ", "")[-1] == shades[0]
            assert sum(line.count(shades[0]) for line in lines if line[:6].strip() in ("", "Mon", "Wed", "Fri")) >= 2


def test_stats_begin_with_the_week_of_the_first_tick(study: Study, clock: Clock) -> None:
    at(clock, 11)
    track.mark(study, "check", ["w1.t1"])
    lines = drawn(lambda page: views.stats(history.stats(study), page), 80)
    start = next(number for number, line in enumerate(lines) if line.startswith("  Mon"))
    assert lines[start - 1 : start + 4] == ["      Nov", "  Mon ·", "      ·", "  Wed ░", ""]
    assert "  Days in a row   1 now, longest 1" in lines
    assert "  Weeks in a row  1 now, longest 1" in lines
    clock.tick(days=700)
    lines = drawn(lambda page: views.stats(history.stats(study), page), 80)
    assert (
        sum(line.count("·") for line in lines) == 25 * 7 + 3 + 3 + 29
    )  # Up to this day, the legend, the headline, days without questions.
    assert sum("0" in line.split()[-1:] for line in lines) == 8


def test_an_empty_journal_has_stats_and_a_log(mlpath: Callable[..., Result], document: Document) -> None:
    assert "Nothing is in the journal" in mlpath("log").stdout
    assert "Nothing is ticked yet" in mlpath("stats").stdout
    assert "now, longest" not in mlpath("stats").stdout
    assert document("stats")["days"] == []
    assert document("stats")["streak"] == {"days": 0, "weeks": 0, "longest_days": 0, "longest_weeks": 0}
    assert document("log") == {"format": "mlpath.log", "version": 1, "events": [], "more": 0}


def test_the_options_of_log(mlpath: Callable[..., Result], document: Document) -> None:
    for number in range(25):
        mlpath("note", "w1.t1", f"note {number}")
    mlpath("check", "w1.t1", "--on", "yesterday")
    assert "and 6 earlier; `mlpath log -n 26`" in mlpath("log").stdout
    assert "earlier" not in mlpath("log", "--since", "today").stdout
    assert len(document("log")["events"]) == 26
    newest = document("log", "-n", "1")["events"][0]
    assert (newest["kind"], newest["items"][0]["address"], newest["in_force"]) == ("check", "week1.topics.1", True)
    assert document("log", "--since", "-2w", "--until", "-1w")["events"] == []
    assert mlpath("log", "--format", "markdown", "--since", "yesterday").stdout.startswith("# ")
    assert document("log", "--week", "--format", "markdown")["text"].startswith("# ")
    for wrong in (
        ["--since", "+1w"],
        ["--week", "--until", "today"],
        ["--since", "today", "--until", "-1w"],
        ["-n", "0"],
    ):
        assert mlpath("log", *wrong).exit_code == 2, wrong


def test_days_in_the_wrong_order_are_named_as_people_read_them(mlpath: Callable[..., Result]) -> None:
    complaint = mlpath("log", "--since", "2026-11-20", "--until", "2026-11-16").stderr
    assert "16 November 2026 comes before 20 November 2026" in complaint


def test_titles_stand_below_each_other_behind_wide_addresses(study: Study) -> None:
    (narrow, wide) = study.roadmap.items[:2]
    entries = [summary.entry(study.roadmap, {}, place) for place in (0, 1)]
    entries[1] = entries[1]._replace(item=wide._replace(address="week1.練習練習練習.1"))
    event = {"id": "e", "at": "2026-11-22T18:00:00+01:00", "kind": "check", "items": [narrow.id, wide.id]}
    entry = LogEntry(event=event, entries=tuple(entries), gone=(), in_force=True, target=None, day="2026-11-22")
    lines = drawn(lambda page: views.log(Log((entry,), 0, Period(date.min, date.max)), page), 160)
    columns = [
        cell_len(line.partition(item.title)[0]) for line in lines for item in (narrow, wide) if item.title in line
    ]
    assert len(columns) == 2
    assert columns[0] == columns[1]


def test_the_log_of_an_address_has_what_names_it_or_anything_in_it(
    mlpath: Callable[..., Result], document: Document
) -> None:
    mlpath("check", "week1.topics.1", "w2.t1", "--on", "yesterday")
    mlpath("begin", "week3")
    mlpath("note", "week2.practice.1", "halves the loss")
    mlpath("undo")
    mlpath("plan", "--start", "today")

    def kinds(*words: str) -> list[str]:
        return [event["kind"] for event in document("log", *words)["events"]]

    assert kinds() == ["plan", "undo", "note", "begin", "check"]
    assert kinds("week2") == ["undo", "note", "check"]
    assert kinds("w2.t1") == kinds("week", "1") == ["check"]
    assert kinds("week3", "--since", "today") == ["begin"]
    assert kinds("resources") == []
    assert mlpath("log", "resources").stdout == "  resources\n  Nothing is in the journal for that.\n"
    assert mlpath("log", "w2", "-n", "1").stdout.endswith("and 2 earlier; `mlpath log week2 -n 3` shows all\n\n")
    assert mlpath("log", "week13").exit_code == 2


def test_log_of_a_group_is_short(mlpath: Callable[..., Result]) -> None:
    mlpath("check", "week1-3")
    out = mlpath("log").stdout
    assert "and 11 more" in out
    assert out.count("week1.") == 4


def test_the_log_says_what_was_taken_back_and_what_was_planned(study: Study, clock: Clock) -> None:
    lived(study, clock)
    planning.change(study, Request(pauses=(Pause(date(2026, 12, 24), date(2027, 1, 1)),)))
    planning.change(study, Request(clear=True))
    found = history.log(study, Period(date.min, date.max))
    lines = drawn(lambda page: views.log(found, page), 160)
    (taken_back,) = (line for line in lines if "taken back" in line)
    assert "week9.topics.1" in taken_back
    planned = [line.partition("plan")[2].strip() for line in lines if "  plan" in line]
    assert planned == ["no dates", "from 9 Nov 2026, 1 pause", "from 9 Nov 2026"]


def test_the_last_weeks_are_bars_with_this_one_at_the_bottom(study: Study, clock: Clock) -> None:
    lived(study, clock)
    lines = drawn(lambda page: views.stats(history.stats(study), page), 100)
    number = next(number for number, line in enumerate(lines) if line.startswith("  this week"))
    assert [line.split()[-1:] for line in lines[number - 2 : number + 1]] == [
        [],
        ["3"],
        ["2"],
    ]  # None before the first.


def test_what_was_done_on_another_day_is_found_there_in_text_and_markdown(study: Study, clock: Clock) -> None:
    at(clock, 25)
    track.mark(study, "check", ["w1.t1"])
    track.mark(study, "check", ["w1.t2"], {"on": "2026-11-18"})
    track.mark(study, "check", ["w1.t1"], {"on": "2026-11-17"})
    this_week = Period(date(2026, 11, 23), date(2026, 11, 29))
    past, present = history.log(study, WEEK), history.log(study, this_week)
    assert [(entry.day, entry.redated) for entry in past.entries] == [
        ("2026-11-18", ()),
        ("2026-11-17", ("2026-11-25",)),
    ]
    assert [entry.event["items"] for entry in present.entries] == [["vectors-matrices"]]
    text = "\n".join(drawn(lambda page: views.log(past, page), 120))
    assert "Wednesday, 18 Nov 2026" in text
    assert "done on Wednesday, 18 Nov 2026; ticked on 25 Nov 2026, 18:00" in text
    assert "done on Tuesday, 17 Nov 2026, not on 25 Nov 2026; ticked on 25 Nov 2026, 18:00" in text
    for period, titles in ((WEEK, ["Vectors", "Probability"]), (this_week, [])):
        page = retrospective.render(history.retrospective(study, period))
        assert [title for title in ("Vectors", "Probability") if f"[x] {title}" in page] == titles


def test_a_past_week_has_the_numbers_of_its_end(study: Study, clock: Clock) -> None:
    lived(study, clock)
    then = retrospective.render(history.retrospective(study, WEEK))
    at(clock, 29)
    track.mark(study, "check", ["week1-5"])
    track.mark(study, "skip", ["week6.topics"])
    planning.change(study, Request(way="extend"))
    assert retrospective.render(history.retrospective(study, WEEK)) == then
    assert "2 done in this time, 5 of 63 (7%) altogether." in then


def test_nothing_to_paste_names_a_command(study: Study, clock: Clock) -> None:
    at(clock, 1)
    planning.change(study, Request(start=date(2026, 11, 1)))
    track.mark(study, "check", ["w1.t1"])
    at(clock, 22)
    silent = history.retrospective(study, WEEK)
    assert silent.outlook.silent
    planning.change(study, Request(pause_from=date(2026, 11, 22)))
    paused = history.retrospective(study, WEEK)
    assert paused.outlook.open_pause
    for result in (silent, paused):
        assert "mlpath" not in retrospective.render(result)
