"""The steps of training: whole months are floats from the start, and a version is registered on its own."""

import argparse
import os
import time

import mlflow
import sklearn
from mlflow.models import infer_signature
from sklearn.metrics import log_loss, roc_auc_score

from churn import check_data, data_hash, gate, make_customers, make_model

NAME = "churn"
OPTIONS = {"--rows": 2000, "--seed": 0, "--C": 1.0, "--min-auc": 0.75, "--calls-effect": 0.7}


def read(arguments):
    """Return the options, as a namespace."""
    parser = argparse.ArgumentParser()
    for name, usual in OPTIONS.items():
        parser.add_argument(name, type=type(usual), default=usual)
    parser.add_argument("--lose-calls", action="store_true")
    return parser.parse_args(arguments)


def customers(*arguments, **named):
    """Return features and answers of customers, and both in one frame."""
    frame = make_customers(*arguments, **named).astype({"tenure_months": float})
    return frame.drop(columns="churned"), frame["churned"], frame


def champion(client):
    """Return the model that has the alias, None where none has it."""
    for model in client.search_registered_models(f"name='{NAME}'"):
        if "champion" in model.aliases:
            return mlflow.sklearn.load_model(f"models:/{NAME}/{model.aliases['champion']}")
    return None


def run(arguments):
    """Return whether a model was promoted."""
    mlflow.set_tracking_uri(os.getenv("MLFLOW_TRACKING_URI") or "sqlite:///mlflow.db")
    options = read(arguments)
    X, y, frame = customers(options.rows, options.seed, options.calls_effect)
    if options.lose_calls:
        X = X.assign(support_calls=0.0)
        frame = X.assign(churned=y)
    if check_data(frame):
        return False
    began = time.monotonic()
    model = make_model(options.C).fit(X, y)
    X_new, y_new, _ = customers(2000, seed=999)
    scores = model.predict_proba(X_new)[:, 1]
    mlflow.set_experiment("churn-training")
    client = mlflow.MlflowClient()
    with mlflow.start_run():
        mlflow.log_params(vars(options))
        mlflow.log_metric("auc", roc_auc_score(y_new, scores))
        mlflow.log_metric("log_loss", log_loss(y_new, scores))
        mlflow.log_metric("seconds", time.monotonic() - began)
        mlflow.set_tag("data_hash", data_hash(frame))
        former = champion(client)
        former = None if former is None else former.predict_proba(X_new)[:, 1]
        reasons = gate(y=y_new, new=scores, champion=former, groups=X_new["plan"], floor=options.min_auc)
        if reasons:
            mlflow.set_tags({"gate": "failed", "reasons": "\n".join(reasons)})
            return False
        mlflow.set_tag("gate", "passed")
        logged = mlflow.sklearn.log_model(
            model,
            name="model",
            signature=infer_signature(X.head(), model.predict(X.head())),
            skops_trusted_types=["numpy.dtype"],
            pip_requirements=[f"scikit-learn=={sklearn.__version__}"],
        )
        version = mlflow.register_model(logged.model_uri, NAME).version
        client.set_registered_model_alias(NAME, "champion", version)
    return True
