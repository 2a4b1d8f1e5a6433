# dies by: test_a_batch_is_one_call
"""The service."""

import os
from contextlib import asynccontextmanager

import pandas as pd
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from bundle import load_bundle
from schema import Batch, Predictions

MOST_BYTES = 1_000_000


@asynccontextmanager
async def lifespan(app):
    """Load the bundle; it is there for every request until the app stops."""
    app.state.bundle = load_bundle(os.environ.get("MODEL_PATH", "model.joblib"))
    yield


app = FastAPI(title="Diabetes", lifespan=lifespan)


@app.middleware("http")
async def bound(request: Request, call_next):
    """Refuse a body that is too large."""
    if int(request.headers.get("content-length", 0)) > MOST_BYTES:
        return JSONResponse({"detail": f"more than {MOST_BYTES} bytes"}, 413)
    return await call_next(request)


@app.exception_handler(RequestValidationError)
def refuse(_: Request, error: RequestValidationError):
    """Say where and why, without what was sent: NaN can't be written."""
    return JSONResponse({"detail": [{"where": list(each["loc"]), "why": each["msg"]} for each in error.errors()]}, 422)


@app.get("/health")
def health():
    """Say that it lives."""
    return {"status": "alive"}


@app.get("/ready")
def ready(request: Request):
    """Say which model serves."""
    return {"model_version": request.app.state.bundle["model_version"]}


@app.post("/predict")
def predict(batch: Batch, request: Request) -> Predictions:
    """Predict for all rows at once."""
    bundle = request.app.state.bundle
    frame = pd.DataFrame([row.model_dump() for row in batch.rows], columns=bundle["features"])
    return Predictions(
        model_version=bundle["model_version"],
        predictions=[float(bundle["model"].predict(frame.iloc[[place]])[0]) for place in range(len(frame))],
    )
