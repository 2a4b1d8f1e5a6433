"""How fast mlpath is: each command as a process, against a bare Python and the smallest Typer program.

    python tests/benchmarks/run.py [ROUNDS]

Medians of alternating runs in one go, as ratios: this machine's speed and mood cancel out. It prints Markdown tables.
Where topydo, Watson or todoman are installed beside it (`pip install -e '.[bench]'`), so do their listings of 63 items.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from mlpath.journal.encoding import decode, encode
from mlpath.journal.events import GRADES
from mlpath.journal.journal import Journal
from mlpath.roadmap.builder import Builder
from mlpath.roadmap.roadmap import Roadmap
from mlpath.roadmap.yaml import write as yaml_file

SMALLEST = "import typer\napp = typer.Typer()\n@app.command()\ndef main(name: str): print(name)\napp()\n"
MLPATH = [sys.executable, "-m", "mlpath"]
TAB = {"_MLPATH_COMPLETE": "bash"}
ASKED = ["check", "week5."]
COMMANDS: dict[str, tuple[list[str], dict[str, str]]] = {
    "prompt": (["prompt"], {}),
    "TAB on an address": (ASKED, TAB),
    "mlpath alone": ([], {}),
    "next": (["next"], {}),
    "next -n 1": (["next", "-n", "1"], {}),
    "show week5": (["show", "week5"], {}),
    "log": (["log"], {}),
    "stats": (["stats"], {}),
    "plan": (["plan"], {}),
    "status": (["status"], {}),
    "guide gradient-descent": (["guide", "gradient-descent"], {}),
    "--roadmap course.md next": (["--roadmap", "course.md", "next"], {}),
}
# In this order, each right after the one before it.
CHANGES: dict[str, tuple[list[str], dict[str, str]]] = {
    "check (with its fsyncs)": (["check", "next"], {}),
    "prompt right after it": (["prompt"], {}),
    "check --note": (["check", "next", "--note", "x"], {}),
    "TAB right after it": (ASKED, TAB),
}


def roadmap_of(size: int) -> Roadmap:
    """Return a roadmap of about `size` items: months of four weeks, weeks of ten topics and ten practice items."""
    builder = Builder()
    weeks = max(2, size // 20)
    for month, first in enumerate(range(1, weeks + 1, 4), 1):
        with builder.month(f"Month {month}", month):
            for week in range(first, min(first + 4, weeks + 1)):
                with builder.week(f"Week {week}", week):
                    for name in ("topics", "practice"):
                        with builder.section(name, name.capitalize()):
                            for number in range(len(builder.items), len(builder.items) + 10):
                                builder.add(id=f"item-{number}", title=f"Something to learn, number {number}")
    return Roadmap(id="big", title="Big", items=builder.items, groups=builder.groups)


def half_done(roadmap: Roadmap) -> Journal:
    """Return a journal that ticked half of the items, one event each."""
    ids = [item.id for item in roadmap.items[: len(roadmap.items) // 2]]
    events = [
        {
            "id": f"e{n}",
            "order": 1_700_000_000_000 + n,
            "at": "2026-11-22T18:00:00+01:00",
            "kind": "check",
            "items": [id],
        }
        for n, id in enumerate(ids)
    ]
    return Journal(roadmap.id, tuple(events))


def reviewed(number: int) -> Journal:
    """Return a journal of the shipped roadmap in which all weeks are ticked and so many questions were answered, a year long."""
    ticked = [*MLPATH, "--state", "reviewed.json", "check", "month1-3", "--on", "-52w"]
    Path("reviewed.json").unlink(missing_ok=True)
    subprocess.run(ticked, check=True, stdout=subprocess.DEVNULL)
    listed = subprocess.run(
        [*MLPATH, "--state", "reviewed.json", "review", "--list", "--all", "--json"], check=True, capture_output=True
    )
    cards = [card["id"] for card in json.loads(listed.stdout)["cards"]]
    journal = decode(Path("reviewed.json").read_bytes(), "reviewed.json", None)
    ticked_at = journal.events[0]["order"]
    begins = date.fromisoformat(journal.events[0]["on"])
    answers = [
        {
            "id": f"r{n}",
            "order": ticked_at + 1 + n,
            "at": f"{begins + timedelta(days=1 + n * 360 // number)}T18:00:00+00:00",
            "kind": "review",
            "card": cards[n % len(cards)],
            "grade": GRADES[n % 4],
        }
        for n in range(number)
    ]
    return journal._replace(events=(*journal.events, *answers))


def medians(programs: dict[str, tuple[list[str], dict[str, str]]], rounds: int) -> dict[str, float]:
    """Return the median seconds of each program, run in turn."""
    times: dict[str, list[float]] = {name: [] for name in programs}
    for number in range(rounds + 1):
        for name, (command, environment) in programs.items():
            since = time.perf_counter()
            subprocess.run(command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, check=True)
            if number:  # The first round fills caches.
                times[name].append(time.perf_counter() - since)
    return {name: statistics.median(seconds) for name, seconds in times.items()}


def peers(folder: Path) -> dict[str, tuple[list[str], dict[str, str]]]:
    """Return the listings of other trackers that are installed, each with 63 items of its own in `folder`."""
    scripts = Path(sys.executable).parent
    programs: dict[str, tuple[list[str], dict[str, str]]] = {}
    if (scripts / "topydo").exists():
        (folder / "todo.txt").write_text("".join(f"Something to learn, number {n}\n" for n in range(63)))
        programs["topydo ls"] = ([str(scripts / "topydo"), "-t", str(folder / "todo.txt"), "ls"], {})
    if (scripts / "watson").exists():
        (folder / "watson").mkdir()
        frames = [[1_790_000_000 + n * 9, 1_790_000_005 + n * 9, "study", f"{n:032x}", [], 0] for n in range(63)]
        (folder / "watson" / "frames").write_text(json.dumps(frames))
        programs["watson log"] = ([str(scripts / "watson"), "log", "--all"], {"WATSON_DIR": str(folder / "watson")})
    if (scripts / "todo").exists():
        (folder / "lists" / "study").mkdir(parents=True)
        for n in range(63):
            lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VTODO", f"UID:{n}", f"SUMMARY:Number {n}")
            text = "\r\n".join([*lines, "DTSTAMP:20261101T000000Z", "END:VTODO", "END:VCALENDAR", ""])
            (folder / "lists" / "study" / f"{n}.ics").write_text(text)
        (folder / "todoman.py").write_text(f'path = "{folder}/lists/*"\n')
        programs["todo list"] = ([str(scripts / "todo"), "-c", str(folder / "todoman.py"), "list"], {})
    return programs


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for variable in [variable for variable in os.environ if variable.startswith(("PYTHON", "MLPATH_", "XDG_"))]:
            del os.environ[variable]  # Above all PYTHONDONTWRITEBYTECODE: nobody compiles an installed program anew.
        os.environ["HOME"] = name
        (folder / "smallest.py").write_text(SMALLEST)
        floor = {
            "python -c pass": ([sys.executable, "-c", "pass"], {}),
            "the smallest Typer program": ([sys.executable, str(folder / "smallest.py"), "x"], {}),
        }
        os.chdir(folder)
        Path("course.md").write_text(
            "# Course\n" + "".join(f"## Week {n}\n- [ ] Read\n- [ ] Do\n" for n in range(1, 32))
        )
        for words in (["check", "week1"], ["plan", "--start", "-2w"]):
            subprocess.run([*MLPATH, *words], check=True, stdout=subprocess.DEVNULL)
        quiet = {name: ([*MLPATH, *words], extra) for name, (words, extra) in COMMANDS.items()}
        changing = {name: ([*MLPATH, *words], extra) for name, (words, extra) in CHANGES.items()}
        times = medians(floor | quiet | peers(folder), rounds) | medians(changing, rounds)
        bare, typer = times["python -c pass"], times["the smallest Typer program"]
        print("| 63 items | ms | × `python -c pass` | × smallest Typer program |\n|---|---|---|---|")
        for program, seconds in times.items():
            print(f"| {program} | {seconds * 1000:.0f} | {seconds / bare:.1f} | {seconds / typer:.2f} |")
        print("\n| items | TAB, ms | next, ms | check, ms | status, ms | peak memory, MB |\n|---|---|---|---|---|---|")
        for size in (63, 1_000, 10_000, 100_000):
            roadmap = roadmap_of(size)
            (folder / "big.yaml").write_text(yaml_file.render(roadmap), encoding="utf-8")
            (folder / "big.json").write_bytes(encode(half_done(roadmap)))
            where = {"MLPATH_ROADMAP": str(folder / "big.yaml"), "MLPATH_STATE": str(folder / "big.json")}
            programs = {word: ([*MLPATH, *word.split()], where) for word in ("next", "check next", "status")}
            subprocess.run([*MLPATH, "next"], env={**os.environ, **where}, stdout=subprocess.DEVNULL, check=True)
            row = medians({"TAB": ([*MLPATH, *ASKED], {**TAB, **where})}, 5) | medians(programs, 5)
            memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(
                f"| {size:,} | "
                + " | ".join(f"{seconds * 1000:.0f}" for seconds in row.values())
                + f" | {memory:.0f} |"
            )
        print("\n| answers to questions | prompt, ms | next, ms | × next without |\n|---|---|---|---|")
        programs = {}
        for number in (0, 2_000, 10_000):
            state = folder / f"reviewed-{number}.json"
            state.write_bytes(encode(reviewed(number)))
            where = {"MLPATH_STATE": str(state), "XDG_CACHE_HOME": str(folder / f"cache-{number}")}
            programs |= {f"{word} {number}": ([*MLPATH, word], where) for word in ("prompt", "next")}
        row = {name: seconds * 1000 for name, seconds in medians(programs, rounds).items()}
        for number in (0, 2_000, 10_000):
            prompt, following = row[f"prompt {number}"], row[f"next {number}"]
            print(f"| {number:,} | {prompt:.0f} | {following:.0f} | {following / row['next 0']:.2f} |")


if __name__ == "__main__":
    main()
