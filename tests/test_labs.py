"""`mlpath lab` and `mlpath verify`, each as a process of its own: what a learner sees, and what is kept."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import labs_own as own
from conftest import Run
from mlpath.labs import proof
from mlpath.labs.forks import Forks
from terminals import terminal

MLPATH = [sys.executable, "-P", "-m", "mlpath"]  # As installed: without the working folder among the modules.
# Root minus the right to pass by permissions is a user like any other.
UNPRIVILEGED = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.getuid() == 0 else []


class Learner:
    """Somebody with a roadmap of their own, whose lab they trust; in a folder of theirs, with a temporary folder beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "mine"
        self.roadmap = own.write(folder / "roadmap")
        self.temporary = folder / "temporary"
        self.lab = self.folder / "sums"
        for path in (self.folder, self.temporary):
            path.mkdir()
        self.environment = {**os.environ, "MLPATH_ROADMAP": str(self.roadmap), "TMPDIR": str(self.temporary)}
        self.environment["MLPATH_PYTHON"] = sys.executable

    def __call__(
        self, *arguments: str, where: Path | None = None, before: Sequence[str] = (), **environment: str
    ) -> Run:
        ended = subprocess.run(
            [*before, *MLPATH, *arguments],
            cwd=where or self.folder,
            env={**self.environment, **environment},
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=300,
        )
        return Run(ended.returncode, ended.stdout.decode(), ended.stderr.decode())

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen([*MLPATH, *arguments], cwd=self.lab, env=self.environment, stdout=subprocess.PIPE)

    def write(self, text: str) -> None:
        (self.lab / "sums.py").write_text(text)

    def verify(self, *arguments: str, code: int | None = None) -> dict[str, Any]:
        """Verify in the lab's folder; whatever comes of it, nothing may be left over."""
        before = {int(name) for name in os.listdir("/proc") if name.isdigit()}
        ended = self("verify", "--json", *arguments, where=self.lab)
        assert own.left_over(self.temporary, before) == []
        assert ended.err == ""
        assert code is None or ended.code == code, ended.out
        return ended.json()

    def events(self) -> list[dict[str, Any]]:
        path = Path(os.environ["HOME"]) / ".local" / "share" / "mlpath" / "own.json"
        return json.loads(path.read_text())["events"] if path.exists() else []


@pytest.fixture
def learner(home: Path, tmp_path: Path) -> Learner:
    learner = Learner(tmp_path)
    assert learner("lab", "sums", "--trust").code == 0
    return learner


def test_a_lab_is_done_from_its_folder_to_its_evidence_and_back(home: Path, tmp_path: Path) -> None:
    learner = Learner(tmp_path)
    given = learner("lab", "--trust", "--json").json()
    assert (given["item"]["id"], given["folder"], given["needs"]) == ("sums", str(learner.lab), [])
    assert (given["files"], given["made"]) == (["sums.py"], ["sums.py", "README.md"])
    assert "1. `total` adds the numbers up" in (learner.lab / "README.md").read_text()

    document = learner.verify(code=1)
    assert (own.outcomes(document), document["holds"], document["total"]) == ("missing waits missing", 0, 3)
    assert (document["item"]["status"], document["item"]["verified"]) == ("doing", None)
    assert learner.verify(code=1)["changed"] == []
    assert len(learner.events()) == 1

    learner.write(own.SOLUTION.replace(" / len(numbers)", ""))
    document = learner.verify(code=1)
    assert own.outcomes(document) == "holds holds fails"
    failing = document["tests"][2]
    assert (failing["says"], failing["why"]) == ("`mean` lies in the middle", "of 1, 2 and 6 it makes 9")
    assert (failing["file"], failing["line"]) == ("sums.py", 8)
    assert "2 of 3 hold" in learner("next").out
    assert learner("next", "--json").json()["items"][0]["tests"] == {"holds": 2, "total": 3}

    learner.write(own.SOLUTION)
    document = learner.verify(code=0)
    assert (document["all_hold"], own.outcomes(document)) == (True, "holds holds holds")
    assert document["item"]["status"] == "done"
    assert document["item"]["verified"] == {"on": document["item"]["done_on"], "current": True}
    assert learner("status", "--json").json()["overall"]["verified"] == {"done": 1, "total": 1, "percent": 100}
    event = learner.events()[-1]
    assert event["holds"] == list(own.DIES_BY.values())
    assert set(event) == {"id", "order", "at", "kind", "item", "holds", "fails", "lab", "work"}

    learner("undo")
    item = learner("show", "sums", "--json").json()["items"][0]
    assert (item["status"], item["verified"], item["tests"]) == ("doing", None, {"holds": 2, "total": 3})
    learner("redo")
    learner.write(own.STARTER)
    learner.verify(code=1)  # What was verified stays so.
    assert learner("show", "sums", "--json").json()["items"][0]["verified"]["current"] is True
    assert len(learner.events()) == 5


@pytest.mark.heavy
def test_tests_that_changed_since_are_an_earlier_version(learner: Learner) -> None:
    learner.write(own.SOLUTION)
    learner.verify(code=0)
    tests = learner.roadmap.parent / "labs" / "sums" / "tests.py"
    tests.write_text(own.TESTS.replace("range(100)", "range(50)"))
    assert learner("show", "sums", "--json").json()["items"][0]["verified"]["current"] is False
    assert "with an earlier version of the tests" in learner("show", "sums").out
    assert learner("verify", where=learner.lab).code == 2  # They are another program now.
    assert learner("verify", "--trust", where=learner.lab).code == 0
    assert learner("show", "sums", "--json").json()["items"][0]["verified"]["current"] is True
    assert [event["kind"] for event in learner.events()] == ["verify", "verify"]


@pytest.mark.heavy
def test_evidence_of_two_machines_is_merged(learner: Learner, tmp_path: Path) -> None:
    states = [str(tmp_path / name) for name in ("one.json", "other.json")]
    learner.verify("--state", states[0], code=1)
    learner.write(own.SOLUTION)
    learner.verify("--state", states[1], code=0)
    merged = learner("merge", "--state", states[0], states[1], "--json").json()
    assert merged["changed"][0]["verified"]["current"] is True
    assert [event["kind"] for event in json.loads(Path(states[0]).read_text())["events"]] == ["verify", "verify"]


@pytest.mark.heavy
def test_what_is_there_is_never_overwritten(learner: Learner) -> None:
    learner.write("mine")
    assert learner("lab", "sums", "--json").json()["made"] == []
    again = learner("lab", "sums", "--again", "--json").json()
    assert again["made"] == ["sums-fresh.py", "README-fresh.md"]
    assert learner("lab", "sums", "--again", "--json").json()["made"] == ["sums-fresh-2.py", "README-fresh-2.md"]
    assert (learner.lab / "sums.py").read_text() == "mine"
    assert (learner.lab / "sums-fresh.py").read_text() == own.STARTER
    (learner.lab / "README.md").unlink()
    assert learner("lab", "sums", "--json").json()["made"] == ["README.md"]


@pytest.mark.heavy
def test_hints_come_one_by_one(learner: Learner) -> None:
    hints = [learner.verify("--hint")["hint"] for _ in range(3)]
    assert hints == ["Begin with 0.", "Add each number to it.", "Add each number to it."]
    learner.write(own.SOLUTION.replace("len(numbers)", "2"))
    assert learner.verify("--hint")["hint"] == "It is a total."
    assert "Hint 1 of 1" in learner("verify", "--hint", where=learner.lab).out
    learner.write(own.SOLUTION)
    assert learner.verify("--hint")["hint"] is None


@pytest.mark.heavy
def test_one_test_is_run_alone_and_shows_what_it_prints(learner: Learner) -> None:
    learner.write(own.SOLUTION.replace("    return total", "    print('hallo', numbers)\n    return 2 * total"))
    shown = learner("verify", "--test", "mean_is_in_the_middle", where=learner.lab)
    assert (shown.code, "hallo [1, 2, 6]" in shown.out, "total" in shown.out) == (1, True, False)
    assert learner.events() == []
    refused = learner("verify", "--test", "mean_in_the_middle", where=learner.lab)
    assert (refused.code, "did you mean mean_is_in_the_middle?" in refused.err) == (2, True)


@pytest.mark.heavy
def test_a_notebook_is_the_module_that_is_wanted(learner: Learner) -> None:
    cells = [own.SOLUTION.partition("\n\n\n")[0], "%matplotlib inline\n!ls\nx = 1", "def mean(numbers):\n    return 9"]
    (learner.lab / "sums.ipynb").write_text(own.notebook(*cells))
    document = learner.verify(code=1)  # The file beside it is as it was at first.
    assert own.outcomes(document) == "holds holds fails"
    assert document["tests"][2]["file"] == "sums.ipynb"
    assert "sums.ipynb cell 3, line 1" in learner("verify", where=learner.lab).out
    learner.write(own.SOLUTION)
    document = learner.verify(code=0)
    assert document["notices"] == ["sums.ipynb is there, too; the tests ran against the .py file"]
    (learner.lab / "sums.py").unlink()
    (learner.lab / "sums.ipynb").write_text("{")
    refused = learner("verify", where=learner.lab)
    assert (refused.code, refused.err) == (2, f"error: {learner.lab / 'sums.ipynb'}: it is no notebook\n")


@pytest.mark.heavy
def test_labs_of_others_run_once_somebody_said_yes(home: Path, tmp_path: Path) -> None:
    learner = Learner(tmp_path)
    for words in (["lab", "sums"], ["verify", "sums"], ["validate", "--labs"], ["lab", "sums", "--json"]):
        refused = learner(*words)
        assert refused.code == 2
        assert "did not come with mlpath" in refused.out + refused.err
        assert f"`mlpath {' '.join(words).removesuffix(' --json')} --trust`" in refused.out + refused.err
    assert not learner.lab.exists()
    os.environ |= {"MLPATH_ROADMAP": str(learner.roadmap)}
    os.chdir(learner.folder)
    code, drawn = terminal("lab", "sums", answer="n\n")
    assert (code, learner.lab.exists()) == (2, False), drawn
    code, drawn = terminal("lab", "sums", answer="y\n")
    assert (code, learner.lab.exists()) == (0, True), drawn
    assert learner("lab", "sums").code == 0
    (learner.roadmap.parent / "labs" / "sums" / "oracle.py").write_text("x = 1\n")
    assert learner("lab", "sums").code == 2


@pytest.mark.heavy
def test_a_proven_lab_has_no_faults_and_one_that_is_not_has(home: Path, tmp_path: Path) -> None:
    learner = Learner(tmp_path)
    proven = learner("validate", "--labs", "--trust", "--json")
    assert (proven.code, proven.json()["faults"], proven.json()["labs"]) == (0, [], 1)
    weak = own.TESTS.replace('assert sums.total([]) == 0, f"it', 'assert True, f"it')
    own.write(learner.roadmap.parent, tests__py=weak, solution=own.SOLUTION.replace("len(numbers)", "3.0001"))
    ended = learner("validate", "--labs", "--trust")
    assert ended.code == 1
    for fault in (
        "test_total_of_nothing_is_0 holds of the starter already",
        "test_mean_is_in_the_middle fails: of 1, 2 and 6 it makes",
        "test_total_of_nothing_is_0 does not notice it",
        "no mutant dies by test_total_of_nothing_is_0",
    ):
        assert fault in ended.out, ended.out


STARTS_MUCH = """\
import subprocess, threading, time
threading.Thread(target=time.sleep, args=[60]).start()
subprocess.Popen(["sleep", "60"])
subprocess.Popen(["sleep", "60"], start_new_session=True)
"""
# What the learner's file does, and what becomes of the three tests; with the reason of the first that is not `waits` or `holds`.
ACCIDENTS = {
    "nothing": ("", "missing waits missing", "sums.py has no `total`"),
    "a syntax error": (
        "def total(numbers):\n  retrun 1\n",
        "fails waits fails",
        "sums.py can't be read: invalid syntax",
    ),
    "no text": (
        "def total(numbers):\n    return '\0'\n",
        "fails waits fails",
        "sums.py can't be read: it is no text in UTF-8",
    ),
    "an absent import": ("import nowhere\n", "fails waits fails", "it imports `nowhere`, which is not there"),
    "an error at import": ("1 / 0\n", "fails waits fails", "ZeroDivisionError: division by zero"),
    "prints at import": (f"print('x' * 1000)\n{own.SOLUTION}", "holds holds holds", None),
    "output that is no text": (
        f"import sys\nsys.stdout.buffer.write(bytes(range(256)))\n{own.SOLUTION}",
        "holds holds holds",
        None,
    ),
    "another working folder": (f"import os\nos.chdir('/')\n{own.SOLUTION}", "holds holds holds", None),
    "threads and processes": (
        STARTS_MUCH + own.SOLUTION,
        "holds holds holds",
        None,
    ),
    "its folder removed": (
        "import os, shutil\n"
        + own.SOLUTION.replace("    whole = 0", "    shutil.rmtree(os.getcwd())\n    whole = 0", 1),
        "fails waits fails",
        "Error",
    ),
    "sys.exit": (own.SOLUTION.replace("whole = 0", "raise SystemExit"), "fails waits fails", "it calls `sys.exit`"),
    "sys.exit at import": ("import sys\nsys.exit(0)\n", "fails waits fails", "it calls `sys.exit`"),
    "os._exit": (
        "import os\n" + own.SOLUTION.replace("    return total", "    os._exit(0)\n    return total"),
        "holds holds died",
        "it ends Python, with code 0",
    ),
    "os._exit at import": ("import os\nos._exit(0)\n", "died waits died", "importing sums.py ends Python"),
    "a crash": (
        "import ctypes\n" + own.SOLUTION.replace("    return total", "    ctypes.string_at(0)\n    return total"),
        "holds holds died",
        "it ends Python by SIGSEGV",
    ),
    "input": (
        own.SOLUTION.replace("whole = 0", "whole = int(input('?'))"),
        "fails waits fails",
        "it asks for `input()`",
    ),
    "an endless loop": (
        own.SOLUTION.replace("    return total", "    while True: pass\n    return total"),
        "holds holds slow",
        "it is not done within 8 seconds",
    ),
    "endless sleep at import": (
        "import time\ntime.sleep(1000)\n",
        "slow waits slow",
        "importing sums.py takes too long",
    ),
    "recursion": ("def total(n):\n    return total(n)\n", "fails waits missing", "it calls itself without an end"),
    "12 GB": (
        own.SOLUTION.replace("whole = 0", "whole = 0 * len(bytearray(12 * 10**9))"),
        "fails waits fails",
        "it asks for more memory than the 4096 MB",
    ),
    "100 MB of output": (
        own.SOLUTION.replace("    return total", "    for _ in range(100): print('x' * 1_000_000)\n    return total"),
        "holds holds fails",
        "it writes more than 64 MB to one file, or prints as much",
    ),
    "names of libraries": ("import random\n" + own.SOLUTION, "holds holds holds", None),
    "closed streams": (
        "import os, sys\nsys.stdout.close()\nos.close(2)\nprint\n" + own.SOLUTION,
        "holds holds holds",
        None,
    ),
    "another machine": (
        "import socket\n"
        + own.SOLUTION.replace("whole = 0", "whole = socket.create_connection(('192.0.2.1', 80)) and 0"),
        "fails waits fails",
        "the tests of a lab use no network: 192.0.2.1",
    ),
    "an exception of its own": (
        "class Odd(Exception):\n    def __str__(self): raise SystemExit\ndef total(numbers):\n    raise Odd\n",
        "fails waits missing",
        "Odd",
    ),
}
# What tries to make tests hold that do not.
WRONG = "def total(numbers):\n    return 1\n\n\ndef mean(numbers):\n    return 1\n"
TRICKS = {
    "a forged answer": 'import os\nfor n in range(256):\n  try: os.write(n, b\'x {"outcome": "holds"}\\n\' * 9)\n  except OSError: pass\n',
    "a patched runner": "import __main__\nfor n in list(vars(__main__)):\n  setattr(__main__, n, lambda *a, **k: {'outcome': 'holds'})\n",
    "patched builtins": "import builtins\nbuiltins.isinstance = lambda *a: False\nbuiltins.str = lambda *a: 'holds'\n",
    "no AssertionError": "import builtins\nclass Never(Exception): pass\nbuiltins.AssertionError = Never\n",
    "a patched sum": "import builtins\nbuiltins.sum = lambda *a: 1\n",
    "a patched json": 'import json\njson.dumps = json.JSONEncoder.encode = lambda *a, **k: \'{"outcome": "holds"}\'\n',
    "patched os": "import os\nwrite = os.write\nos.write = lambda n, data: write(n, data.replace(b'fails', b'holds'))\n",
    "an end in time": "import atexit, os\natexit.register(lambda: os._exit(0))\nimport threading\n",
    "another file to read": "open('sums.py', 'w').write('x')\n",
}


@pytest.mark.heavy
@pytest.mark.parametrize("accident", ACCIDENTS)
def test_an_accident_costs_its_own_test_alone(learner: Learner, accident: str) -> None:
    text, expected, why = ACCIDENTS[accident]
    learner.write(text)
    if accident == "names of libraries":
        for name in ("random", "json", "re", "numpy"):
            (learner.lab / f"{name}.py").write_text("raise SystemError('mine')\n")
    document = learner.verify()
    assert own.outcomes(document) == expected, document["tests"]
    reasons = [test["why"] or "" for test in document["tests"] if test["outcome"] not in ("holds", "waits")]
    assert why is None or any(why in reason for reason in reasons), reasons
    assert (learner.lab / "sums.py").read_text() == text
    extra = 4 * (accident == "names of libraries")
    assert len(list(learner.lab.iterdir())) == len([".mlpath-lab", "README.md", "sums.py"]) + extra


@pytest.mark.heavy
@pytest.mark.parametrize("trick", TRICKS)
def test_no_simple_trick_makes_a_test_hold(learner: Learner, trick: str) -> None:
    learner.write(TRICKS[trick] + WRONG)
    document = learner.verify(code=1)
    assert "holds" not in own.outcomes(document), document["tests"]
    assert learner.events()[-1]["holds"] == []


@pytest.mark.heavy
def test_a_file_that_is_called_like_a_library_is_none_to_the_tests(learner: Learner) -> None:
    own.write(learner.roadmap.parent, tests__py=f"import graphlib\n{own.TESTS}")
    learner.write(own.SOLUTION)
    (learner.lab / "graphlib.py").write_text("raise SystemError('mine')\n")
    assert own.outcomes(learner.verify("--trust", code=0)) == "holds holds holds"


@pytest.mark.heavy
def test_a_library_whose_inside_was_replaced_proves_nothing(learner: Learner) -> None:
    pytest.importorskip("numpy")
    tests = own.TESTS.replace(
        "sums.total(numbers) == sum(numbers)", "numpy.allclose(sums.total(numbers), sum(numbers))"
    )
    needy = own.LAB.replace("needs: {}", "needs: {numpy: numpy}")
    own.write(learner.roadmap.parent, tests__py=f"import numpy\n{tests}", lab__yaml=needy)
    learner.write(f"import numpy._core.numeric as n\nn.isclose = lambda *a, **k: n.array(True)\n{WRONG}")
    document = learner.verify("--trust", code=1)
    assert "holds" not in own.outcomes(document), document["tests"]
    assert "your code replaces `isclose`" in document["tests"][0]["why"]


MARKDOWN = """\
---
labs: labs
---
# Own

## Week 1: W

### Practice

- [ ] Sums
- [ ] Other
"""


@pytest.mark.heavy
def test_a_markdown_roadmap_names_its_labs_in_its_front_matter(home: Path, tmp_path: Path) -> None:
    learner = Learner(tmp_path)
    learner.roadmap = learner.roadmap.with_name("own.md")
    learner.roadmap.write_text(MARKDOWN)
    learner.environment["MLPATH_ROADMAP"] = str(learner.roadmap)
    id = learner("show", "week1.practice.1", "--json").json()["items"][0]["id"]
    told = learner("validate").out
    assert f"the roadmap has no item 'sums': a lab's folder is called by an item's id, as '{id}' is that of" in told
    (learner.roadmap.parent / "labs" / "sums").rename(learner.roadmap.parent / "labs" / id)
    assert learner("validate").code == 0
    refused = learner("lab")
    assert (refused.code, "`mlpath lab --trust`" in refused.err) == (2, True)
    learner.lab = learner.folder / id
    assert learner("lab", "--trust").code == 0
    learner.write(own.SOLUTION)
    assert learner.verify(code=0)["item"]["verified"]["current"] is True
    assert learner("status", "--json").json()["overall"]["verified"] == {"done": 1, "total": 1, "percent": 100}
    assert learner("validate", "--labs").code == 0
    assert learner.roadmap.read_text() == MARKDOWN


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("prepare", "arguments", "code", "said"),
    [
        (lambda _: None, ["verify", "week1.practice.2"], 2, "week1.practice.2 (Other) has no lab"),
        (lambda _: None, ["lab", "week1"], 2, "week1 is a group"),
        (lambda _: None, ["verify", "nope"], 2, "there is no nope"),
        (lambda _: None, ["verify"], 2, "this is no lab's folder"),
        (lambda learner: learner.lab.rename(learner.folder / "moved"), ["verify", "sums"], 2, "sums: it is gone"),
        (lambda _: None, ["verify", "sums", "nowhere"], 2, "nowhere: there is no such folder"),
        (lambda learner: (learner.folder / "file").touch(), ["verify", "sums", "file"], 2, "file: it is no folder"),
        (lambda learner: (learner.folder / "file").touch(), ["lab", "sums", "file"], 2, "there is a file of that name"),
        (lambda learner: (learner.lab / ".mlpath-lab").write_text("x"), ["verify"], 2, "which lab this folder is of"),
        (lambda _: None, ["verify", "sums", "--python", "nope"], 2, "there is no program nope, which --python names"),
        (lambda _: None, ["verify", "sums", "--python", "/bin/cat"], 3, "/bin/cat can't run the tests: it is no Python"),
        (lambda learner: broken(learner, needs="{nowhere: nowhere}"), ["verify", "sums"], 3, "lacks nowhere, which the tests need"),
        (lambda learner: broken(learner, seconds="soon"), ["verify", "sums"], 3, "'seconds' must be a number"),
        (lambda learner: broken(learner, files="[gone.py]"), ["lab", "sums"], 3, "gone.py:1:1: there is no such file"),
        (lambda learner: learner.verify("--watch"), ["verify", "--watch", "--json"], 2, "--watch goes on and on"),
    ],
)  # fmt: skip
def test_what_can_not_be_is_told(
    learner: Learner, prepare: Callable[[Learner], object], arguments: list[str], code: int, said: str
) -> None:
    prepare(learner)
    inside = arguments == ["verify"] and "this folder is of" in said
    ended = learner(*arguments, where=learner.lab if inside else None)
    told = f"{ended.err}{ended.out}"
    assert (ended.code, said in told) == (code, True), told
    assert list(learner.temporary.iterdir()) == []
    assert learner.events() == []


def broken(learner: Learner, **keys: str) -> None:
    """Give the lab other settings, and say yes to them."""
    lines = own.LAB.splitlines()
    for key, value in keys.items():
        lines = [f"{key}: {value}" if line.startswith(f"{key}:") else line for line in lines]
    own.write(learner.roadmap.parent, lab__yaml="\n".join(lines))
    learner("lab", "sums", str(learner.folder / "aside"), "--trust")


@pytest.mark.heavy
def test_a_python_that_is_too_old_is_named(learner: Learner, tmp_path: Path) -> None:
    old = tmp_path / "python3.8"
    old.write_text('#!/bin/sh\n[ "$1" = -c ] && printf 3.8.19\nexit 1\n')
    old.chmod(0o755)
    ended = learner("verify", "sums", MLPATH_PYTHON=str(old))
    assert (ended.code, "it is Python 3.8.19, and labs need 3.9 or later" in ended.err) == (3, True), ended.err


@pytest.mark.heavy
def test_two_at_once_say_the_same_and_keep_it_once(learner: Learner) -> None:
    learner.write(own.SOLUTION)
    both = [learner.start("verify") for _ in range(4)]
    for each in both:
        out, _ = each.communicate(timeout=60)
        assert (each.returncode, "All 3 hold" in out.decode()) == (0, True)
    assert len(learner.events()) == 1
    assert list(learner.temporary.iterdir()) == []


@pytest.mark.heavy
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupt_leaves_nothing_behind(learner: Learner, number: int, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    learner.write(
        f"import os, subprocess\nopen({str(begun)!r}, 'w')\nsubprocess.Popen(['sleep', '50'])\nwhile True: pass\n"
    )
    before = {int(name) for name in os.listdir("/proc") if name.isdigit()}
    running = learner.start("verify", "--trust")
    wait_until(begun.exists)
    running.send_signal(number)
    running.communicate(timeout=30)
    assert running.returncode == 130
    assert own.left_over(learner.temporary, before) == []
    assert learner.events() == []


@pytest.mark.heavy
def test_nothing_goes_on_where_mlpath_was_killed(learner: Learner, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    learner.write(f"open({str(begun)!r}, 'w')\nwhile True: pass\n")
    before = {int(name) for name in os.listdir("/proc") if name.isdigit()}
    running = learner.start("verify")
    wait_until(begun.exists)
    running.kill()
    running.communicate(timeout=30)
    wait_until(lambda: not [line for line in own.left_over(learner.temporary, before) if "python" in line])
    [left] = learner.temporary.iterdir()
    learner.write(own.SOLUTION)
    assert learner("verify", where=learner.lab).code == 0
    assert left.exists()  # It may be of one that still runs.
    os.utime(left, (0, 0))
    assert learner("verify", where=learner.lab).code == 0
    assert list(learner.temporary.iterdir()) == []


@pytest.mark.heavy
def test_a_saved_file_is_verified_again(learner: Learner) -> None:
    running = learner.start("verify", "--watch")
    assert running.stdout is not None
    shown = read_until(running.stdout, b"0 of 3 hold")
    learner.write(own.SOLUTION)
    shown = read_until(running.stdout, b"All 3 hold")
    assert b"Next" in shown
    learner.write("def total(")
    shown = read_until(running.stdout, b"0 of 3 hold")
    assert b"sums.py can't be read" in shown
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=30)
    assert running.returncode == 130
    assert len(learner.events()) == 2


@pytest.mark.heavy
def test_a_path_with_spaces_and_accents_is_as_good_as_any(learner: Learner) -> None:
    folder = learner.folder / "mein schönes Überverzeichnis 'x' $HOME"
    assert learner("lab", "sums", str(folder)).code == 0
    (folder / "sums.py").write_text(own.SOLUTION)
    assert learner("verify", where=folder).code == 0


@pytest.mark.heavy
def test_a_folder_that_is_too_large_is_no_lab(learner: Learner) -> None:
    with (learner.lab / "data.bin").open("wb") as file:
        file.truncate(60 * 1024 * 1024)
    ended = learner("verify", where=learner.lab)
    assert (ended.code, "more than 50 MB to copy" in ended.err) == (2, True)
    (learner.lab / "data.bin").rename(learner.lab / "environment.bin")
    (learner.lab / ".venv").mkdir()
    (learner.lab / "environment.bin").rename(learner.lab / ".venv" / "data.bin")
    assert learner("verify", where=learner.lab).code == 1


@pytest.mark.heavy
def test_a_full_disk_is_told_and_nothing_is_kept(learner: Learner, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        (learner.lab / "data.txt").write_text("x" * 100_000)
        ended = learner("verify", "sums", TMPDIR=str(disk))
        assert (ended.code, "no space left on device" in ended.err) == (3, True), ended.err
        assert list(disk.iterdir()) == []
        (disk / "full").write_bytes(b"x" * 4096 * os.statvfs(disk).f_bavail)
        ended = learner("lab", "sums", str(disk))
        assert (ended.code, "no space left on device" in ended.err) == (1, True), ended.err
        assert all(path.stat().st_size for path in disk.rglob("*"))
        assert learner.events() == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def wait_until(true: Callable[[], object]) -> None:
    for _ in range(600):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it never came")


def read_until(stream: Any, words: bytes) -> bytes:
    shown = b""
    while words not in shown or not shown.endswith(b"Ctrl-C ends it.\n"):
        line = stream.readline()
        assert line, shown
        shown += line
    return shown


@pytest.mark.heavy
def test_permissions_are_told_and_read_only_is_enough_to_verify(learner: Learner) -> None:
    if os.getuid() == 0 and subprocess.run([*UNPRIVILEGED, "true"], capture_output=True).returncode:
        pytest.skip("root can't give up its rights here")
    learner.write(own.SOLUTION)
    learner.lab.chmod(0o500)
    assert learner("verify", "sums", before=UNPRIVILEGED).code == 0
    refused = learner("lab", "sums", "--again", before=UNPRIVILEGED)
    assert (refused.code, "can't be written: permission denied" in refused.err) == (1, True), refused.err
    learner.lab.chmod(0o000)
    refused = learner("verify", "sums", str(learner.lab), before=UNPRIVILEGED)
    assert (refused.code, "it can't be read: permission denied" in refused.err) == (2, True), refused.err
    learner.lab.chmod(0o700)
    (learner.lab / "sums.py").chmod(0o000)
    refused = learner("verify", "sums", before=UNPRIVILEGED)
    assert (refused.code, "sums.py: it can't be read: permission denied" in refused.err) == (2, True), refused.err
    (learner.lab / "sums.py").chmod(0o600)
    learner.folder.chmod(0o500)
    refused = learner("lab", "sums", "new", before=UNPRIVILEGED)
    assert (refused.code, "can't be written: permission denied" in refused.err) == (1, True), refused.err
    learner.folder.chmod(0o700)


GUIDE = """\
# Week 1

## Practice

### Add up
<!-- item: sums -->

#### Goal

Add up, as [a page](week-02.md) and [the web](https://example.org) say.

#### Usual mistakes

- To begin with 1.

### Other
<!-- item: other -->

Nothing.
"""


@pytest.mark.heavy
def test_guide_and_lab_lead_to_each_other(home: Path, tmp_path: Path) -> None:
    learner = Learner(tmp_path)
    own.write(learner.roadmap.parent, own__yaml=own.ROADMAP.replace("labs: labs", "labs: labs\nguides: guides"))
    (learner.roadmap.parent / "guides").mkdir()
    (learner.roadmap.parent / "guides" / "week-01.md").write_text(GUIDE)
    assert learner("guide", "sums").out.endswith("\n`mlpath lab week1.practice.1` makes a folder with tests for it.\n")
    assert learner("guide", "sums", "--json").json()["lab"] == "week1.practice.1"
    assert "mlpath lab" not in learner("guide", "other").out + learner("guide", "week1").out
    assert "lab     mlpath lab week1.practice.1" in learner("show", "sums").out
    learner("lab", "sums", "--trust")
    readme = (learner.lab / "README.md").read_text()
    assert "<!--" not in readme
    assert "Add up, as a page and [the web](https://example.org) say." in readme
    for _ in range(2):
        learner.verify("--hint")
    assert learner.verify("--hint")["hint"] == "- To begin with 1."
    assert "Usual mistakes" in learner("verify", "--hint", where=learner.lab).out


@pytest.mark.heavy
def test_what_is_verified_is_shown_wherever_progress_is(learner: Learner) -> None:
    before = {format: learner("export", "--format", format).out for format in ("csv", "html", "svg")}
    assert "0 of 1 verified by tests" in before["html"]
    assert "verified" not in before["svg"]
    assert "0% covered · 0% verified" in learner().out
    learner.write(own.SOLUTION)
    learner.verify(code=0)
    today = learner("show", "sums", "--json").json()["items"][0]["done_on"]
    after = {format: learner("export", "--format", format).out for format in before}
    days = [row["verified_on"] for row in csv.DictReader(after["csv"].splitlines())]
    assert sorted(days) == ["", "", today]
    assert "1 of 1 verified by tests" in after["html"]
    assert ", verified</span>" in after["html"]
    assert "33% · 100% verified" in after["svg"]
    assert "33% covered · 100% verified" in learner().out
    assert "1 of 1 verified" in learner("status").out
    assert "1 of 1 verified" in learner("stats").out
    assert learner("stats", "--json").json()["overall"]["verified"]["percent"] == 100
    assert "3 of 3 tests hold" in learner("log").out
    retrospective = learner("log", "--format", "markdown").out
    assert "1 of 1 verified by the tests of their labs." in retrospective
    assert "- [x] Add up (W), verified" in retrospective
    assert "◉" in learner("show", PYTHONIOENCODING="utf-8").out
    assert "[v]" in learner("show", PYTHONIOENCODING="cp1252").out
    exported = learner("export", "--format", "json").json()
    assert exported["items"][1]["verified"] == {"on": today, "current": True}
    learner("uncheck", "sums")
    assert learner("status", "--json").json()["overall"]["verified"]["done"] == 0


def test_what_is_needed_is_imported_before_the_tests_but_for_what_waits(home: Path, tmp_path: Path) -> None:
    needs = "needs: {colorsys: colorsys, wave: wave}\nlater: [wave]"
    tests = own.TESTS.replace(
        "import sums\n", "import sys\nseen = [name in sys.modules for name in ('colorsys', 'wave')]\n"
    )
    tests = re.sub(r"    assert sums.mean.*", "    assert seen == [True, False], f'{seen}'", tests)
    own.write(tmp_path, lab__yaml=own.LAB.replace("needs: {}", needs), tests__py=tests)
    [lab] = proof.all_labs(str(tmp_path / "labs"))
    starter = str(tmp_path / "labs" / "sums" / "starter")
    trial = proof.outcome(lab, proof.python_for(lab), [starter])
    assert [(each.outcome, each.why) for each in trial.results][-1] == ("holds", "")
    with Forks() as forks:  # What many runs share is imported once, before all of them.
        shared = proof.outcome(lab, proof.python_for(lab), [starter], process=forks.process)
    assert shared.results[-1].why == ("[True, True]" if sys.platform == "linux" else "")
