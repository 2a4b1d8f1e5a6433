# dies by: test_it_trains_and_evaluates
"""Fraud: payments, a logistic regression by stochastic gradient descent, and a review where p times the amount exceeds its cost."""

import math
import random

from common import load, main, number, report, save, serve, write

REVIEW, DAYS, CUT, GAP = 5.0, 90, 60, 7
FIELDS = ("amount", "night", "new_device", "distance")


def payments(n=9000, seed=0):
    """Return n payments in the order of their days."""
    r = random.Random(seed)
    for place in range(n):
        row = {"case": place, "day": place * DAYS // n, "amount": round(r.lognormvariate(3.3, 1.0), 2)}
        row |= {"night": int(r.random() < 0.2), "new_device": int(r.random() < 0.1)}
        row["distance"] = round(r.expovariate(1.0), 3)
        z = -6.6 + 0.8 * math.log(row["amount"]) + row["night"] + 1.5 * row["new_device"] + 0.6 * row["distance"]
        yield {**row, "fraud": int(r.random() < 1 / (1 + math.exp(-z)))}


def features(row):
    """Return what the regression weighs."""
    return [1.0, math.log(row["amount"] + 0.01) - 3.3, row["night"], row["new_device"], row["distance"] - 1]


def probability(weights, row):
    """Return the probability of a fraud."""
    z = sum(weight * value for weight, value in zip(weights, features(row)))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))


def alert(model, row):
    """Return whether a review is cheaper than the loss that is to be expected."""
    return True


def train():
    """Fit on the days before the cut, with a gap for late labels."""
    rows = [row for row in payments() if row["day"] < CUT - GAP]
    weights, r = [0.0] * 5, random.Random(1)
    for turn in range(3):
        r.shuffle(rows)
        for row in rows:
            slip = probability(weights, row) - row["fraud"]
            weights = [w - 0.1 / (1 + turn) ** 2 * slip * x for w, x in zip(weights, features(row))]
    save({"weights": weights, "version": "1", "large": sorted(row["amount"] for row in rows)[int(0.98 * len(rows))]})
    write("training.jsonl", ({"case": row["case"], "time": row["day"]} for row in rows))


def evaluate():
    """Predict the days after the cut; the baseline reviews the largest payments."""
    model, cases = load(), []
    for row in payments():
        if row["day"] >= CUT:
            said = {"truth": row["fraud"], "model": alert(model, row), "baseline": row["amount"] > model["large"]}
            groups = {"hour": "night" if row["night"] else "day", "device": "new" if row["new_device"] else "known"}
            given = {key: row[key] for key in FIELDS}
            about = {"case": row["case"], "time": row["day"], "amount": row["amount"]}
            cases.append({**about, "input": given, **said, "groups": groups})
    write("predictions.jsonl", cases)
    report(cases, lambda row, said: REVIEW if said else row["amount"] * row["truth"], -1)


def service():
    """Answer with an alert."""
    model = load()

    def decide(given):
        row = {"amount": number(given, "amount", 0, 1e6), "distance": number(given, "distance", 0, 1e4)}
        row |= {key: number(given, key, 0, 1) for key in ("night", "new_device")}
        return {"alert": alert(model, row), "version": model["version"]}

    serve(decide)


if __name__ == "__main__":
    main(train, evaluate, service)
