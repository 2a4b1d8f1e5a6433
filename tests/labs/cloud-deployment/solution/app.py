"""The support desk as a service, with the standard library alone."""

import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from desk import decide

with open(os.environ["MODEL_PATH"], encoding="utf-8") as opened:
    DESK = json.load(opened)


class Handler(BaseHTTPRequestHandler):
    """Answers /health and /decide."""

    def do_GET(self):
        """Answer /health."""
        if self.path == "/health":
            self.reply(200, {"status": "ok", "version": DESK["version"]})
        else:
            self.reply(404, {"detail": "no such path"})

    def do_POST(self):
        """Answer /decide."""
        started = time.perf_counter()
        status, said = self.decided()
        self.reply(status, said)
        spent = round(1000 * (time.perf_counter() - started), 2)
        print(json.dumps({"version": DESK["version"], "status": status, "ms": spent}))  # noqa: T201
        sys.stdout.flush()

    def decided(self):
        """Return the status and the answer to a ticket."""
        try:
            ticket = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            answer = decide(DESK, ticket["text"], ticket["days"])
        except (ValueError, TypeError, LookupError):
            return 422, {"detail": "a ticket has a text and days"}
        return 200, {"answer": answer, "version": DESK["version"]}

    def reply(self, status, said):
        """Send JSON."""
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing: the line above is the log."""


if __name__ == "__main__":
    ThreadingHTTPServer(("0.0.0.0", int(os.environ["PORT"])), Handler).serve_forever()
