"""Many runs of one lab by one runner: each finds nothing of those before it, however they ended."""

import sys
from pathlib import Path

import pytest

import labs_own as own
from mlpath.errors import LabLacksPackages
from mlpath.labs import folder, proof
from mlpath.labs.forks import Forks
from mlpath.labs.interpreter import Python
from mlpath.labs.results import Trial

SAYS_WHO = "import os\n" + own.SOLUTION.replace("    return total", "    print(os.getppid())\n    return total")
LEAVES_ALL_BEHIND = (
    "import builtins, os, subprocess, threading, time\n"
    "builtins.sum = lambda numbers: 1\nos.environ['SUMS'] = 'left'\n"
    "threading.Thread(target=time.sleep, args=[60]).start()\nsubprocess.Popen(['sleep', '60'])\n"
    "def total(numbers):\n    return 1\n"
)


@pytest.mark.heavy
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each run has a process of its own from the beginning")
def test_runs_share_a_runner_and_nothing_else(home: Path, tmp_path: Path) -> None:
    own.write(tmp_path, lab__yaml=own.LAB.replace("seconds: 8", "seconds: 2"))
    lab = folder.load(str(tmp_path / "labs"), "sums")
    texts = {
        "whole": (SAYS_WHO, "holds holds holds"),
        "patched": (LEAVES_ALL_BEHIND, "fails fails missing"),
        "whole, after it": (SAYS_WHO, "holds holds holds"),
        "ended": (SAYS_WHO.replace("print(os.getppid())", "os._exit(3)"), "holds holds died"),
        "endless": (SAYS_WHO.replace("print(os.getppid())", "time = [1 for _ in iter(int, 1)]"), "holds holds slow"),
        "no import": ("import nowhere\n", "fails fails fails"),
        "no import, and an end": ("import os\nos._exit(0)\n", "died died died"),
        "whole, at last": (SAYS_WHO, "holds holds holds"),
    }
    found: dict[str, Trial] = {}
    with Forks() as forks:
        for name, (text, expected) in texts.items():
            work = tmp_path / name
            work.mkdir()
            (work / "sums.py").write_text(text)
            usual = proof.Conditions(waiting=False)
            found[name] = proof.outcome(lab, Python(sys.executable, ""), [str(work)], usual, process=forks.process)
            assert " ".join(result.outcome for result in found[name].results) == expected, (name, found[name])
        runners = {result.printed for name in found if "whole" in name for result in found[name].results[2:]}
        assert len(runners) == 1
        runner = int(runners.pop())
        assert "code 3" in found["ended"].results[2].why
    assert not Path(f"/proc/{runner}").exists()


def test_a_python_that_lacks_what_is_needed_is_named_for_each_run(home: Path, tmp_path: Path) -> None:
    own.write(tmp_path, lab__yaml=own.LAB.replace("needs: {}", "needs: {nowhere: nowhere}"))
    lab = folder.load(str(tmp_path / "labs"), "sums")
    with Forks() as forks:
        for _ in range(2):
            with pytest.raises(LabLacksPackages, match="lacks nowhere"):
                proof.outcome(
                    lab, Python(sys.executable, ""), [str(tmp_path / "labs/sums/starter")], process=forks.process
                )
