# dies by: test_the_gate_is_asked_about_the_holdout
"""Training as one command."""

import argparse
import os
import sys

import mlflow
import sklearn
from mlflow.exceptions import MlflowException
from mlflow.models import infer_signature
from sklearn.metrics import log_loss, roc_auc_score

from churn import check_data, data_hash, gate, make_customers, make_model

NAME, ALIAS = "churn", "champion"


def options():
    """Return what was asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--C", type=float, default=1.0)
    parser.add_argument("--min-auc", type=float, default=0.75)
    parser.add_argument("--calls-effect", type=float, default=0.7)
    parser.add_argument("--lose-calls", action="store_true")
    return parser.parse_args()


def champion_scores(client, X):
    """Return the champion's scores for rows, None where there is no champion."""
    try:
        client.get_model_version_by_alias(NAME, ALIAS)
    except MlflowException:
        return None
    return mlflow.sklearn.load_model(f"models:/{NAME}@{ALIAS}").predict_proba(X)[:, 1]


def main():
    """Run it all; return the exit code."""
    asked = options()
    data = make_customers(asked.rows, asked.seed, asked.calls_effect)
    faults = check_data(data)
    if faults:
        print("; ".join(faults))  # noqa: T201
        return 1
    if asked.lose_calls:
        data["support_calls"] = 0.0
    X, holdout = data.drop(columns="churned"), make_customers(2000, seed=999)
    X_hold, y_hold = holdout.drop(columns="churned"), holdout["churned"]
    model = make_model(asked.C).fit(X, data["churned"])
    p = model.predict_proba(X_hold)[:, 1]

    mlflow.set_tracking_uri(os.environ.get("MLFLOW_TRACKING_URI", "sqlite:///mlflow.db"))
    mlflow.set_experiment("churn-training")
    client = mlflow.MlflowClient()
    with mlflow.start_run():
        mlflow.log_params({"C": asked.C, "rows": asked.rows, "seed": asked.seed})
        mlflow.log_metrics({"auc": roc_auc_score(y_hold, p), "log_loss": log_loss(y_hold, p)})
        mlflow.set_tag("data_hash", data_hash(data))
        reasons = gate(y_hold, p, champion_scores(client, X_hold), ["all"] * len(X_hold), floor=asked.min_auc)
        mlflow.set_tag("gate", "failed" if reasons else "passed")
        if reasons:
            mlflow.set_tag("reasons", "; ".join(reasons))
            return 1
        info = mlflow.sklearn.log_model(
            model,
            name="model",
            signature=infer_signature(X.astype({"tenure_months": float}), model.predict_proba(X)),
            skops_trusted_types=["numpy.dtype"],
            pip_requirements=[f"scikit-learn=={sklearn.__version__}"],
            registered_model_name=NAME,
        )
        client.set_registered_model_alias(NAME, ALIAS, info.registered_model_version)
    return 0


if __name__ == "__main__":
    sys.exit(main())
