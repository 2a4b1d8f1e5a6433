"""A project of somebody's own: tomorrow's temperature, from today's and the day of the year."""

import math
import random
from itertools import pairwise

from common import load, main, number, report, save, serve, write

DAYS, CUT = 1200, 900


def weather(seed=5):
    """Return pairs of a day and its temperature."""
    r, off, found = random.Random(seed), 0.0, []
    for day in range(DAYS):
        off = 0.6 * off + r.gauss(0, 2)
        found.append((day, round(10 + 9 * math.sin(2 * math.pi * day / 365) + off, 1)))
    return found


def forecast(model, day, today):
    """Return tomorrow's temperature."""
    usual = model["usual"]
    return round(usual[(day + 1) % 365] + model["stays"] * (today - usual[day % 365]), 3)


def train():
    """Learn what is usual for a day of the year, and how much of today's difference stays."""
    past = weather()[:CUT]
    usual = []
    for day in range(365):
        near = [value for other, value in past if min((other - day) % 365, (day - other) % 365) <= 15]
        usual.append(sum(near) / len(near))
    off = [value - usual[day % 365] for day, value in past]
    stays = sum(a * b for a, b in pairwise(off)) / sum(a * a for a in off)
    save({"usual": usual, "stays": stays, "version": "1"})
    write("training.jsonl", ({"case": day, "time": day} for day, _ in past))


def evaluate():
    """Forecast each day behind the cut; the baseline says that it stays as it is."""
    model, rows, cases = load(), weather(), []
    for (day, today), (_, tomorrow) in zip(rows[CUT:], rows[CUT + 1 :]):
        said = {"truth": tomorrow, "model": forecast(model, day, today), "baseline": today}
        groups = {"half": "warm" if 80 <= day % 365 < 260 else "cold", "today": "above" if today > 10 else "below"}
        cases.append(
            {"case": day + 1, "time": day + 1, "input": {"day": day, "today": today}, **said, "groups": groups}
        )
    write("predictions.jsonl", cases)
    report(cases, lambda row, said: abs(said - row["truth"]), -1)


def service():
    """Answer with a temperature."""
    model = load()

    def decide(given):
        day, today = number(given, "day", 0, 10_000), number(given, "today", -60, 60)
        if day != int(day):
            raise ValueError("day must be whole")
        return {"tomorrow": forecast(model, int(day), today), "version": model["version"]}

    serve(decide)


if __name__ == "__main__":
    main(train, evaluate, service)
