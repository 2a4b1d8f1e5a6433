from __future__ import annotations
import csv
from pathlib import Path
import numpy as np
import pandas as pd


def _rows(path):
    with Path(path).open(newline="", encoding="utf-8") as f:
        yield from csv.DictReader(f)


def load(folder):
    folder = Path(folder)
    o = pd.DataFrame.from_records(
        list(_rows(folder / "orders.csv")), columns=["order_id", "customer", "date", "amount"]
    )
    o = o.assign(
        order_id=o.order_id.astype(int),
        date=pd.to_datetime(o.date, format="%Y-%m-%d"),
        amount=pd.to_numeric(o.amount.mask(o.amount == "?")),
    )
    c = pd.DataFrame.from_records(list(_rows(folder / "customers.csv")))
    t = pd.DataFrame.from_records(list(_rows(folder / "targets.csv")))
    q = [k for k in t.columns if k != "region"]
    t[q] = t[q].apply(pd.to_numeric)
    return o, c, t


def _unique(frame, key):
    frame = frame.drop_duplicates(ignore_index=True)
    if not frame[key].is_unique:
        raise ValueError(key)
    return frame


def clean(orders, customers):
    return _unique(orders, "order_id"), _unique(customers, "customer")


def summarise(orders, customers, targets):
    if customers.customer.duplicated().any() or targets.region.duplicated().any():
        raise ValueError
    where = dict(zip(customers.customer, customers.region))
    goal = {(r, q): v for r, *vs in targets.itertuples(index=False) for q, v in zip(targets.columns[1:], vs)}
    groups = {}
    for _id, customer, date, amount in orders[["order_id", "customer", "date", "amount"]].itertuples(index=False):
        groups.setdefault((where.get(customer, "unknown"), f"Q{(date.month + 2) // 3}"), []).append(amount)
    out = []
    for region, quarter in sorted(groups):
        all_ = groups[region, quarter]
        ok = [a for a in all_ if not np.isnan(a)]
        t = goal.get((region, quarter), np.nan)
        out.append((region, quarter, len(all_), len(ok), sum(ok), np.median(ok) if ok else np.nan, t, sum(ok) - t))
    return pd.DataFrame(out, columns=["region", "quarter", "rows", "known", "sum", "median", "target", "difference"])
