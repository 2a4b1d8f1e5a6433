"""The support desk as a service, in FastAPI."""

import json
import os
import time

from fastapi import FastAPI
from pydantic import BaseModel, Field

from desk import decide

with open(os.environ["MODEL_PATH"], encoding="utf-8") as opened:
    DESK = json.load(opened)
app = FastAPI()


class Ticket(BaseModel):
    """What is asked."""

    text: str = Field(min_length=1, max_length=2000)
    days: int = Field(ge=0, le=3650)


@app.middleware("http")
async def log(request, call_next):
    """Print a line for each request."""
    started = time.perf_counter()
    response = await call_next(request)
    if request.url.path != "/health":
        spent = round(1000 * (time.perf_counter() - started), 2)
        print(json.dumps({"version": DESK["version"], "status": response.status_code, "ms": spent}), flush=True)  # noqa: T201
    return response


@app.get("/health")
def health():
    """Say which version serves."""
    return {"status": "ok", "version": DESK["version"]}


@app.post("/decide")
def post_decide(ticket: Ticket):
    """Decide."""
    return {"answer": decide(DESK, ticket.text, ticket.days), "version": DESK["version"]}
