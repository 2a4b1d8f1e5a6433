"""What `mlpath verify` asks of shop.py, on shops of several seeds, sizes and faults. The judge counts in plain dicts."""

import csv
import os
import statistics
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd

import shop

SEED = int(os.environ.get("MLPATH_SEED", "0"))
SHOPS = [1, 2, 3]
COLUMNS = ["region", "quarter", "rows", "known", "sum", "median", "target", "difference"]


def make_shop(folder, number):
    """Write the three files of a shop, with faults of every kind in them."""
    r = np.random.default_rng([SEED, number])
    n, known = int(r.integers(250, 500)), int(r.integers(25, 60))
    ids = [f"{i:03d}" for i in range(1, known + 1)]
    buyers = [*ids, *(f"{i:03d}" for i in range(known + 1, known + 6))]
    regions = ["EU", "NA", "APAC", "None"][: int(r.integers(3, 5))]
    days = pd.Timestamp("2025-01-01") + pd.to_timedelta(r.integers(0, 365, n), unit="D")
    orders = []
    for i in range(n):
        amount = "?" if r.random() < 0.06 else str(int(r.integers(5, 200)))
        orders.append([i + 1, buyers[int(r.integers(len(buyers)))], days[i].strftime("%Y-%m-%d"), amount])
    # Bought twice on one day for one amount, under numbers of their own
    orders += [[n + i, *orders[i][1:]] for i in (5, 6, 7)]
    orders += [[n + 20 + i, buyers[-1 - i], "2024-02-29", "?"] for i in range(4)]
    r.shuffle(orders)
    orders += [orders[10], orders[20], orders[11]]
    customers = [[one, regions[int(r.integers(len(regions)))]] for one in ids]
    customers.append(customers[int(r.integers(known))])
    targets = [[region, *(int(value) for value in r.integers(1000, 5000, 4))] for region in regions]
    for name, head, rows in (
        ("orders", ["order_id", "customer", "date", "amount"], orders),
        ("customers", ["customer", "region"], customers),
        ("targets", ["region", "Q1", "Q2", "Q3", "Q4"], targets),
    ):
        with (Path(folder) / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([head, *rows])


def rows_of(folder, name):
    """Return the rows of a file as dicts of text."""
    with (Path(folder) / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@contextmanager
def a_shop(number):
    """Give a folder with a shop, and complain when anything warned or a file changed."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        make_shop(folder, number)
        before = {path.name: path.read_bytes() for path in Path(folder).iterdir()}
        yield folder
        after = {name: (Path(folder) / name).read_bytes() for name in before if (Path(folder) / name).exists()}
        assert after == before, "a file of the shop was changed: the raw data stay as they are"
        assert not given, f"it warned: {given[0].message}"


def loaded(folder):
    """Return what `load` gives, as three frames."""
    frames = shop.load(folder)
    assert isinstance(frames, tuple) and len(frames) == 3, "load should return three frames: orders, customers, targets"
    return frames


def cleaned(orders, customers):
    """Return what `clean` gives, as two frames."""
    frames = shop.clean(orders, customers)
    assert isinstance(frames, tuple) and len(frames) == 2, "clean should return two frames: orders and customers"
    return frames


def right_frames(folder):
    """Return the clean frames of a shop, made without the learner's `load` and `clean`."""
    orders = {row["order_id"]: row for row in rows_of(folder, "orders")}
    customers = {row["customer"]: row["region"] for row in rows_of(folder, "customers")}
    table = pd.DataFrame(
        {
            "order_id": [int(key) for key in orders],
            "customer": [row["customer"] for row in orders.values()],
            "date": pd.to_datetime([row["date"] for row in orders.values()], format="%Y-%m-%d"),
            "amount": [float("nan") if row["amount"] == "?" else float(row["amount"]) for row in orders.values()],
        }
    )
    targets = pd.DataFrame(
        [
            {"region": row["region"], **{q: int(row[q]) for q in ("Q1", "Q2", "Q3", "Q4")}}
            for row in rows_of(folder, "targets")
        ]
    )
    return table, pd.DataFrame({"customer": list(customers), "region": list(customers.values())}), targets


def counted(folder):
    """Return the summary of a shop by (region, quarter), counted with dicts and a loop."""
    orders = {row["order_id"]: row for row in rows_of(folder, "orders")}
    region_of = {row["customer"]: row["region"] for row in rows_of(folder, "customers")}
    target_of = {row["region"]: row for row in rows_of(folder, "targets")}
    amounts = {}
    for row in orders.values():
        key = region_of.get(row["customer"], "unknown"), f"Q{(int(row['date'][5:7]) + 2) // 3}"
        amounts.setdefault(key, []).append(None if row["amount"] == "?" else float(row["amount"]))
    summary = {}
    for (region, quarter), every in sorted(amounts.items()):
        known = [amount for amount in every if amount is not None]
        target = float(target_of[region][quarter]) if region in target_of else float("nan")
        middle = statistics.median(known) if known else float("nan")
        summary[region, quarter] = [len(every), len(known), sum(known), middle, target, sum(known) - target]
    return summary


def refuses(function, *arguments):
    """Return what came of a call that should raise ValueError: an empty text if it did."""
    try:
        function(*arguments)
    except ValueError:
        return ""
    except NotImplementedError:
        raise
    except Exception as error:
        return f"it raised {type(error).__name__}, where the docstring says ValueError"
    return "it returned a result"


def texts(frame, column):
    """Return a column as a list, with None where a value is missing."""
    assert column in frame.columns, f"there is no column {column!r}"
    return [None if pd.isna(value) else value for value in frame[column].tolist()]


def test_no_row_is_lost_in_loading():
    """`load` returns every row of the three files, in their order."""
    for number in SHOPS:
        with a_shop(number) as folder:
            for name, frame in zip(("orders", "customers", "targets"), loaded(folder)):
                rows = rows_of(folder, name)
                assert len(frame) == len(rows), f"{name}: {len(frame)} rows of {len(rows)} in the file"
            ids = [int(row["order_id"]) for row in rows_of(folder, "orders")]
            assert texts(loaded(folder)[0], "order_id") == ids, "the order ids are not those of the file, whole numbers"


def test_ids_keep_their_zeros():
    """Customer ids are text with their leading zeros, in both files."""
    for number in SHOPS:
        with a_shop(number) as folder:
            orders, customers, _ = loaded(folder)
            for name, frame in (("orders", orders), ("customers", customers)):
                wanted = [row["customer"] for row in rows_of(folder, name)]
                found = texts(frame, "customer")
                assert found == wanted, f"{name}: the first id is {found[0]!r}, {wanted[0]!r} in the file"


def test_the_region_na_is_a_region():
    """The regions `NA` and `None` stay text, in both files that have them."""
    for number in SHOPS:
        with a_shop(number) as folder:
            _, customers, targets = loaded(folder)
            for name, frame in (("customers", customers), ("targets", targets)):
                found = texts(frame, "region")
                assert None not in found, (
                    f"{name}: {found.count(None)} regions are missing: which texts mean that to read_csv?"
                )
                assert found == [row["region"] for row in rows_of(folder, name)], f"{name}: the regions are other ones"


def test_dates_and_amounts_have_their_types():
    """Dates are parsed, amounts are floats with NaN for `?`, and targets are numbers."""
    for number in SHOPS:
        with a_shop(number) as folder:
            orders, _, targets = loaded(folder)
            rows = rows_of(folder, "orders")
            assert pd.api.types.is_datetime64_any_dtype(orders["date"]), (
                f"the dates have the type {orders['date'].dtype}"
            )
            assert orders["date"].dt.strftime("%Y-%m-%d").tolist() == [row["date"] for row in rows], (
                "a date is another day"
            )
            assert pd.api.types.is_float_dtype(orders["amount"]), f"the amounts have the type {orders['amount'].dtype}"
            wanted = [None if row["amount"] == "?" else float(row["amount"]) for row in rows]
            assert texts(orders, "amount") == wanted, (
                f"{orders['amount'].isna().sum()} amounts are missing, or one differs"
            )
            for quarter in ("Q1", "Q2", "Q3", "Q4"):
                assert pd.api.types.is_numeric_dtype(targets[quarter]), f"the targets of {quarter} are no numbers"


def as_loaded(folder):
    """Return orders and customers as they stand in the files, made without the learner's `load`."""
    orders, customers = pd.DataFrame(rows_of(folder, "orders")), pd.DataFrame(rows_of(folder, "customers"))
    orders["order_id"] = orders["order_id"].astype(int)
    orders["date"] = pd.to_datetime(orders["date"], format="%Y-%m-%d")
    orders["amount"] = pd.to_numeric(orders["amount"], errors="coerce")
    return orders, customers


def test_rows_exported_twice_are_kept_once():
    """`clean` leaves each order and each customer once, and no two that differ are taken for one."""
    for number in SHOPS:
        with a_shop(number) as folder:
            raw = as_loaded(folder)
            for name, key, before, after in zip(("orders", "customers"), ("order_id", "customer"), raw, cleaned(*raw)):
                ids = texts(after, key)
                assert len(set(ids)) == len(ids), f"{name}: {key} is not unique after cleaning"
                lost = set(texts(before, key)) - set(ids)
                assert not lost, f"{name}: {len(lost)} with a {key} of their own are gone; compare whole rows"
                assert list(after.columns) == list(before.columns), f"{name}: the columns have changed"
                known = before.drop_duplicates().set_index(key).loc[ids].reset_index()
                assert known[list(after.columns)].equals(after.reset_index(drop=True)), f"{name}: a row has changed"


def test_cleaning_twice_changes_nothing_more():
    """`clean` of what `clean` returned is the same again, and the frames given stay as they were."""
    with a_shop(4) as folder:
        raw = as_loaded(folder)
        kept = [frame.copy() for frame in raw]
        once = cleaned(*raw)
        copies = [frame.copy() for frame in once]
        twice = cleaned(*once)
        assert all(frame.equals(copy) for frame, copy in zip(raw, kept)), "a frame that was given has changed"
        assert all(frame.equals(copy) for frame, copy in zip(once, copies)), "a frame that was given has changed"
        for one, other in zip(once, twice):
            assert one.reset_index(drop=True).equals(other.reset_index(drop=True)), (
                "the second time it changed something"
            )


def test_rows_that_contradict_each_other_are_refused():
    """`clean` raises ValueError where two rows have one id and differ in another column."""
    with a_shop(5) as folder:
        orders, customers = as_loaded(folder)
        other = orders.iloc[[3]].assign(amount=12345.0)
        came = refuses(shop.clean, pd.concat([orders, other], ignore_index=True), customers)
        assert not came, f"for one order with two amounts {came}"
        moved = customers.iloc[[0]].assign(region="MOON")
        came = refuses(shop.clean, orders, pd.concat([customers, moved], ignore_index=True))
        assert not came, f"for one customer in two regions {came}"


def summary_of(folder, number):
    """Return the learner's summary of a shop's clean frames, by (region, quarter)."""
    result = shop.summarise(*right_frames(folder))
    missing = [column for column in COLUMNS if column not in result.columns]
    assert not missing, f"shop {number}: the summary has no column {', '.join(missing)}"
    found = {}
    for row in result.to_dict("records"):
        key = ("a missing region" if pd.isna(row["region"]) else row["region"]), row["quarter"]
        assert key not in found, f"shop {number}: {key[0]} {key[1]} has two rows"
        found[key] = [row[column] for column in COLUMNS[2:]]
    return found


def test_every_order_is_counted():
    """The summary keeps every order and all the money, those of unknown customers included."""
    for number in SHOPS:
        with a_shop(number) as folder:
            found, wanted = summary_of(folder, number), counted(folder)
            orders = right_frames(folder)[0]
            rows, total = sum(row[0] for row in found.values()), sum(row[2] for row in found.values())
            assert rows == len(orders), (
                f"{rows} of {len(orders)} orders are in the summary: a join lost or doubled some"
            )
            assert abs(total - orders["amount"].sum()) < 1e-6, (
                f"the sums are {total} together, not the total of the amounts"
            )
            absent = sorted({region for region, _ in wanted} - {region for region, _ in found})
            assert not absent, f"there is no row for the region {absent[0]}"
            assert sorted(found) == sorted(wanted), "the regions and quarters are not those that have orders"


def test_sums_and_medians_are_those_of_known_amounts():
    """Rows, known amounts, sum and median of each region and quarter are right; a missing amount is no 0."""
    for number in SHOPS:
        with a_shop(number) as folder:
            found, wanted = summary_of(folder, number), counted(folder)
            for key, numbers in wanted.items():
                assert key in found, f"there is no row for {key[0]} {key[1]}"
                for column, one, other in zip(COLUMNS[2:6], found[key], numbers):
                    assert same(one, other), f"{key[0]} {key[1]}: {column} is {one}; which orders does it count?"


def test_targets_are_compared():
    """Each region and quarter has its target and the difference, and NaN where there is no target."""
    for number in SHOPS:
        with a_shop(number) as folder:
            found, wanted = summary_of(folder, number), counted(folder)
            for key, numbers in wanted.items():
                assert key in found, f"there is no row for {key[0]} {key[1]}"
                for column, one, other in zip(COLUMNS[6:], found[key][4:], numbers[4:]):
                    assert same(one, other), (
                        f"{key[0]} {key[1]}: {column} is {one}; it is that quarter's, and sum minus target"
                    )


def same(one, other):
    """Return whether two numbers agree, missing ones included."""
    if pd.isna(one) or pd.isna(other):
        return bool(pd.isna(one) and pd.isna(other))
    return abs(one - other) < 1e-6


def test_the_summary_is_in_order():
    """The summary's columns are those of the docstring, its rows sorted by region and quarter and numbered from 0."""
    with a_shop(6) as folder:
        result = shop.summarise(*right_frames(folder))
        assert list(result.columns) == COLUMNS, f"its columns are {', '.join(map(str, result.columns))}"
        keys = list(zip(texts(result, "region"), texts(result, "quarter")))
        assert keys == sorted(keys, key=str), "its rows are not sorted by region and quarter"
        assert list(result.index) == list(range(len(result))), "its rows are not numbered from 0"


def test_a_join_that_would_double_orders_is_refused():
    """`summarise` raises ValueError where a customer or a region's target stands twice."""
    with a_shop(7) as folder:
        orders, customers, targets = right_frames(folder)
        came = refuses(shop.summarise, orders, pd.concat([customers, customers.iloc[[0]]]), targets)
        assert not came, f"for a customer listed twice {came}; what does `validate=` check?"
        came = refuses(shop.summarise, orders, customers, pd.concat([targets, targets.iloc[[0]]]))
        assert not came, f"for a region with two rows of targets {came}; what does `validate=` check?"


def test_the_summary_leaves_its_frames():
    """`summarise` changes none of the three frames, whatever their index is."""
    with a_shop(8) as folder:
        frames = [frame.sample(frac=1, random_state=SEED) for frame in right_frames(folder)]
        kept = [frame.copy() for frame in frames]
        shuffled = shop.summarise(*frames)
        for name, frame, copy in zip(("orders", "customers", "targets"), frames, kept):
            assert frame.equals(copy), f"{name} was changed"
        straight = shop.summarise(*right_frames(folder))
        assert shuffled.equals(straight), "the rows in another order gave another summary"


def test_the_whole_way_works():
    """`summarise` of `clean` of `load` gives what counting by hand gives, twice in a row."""
    with a_shop(9) as folder:
        for _ in range(2):
            orders, customers, targets = loaded(folder)
            result = shop.summarise(*cleaned(orders, customers), targets)
            wanted = counted(folder)
            found = {(row["region"], row["quarter"]): row for row in result.to_dict("records")}
            assert sorted(found, key=str) == sorted(wanted), "the regions and quarters are not those that have orders"
            for key, numbers in wanted.items():
                right = all(same(found[key][column], number) for column, number in zip(COLUMNS[2:], numbers))
                assert right, f"{key[0]} {key[1]}: its numbers are not those that counting gives"
