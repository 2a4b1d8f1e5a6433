"""What each error says, and its hint, code and exit code: scripts and people rely on them."""

from typing import NamedTuple

import pytest

from mlpath import errors
from mlpath.errors import Fault, MlpathError


class Told(NamedTuple):
    """All that a user learns of an error."""

    message: str
    hint: str | None
    code: str
    exit_code: int


FAULTS = [Fault("/r.yaml", number, 7, f"fault {number}") for number in range(1, 6)]
LISTED = "the roadmap /a b.yaml is invalid:\n/r.yaml:1:7: fault 1\n/r.yaml:2:7: fault 2\n/r.yaml:3:7: fault 3"
ELSEWHERE = "name another file with --state, or the roadmap that it belongs to with --roadmap"
DOCTOR = "check the path; `mlpath doctor` says which roadmap is in use and why"

EXAMPLES = [
    (
        errors.BugError(KeyError("x" * 400)),
        Told(
            f"this is a bug in mlpath: KeyError: '{'x' * 299}…",
            "please report it; with MLPATH_TRACEBACK=1 set, mlpath says where it happened",
            "bug",
            1,
        ),
    ),
    (
        errors.OutputError("/x.md", "no space left on device"),
        Told("/x.md can't be written: no space left on device", None, "output-unwritable", 1),
    ),
    (
        errors.OutputUnconfirmed("/x.md", "input/output error"),
        Told("/x.md was written, but the disk did not confirm it: input/output error", None, "output-unconfirmed", 1),
    ),
    (
        errors.ConfigUnconfirmed("/c.json", "input/output error"),
        Told(
            "the config file /c.json was written, but the disk did not confirm it: input/output error",
            "`mlpath use` says which roadmap is in use",
            "config-unconfirmed",
            3,
        ),
    ),
    (
        errors.StateUnconfirmed("/s.json", "the disk is full", "it was moved"),
        Told(
            "it was moved, but the disk is full",
            "`mlpath doctor` looks at the state and its backups",
            "state-unconfirmed",
            4,
        ),
    ),
    (errors.UsageError("{path} is no {reason}"), Told("{path} is no {reason}", None, "usage", 2)),
    (errors.UsageError("no", "do this"), Told("no", "do this", "usage", 2)),
    (errors.BadDate("'x' is no day", "say when"), Told("'x' is no day", "say when", "bad-date", 2)),
    (
        errors.UnknownAddress("week9"),
        Told("there is no week9", "`mlpath show` lists every address", "unknown-address", 2),
    ),
    (
        errors.UnknownAddress("week9", ["week8"], "the roadmap has 8 weeks"),
        Told("there is no week9: the roadmap has 8 weeks", "did you mean week8?", "unknown-address", 2),
    ),
    (
        errors.UnknownAddress("x", ("a", "b", "c")),
        Told("there is no x", "did you mean a, b or c?", "unknown-address", 2),
    ),
    (
        errors.UnknownCard("x"),
        Told("there is no card 'x'", "`mlpath review --list --all` lists the cards of what is done", "unknown-card", 2),
    ),
    (
        errors.UnknownCard("wha", ["what", "why"]),
        Told("there is no card 'wha'", "did you mean what or why?", "unknown-card", 2),
    ),
    (
        errors.AmbiguousAddress("w5.p", ["week5.practice", "week5.project"]),
        Told(
            "w5.p is ambiguous: it may be week5.practice or week5.project",
            "write more of its name",
            "ambiguous-address",
            2,
        ),
    ),
    (
        errors.RoadmapError("/{x}.yaml", "there is no such file"),
        Told("the roadmap /{x}.yaml can't be read: there is no such file", DOCTOR, "roadmap-unreadable", 3),
    ),
    (
        errors.InstallationError("/mlpath/_content/data/roadmap.yaml"),
        Told(
            "this installation of mlpath is incomplete: /mlpath/_content/data/roadmap.yaml is missing",
            "install mlpath again, with pip or pipx; it does not run from within a zip file",
            "installation-incomplete",
            3,
        ),
    ),
    (
        errors.ConfigError("/c.json", "it holds no JSON object"),
        Told(
            "the config file /c.json can't be used: it holds no JSON object",
            "mend it, or `mlpath use default` (or `use FILE`) writes a new one and keeps this one beside it",
            "config-unreadable",
            3,
        ),
    ),
    (
        errors.RoadmapInvalid("/a b.yaml", FAULTS[:3]),
        Told(LISTED, "`mlpath validate '/a b.yaml'` lists every fault", "roadmap-invalid", 3),
    ),
    (
        errors.RoadmapInvalid("/a b.yaml", FAULTS),
        Told(f"{LISTED}\n… and 2 more", "`mlpath validate '/a b.yaml'` lists every fault", "roadmap-invalid", 3),
    ),
    (
        errors.GuideError("/g.md", "it is not UTF-8 at byte 3"),
        Told("/g.md: it is not UTF-8 at byte 3", None, "no-guide", 2),
    ),
    (
        errors.GuideError("week1", "there is no guide to it", "mlpath open week1"),
        Told("week1: there is no guide to it", "`mlpath open week1` lists its links", "no-guide", 2),
    ),
    (
        errors.StateError("/s.json", "it is a folder"),
        Told("the state file /s.json can't be read: it is a folder", None, "state-unreadable", 4),
    ),
    (
        errors.StateError("/s.json", "y" * 400, "name another"),
        Told(f"the state file /s.json can't be read: {'y' * 300}…", "name another", "state-unreadable", 4),
    ),
    (
        errors.StateDamaged("/s.json", "it is empty"),
        Told("the state file /s.json is damaged: it is empty", None, "state-damaged", 4),
    ),
    (
        errors.StateConflicted("/s.json", "it holds two sides, 'a' and 'b'"),
        Told(
            "the state file /s.json has a conflict in it: it holds two sides, 'a' and 'b'",
            "`mlpath merge` brings both sides together; no tick is lost",
            "state-conflicted",
            4,
        ),
    ),
    (
        errors.StateForeign("/s.json", "it is of 'x'"),
        Told("the state file /s.json is not this roadmap's: it is of 'x'", ELSEWHERE, "state-foreign", 4),
    ),
    (
        errors.StateForeign("/s.json", "it is of 'x'", "another hint"),
        Told("the state file /s.json is not this roadmap's: it is of 'x'", "another hint", "state-foreign", 4),
    ),
    (
        errors.StateContradicted("/s.json", "/t.json", "event 'a' differs"),
        Told(
            "/t.json can't be merged into /s.json: event 'a' differs; nothing was changed",
            "one of the two was changed by hand; a backup of it may still agree with the other",
            "state-contradicted",
            4,
        ),
    ),
    (
        errors.StateClaimed("/s.json", "/a.md", "/b.md", "notes"),
        Told(
            "the state file /s.json belongs to /a.md, which has the same id as /b.md: 'notes'",
            "name another file with --state, or give one of the two an `id:` of its own in front matter",
            "state-claimed",
            4,
        ),
    ),
    (
        errors.StateNewer("/s.json", "version 2"),
        Told(
            "the state file /s.json was written by a newer mlpath: version 2",
            "update mlpath; this version would not understand all of it",
            "state-newer",
            4,
        ),
    ),
    (
        errors.StateUnwritable("/s.json", "permission denied"),
        Told(
            "the state file /s.json can't be written: permission denied; nothing was changed",
            "make the folder writable, or name another file with --state or MLPATH_STATE",
            "state-unwritable",
            4,
        ),
    ),
    (
        errors.StateUnconfirmed("/s.json", "the disk did not confirm it"),
        Told(
            "the change is in the state file /s.json, but the disk did not confirm it",
            "`mlpath doctor` looks at the state and its backups",
            "state-unconfirmed",
            4,
        ),
    ),
    (
        errors.StateBusy("/s.json", "another process held it"),
        Told(
            "the state file /s.json is in use: another process held it; nothing was changed",
            "wait for the other mlpath to end, then try again",
            "state-busy",
            4,
        ),
    ),
    (errors.NoLab("w1 has no lab"), Told("w1 has no lab", "`mlpath lab` alone makes the next one", "no-lab", 2)),
    (errors.WorkError("/gd", "it is no folder"), Told("/gd: it is no folder", None, "work-unusable", 2)),
    (
        errors.LabUntrusted("/labs", "mlpath lab --trust"),
        Told(
            "the tests in /labs are a program that did not come with mlpath, and it would run as you",
            "look at them; `mlpath lab --trust` runs them, and asks again once they change",
            "lab-untrusted",
            2,
        ),
    ),
    (
        errors.LabError("/labs/a", "there is no such file"),
        Told("the lab /labs/a can't be read: there is no such file", None, "lab-unreadable", 3),
    ),
    (
        errors.LabBroken("/labs/a", FAULTS[:1]),
        Told(
            "the lab /labs/a is broken, not your work:\n/r.yaml:1:7: fault 1",
            "`mlpath validate` lists every fault of a roadmap and its labs",
            "lab-invalid",
            3,
        ),
    ),
    (
        errors.LabLacksPackages(["numpy>=2", "pandas"], "/bin/python", "pip install x"),
        Told("/bin/python lacks numpy>=2 and pandas, which the tests need", "`pip install x`", "lab-lacks-packages", 3),
    ),
    (
        errors.PythonUnfit("/bin/python", "it is Python 3.8"),
        Told(
            "/bin/python can't run the tests: it is Python 3.8",
            "name another with --python, or MLPATH_PYTHON",
            "python-unfit",
            3,
        ),
    ),
    (errors.TestsUnrunnable("no room"), Told("no room", None, "tests-unrunnable", 3)),
]


@pytest.mark.parametrize(("error", "told"), EXAMPLES)
def test_each_error_says_what_is_wrong_and_what_to_do(error: MlpathError, told: Told) -> None:
    assert Told(str(error), error.hint, error.code, error.exit_code) == told


def test_the_examples_are_all_errors_that_there_are() -> None:
    named = {thing for name, thing in vars(errors).items() if isinstance(thing, type) and not name.startswith("_")}
    every = {thing for thing in named if issubclass(thing, MlpathError)} - {MlpathError}
    assert {type(error) for error, _ in EXAMPLES} == every
    assert len({error.code for error in every}) == len(every)


def test_facts_are_attributes() -> None:
    assert errors.RoadmapInvalid("/r.yaml", FAULTS).faults == tuple(FAULTS)
    unreadable = errors.RoadmapError("/r.yaml", "it is a folder")
    assert (unreadable.path, unreadable.reason) == ("/r.yaml", "it is a folder")


@pytest.mark.parametrize(
    ("error", "hint"),
    [
        (errors.StateDamaged("/s.json", "it is empty"), "put the backup back"),
        (
            errors.StateBusy("/s.json", "held"),
            "wait for the other mlpath to end, then try again; or put the backup back",
        ),
        (errors.StateConflicted("/s.json", "two sides"), "put the backup back"),
        (errors.StateError("/s.json", "held", "wait"), "wait; or put the backup back"),
    ],
)
def test_a_way_out_stands_behind_the_usual_hint(error: errors.StateError, hint: str) -> None:
    error.way_out = "put the backup back"
    assert error.hint == hint


def test_an_error_of_the_system_becomes_a_refusal() -> None:
    with (
        pytest.raises(errors.GuideError, match=r"^/g\.md: no such file or directory$") as refused,
        errors.refusing(lambda reason: errors.GuideError("/g.md", reason)),
    ):
        open("/nowhere/at/all")  # noqa: SIM115
    assert refused.value.__suppress_context__


@pytest.mark.parametrize("other", [errors.UsageError("x"), ValueError("x"), KeyboardInterrupt()])
def test_any_other_error_stays_as_it_is(other: BaseException) -> None:
    with pytest.raises(type(other)) as raised, errors.refusing(lambda reason: errors.GuideError("/g.md", reason)):
        raise other
    assert raised.value is other


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device", "/x"), "no space left on device"),
        (OSError("odd"), "odd"),
        (TimeoutError(), "timeouterror"),
    ],
)
def test_the_reason_is_in_plain_words(error: OSError, words: str) -> None:
    assert errors.reason(error) == words
