"""The service, in Flask."""

import pandas as pd
from flask import Flask, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from bundle import load_bundle
from schema import Batch

MOST_BYTES = 1_000_000


def create_app(path):
    """Return the app around the bundle at path."""
    app = Flask("diabetes")
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    bundle = load_bundle(path)

    @app.get("/health")
    def health():
        return {"status": "alive"}

    @app.get("/ready")
    def ready():
        return {"model_version": bundle["model_version"]}

    @app.post("/predict")
    def predict():
        batch = Batch.model_validate(request.get_json())
        frame = pd.DataFrame([row.model_dump() for row in batch.rows], columns=bundle["features"])
        return {"model_version": bundle["model_version"], "predictions": bundle["model"].predict(frame).tolist()}

    @app.errorhandler(ValidationError)
    def invalid(error):
        return {"detail": [{"where": list(each["loc"]), "why": each["msg"]} for each in error.errors()]}, 422

    @app.errorhandler(HTTPException)
    def refused(error):
        return {"detail": error.description}, error.code

    return app
