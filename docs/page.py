"""Draw docs/page.png: the top of the page that `mlpath export --format html` writes, seven weeks into the shipped roadmap.

Run it after a change of the page, where Chromium is installed: `python docs/page.py`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date, datetime, timedelta, timezone

from mlpath.commands import plan as planning
from mlpath.commands import track
from mlpath.commands.opening import open_study
from mlpath.commands.study import Options
from mlpath.export import render
from mlpath.pace.decision import Request

PICTURE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "page.png")
START = date(2026, 9, 7)
EVENINGS = {0: 2, 1: 1, 3: 2, 7: 1, 9: 2, 10: 2, 14: 1, 16: 1, 21: 3, 24: 1, 28: 1, 30: 2, 35: 1, 37: 2, 42: 1, 44: 1}


def page(state: str) -> bytes:
    """Return the page after seven weeks of study."""
    now = datetime(START.year, START.month, START.day, 19, tzinfo=timezone(timedelta(hours=2)))
    study = open_study(Options(state=state), {}, lambda: now)
    planning.change(study, Request(start=START))
    items = iter(study.roadmap.items)
    for evening, count in EVENINGS.items():
        now = datetime(START.year, START.month, START.day, 19, tzinfo=now.tzinfo) + timedelta(days=evening)
        track.mark(study, "check", [next(items).address for _ in range(count)])
    track.mark(study, "begin", [next(items).address])
    now += timedelta(days=3)
    return render.render("html", study, study.look())


def main() -> None:
    """Write the picture."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("this needs Chromium")
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "page.html"), "wb") as file:
            file.write(page(os.path.join(folder, "state.json")))
        command = [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--window-size=1060,1340",
        ]
        command += [f"--screenshot={PICTURE}", f"--user-data-dir={folder}/profile", f"file://{folder}/page.html"]
        subprocess.run(command, check=True, capture_output=True)
    sys.stdout.write(f"{PICTURE}\n")


if __name__ == "__main__":
    main()
