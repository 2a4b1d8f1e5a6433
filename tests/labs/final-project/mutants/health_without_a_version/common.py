# dies by: test_the_service_answers_as_evaluated
"""What the three projects share: lines of JSON, the model's file, and a small service on the port in PORT."""

import json
import math
import os
import statistics
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def write(name, rows):
    """Write a line of JSON for each row."""
    with open(name, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def save(model):
    """Write the model."""
    with open("model.json", "w", encoding="utf-8") as file:
        json.dump(model, file)


def load():
    """Return the model."""
    with open("model.json", encoding="utf-8") as file:
        return json.load(file)


def number(given, key, least, greatest):
    """Return a number of the input. Raises ValueError where it is none, or out of range."""
    value = given.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= greatest:
        raise ValueError(f"{key} must be a number from {least} to {greatest}")
    return value


class Handler(BaseHTTPRequestHandler):
    """Answers by `decide`, which takes the input and raises ValueError where it is wrong, and `parts`, the input in a path."""

    decide = parts = None

    def do_GET(self):
        """Answer /health, and a path that has an input."""
        given = self.parts(self.path) if self.parts else None
        if self.path == "/health":
            self.reply(200, {"status": "ok"})
        elif given is None:
            self.reply(404, {"detail": "no such path"})
        else:
            self.answer(given)

    def do_POST(self):
        """Answer for the input in the body."""
        try:
            given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        except ValueError:
            self.reply(400, {"detail": "no JSON"})
        else:
            self.answer(given)

    def answer(self, given):
        """Answer, or refuse."""
        try:
            if not isinstance(given, dict):
                raise ValueError("an object is wanted")
            self.reply(200, self.decide(given))
        except ValueError as error:
            self.reply(422, {"detail": str(error)})

    def reply(self, status, said):
        """Send JSON."""
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


def serve(decide, parts=None):
    """Serve until ended."""
    Handler.decide, Handler.parts = staticmethod(decide), staticmethod(parts) if parts else None
    with ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler) as server:
        server.serve_forever()


def report(rows, measure, sign=1):
    """Print what the card needs: means, the difference with its interval, slices."""
    pairs = [(measure(row, row["model"]), measure(row, row["baseline"])) for row in rows]
    better = [sign * (model - baseline) for model, baseline in pairs]
    mean, error = statistics.fmean(better), statistics.stdev(better) / math.sqrt(len(better))
    means = [round(statistics.fmean(values), 4) for values in zip(*pairs)]
    found = {"cases": len(rows), "model": means[0], "baseline": means[1], "better_by": round(mean, 4)}
    found |= {"low": round(mean - 1.96 * error, 4), "high": round(mean + 1.96 * error, 4)}
    slices = []
    for group, value in sorted({(group, value) for row in rows for group, value in row["groups"].items()}):
        here = [pair for row, pair in zip(rows, pairs) if row["groups"].get(group) == value]
        means = [round(statistics.fmean(values), 4) for values in zip(*here)]
        slices.append({"group": group, "value": value, "cases": len(here), "model": means[0], "baseline": means[1]})
    print(json.dumps({"metrics": found, "slices": slices}))  # noqa: T201


def main(train, evaluate, service):
    """Do what the command line says."""
    {"train": train, "evaluate": evaluate, "serve": service}[sys.argv[1]]()
