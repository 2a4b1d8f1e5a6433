"""What a lab's tests start ends with them: a service that heeds no signal, whether its tests end or mlpath is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT
from mlpath.labs import folder, proof
from mlpath.labs.lab import STARTER

ITEM, TEST = "cloud-deployment", "test_it_ends_when_it_is_told"
DEAF = ROOT / "tests" / "labs" / ITEM / "mutants" / "deaf"
MARK = "WHOSE_SERVICE"

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(sys.platform != "linux", reason="only there, processes are seen by their environment"),
]


@pytest.fixture
def services(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[int]]:
    """Return the services that this test started and that still run."""
    monkeypatch.setenv(MARK, str(tmp_path))
    mark = f"{MARK}={tmp_path}".encode()

    def running() -> list[int]:
        found = []
        for name in filter(str.isdigit, os.listdir("/proc")):
            try:
                environment = Path("/proc", name, "environ").read_bytes().split(b"\0")
                words = Path("/proc", name, "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if mark in environment and b"app.py" in words:
                found.append(int(name))
        return found

    return running


def wait_for(condition: Callable[[], bool]) -> bool:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_a_service_that_heeds_no_signal_ends_with_its_tests(services: Callable[[], list[int]]) -> None:
    lab = folder.load(str(ROOT / "roadmap" / "labs"), ITEM)
    solution = proof.proofs(lab).solution
    assert solution is not None
    layers = [os.path.join(lab.path, STARTER), solution, str(DEAF)]
    trial = proof.outcome(lab, proof.python_for(lab), layers, only=[TEST])
    assert [result.outcome for result in trial.results] == ["fails"]
    assert services() == []


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_service_ends_where_mlpath_is_killed(
    services: Callable[[], list[int]], tmp_path: Path, number: signal.Signals
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    for layer in (ROOT / "tests" / "labs" / ITEM / "solution", DEAF):
        subprocess.run(["cp", "-r", f"{layer}/.", str(work)], check=True)
    mlpath = subprocess.Popen(
        [sys.executable, "-m", "mlpath", "verify", "week12.practice.2", str(work), "--test", TEST],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert wait_for(lambda: bool(services()))
    mlpath.send_signal(number)
    mlpath.wait(60)
    assert wait_for(lambda: not services())
