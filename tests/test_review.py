"""`review`: what it asks and when, what it writes, what can be taken back, and a session in a real terminal."""

import json
import os
import pty
import re
import select
import signal
import sys
import termios
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from typer.testing import CliRunner

from conftest import Clock, Run
from mlpath.cli.main import app
from mlpath.cli.options import Session
from mlpath.commands import doctor, review, track
from mlpath.commands.deck import deck_of
from mlpath.commands.opening import open_study
from mlpath.commands.study import Options, Study
from mlpath.errors import UnknownCard, UsageError
from mlpath.journal import file, journal
from mlpath.review.fsrs import NUMBERS
from terminals import ESCAPE

ROADMAP = """version: 1
id: own
title: Own
guides: .
months: [{title: M, weeks: [{title: W, topics: [{id: one, title: One}, {id: two, title: Two, was: [zwei]}]}]}]
"""
GUIDE = """### One
<!-- item: one -->

#### Questions

1. What is `x`?
   <!-- card: what -->
2. Why?
   <!-- card: why -->
3. And without an answer?
   <!-- card: unanswered -->

#### Answers

1. A letter.
2. So that it is *short*.

### Two
<!-- item: two -->

#### Questions

1. How?
   <!-- card: how -->

#### Answers

1. Like that.
"""
# Runs a command at a given time.
CLOCKED = """
import os, sys
from datetime import datetime
from mlpath.cli import boundary, fastlane
from mlpath.terminal import output
now = datetime.fromisoformat(os.environ["NOW"])
command, session, values = fastlane.parse(sys.argv[1:])
output.prepare()
sys.exit(boundary.guarded(lambda: command(session._replace(clock=lambda: now), **values), sys.argv[1:]))
"""


@pytest.fixture
def asked(home: Path, tmp_path: Path, clock: Clock) -> Study:
    """Return a study with three questions, those of the first item from today on."""
    (tmp_path / "own.yaml").write_text(ROADMAP)
    (tmp_path / "week-01.md").write_text(GUIDE)
    options = Options(roadmap=str(tmp_path / "own.yaml"), state=str(tmp_path / "state.json"))
    study = open_study(options, {}, clock)
    track.mark(study, "check", ["one"])
    clock.tick(days=1)
    return study


@pytest.fixture
def run(asked: Study, clock: Clock) -> Callable[..., str]:
    """Run a command on it, with lines that are typed, and return what it prints, commands in it without their options."""

    def run(*arguments: str, typed: str = "", code: int = 0) -> str:
        session = Session(options=asked.options, environ=os.environ, clock=clock)
        result = CliRunner().invoke(app, list(arguments), input=typed, obj=session, prog_name="mlpath")
        assert result.exit_code == code, result.output
        return result.stdout.replace(f" --roadmap {asked.options.roadmap} --state {asked.options.state}", "")

    return run


def due(study: Study) -> list[str]:
    return [standing.card.id for standing in review.listing(study).cards]


def reviews(study: Study) -> list[tuple[str, str]]:
    return [(event["card"], event["grade"]) for event in journal.reviews(study.look().events)]


def test_questions_come_in_the_day_after_their_item_is_done(asked: Study, clock: Clock) -> None:
    assert due(asked) == ["what", "why"]
    track.mark(asked, "check", ["two"])
    assert due(asked) == ["what", "why"]
    clock.tick(days=1)
    assert due(asked) == ["what", "why", "how"]
    track.mark(asked, "check", ["two"], {"on": "2026-11-20"})
    assert due(asked) == ["how", "what", "why"]
    track.mark(asked, "skip", ["one"])
    assert due(asked) == ["how", "what", "why"]  # What is done is skipped no more.
    track.mark(asked, "uncheck", ["one"])
    assert due(asked) == ["how"]


def test_what_was_ticked_on_an_unknown_day_is_due_today(home: Path, tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "own.md").write_text("---\nguides: .\n---\n# Own\n\n## Week 1: W\n\n- [x] One\n")
    study = open_study(Options(roadmap=str(tmp_path / "own.md"), state=str(tmp_path / "state.json")), {}, clock)
    (tmp_path / "week-01.md").write_text(GUIDE.replace("item: one", f"item: {study.roadmap.items[0].id}"))
    assert [standing.due for standing in review.listing(study).cards] == [study.today()] * 2


def test_cards_that_rest_keep_their_history(asked: Study, clock: Clock) -> None:
    review.answer(asked, "what", "easy")
    before = deck_of(asked, asked.look()).records
    track.mark(asked, "uncheck", ["one"])
    with pytest.raises(UsageError, match=r"the card what rests: week1\.topics\.1 is not done") as refused:
        review.answer(asked, "what", "good")
    assert refused.value.hint == "`mlpath check week1.topics.1` brings it in"
    track.mark(asked, "check", ["one"])
    clock.tick(days=1)
    assert deck_of(asked, asked.look()).records == before
    assert due(asked) == ["why"]


def test_an_answer_is_one_event_with_nothing_worked_out(asked: Study) -> None:
    result = review.answer(asked, "what", "good")
    event = asked.look().events[-1]
    assert event.keys() == {"id", "order", "at", "kind", "card", "grade"}
    assert (event["kind"], event["card"], event["grade"]) == ("review", "what", "good")
    assert (result.standing.due, result.event) == (date(2026, 11, 25), event["id"])


def test_any_answer_can_be_taken_back_exactly(asked: Study, clock: Clock) -> None:
    for card in ("what", "why"):
        review.answer(asked, card, "again")
    before = deck_of(asked, asked.look()).records
    clock.tick(days=3)
    review.answer(asked, "what", "good")
    review.answer(asked, "why", "good")
    review.take_back(asked, "what")  # Not the last one.
    assert reviews(asked) == [("what", "again"), ("why", "again"), ("why", "good")]
    assert deck_of(asked, asked.look()).records["what"] == before["what"]
    track.undo(asked)
    assert deck_of(asked, asked.look()).records == before
    track.redo(asked)
    assert reviews(asked)[-1] == ("why", "good")
    review.take_back(asked, "what")
    with pytest.raises(UsageError, match="no answer to what is there to take back"):
        review.take_back(asked, "what")


def test_the_answers_of_both_machines_count_in_their_order(asked: Study, clock: Clock, tmp_path: Path) -> None:
    other = asked._replace(state_at=asked.state_at._replace(path=str(tmp_path / "other.json")))
    (tmp_path / "other.json").write_bytes((tmp_path / "state.json").read_bytes())
    review.answer(asked, "what", "again")
    clock.tick(minutes=5)
    review.answer(other, "what", "good")
    review.answer(other, "why", "easy")
    clock.tick(days=-2)  # This machine's clock was set back.
    review.answer(asked, "what", "hard")
    mine, theirs = (file.load(study.state_at.path, "own") for study in (asked, other))
    both = [journal.union([one, two]) for one, two in ((mine, theirs), (theirs, mine))]
    decks = [deck_of(asked, asked.snapshot(merged)) for merged in both]
    assert decks[0] == decks[1]
    record = decks[0].records["what"]
    assert (record.reviews, record.grade, record.lapses) == (3, "good", 0)
    assert record.strength.day == date(2026, 11, 23).toordinal()
    assert decks[0].records.keys() == {"what", "why"}


def test_words_and_places_may_change_and_names_lead_on(asked: Study, clock: Clock, tmp_path: Path) -> None:
    review.answer(asked, "what", "good")
    review.answer(asked, "why", "easy")
    guide = tmp_path / "week-01.md"
    before = deck_of(asked, asked.look()).records
    guide.write_text(GUIDE.replace("What is `x`?", "What may `x` be?").replace("card: why", "card: reason was: why"))
    after = deck_of(asked, asked.look()).records
    assert after == {"what": before["what"], "reason": before["why"]}
    assert review.answer(asked, "why", "good").standing.card.id == "reason"
    guide.write_text(GUIDE.replace("   <!-- card: what -->\n", ""))
    (nameless,) = {standing.card.id for standing in review.listing(asked, every=True).cards} - {"why", "how"}
    assert re.fullmatch(r"what-is-x-[0-9a-f]{8}", nameless)
    review.answer(asked, nameless, "good")
    guide.write_text(GUIDE)
    assert deck_of(asked, asked.look()).records["what"].reviews == 2


def test_doctor_names_the_cards_that_are_gone(asked: Study, clock: Clock, tmp_path: Path) -> None:
    def check() -> dict[str, Any]:
        checks = doctor.doctor(asked.options, {}, clock)
        return next((check._asdict() for check in checks if check.name == "cards"), {})

    assert check() == {}
    review.answer(asked, "what", "good")
    assert (check()["state"], check()["found"]) == ("ok", "1 card answered, and all are in the guides")
    (tmp_path / "week-01.md").write_text(GUIDE.replace("card: what", "card: other"))
    assert (check()["state"], check()["found"].endswith("are kept: what")) == ("warning", True)
    assert "<!-- card: NEW was: OLD -->" in check()["fix"]
    (tmp_path / "week-01.md").unlink()
    assert (due(asked), check()["state"]) == ([], "warning")
    assert review.listing(asked).guided
    assert reviews(asked) == [("what", "good")]


def test_what_there_is_not_is_refused_with_what_was_meant(asked: Study, run: Callable[..., str]) -> None:
    with pytest.raises(UnknownCard, match="there is no card 'whatt'") as refused:
        review.answer(asked, "whatt", "good")
    assert refused.value.hint == "did you mean what?"
    with pytest.raises(UnknownCard):
        review.answer(asked, "unanswered", "good")
    for wrong in (["--grade", "good"], ["--undo"], ["what", "--list"], ["what", "--grade", "good", "--undo"]):
        run("review", *wrong, code=2)
    assert reviews(asked) == []


def test_the_documents(asked: Study, run: Callable[..., str], clock: Clock) -> None:
    listed = json.loads(run("review", "--list", "--json"))
    assert (listed["due"], listed["new"], [card["id"] for card in listed["cards"]]) == (2, 2, ["what", "why"])
    assert listed["cards"][0] == {
        "id": "what",
        "item": "one",
        "address": "week1.topics.1",
        "question": "What is `x`?",
        "answer": "A letter.",
        "due": "2026-11-23",
        "last": None,
        "grade": None,
        "reviews": 0,
        "lapses": 0,
    }
    answered = json.loads(run("review", "what", "--grade", "easy", "--json"))
    assert (answered["next_due"], answered["card"]["due"], answered["card"]["grade"]) == ("2026-12-01",) * 2 + ("easy",)
    assert (answered["card"]["last"], answered["card"]["reviews"]) == ("2026-11-23", 1)
    listed = json.loads(run("review", "--list", "--all", "--json"))
    assert (listed["due"], listed["new"], [card["id"] for card in listed["cards"]]) == (1, 1, ["why", "what"])
    assert json.loads(run("review", "--list", "--limit", "1", "--item", "one", "--json"))["due"] == 1
    assert json.loads(run("review", "--list", "--item", "two", "--json"))["cards"] == []
    status = json.loads(run("status", "--json"))
    assert status["overall"]["retained"] == {"percent": 50, "cards": 2}
    assert status["months"][0]["weeks"][0]["retained"] == {"percent": 50, "cards": 2}
    assert json.loads(run("next", "--json"))["due"] == 1
    clock.tick(days=8)
    assert json.loads(run("status", "--json"))["overall"]["retained"] == {"percent": 45, "cards": 2}


def test_the_numbers_stand_side_by_side(asked: Study, run: Callable[..., str], clock: Clock) -> None:
    assert "50% covered · 0% retained" in run()
    review.answer(asked, "what", "good")
    assert "1 of 2 done · 50% retained" in run("status")
    assert "1 question is due: `mlpath review`" in run("next")
    assert "Review" in run()
    assert "50%, 50% retained" in run("export", "-f", "svg").replace(" ·", ",")
    assert "1 of 2 done, 50% retained" in run("export", "-f", "html")
    assert run("export", "-f", "csv").splitlines()[1].endswith(",50")
    assert "50% of 2 questions retained." in run("log", "--week", "--format", "markdown")
    clock.tick(days=14)
    stats = run("stats")
    assert re.search(r"Retained +0%( \d+%){3} ", stats)
    assert "2 questions in 30 days, 2 today" in stats
    uncovered = json.loads(run("uncheck", "one", "--json"))
    assert uncovered["changed"]
    assert json.loads(run("status", "--json"))["overall"]["retained"] == {"percent": None, "cards": 0}
    assert "retained" not in run()


def test_what_is_forgotten_time_and_again_is_pointed_to(asked: Study, run: Callable[..., str], clock: Clock) -> None:
    for _ in range(5):
        assert "explains it once more" not in run("next")
        review.answer(asked, "what", "again")
        clock.tick(days=2)
    assert "A question was forgotten 4 times: `mlpath guide week1.topics.1` explains it once more." in run("next")
    assert "Forgotten 5 times: `mlpath guide week1.topics.1`" in run("review", typed="\n1\nq\n")
    assert due(asked) == ["why"]  # Nothing is held back, but it was answered today.


def test_the_log_of_an_item_has_the_answers_to_its_questions(
    asked: Study, run: Callable[..., str], clock: Clock, tmp_path: Path
) -> None:
    track.mark(asked, "check", ["two"])
    clock.tick(days=1)
    for card in ("what", "how"):
        review.answer(asked, card, "good")
    review.take_back(asked, "what")
    (tmp_path / "week-01.md").write_text(GUIDE.replace("card: how", "card: by-what was: how"))
    track.mark(asked, "uncheck", ["two"])  # Cards that rest are cards of their item.
    kinds = [(event["kind"], event.get("card")) for event in json.loads(run("log", "two", "--json"))["events"]]
    assert kinds == [("uncheck", None), ("review", "how"), ("check", None)]
    kinds = [(event["kind"], event.get("card")) for event in json.loads(run("log", "one", "--json"))["events"]]
    assert kinds == [("undo", None), ("review", "what"), ("check", None)]
    drawn = run("log", "week1")
    assert re.search("review +how +good", drawn)
    assert re.search("undo +review of what, 24 Nov 2026, 18:04", drawn)  # Several answers fall into one minute.


def test_a_session_of_lines(asked: Study, run: Callable[..., str]) -> None:
    drawn = run("review", typed="t\nmy letter\nagain\n\n\n\n3\n")
    assert drawn.index("What is `x`?") < drawn.index("Yours  my letter") < drawn.index("A letter.")
    assert "1 again 1 d · 2 hard 1 d · 3 good 2 d · 4 easy 8 d" in drawn
    assert reviews(asked) == [("what", "again"), ("why", "good"), ("what", "good")]
    assert re.search(r"Answered +2 questions\n +Known +1 of 2\n", drawn)
    assert re.search(r"Retained +100%", drawn)
    assert "Nothing is due. `mlpath review --all` asks all the same." in run("review")
    assert "Why?" in run("review", "why", typed="q\n")


def test_what_is_left_taken_back_and_put_off(asked: Study, run: Callable[..., str]) -> None:
    drawn = run("review", typed="\ngood\nu\n\nhard\ns\n")
    assert reviews(asked) == [("what", "hard")]
    assert asked.look().events[-2]["kind"] == "undo"
    assert "Left" in drawn
    assert due(asked) == ["why"]
    drawn = run("review", typed="e\n\nnonsense\ne\n2\n")
    assert drawn.count("  1 to go") == 2  # Behind the guide's part, the question stands there again,
    assert drawn.count("4 easy") == 2  # and so do the answer and the grades.
    assert reviews(asked) == [("what", "hard"), ("why", "hard")]


def test_what_was_answered_on_earlier_days_is_asked_again_when_it_is_taken_back(
    asked: Study, run: Callable[..., str], clock: Clock
) -> None:
    for card in ("what", "why"):
        review.answer(asked, card, "good")
    clock.tick(days=9)
    drawn = run("review", typed="\n1\nu\n\n2\nq\n")
    assert drawn.count("What is `x`?") == 2
    assert reviews(asked) == [("what", "good"), ("why", "good"), ("what", "hard")]


def test_a_session_knows_what_another_answered_meanwhile(asked: Study, clock: Clock) -> None:
    review.answer(asked, "what", "good")
    clock.tick(days=2)
    before = deck_of(asked, asked.look())
    review.answer(asked, "why", "good")
    own = review.answer(asked, "what", "good")
    assert review.answered_elsewhere(before, own.deck, {own.event}) == {"why"}
    back = review.take_back(asked, "what", own.event)
    assert review.answered_elsewhere(own.deck, back.deck, set()) == set()


def test_a_journal_full_of_cards_that_nobody_has_any_more(asked: Study, run: Callable[..., str], clock: Clock) -> None:
    with asked.locked() as now:
        now.append_all([{"kind": "review", "card": f"old-{n % 50}", "grade": "good"} for n in range(400)])
    clock.tick(days=1)
    assert due(asked) == ["what", "why"]
    checks = {check.name: check for check in doctor.doctor(asked.options, {}, clock)}
    assert checks["cards"].found.endswith("old-6, old-7 and 42 more")
    assert "0% retained" in run("status")
    assert "taken back" not in run("log", "-n", "3")


def test_a_guide_that_cannot_be_read_is_named(asked: Study, run: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "week-01.md").write_bytes(b"\xff\xfe")
    drawn = " ".join(run("review").split())
    assert f"A guide can't be read: {tmp_path / 'week-01.md'}: it is not UTF-8" in drawn
    assert "come in the day after" not in drawn
    (tmp_path / "week-01.md").unlink()
    assert "come in the day after" in run("review")  # Not every week needs a guide.


def test_a_roadmap_without_guides_asks_nothing(asked: Study, run: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(ROADMAP.replace("guides: .", "guides: gone"))
    assert "There are no guides here, and so no questions" in run("review")
    assert json.loads(run("status", "--json"))["overall"]["retained"] == {"percent": None, "cards": 0}
    (tmp_path / "own.yaml").write_text(ROADMAP.replace("guides: .\n", ""))
    assert "There are no guides here, and so no questions" in run("review", "--list")
    assert "unknown-card" in run("review", "what", "--grade", "good", "--json", code=2)


def test_the_limits_are_the_owners(asked: Study, home: Path, clock: Clock) -> None:
    path = home / ".config" / "mlpath" / "config.json"
    path.parent.mkdir(parents=True)
    path.write_text('{"new_cards": 1, "recall": 0.8}')
    own = open_study(asked.options, {}, clock)
    assert due(own) == ["what"]
    assert review.answer(own, "what", "good").standing.due == date(2026, 12, 1)
    assert review.answer(asked, "what", "good").deck.limits.recall == 0.9
    assert due(own) == []


# In a terminal of its own.


def converse(
    study: Study, now: datetime, respond: Callable[[str], bytes | None], *arguments: str, columns: int = 80
) -> tuple[int, str]:
    """Return the exit code of a command at a time and all that it drew; `respond` says what is typed at each question."""
    words = ["--roadmap", str(study.options.roadmap), "--state", str(study.options.state), *arguments]
    pid, master = pty.fork()
    if pid == 0:
        termios.tcsetwinsize(0, (24, columns))
        os.execve(sys.executable, [sys.executable, "-c", CLOCKED, *words], {**os.environ, "NOW": now.isoformat()})
    drawn, answered = "", 0
    until = time.monotonic() + 300  # A busy machine takes its time.
    while time.monotonic() < until:
        if select.select([master], [], [], 5)[0]:
            try:
                part = os.read(master, 65536)
            except OSError:
                break
            if not part:
                break
            drawn += ESCAPE.sub("", part.decode("utf-8", "replace"))
        places = [found.end() for found in re.finditer(r"(Answer\?|Grade \[3\]|Yours:) ", drawn)]
        if len(places) > answered:
            answered = len(places)
            said = respond(drawn)
            if said is None:
                os.kill(pid, signal.SIGKILL)
                break
            os.write(master, said)
    os.close(master)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), drawn


def keys(*typed: bytes) -> Callable[[str], bytes | None]:
    """Return what types one key after the other, and kills the program when there is none left."""
    left = iter(typed)
    return lambda _: next(left, None)


def test_single_keys_in_a_terminal(asked: Study, clock: Clock) -> None:
    code, drawn = converse(asked, clock.now, keys(b"\r", b"4", b"t", b"short\n", b"\r"), "review")
    assert code == 0
    assert reviews(asked) == [("what", "easy"), ("why", "good")]
    assert "Yours  short" in drawn
    assert "so that it is short" in drawn.casefold()
    assert re.search(r"Known +2 of 2", drawn)


@pytest.mark.parametrize("spoken", ["", "1"])
def test_what_is_pasted_behind_the_first_line_of_an_answer_is_no_grade(
    asked: Study, clock: Clock, monkeypatch: pytest.MonkeyPatch, spoken: str
) -> None:
    monkeypatch.setenv("ACCESSIBLE", spoken)
    end = "\n" if spoken else ""
    graded = False

    def respond(drawn: str) -> bytes:
        nonlocal graded
        if drawn.endswith("Yours: "):
            return b"one line\n\nand another\n"
        if drawn.endswith("Grade [3] "):
            graded = True
            return f"1{end}".encode()
        return f"{'q' if graded else 't'}{end}".encode() if drawn.endswith("Answer? ") else b""

    code, _ = converse(asked, clock.now, respond, "review")
    assert (code, reviews(asked)) == (0, [("what", "again")])


def test_forty_columns_lose_nothing(asked: Study, clock: Clock) -> None:
    _, drawn = converse(asked, clock.now, keys(b"\r", b"\x1b[1~", b"2", b"q"), "review", columns=40)
    assert reviews(asked) == [("what", "hard")]  # What the key Home sends is no grade.
    assert max(map(len, drawn.splitlines())) <= 40
    for words in ("1 again 1 d", "2 hard 1 d", "3 good 2 d", "4 easy 8 d", "q stop", "week1.topics.1"):
        assert words in drawn


@pytest.mark.parametrize(("key", "code"), [(b"\x03", 130), (b"\x04", 0), (None, -signal.SIGKILL)])
def test_whatever_ends_a_session_loses_no_answer(asked: Study, clock: Clock, key: bytes | None, code: int) -> None:
    typed = [b"\r", b"1"] + ([key] if key else [])
    assert converse(asked, clock.now, keys(*typed), "review")[0] == code
    assert reviews(asked) == [("what", "again")]
    assert converse(asked, clock.now, keys(b"\r", b"3"), "review")[0] == 0
    assert reviews(asked) == [("what", "again"), ("why", "good")]


@pytest.mark.parametrize("away", ["undo", "uncheck", "guide"])
def test_a_session_goes_on_whatever_happens_elsewhere(asked: Study, clock: Clock, tmp_path: Path, away: str) -> None:
    questions: list[str] = []

    def respond(drawn: str) -> bytes:
        questions.append(drawn)
        if len(questions) == 1:
            track.mark(asked, "check", ["two"], {"on": "2026-11-20"})
            return b"\r"
        if len(questions) == 3:
            if away == "undo":
                track.undo(asked)
                return b"u"
            if away == "uncheck":
                track.mark(asked, "uncheck", ["one"])
            else:
                (tmp_path / "week-01.md").write_text(GUIDE.replace("card: why", "card: wherefore"))
            return b"\r"
        return {2: b"1", 4: b"3"}.get(len(questions), b"q")

    code, drawn = converse(asked, clock.now, respond, "review")
    assert code == 0
    assert re.search(r"Tomorrow +\d due", drawn)
    told = {
        "undo": "no answer to what is there to take back",
        "uncheck": "the card why rests: week1.topics.1 is not done",
        "guide": "there is no card 'why'",
    }
    assert told[away] in " ".join(drawn.split())
    assert reviews(asked) == ([] if away == "undo" else [("what", "again")])
    assert drawn.count("What is x?") == (1 if away == "uncheck" else 2)


@pytest.fixture
def shipped(home: Path, tmp_path: Path, clock: Clock) -> Study:
    roadmap = str(open_study(Options(), {}, clock).roadmap_at.path)
    return open_study(Options(roadmap=roadmap, state=str(tmp_path / "state.json")), {}, clock)


def evenings(random: Random, days: int) -> Iterator[int]:
    """Yield the days on which someone studies: most, and not those of two weeks away."""
    return (day for day in range(days) if random.random() < 0.85 and not 30 <= day < 44)


@pytest.mark.heavy
def test_months_of_evenings_come_to_the_days_of_the_package(shipped: Study, clock: Clock) -> None:
    """Someone ticks a week's items and reviews every evening, in a real terminal; each due day is that of `fsrs`."""
    fsrs = pytest.importorskip("fsrs")
    from copy import copy
    from datetime import UTC

    scheduler = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    new, random, begins = fsrs.Card(card_id=1), Random(19), clock.now
    cards: dict[str, Any] = {}
    counts = []
    for day in evenings(random, 70):
        clock.now = begins + timedelta(days=day)
        if day % 7 == 0 and day < 84:
            track.mark(shipped, "check", [f"week{day // 7 + 1}"])
        listed = review.listing(shipped)
        counts.append(len(listed.cards))
        assert all(cards[one.card.id].due.date() <= clock.now.date() for one in listed.cards if one.card.id in cards)
        before = len(shipped.look().events)

        def respond(drawn: str) -> bytes:
            return b"\r" if drawn.rstrip().endswith("Answer?") else random.choice([b"1", b"2", b"3", b"3", b"\r", b"4"])

        if listed.cards:
            assert converse(shipped, clock.now, respond, "review")[0] == 0
        moment = datetime.combine(clock.now.date(), datetime.min.time(), UTC)
        for event in shipped.look().events[before:]:
            card = cards.get(event["card"]) or copy(new)
            grade = fsrs.Rating(NUMBERS[event["grade"]])
            cards[event["card"]], _ = scheduler.review_card(card, grade, moment)
    deck = deck_of(shipped, shipped.look())
    assert {id: deck.due(id) for id in cards} == {id: card.due.toordinal() for id, card in cards.items()}
    assert len(cards) > 80
    assert max(counts) <= 30


def test_a_remembered_prompt_knows_what_is_due_at_midnight(process: Callable[..., Run], home: Path) -> None:
    from mlpath.shell.prompt import of_day

    text = "ML 34% w5\n04:00\t2026-11-27\t\t2026-11-28\t, 7 due\t2026-12-01\t, 12 due\n000"

    def at(*moment: int) -> str:
        return of_day(text, datetime(*moment).timestamp())  # noqa: DTZ001  # As the clock on the wall shows it.

    assert at(2026, 11, 27, 23, 59) == "ML 34% w5"
    assert at(2026, 11, 28, 3, 59) == "ML 34% w5"
    assert at(2026, 11, 28, 4, 0) == "ML 34% w5, 7 due"
    assert at(2026, 12, 1, 3, 0) == "ML 34% w5, 7 due"
    assert at(2027, 1, 1, 12, 0) == "ML 34% w5, 12 due"
    assert of_day("\n04:00\t2026-11-27\t, 7 due\n000", 2_000_000_000) == ""


def test_the_prompt_says_what_is_due(process: Callable[..., Run], home: Path) -> None:
    process("check", "week1", "--on", "yesterday")
    assert process("prompt").out == process("prompt").out == "ML 7% w2, 10 due\n"
    assert process("prompt", "--json").json()["text"] == "ML 7% w2, 10 due"
    assert process("prompt", "--format", "{due}|{done}").out == "10|5\n"
    (card,) = process("review", "--list", "--limit", "1", "--json").json()["cards"]
    process("review", card["id"], "--grade", "good")
    assert process("prompt").out == "ML 7% w2, 9 due\n"
