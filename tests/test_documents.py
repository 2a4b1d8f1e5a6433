"""The JSON documents, on which other programs rely: which keys there are, of which types, and a few of the numbers."""

import json
import re
import shlex
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

import golden
import labs_own
from mlpath.cli.registry import COMMANDS

Document = Callable[..., dict[str, Any]]
Mlpath = Callable[..., Result]

EVENT = {"id": "e", "order": 1, "at": "2026-01-02T18:00:00+01:00", "kind": "check"}
PLAN = {"id": "p", "order": 2, "kind": "plan", "plan": {"start": "2026-01-01"}}
OWN = "version: 1\nid: own\ntitle: Own\nmonths: [{{title: M, weeks: [{{title: W, {}}}]}}]\n"


def journal(*items: str, version: int = 1, roadmap: str = "ai-ml-engineer") -> str:
    events = [{**EVENT, "items": items}]
    return json.dumps({"format": "mlpath-journal", "version": version, "roadmap": roadmap, "events": events})


def conflicted(one: str, other: str) -> str:
    """Return a journal as git leaves it where two sides have added an event."""
    begin, end = journal("vectors-matrices")[:-2], "]}"
    sides = [f", {json.dumps({**EVENT, 'id': item, 'items': [item]})}\n" for item in (one, other)]
    return f"{begin}\n<<<<<<< HEAD\n{sides[0]}=======\n{sides[1]}>>>>>>> theirs\n{end}\n"


# Of a roadmap with one question that was forgotten time and again, and one that was never asked.
ASKED = """### One
<!-- item: one -->

#### Questions

1. What?
   <!-- card: what -->
2. Why?
   <!-- card: why -->

#### Answers

1. That.
2. So.
"""
FORGOTTEN = [
    {**EVENT, "id": f"r{day}", "order": day, "at": f"2026-01-{day:02}T18:00:00+01:00", "kind": "review"}
    for day in range(4, 14, 2)
]
FILES = {
    "asked/own.yaml": OWN.format("topics: [One]") + "guides: .\n",
    "asked/week-01.md": ASKED,
    "asked/state.json": journal("one", roadmap="own")[:-2]
    + "".join(f", {json.dumps({**event, 'card': 'what', 'grade': 'again'})}" for event in FORGOTTEN)
    + "]}",
    "old.yaml": OWN.format("topics: [One, Two, Three], practice: [Six], sections: [{name: project, items: [Five]}]"),
    "new.yaml": OWN.format("topics: [{id: b, title: Two, was: [two]}, Four, {id: three, title: Third}, Five]"),
    "bad.yaml": "version: 1\ntitel: x\n",
    "clone/conflicted.json": conflicted("probability", "derivatives"),
    "clone/ours.json": journal("probability"),
    "course.md": "# Course\n- [ ] Read 📅 2026-12-01\n- [x] Write\n",
    "copy.md": "# Course\n- [ ] Read 📅 2026-12-01\n- [x] Write\n",
    "levels.md": "# Course\n## Month 1\n### Week 1\n- [ ] Read\n",
    "damaged.json": "{",
    "newer.json": journal("probability", version=9),
    "foreign.json": journal("probability", roadmap="other"),
    "agreeing.json": journal("probability"),
    "silent.json": f"{journal('probability')[:-2]}, {json.dumps({**EVENT, **PLAN})}]}}",
    "contradicting.json": journal("derivatives"),
    "mlpath/config.json": "{",
    "home/.config/mlpath/config.json": '{"known": ["/missing.md"]}',
    ".blocked.json.new/in-the-way": "",
    "practice/labs/sums/lab.yaml": labs_own.LAB.replace("needs: {}", "needs: {json: json}"),
    "practice/labs/sums/tests.py": labs_own.TESTS,
    "practice/labs/sums/starter/sums.py": labs_own.STARTER,
    "practice/own.yaml": labs_own.ROADMAP,
    "lacking/labs/sums/lab.yaml": labs_own.LAB.replace("needs: {}", "needs: {nowhere: nowhere>=2}"),
    "lacking/labs/sums/tests.py": labs_own.TESTS,
    "lacking/labs/sums/starter/sums.py": labs_own.STARTER,
    "lacking/own.yaml": labs_own.ROADMAP.replace("id: own", "id: lacking"),
    "mine/sums.py": labs_own.SOLUTION.replace("len(numbers)", "2 + (print(7) or 0)"),
    "right/sums.py": labs_own.SOLUTION,
}

# These commands are run with --json, one after the other, in the same home.
WALK = """
# With nothing done yet
status
status week5
next
show week1
log
log --format markdown
stats
plan
check
undo
redo
note w1.t1
reset --yes
doctor
prompt
use
export

# Four weeks into a plan
plan --start -27d
check week1 --on -3w --note hard --link https://example.org/a
check r.o1 w2.t1 w2.t2 --on -5d
check w1.t1
check w1.t1 --on -2w
check week1 --note late
check week1 w2.t3 w2.p2
begin w2.p1 r.o2
begin week1 w4.t1
skip w3.t1 w3.t2 --note known
skip week1 r.o1
uncheck w2.t2
uncheck w2.t2 w3.t2
undo
undo
redo
note w1.t2 text --link https://example.org/b
note w1.t2
note w1.t2 --remove 2
status
status week2
next
next -n 1
show
show w1.t1
show --find gradient
log
log -n 1
log --since -2w --format markdown
stats
plan
plan --pause today..+3d
plan --catch-up
plan --rebalance
plan --extend
plan --days 1
plan --days 366
plan --days 9
plan --finish +99d
plan --pause today
next
plan --resume
plan --rest sat,sun
plan --rest none
export
export --format json
export --format markdown
export --format csv
export --format html
export --format ics
export --format svg
export --format yaml
export --format csv -o out.csv
export --format json -o out.json
guide
guide week1
guide resources
guide week1 --web -o guide.html
open w1.t1
CI=1 open r.o1 1
BROWSER=true CI= open r.o1 1
validate
validate --schema
prompt
doctor
plan --start 2020-01-01
undo

# Several state files
--state other.json check w9
merge other.json
merge other.json
merge --git-driver base.json other.json agreeing.json
doctor --accept
doctor --restore other.json
reset --yes
doctor --restore

--state clone/ours.json merge --set-up-git
--state clone/ours.json merge --set-up-git
--state clone/ours.json status
--state clone/ours.json doctor

# Long away
--state silent.json plan
--state silent.json next
--state silent.json status

# Everything done
plan --clear
check month1-3 resources
status
next

# Roadmaps of one's own
--roadmap course.md export --in-place
--roadmap course.md check w1.i1
--roadmap course.md export --in-place
--roadmap course.md status
--roadmap course.md log
use course.md
MLPATH_STATE=foreign.json use
use default
--roadmap old.yaml check week1
--roadmap old.yaml plan --start -3w
validate new.yaml --against old.yaml
validate bad.yaml
validate levels.md
--roadmap new.yaml status
--roadmap new.yaml log
--roadmap new.yaml doctor
--roadmap new.yaml doctor --adopt one four

# Labs
--roadmap practice/own.yaml lab
--roadmap practice/own.yaml lab sums --trust
--roadmap practice/own.yaml lab sums --again
--roadmap practice/own.yaml verify sums mine --hint
--roadmap practice/own.yaml verify sums mine --test mean_is_in_the_middle
--roadmap practice/own.yaml next
--roadmap practice/own.yaml verify sums right
--roadmap practice/own.yaml status
--roadmap practice/own.yaml log
--roadmap practice/own.yaml undo
--roadmap lacking/own.yaml lab sums given --trust
--roadmap lacking/own.yaml verify sums given
--roadmap practice/own.yaml validate practice/own.yaml --labs

# Questions
--roadmap asked/own.yaml --state asked/state.json next
--roadmap asked/own.yaml --state asked/state.json review
--roadmap asked/own.yaml --state asked/state.json review --list --all
--roadmap asked/own.yaml --state asked/state.json review why --grade good
--roadmap asked/own.yaml --state asked/state.json review why --undo
--roadmap asked/own.yaml --state asked/state.json review what --grade again
--roadmap asked/own.yaml --state asked/state.json stats
--roadmap asked/own.yaml --state asked/state.json status
--roadmap asked/own.yaml --state asked/state.json log
--roadmap asked/own.yaml --state asked/state.json doctor

# What goes wrong
review nope --grade good
review why --grade well
check --nope
check week99
check w1 --on 2999-01-01
next -n 0
log -n 0
plan --days 0
plan --days 367
open week1
--roadmap missing.yaml status
--roadmap bad.yaml status
--roadmap bad.yaml doctor
--roadmap old.yaml show w1.pr
--roadmap old.yaml guide week1
XDG_CONFIG_HOME=$PWD status
--roadmap copy.md status
--state . status
--state damaged.json status
--state damaged.json doctor
--state clone/conflicted.json status
--state clone/conflicted.json doctor
--state clone/conflicted.json merge
--state clone/conflicted.json merge
--state newer.json status
--state foreign.json status
--state blocked.json check w1
--state agreeing.json merge contradicting.json
--state damaged.json/x check w1
export -o missing/out.md
"""


@pytest.fixture
def walk(mlpath: Mlpath, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[golden.Printed]:
    """Yield each command of the walk, with its exit code where that is not 0, and the document that it prints."""
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    leave_unmerged(tmp_path / "clone" / "ours.json", journal("derivatives").replace('"e"', '"theirs"'))

    def steps() -> Iterator[golden.Printed]:
        for line in WALK.splitlines():
            words = shlex.split(line, comments=True)
            environment = {}
            while words and "=" in words[0]:
                name, _, value = words.pop(0).partition("=")
                environment[name] = value.replace("$PWD", str(tmp_path))
            if words:
                result = mlpath(*words, "--json", env=environment)
                document = json.loads(result.stdout)
                if document["format"] == "mlpath.error":
                    assert_told_in_every_way(partial(mlpath, env=environment), words, result)
                yield line + (f" → {result.exit_code}" if result.exit_code else ""), document

    return steps()


def leave_unmerged(ours: Path, theirs: str) -> None:
    """Make a repository of the folder of a file whose index holds that file for unmerged."""

    def git(*words: str, given: str) -> str:
        command = ["git", "-C", str(ours.parent), *words]
        return subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout.strip()

    git("init", "-q", given="")
    names = [git("hash-object", "-w", "--stdin", given=text) for text in (ours.read_text(), theirs)]
    entries = [f"100644 {name} {stage}\t{ours.name}\n" for stage, name in enumerate(names, 2)]
    git("update-index", "--index-info", given="".join(entries))


def assert_told_in_every_way(mlpath: Mlpath, words: list[str], result: Result) -> None:
    assert result.stderr == ""
    before = mlpath("--json", *words)
    assert (before.exit_code, before.stdout, before.stderr) == (result.exit_code, result.stdout, "")
    plain = mlpath(*words)
    assert (plain.exit_code, plain.stdout) == (result.exit_code, "")
    assert plain.stderr.startswith(f"error: {json.loads(result.stdout)['message'][:20]}")


def test_each_document_has_the_keys_that_it_always_had(walk: Iterator[golden.Printed]) -> None:
    golden.agree("documents.golden", golden.of_documents(walk))


def test_the_golden_file_is_whole() -> None:
    """It has a document of each command, and of each key one with a value."""
    text = (golden.FOLDER / "documents.golden").read_text(encoding="utf-8")
    names = {name for names in COMMANDS.values() for name in names}
    assert set(re.findall(r"^mlpath\.([a-z]+)", text, re.MULTILINE)) == {*names, "error"}
    types = defaultdict(set)
    for fact in set.union(*golden.facts(text).values()):
        key, kinds = fact.split(": ")[-2:]
        types[key.rstrip("?")] |= set(kinds.split("|"))
    assert [key for key, kinds in types.items() if kinds <= {"null", "array"} and f"{key}[]  " not in text] == []


def test_the_numbers_are_right(document: Document) -> None:
    document("check", "week1", "w5.p1", "r.b1")
    document("skip", "week3")
    status = document("status")
    cards = sum(week["retained"]["cards"] for month in status["months"] for week in month["weeks"])
    assert status["overall"]["retained"] == {"percent": 0, "cards": cards}
    assert status["months"][0]["weeks"][0]["retained"]["cards"] >= 12
    share = {"done": 7, "total": 58, "percent": 12}
    assert {**share, "doing": 0, "skipped": 5, "covered": share}.items() <= status["overall"].items()
    assert [(m["done"], m["total"]) for m in status["months"]] == [(5, 15), (1, 18), (0, 19)]
    assert status["months"][0]["weeks"][2] | {"sections": []} == {
        "address": "week3",
        "title": "Python for Machine Learning",
        "done": 0,
        "total": 0,
        "retained": {"percent": None, "cards": 0},
        "percent": 100,
        "sections": [],
    }
    assert (status["resources"]["done"], status["resources"]["total"], status["resources"]["percent"]) == (1, 6, 16)
    assert status["next"]["address"] == "week2.topics.1"


def test_faults_are_listed(mlpath: Mlpath, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("version: 1\ntitel: x\n")
    result = mlpath("validate", str(tmp_path / "bad.yaml"), "--json")
    document = json.loads(result.stdout)
    assert result.exit_code == 1
    assert {
        "path": str(tmp_path / "bad.yaml"),
        "line": 2,
        "column": 1,
        "message": "unknown key 'titel': did you mean 'title'?",
    } in document["faults"]
    lines = mlpath("validate", str(tmp_path / "bad.yaml")).stdout.splitlines()
    assert f"{tmp_path / 'bad.yaml'}:2:1: unknown key 'titel': did you mean 'title'?" in lines
    error = json.loads(mlpath("--roadmap", str(tmp_path / "bad.yaml"), "next", "--json").stdout)
    assert (error["code"], error["faults"]) == ("roadmap-invalid", document["faults"])


def test_the_plan_in_status_is_the_head_of_plan(document: Document) -> None:
    assert document("status")["plan"] is None
    document("check", "week1")
    assert document("status")["plan"] is None
    whole = document("plan", "--start", "-2w")
    head = document("status")["plan"]
    assert head.items() <= whole.items()
    assert document("next")["plan"] == head
    assert (head["week_by_calendar"], head["week_by_ticks"], head["behind_items"]) == ("week3", "week2", 5)
    assert (whole["weeks"][0]["state"], whole["weeks"][1]["state"]) == ("done", "behind")
