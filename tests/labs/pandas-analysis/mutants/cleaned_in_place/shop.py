# dies by: test_cleaning_twice_changes_nothing_more
"""From three imperfect files to one checked table."""

from pathlib import Path

import pandas as pd


def load(folder):
    """Return the three files as they are, with the right types."""
    folder = Path(folder)
    orders = pd.read_csv(
        folder / "orders.csv",
        dtype={"customer": str, "amount": float},
        na_values={"amount": ["?"]},
        parse_dates=["date"],
        keep_default_na=False,
    )
    customers = pd.read_csv(folder / "customers.csv", dtype=str, keep_default_na=False)
    targets = pd.read_csv(folder / "targets.csv", dtype={"region": str}, keep_default_na=False)
    return orders, customers, targets


def clean(orders, customers):
    """Return orders and customers without the rows that were exported twice."""
    return once(orders, "order_id"), once(customers, "customer")


def once(frame, key):
    """Return a frame without repeated rows, in which the key is unique."""
    frame.drop_duplicates(inplace=True)
    rows = frame
    if rows[key].duplicated().any():
        raise ValueError(f"rows with the same {key} differ")
    return rows


def summarise(orders, customers, targets):
    """Return rows, sums, medians and targets by region and quarter."""
    placed = orders.merge(customers, on="customer", how="left", validate="many_to_one")
    placed["region"] = placed["region"].fillna("unknown")
    placed["quarter"] = "Q" + placed["date"].dt.quarter.astype(str)
    sums = placed.groupby(["region", "quarter"], as_index=False).agg(
        rows=("order_id", "size"), known=("amount", "count"), sum=("amount", "sum"), median=("amount", "median")
    )
    tidy = targets.melt(id_vars="region", var_name="quarter", value_name="target")
    result = sums.merge(tidy, on=["region", "quarter"], how="left", validate="one_to_one")
    result["difference"] = result["sum"] - result["target"]
    return result
