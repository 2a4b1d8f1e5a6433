"""Two clones that keep one state file in git: whatever git makes of a merge, the ticks of both are in both in the end."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from conftest import ROOT
from mlpath.journal.encoding import decode, decode_sides
from mlpath.system import git as asked
from mlpath.system import programs

Cli = Callable[..., Result]
CONFIG = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_EDITOR": "true"}


class Clones:
    """A repository to push to, and clones of it in which mlpath ticks."""

    def __init__(self, folder: Path, mlpath: Cli) -> None:
        self._folder, self._mlpath = folder, mlpath
        self._git(folder, "init", "-q", "--bare", "-b", "main", "origin.git")

    def clone(self, name: str, **config: str) -> Path:
        """Return a new clone with this configuration, of itself alone."""
        self._git(self._folder, "clone", "-q", "origin.git", name)
        usual = {"user.name": name, "user.email": f"{name}@example.org", "pull.rebase": "false"}
        for key, value in {**usual, **{key.replace("_", "."): value for key, value in config.items()}}.items():
            self.git(name, "config", key, value)
        return self._folder / name

    def git(self, name: str, *words: str, fails: bool = False) -> str:
        return self._git(self._folder / name, *words, fails=fails)

    def _git(self, folder: Path, *words: str, fails: bool = False) -> str:
        environ = {**os.environ, **CONFIG}
        ended = subprocess.run(["git", *words], cwd=folder, env=environ, capture_output=True, text=True)
        assert (ended.returncode != 0) == fails, (words, ended.stdout, ended.stderr)
        return ended.stdout

    def mlpath(self, name: str, *words: str, code: int = 0) -> Result:
        result = self._mlpath("--state", str(self.state(name)), *words)
        assert result.exit_code == code, result.output
        return result

    def state(self, name: str) -> Path:
        return self._folder / name / "progress.json"

    def commit(self, name: str, *addresses: str) -> None:
        """Tick each of these, and commit."""
        for address in addresses:
            self.mlpath(name, "check", address)
        self.git(name, "add", "progress.json")
        self.git(name, "commit", "-qm", "ticks")

    def push(self, name: str) -> None:
        self.git(name, "push", "-q", "origin", "HEAD:main")

    def apart(self, **config: str) -> None:
        """Make the clones `one` and `two`, in which week 1 is ticked, and in each another week; `one` has pushed."""
        self.clone("one", **config)
        self.commit("one", "week1")
        self.push("one")
        self.clone("two", **config)
        self.commit("one", "week2")
        self.push("one")
        self.mlpath("two", "check", "week3")
        self.mlpath("two", "check", "w4.t1")

    def done(self, name: str) -> int:
        return json.loads(self.mlpath(name, "--json").stdout)["overall"]["done"]


@pytest.fixture
def clones(tmp_path: Path, mlpath: Cli) -> Clones:
    return Clones(tmp_path, mlpath)


def follow(clones: Clones, name: str, message: str) -> str:
    """Do what a message says, each command in backticks, and return what the last one prints."""
    words = [shlex.split(command) for command in re.findall("`([^`]+)`", message.replace("\n", " "))]
    (command,) = [command for command in words if command[0] == "mlpath"]
    settled = clones.mlpath(name, *command[1:]).stdout
    (add,) = [shlex.split(command) for command in re.findall("`(git [^`]+)`", settled.replace("\n", " "))]
    subprocess.run(add, check=True)
    return settled


@pytest.mark.parametrize(
    "style", ["merge", *(pytest.param(style, marks=pytest.mark.heavy) for style in ("diff3", "zdiff3"))]
)
@pytest.mark.parametrize("way", ["merge", "rebase", "stash"])
def test_without_the_driver_a_conflict_is_named_and_one_command_settles_it(
    clones: Clones, style: str, way: str
) -> None:
    clones.apart(merge_conflictStyle=style, pull_rebase=str(way == "rebase").lower())
    if way == "stash":
        clones.git("two", "stash", "-q")
        clones.git("two", "pull", "-q")
        clones.git("two", "stash", "pop", fails=True)
    else:
        clones.commit("two")
        clones.git("two", "pull", "-q", "--no-edit", fails=True)
    left = clones.state("two").read_bytes()
    for command in (["status"], ["next"], ["check", "w9"], ["undo"], ["doctor", "--restore"], ["reset", "--yes"]):
        refused = clones.mlpath("two", *command, code=4)
        assert "has a conflict in it: it holds two sides, '" in refused.stderr
        assert len(re.findall("`mlpath merge", refused.stderr)) == refused.stderr.count("`") / 2 == 1
    assert clones.state("two").read_bytes() == left
    checks = json.loads(clones.mlpath("two", "doctor", "--json", code=1).stdout)["checks"]
    fixes = [check["fix"] for check in checks if check["fix"]]
    assert any("mlpath merge" in fix for fix in fixes)
    assert not any("--restore" in fix for fix in fixes)
    settled = follow(clones, "two", refused.stderr)
    assert "All sides are in" in settled
    names = {"merge": "HEAD", "rebase": "HEAD", "stash": "Updated upstream"}
    assert f"from {names[way]}" in settled
    assert [path.read_bytes() for path in Path(f"{clones.state('two')}.backups").glob("*-conflict.txt")] == [left]
    assert clones.done("two") == 16
    if way == "rebase":
        clones.git("two", "rebase", "--continue")
    else:
        clones.git("two", "commit", "-qm", "both")
    clones.push("two")
    clones.git("one", "pull", "-q")
    assert clones.state("one").read_bytes() == clones.state("two").read_bytes()
    assert clones.done("one") == 16


def test_where_git_left_one_side_alone_status_and_doctor_say_so(clones: Clones) -> None:
    """The driver is named, but not where git looks for programs: git leaves ours, without a marker."""
    clones.apart()
    (clones.state("two").parent / ".git" / "info" / "attributes").write_text("progress.json merge=mlpath\n")
    clones.git("two", "config", "merge.mlpath.driver", "no-such-mlpath merge --git-driver %O %A %B")
    clones.commit("two")
    clones.git("two", "pull", "-q", "--no-edit", fails=True)
    assert clones.done("two") == 11  # Nothing shows in the file itself.
    notice = "git could not merge the state file, which lacks what another side has"
    shown = clones.mlpath("two", "status").stdout
    assert notice in shown
    (told,) = json.loads(clones.mlpath("two", "status", "--json").stdout)["notices"]
    assert told.startswith(notice)
    assert notice in clones.mlpath("two", "doctor", code=1).stdout
    clones.mlpath("two", "check", "w5.p1")  # Whoever ticks on all the same loses nothing.
    settled = clones.mlpath("two", "merge").stdout
    assert "1 event from 'theirs'" not in settled
    assert "2 events from 'theirs' in git's index, 1 of them new" in settled
    assert clones.done("two") == 17
    assert "still holds the state file for unmerged" in clones.mlpath("two", "status").stdout
    follow(clones, "two", notice + " `mlpath merge --state " + str(clones.state("two")) + "`")
    assert json.loads(clones.mlpath("two", "status", "--json").stdout)["notices"] == []
    assert clones.mlpath("two", "doctor").exit_code == 0


def test_the_index_stands_in_for_a_file_that_another_program_has_spoilt(clones: Clones) -> None:
    clones.apart()
    clones.commit("two")
    clones.git("two", "pull", "-q", "--no-edit", fails=True)
    clones.state("two").write_bytes(clones.state("two").read_bytes().replace(b"=======\n", b""))
    refused = clones.mlpath("two", "next", code=4).stderr
    follow(clones, "two", refused)
    assert clones.done("two") == 16
    clones.git("two", "commit", "-qm", "both")
    clones.commit("two", "w9.t1")
    clones.state("two").write_bytes(b"{")
    refused = clones.mlpath("two", "next", code=4).stderr
    assert "doctor --restore" in refused


def test_a_side_that_can_not_be_read_is_not_left_out(clones: Clones) -> None:
    clones.apart()
    clones.commit("two")
    before = clones.state("two").read_bytes()
    damaged = clones.state("two").parent / "damaged"
    damaged.write_text("{")
    name = clones.git("two", "hash-object", "-w", "damaged").strip()
    entries = f"0 {'0' * 40}\tprogress.json\n100644 {name} 3\tprogress.json\n"
    subprocess.run(["git", "update-index", "--index-info"], input=entries, text=True, cwd=damaged.parent, check=True)
    assert "damaged" in clones.mlpath("two", "merge", code=4).stderr
    assert clones.state("two").read_bytes() == before


def test_a_conflict_that_was_committed_heals_too(clones: Clones) -> None:
    clones.apart()
    clones.commit("two")
    clones.git("two", "pull", "-q", "--no-edit", fails=True)
    clones.git("two", "commit", "-qam", "markers and all")
    clones.push("two")
    clones.git("one", "pull", "-q")
    refused = clones.mlpath("one", "next", code=4).stderr
    follow(clones, "one", refused)
    assert clones.done("one") == 16
    other = clones.state("one").parent / "other.json"
    clones.mlpath("two", "--state", str(other), "merge", str(clones.state("two")))
    assert decode(other.read_bytes(), "p", None) == decode(clones.state("one").read_bytes(), "p", None)


def test_line_ends_of_windows_make_no_difference(clones: Clones) -> None:
    clones.apart(core_autocrlf="true")
    clones.commit("two")
    clones.git("two", "pull", "-q", "--no-edit", fails=True)
    left = clones.state("two").read_bytes()
    assert left.count(b"\r\n") > 5
    assert len(decode_sides(left.replace(b"\n", b"\r\n").replace(b"\r\r", b"\r"), "p", None)) == 2
    follow(clones, "two", clones.mlpath("two", "next", code=4).stderr)
    assert clones.done("two") == 16


def test_merging_nothing_says_what_to_merge(clones: Clones) -> None:
    clones.apart()
    refused = clones.mlpath("two", "merge", code=2).stderr
    assert "there is no conflict" in refused
    assert "mlpath merge OTHER.json" in refused
    before = clones.state("two").read_bytes()
    clones.mlpath("two", "merge", str(clones.state("one")))
    assert clones.state("two").read_bytes() != before


def test_a_hooks_environment_does_not_lead_to_another_repository(
    clones: Clones, monkeypatch: pytest.MonkeyPatch
) -> None:
    clones.apart()
    clones.commit("two")
    clones.git("two", "pull", "-q", "--no-edit", fails=True)
    monkeypatch.setenv("GIT_DIR", str(clones.state("one").parent / ".git"))
    assert set(asked.unmerged(str(clones.state("two")))) == {1, 2, 3}
    monkeypatch.setenv("PATH", "/nowhere")
    assert asked.unmerged(str(clones.state("two"))) == {}


def blocks() -> list[str]:
    """Return the shell lines of the chapter: for the first machine, for the others, and for every day."""
    text = (ROOT / "docs" / "data-and-safety.md").read_text(encoding="utf-8")
    return re.findall(
        r"```sh\n(.*?)```", text[text.index("## Two machines") : text.index("## Starting again")], re.DOTALL
    )


@pytest.mark.usefixtures("on_path")
@pytest.mark.parametrize(
    "way", ["--no-rebase", *(pytest.param(way, marks=pytest.mark.heavy) for way in ("--rebase", "stash"))]
)
def test_who_follows_the_chapter_word_for_word_keeps_the_ticks_of_both(clones: Clones, way: str) -> None:
    first, other, daily = blocks()
    if way == "--rebase":
        daily = daily.replace("--no-rebase --no-edit", "--rebase")
    if way == "stash":
        daily = "mlpath check next\ngit stash\ngit pull\ngit stash pop\ngit commit -m x progress.json\ngit push\n"

    def run(name: str, lines: str) -> None:
        folder = clones.state(name).parent
        environ = {**os.environ, **CONFIG, "MLPATH_STATE": str(clones.state(name))}
        ended = subprocess.run(["bash", "-ec", lines], cwd=folder, env=environ, capture_output=True, text=True)
        assert ended.returncode == 0, (ended.stdout, ended.stderr)

    clones.clone("one")
    clones.git("one", "config", "--unset", "pull.rebase")
    run("one", first)
    clones.clone("two")
    clones.git("two", "config", "--unset", "pull.rebase")
    run("two", other)
    assert clones.git("two", "status", "--porcelain") == ""  # The first has set the files up that travel.
    for name in ("one", "two"):
        clones.mlpath(name, "check", {"one": "week2", "two": "week3"}[name])
    for name in ("one", "two", "one", "two"):
        run(name, daily)
    assert clones.done("two") == 1 + 5 + 5 + 2  # What is next is the same on both before they hear of each other.
    assert len(decode(clones.state("two").read_bytes(), "p", None).events) == 1 + 2 + 4
    run("one", "git pull --no-rebase")
    assert clones.state("one").read_bytes() == clones.state("two").read_bytes()
    for name in ("one", "two"):
        assert clones.git(name, "status", "--porcelain") == ""
        checks = {
            check["name"]: check for check in json.loads(clones.mlpath(name, "doctor", "--json").stdout)["checks"]
        }
        assert checks["git"]["state"] == "ok"


def test_setting_up_adds_to_what_is_there_and_only_once(clones: Clones) -> None:
    folder = clones.clone("one")
    (folder / ".gitattributes").write_text("*.png binary")
    (folder / ".gitignore").write_text("*.backups/\n")
    (folder / ".gitignore").chmod(0o600)
    shown = clones.mlpath("one", "merge", "--set-up-git").stdout
    assert (folder / ".gitattributes").read_text() == "*.png binary\n/progress.json merge=mlpath\n"
    assert (folder / ".gitignore").read_text() == "*.backups/\n/.progress.json.lock\n/.progress.json.new\n"
    assert (folder / ".gitignore").stat().st_mode & 0o777 == 0o600
    assert re.findall("`(git [^`]+)`", shown) == [f"git -C {folder} add .gitattributes .gitignore"]
    assert re.findall("`", clones.mlpath("one", "merge", "--set-up-git").stdout) == []
    clones.mlpath("one", "merge", "--set-up-git", "x.json", code=2)
    assert "no git repository" in clones.mlpath(".", "merge", "--set-up-git", code=2).stderr


@pytest.mark.parametrize("name", ["my progress.json", 'a"b.json', "a[b]*.json", "50%.json", "#!.json"])
def test_any_name_is_set_up(clones: Clones, mlpath: Cli, name: str) -> None:
    folder = clones.clone("one")
    named = ("--state", str(folder / name))
    assert mlpath(*named, "merge", "--set-up-git").exit_code == 0
    assert mlpath(*named, "check", "week1").exit_code == 0
    assert set(clones.git("one", "status", "--porcelain", "-z").split("\0")[:-1]) == {
        "?? .gitattributes",
        "?? .gitignore",
        f"?? {name}",
    }


def test_doctor_says_whether_this_clone_merges_by_mlpath(clones: Clones) -> None:
    clones.clone("one")

    def found() -> tuple[str, str, str | None]:
        document = json.loads(clones.mlpath("one", "doctor", "--json").stdout)
        (check,) = [check for check in document["checks"] if check["name"] == "git"]
        return check["state"], check["found"], check["fix"]

    clones.mlpath("one", "check", "week1")
    assert found()[0] == "ok"  # git does not keep it.
    clones.commit("one", "week2")
    state, why, fix = found()
    assert (state, "no .gitattributes" in why) == ("warning", True)
    assert fix is not None
    clones.mlpath("one", *shlex.split(fix.strip("`"))[1:])
    assert found()[0] == "ok"
    clones.git("one", "config", "merge.mlpath.driver", "/gone/mlpath merge --git-driver %O %A %B")
    assert "is not there: /gone/mlpath" in found()[1]
    clones.git("one", "config", "--unset", "merge.mlpath.driver")
    assert "no merge driver" in found()[1]


def test_attributes_of_the_clone_alone_that_come_first_are_named(clones: Clones) -> None:
    folder = clones.clone("one")
    (folder / ".git" / "info" / "attributes").write_text("*.json merge=union\n")
    assert ".git/info/attributes" in clones.mlpath("one", "merge", "--set-up-git", code=2).stderr


@pytest.mark.usefixtures("on_path")
def test_a_driver_with_signs_that_mean_something_to_git_is_found(
    clones: Clones, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "50%A 'off'"
    (tmp_path / "bin").rename(folder)
    monkeypatch.setattr("sys.argv", [str(folder / "mlpath")])
    clones.apart()
    for name in ("one", "two"):
        clones.mlpath(name, "merge", "--set-up-git")
        clones.commit(name, "r.b1")
    clones.push("one")
    assert "is not there" not in clones.mlpath("two", "doctor").stdout
    clones.git("two", "pull", "-q", "--no-edit")
    assert clones.done("two") == 17


def test_mlpath_is_named_by_its_whole_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "mlpath"
    script.write_text("")
    monkeypatch.setattr("sys.argv", [str(script), "merge"])
    assert programs.itself() == [sys.executable, "-m", "mlpath"]
    script.chmod(0o755)
    assert programs.itself() == [str(script)]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["./mlpath", "merge"])
    assert programs.itself() == [str(script)]
