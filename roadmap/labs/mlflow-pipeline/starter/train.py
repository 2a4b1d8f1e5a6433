"""Training as one command: `python train.py --rows 3000 --C 1`. Its exit code is 0 where the model was promoted, else 1.

Options: --rows (2000), --seed (0), --C (1.0), --min-auc (0.75, the gate's floor), --calls-effect (0.7), and --lose-calls, which
sets all support calls of the training data to 0. With the store that MLFLOW_TRACKING_URI names, sqlite:///mlflow.db where
nothing does, a run goes like this:

1. The training data are `make_customers(rows, seed, calls_effect)`. Where `check_data` finds a fault, say it and stop: exit code 1.
2. Fit `make_model(C)` on all of them, and score it on the holdout `make_customers(2000, seed=999)`, which no model learns from.
3. In the experiment "churn-training" log the params C, rows, seed; the metrics auc and log_loss on the holdout; the tag
   data_hash, that of the data that the model was fitted on.
4. Call `gate` with the champion's scores on the same holdout, computed now, and the plans as groups. The champion is the version
   of the registered model "churn" that has the alias "champion", and no other.
5. Where nothing speaks against it: tag gate=passed, log the model with a signature in which no column is an integer, register it
   as "churn", and move the alias to it. Otherwise: tag gate=failed and a tag reasons, register nothing, exit code 1.
"""

import sys


def main():
    """Run it all; return the exit code."""
    raise NotImplementedError


if __name__ == "__main__":
    sys.exit(main())
