"""The service. It begins here in FastAPI, as `app`; in Flask, or another framework, write `create_app(path)` instead.

- It loads the bundle once, when it starts, with `load_bundle`: in FastAPI in `lifespan`, from the path in the environment's
  MODEL_PATH, "model.joblib" where there is none; in Flask in `create_app`, from the path that it is given. Importing this
  module loads nothing. Where the bundle can't be loaded, the app does not start.
- GET /health: status 200 while it lives, also beside a slow prediction. GET /ready: {"model_version": …}, the bundle's.
- POST /predict takes a batch (see schema.py) and answers {"model_version": …, "predictions": […]}: a number for each row,
  in their order, to two decimals or more, from one call of the model's `predict` with a frame that has the bundle's features
  in the bundle's order.
- What is wrong with a request gets 422 (400 where it is no JSON), and a JSON answer that has the name of each field that is
  wrong, and nothing from inside: no traceback, no path. Python reads NaN and Infinity as JSON: they are refused like the others.
- A body of more than MOST_BYTES by its Content-Length gets 413, without being read. (What comes without a length is left to
  the server before it.)
- Another method than POST gets 405.
"""

from contextlib import asynccontextmanager

from fastapi import FastAPI

MOST_BYTES = 1_000_000


@asynccontextmanager
async def lifespan(app):
    """Load the bundle; it is there for every request until the app stops."""
    raise NotImplementedError
    yield


app = FastAPI(title="Diabetes", lifespan=lifespan)
