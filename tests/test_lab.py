"""What a lab's two files say, and every fault of them: read as text and syntax, nothing is run."""

from pathlib import Path

import pytest

import labs_own as own
from mlpath.labs import folder, lab, notebook, trust
from mlpath.labs.lab import Lab
from mlpath.labs.results import Result
from mlpath.labs.runner import lacking
from mlpath.labs.where import located
from mlpath.labs.workspace import Work
from mlpath.roadmap.lab_versions import LabVersions, version_of


def read(settings: str = own.LAB, tests: str = own.TESTS) -> tuple[Lab | None, list[str]]:
    whole, faults = lab.read(settings, tests, "lab.yaml", "tests.py")
    return whole, [f"{fault.path}:{fault.line}: {fault.message}" for fault in faults]


def test_a_lab_is_what_its_files_say() -> None:
    whole, faults = read()
    assert faults == []
    assert whole is not None
    assert (whole.needs, whole.files, whole.seconds, whole.memory) == ({}, ("sums.py",), 8, 4096)
    assert [test.name for test in whole.tests] == list(own.DIES_BY.values())
    assert whole.tests[1].says == "of no numbers, `total` makes 0"
    assert whole.tests[1].after == ("test_total_adds_up",)
    assert whole.tests[0].hints == ("Begin with 0.", "Add each number to it.")
    assert whole.test("total_adds_up") == whole.test("test_total_adds_up") == whole.tests[0]


def test_what_is_imported_later_is_one_of_the_needs() -> None:
    whole, faults = read(own.LAB.replace("needs: {}", "needs: {json: json, numpy: numpy}\nlater: [numpy]"))
    assert (faults, whole and whole.later) == ([], ("numpy",))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("version: 1", "version: 2", "lab.yaml:1: this mlpath reads version 1: write `version: 1`"),
        ("version: 1\n", "", "lab.yaml:1: this mlpath reads version 1: write `version: 1`"),
        ("needs: {}", "needs: {numpy: 2}", "lab.yaml:2: 'numpy' needs what pip takes"),
        ("needs: {}", 'needs: {numpy: "numpy; rm -rf /"}', "lab.yaml:2: 'numpy' needs what pip takes"),
        ("needs: {}", "needs: {scikit-learn: scikit-learn}", "lab.yaml:2: 'scikit-learn' can't be imported"),
        ("needs: {}", "needs: [numpy]", "lab.yaml:2: 'needs' must be keys and values"),
        ("needs: {}", "later: [numpy]", "lab.yaml:2: 'numpy' of 'later' is none of the 'needs'"),
        ("needs: {}", "needs: {numpy: numpy}\nlater: numpy", "lab.yaml:3: 'later' of lab.yaml must be a list of texts"),
        ("files: [sums.py]", "files: [../sums.py]", "lab.yaml:3: '../sums.py' is no name of a file"),
        ("files: [sums.py]", "files: []", "lab.yaml:3: 'files' must name the learner's files"),
        ("files: [sums.py]", "files: sums.py", "lab.yaml:3: 'files' of lab.yaml must be a list of texts"),
        ("seconds: 8", "seconds: yes", "lab.yaml:4: 'seconds' must be a number from 0.1 to 600"),
        ("seconds: 8", "seconds: 0", "lab.yaml:4: 'seconds' must be a number"),
        ("seconds: 8", "memory: 1", "lab.yaml:4: 'memory' must be a number from 64 to 65,536"),
        ("seconds: 8", "minutes: 2", "lab.yaml:4: unknown key 'minutes'"),
        ("test_mean_is_in_the_middle: {", "test_median: {", "lab.yaml:8: tests.py has no function 'test_median'"),
        ("hints: [It is a total.]", "hints: []", "lab.yaml:8: 'test_mean_is_in_the_middle' has no hints"),
        ("hints: [It is a total.]", "tips: [x]", "lab.yaml:8: unknown key 'tips'"),
        ("after: [test_total_adds_up]", "after: [test_x]", "lab.yaml:7: tests.py has no function 'test_x'"),
        ("after: [test_total_adds_up]", "after: [test_mean_is_in_the_middle]", "does not stand before"),
        ("after: [test_total_adds_up]", "after: [test_total_of_nothing_is_0]", "does not stand before"),
        ("{hints: [It is a total.]}", "nothing", "must have keys and values"),
        (own.LAB, "version: 1\nfiles: [a.py]\n", "lab.yaml:1: the key 'tests' is missing here"),
        (own.LAB, "- 1\n", "lab.yaml:1: a lab has keys and values"),
        (own.LAB, "a: [\n", "lab.yaml:2: "),
    ],
)  # fmt: skip
def test_each_fault_of_the_settings_is_named(old: str, new: str, fault: str) -> None:
    assert old in own.LAB
    whole, faults = read(own.LAB.replace(old, new))
    assert whole is None
    assert any(fault in each for each in faults), faults


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('    """`mean` lies in the middle"""\n', "", "tests.py:15: 'test_mean_is_in_the_middle' has no docstring"),
        ("def test_mean_is_in_the_middle():", "def test_mean_is_in_the_middle(x):", "tests.py:15: 'test_mean_is_in_the_middle' has parameters"),
        ("def test_mean_is_in_the_middle():", "async def test_mean_is_in_the_middle():", "is no plain function"),
        ("    assert sums.mean", "    yield\n    assert sums.mean", "is no plain function"),
        ("def test_mean_is_in_the_middle():", "def test_total_adds_up():", "tests.py:15: there are two functions 'test_total_adds_up'"),
        ("def test_mean_is_in_the_middle():", "def mean():", "lab.yaml:8: tests.py has no function 'test_mean_is_in_the_middle'"),
        (', f"it makes {sums.total([])}"', "", "tests.py:12: this assertion says nothing"),
        ("import sums\n", "import sums\ndef test_x():\n    '''x'''\n", "lab.yaml:6: 'test_x' of tests.py is not declared here"),
        (own.TESTS, "def (", "tests.py:1: it is no Python: invalid syntax"),
        (own.TESTS, "\0", "tests.py:1: it is no Python"),
        (own.TESTS, "x = 1", "tests.py:1: it has no tests"),
    ],
)  # fmt: skip
def test_each_fault_of_the_tests_is_named(old: str, new: str, fault: str) -> None:
    assert old in own.TESTS
    whole, faults = read(tests=own.TESTS.replace(old, new))
    assert whole is None
    assert any(fault in each for each in faults), faults


def test_a_folder_is_checked_whole(tmp_path: Path) -> None:
    own.write(tmp_path)
    home = tmp_path / "labs" / "sums"
    assert folder.read_with_faults(str(home))[1] == folder.strays(str(home)) == []
    (home / "starter" / "more.py").touch()
    (home / "other").mkdir()
    (home / "starter" / "sums.py").write_text("def (")
    (home / "lab.yaml").write_text(own.LAB.replace("[sums.py]", "[sums.py, model.bin]"))
    faults = [fault.message for fault in folder.read_with_faults(str(home))[1] + folder.strays(str(home))]
    assert faults == [
        "it is no Python: invalid syntax",
        "lab.yaml does not name it among its files",
        "a lab has lab.yaml, tests.py, starter, and nothing else in folders",
    ]


def test_the_version_is_that_of_the_tests_alone(tmp_path: Path) -> None:
    own.write(tmp_path)
    home, labs = tmp_path / "labs" / "sums", LabVersions(str(tmp_path / "labs"))
    first = labs["sums"]
    assert ("sums" in labs, "other" in labs, list(labs), len(first)) == (True, False, ["sums"], 16)
    (home / "lab.yaml").write_text(own.LAB.replace("Begin", "Start"))
    (home / "starter" / "sums.py").write_text("x = 1\n")
    (home / "tests.py").write_bytes(own.TESTS.replace("\n", "\r\n").encode())
    assert version_of(str(home)) == first
    (home / "tests.py").write_text(own.TESTS + "\n")
    assert version_of(str(home)) != first
    assert list(LabVersions(str(tmp_path / "nowhere"))) == []


def test_another_content_is_another_trust(tmp_path: Path, home: Path) -> None:
    own.write(tmp_path / "one")
    labs = str(tmp_path / "one" / "labs")
    assert not trust.is_trusted(labs)
    trust.trust(labs)
    assert trust.is_trusted(labs)
    starter = tmp_path / "one" / "labs" / "sums" / "starter" / "sums.py"
    for change in (lambda: starter.write_text("x"), lambda: starter.rename(starter.with_name("y.py"))):
        change()
        assert not trust.is_trusted(labs)
        trust.trust(labs)


def test_a_notebook_is_its_code() -> None:
    cells = [
        "%%bash\nls",
        "x = 1\n%time y = 2\nfiles = !ls\nx?\nif x:\n    %pip install y",
        "z = 5 \\\n% 3",
        "%%time\nw = 1",
    ]
    book = notebook.read(own.notebook(*cells).encode(), "n.ipynb")
    names: dict[str, int] = {}
    exec(book.code, names)
    assert (names["x"], names["z"], names["w"], "y" in names) == (1, 2, 1, False)
    assert [book.where(line) for line in (1, 3, 8, 99)] == [
        "cell 1, line 1",
        "cell 2, line 1",
        "cell 2, line 6",
        "cell 4, line 2",
    ]


def test_a_result_points_to_the_function_that_its_sentence_speaks_of() -> None:
    test = lab.Test("test_mean", "the `mean` is no total")
    work = Work("/w", {"sums.py": own.SOLUTION.encode(), "data.txt": b""}, {}, ())
    failing = Result("test_mean", "", "fails", "no")
    assert located(failing, test, work).where == "sums.py:8"
    assert located(failing._replace(file="sums.py", line=3), test, work).where == "sums.py:3"
    assert located(failing._replace(outcome="holds"), test, work).where == ""
    assert located(failing._replace(why="total: of 1 and 2 it makes 4"), test, work).where == "sums.py:1"
    assert located(failing._replace(why="sums.py:5 reaches for numpy"), test, work).where == "sums.py:5"
    assert located(failing._replace(why="other.py:5 reaches for numpy"), test, work).where == "sums.py:8"
    assert located(failing, test, work._replace(files={"sums.py": b"def ("})).where == ""


def test_what_is_lacking_is_told_by_name_and_least_version() -> None:
    needs = {"pytest": "pytest>=2", "hypothesis": "hypothesis>=999", "nowhere": "nowhere", "json": "json>=9"}
    assert lacking(needs) == ["hypothesis", "nowhere"]
