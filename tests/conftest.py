"""What the tests share: a roadmap and a state of their own, a clock that stands still, and two ways to run mlpath."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from typer.testing import CliRunner, Result

from mlpath.cli.main import app
from mlpath.cli.options import Session
from mlpath.commands.opening import open_study
from mlpath.commands.study import Options, Study
from mlpath.roadmap.roadmap import Roadmap

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "data" / "roadmap.yaml"
CET = timezone(timedelta(hours=1))

# The same few on each run, so that no run fails by luck; `EXAMPLES=500 pytest` draws others, and as many.
WANTED = os.environ.get("EXAMPLES")
settings.register_profile(
    "mlpath",
    deadline=None,
    derandomize=WANTED is None,
    max_examples=int(WANTED or 20),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("mlpath")


def without_hours(roadmap: Roadmap) -> Roadmap:
    """Return a roadmap whose plans reckon in items."""
    items = [item._replace(hours=None) for item in roadmap.items]
    return Roadmap(id=roadmap.id, title=roadmap.title, items=items, groups=roadmap.groups)


class Clock:
    """A clock that goes only when told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 18, 4, 5, tzinfo=CET)

    def __call__(self) -> datetime:
        return self.now

    def tick(self, **span: float) -> None:
        self.now += timedelta(**span)


class Run(NamedTuple):
    """How a process ended."""

    code: int
    out: str
    err: str

    def json(self) -> dict[str, Any]:
        return json.loads(self.out)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def study(home: Path, tmp_path: Path, clock: Clock) -> Study:
    return open_study(Options(state=str(tmp_path / "state.json")), {}, clock)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of its own, and an environment in which nothing points elsewhere."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name in list(os.environ):
        if name.startswith(("XDG_", "MLPATH_", "PYTHON")) or name in (
            "COLUMNS",
            "NO_COLOR",
            "FORCE_COLOR",
            "ACCESSIBLE",
        ):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("TERM", "xterm-256color")
    return folder


@pytest.fixture
def state(home: Path) -> Path:
    """Where the state of the shipped roadmap goes by default."""
    return home / ".local" / "share" / "mlpath" / "ai-ml-engineer.json"


@pytest.fixture
def mlpath(home: Path) -> Callable[..., Result]:
    """Run the command line in this process."""
    runner = CliRunner()

    def run(*arguments: str, env: dict[str, str] | None = None) -> Result:
        return runner.invoke(app, list(arguments), env=env, prog_name="mlpath")

    return run


@pytest.fixture
def learner(home: Path, tmp_path: Path, clock: Clock) -> Callable[..., str]:
    """Run a command that must succeed, at the time on the clock, and return what it prints."""

    def run(*arguments: str, columns: int | None = None) -> str:
        session = Session(environ={**os.environ, "MLPATH_STATE": str(tmp_path / "state.json")}, clock=clock)
        environment = {"COLUMNS": str(columns)} if columns else {}
        result = CliRunner().invoke(app, list(arguments), env=environment, obj=session, prog_name="mlpath")
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


@pytest.fixture
def document(mlpath: Callable[..., Result]) -> Callable[..., dict[str, Any]]:
    """Run the command line with `--json` and return the document; the command must succeed."""

    def run(*arguments: str) -> dict[str, Any]:
        result = mlpath(*arguments, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    return run


@pytest.fixture
def process(home: Path, tmp_path: Path) -> Callable[..., Run]:
    """Run mlpath as a process of its own."""

    def run(*arguments: str, env: dict[str, str] | None = None, **options: Any) -> Run:
        ended = subprocess.run(
            [sys.executable, "-m", "mlpath", *arguments],
            capture_output=True,
            env={**os.environ, **(env or {})},
            cwd=tmp_path,
            timeout=60,
            **options,
        )
        return Run(ended.returncode, ended.stdout.decode("utf-8", "replace"), ended.stderr.decode("utf-8", "replace"))

    return run


@pytest.fixture
def on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a command `mlpath`, as an installation makes one."""
    script = tmp_path / "bin" / "mlpath"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mlpath "$@"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}:{os.environ['PATH']}")


def bare(*arguments: str, env: dict[str, str] | None = None) -> tuple[Run, set[str]]:
    """Run mlpath in a process that has imported nothing else, and return how it ended and its modules."""
    lines = [
        "import sys",
        f"sys.path[:], sys.argv[1:] = {sys.path!r}, {list(arguments)!r}",
        "import mlpath.__main__",
        "try: mlpath.__main__.main()",
        "finally: sys.stderr.write('\\n' + ' '.join(sys.modules))",
    ]
    command = [sys.executable, "-S", "-c", "\n".join(lines)]
    ended = subprocess.run(command, env={**os.environ, **(env or {})}, capture_output=True, text=True, timeout=60)
    err, _, modules = ended.stderr.rpartition("\n")
    return Run(ended.returncode, ended.stdout, err), set(modules.split())


def settle(*paths: Path) -> None:
    """Make files look as old as they are when a prompt comes to be remembered."""
    for path in paths:
        stamp = path.stat().st_mtime_ns - 5_000_000_000
        os.utime(path, ns=(stamp, stamp))
