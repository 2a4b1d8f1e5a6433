"""What `mlpath verify` asks of flats.py: its model is fitted anew on tables of flats that nobody has seen."""

import os
import warnings
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy import allclose, asarray, isfinite
from sklearn.base import clone as copy_of
from sklearn.model_selection import KFold

import flats

SEED = int(os.environ.get("MLPATH_SEED", "0"))
WORDS = ["near the park", "quiet street", "close to the station", "with cellar"]


def make_world(number, n=900, districts=30, spread=0.45):
    """Return flats, their rents, and the rents without what nobody can know; with districts=0 each flat has its own."""
    r = np.random.default_rng([SEED, number])
    size = r.gamma(5, 15, n) + 15
    rooms = np.clip(np.round(size / 28 + r.normal(0, 0.5, n)), 1, 8)
    share = 1 / np.arange(5, districts + 5)
    which = r.choice(districts, n, p=share / share.sum()) if districts else np.arange(n)
    names = asarray([f"{'QRSTU'[i % 5]}{r.integers(10_000)}x{i}" for i in range(districts or n)])
    heating = r.choice(["gas", "district", "electric"], n, p=[0.5, 0.25, 0.25])
    month = r.integers(1, 13, n)
    good, bad = (r.random(n) < 0.3).astype(int), (r.random(n) < 0.3).astype(int)
    known = (
        r.uniform(2.5, 4)
        + 0.8 * np.log(size)
        + r.normal(0, spread, districts or n)[which]
        + 0.3 * good
        - 0.3 * bad
        - 0.3 * (heating == "electric")
        + 0.2 * np.sin(2 * np.pi * month / 12)
    )
    first, second = r.choice(WORDS, n), r.choice(WORDS, n)
    text = [
        ", ".join([*["newly renovated"] * g, one, other, *["needs renovation"] * b])
        for g, b, one, other in zip(good, bad, first, second)
    ]
    frame = pd.DataFrame(
        {
            "listed": pd.to_datetime(pd.DataFrame({"year": 2025, "month": month, "day": 1})),
            "size": np.where(r.random(n) < 0.06, np.nan, size.round()),
            "rooms": rooms,
            "district": names[which],
            "heating": pd.Series(heating, dtype=object).where(r.random(n) >= 0.1, np.nan),
            "text": text,
        }
    )
    rents = pd.Series(np.exp(known + r.normal(0, 0.1, n)).round(2), index=frame.index, name="rent")
    return frame, rents, np.exp(known)


def fitted(X, y):
    """Return a fitted copy of what `make_model` gives."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return copy_of(flats.make_model()).fit(X, y)


def rents_of(model, X):
    """Return what a model predicts: one finite rent above 0 for each row."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = asarray(model.predict(X), dtype=float).ravel()
    assert found.shape == (len(X),), f"{len(X)} rows gave predictions of shape {found.shape}"
    assert isfinite(found).all() and (found > 0).all(), "a rent is not a number above 0"
    return found


@lru_cache(maxsize=4)
def trained(number, n, districts, spread):
    """Return a model that is fitted on the first two thirds of a world, the other rows, and both kinds of rents of theirs."""
    X, y, known = make_world(number, n, districts, spread)
    part = 2 * n // 3
    return fitted(X[:part], y[:part]), X[part:], y[part:], known[part:]


def error_ratio(number, n=900, districts=30, spread=0.45):
    """Return the mean absolute error on new rows, over that of somebody who knows all but the noise."""
    model, X, y, known = trained(number, n, districts, spread)
    return float(np.abs(rents_of(model, X) - y).mean() / np.abs(known - y).mean())


def predicts(model, X):
    """Return whether a model gives rents, and raises no error for want of a `fit`."""
    try:
        model.predict(X)
    except Exception:
        return False
    return True


def test_it_comes_unfitted():
    """`make_model` returns a new object at each call, which has learned nothing yet, and which `clone` can copy."""
    X, y, _ = make_world(1, 60)
    model = flats.make_model()
    assert not predicts(model, X), "it predicts before `fit`: from which rows did it learn?"
    assert flats.make_model() is not model, "two calls return one object"
    copy_of(model).fit(X, y)
    assert not predicts(model, X), "fitting a copy fitted the object itself"


# Error over that of the noise, 20 seeds: the solution 1.23 to 1.62, with one-hot districts no more, with a forest up to 2.0;
# the nearest wrong one, districts as ordinal codes, 2.71 or more. Each flat with a district of its own: the solution 1.11 to
# 1.41, without cross-fitting 2.84 or more.
MOST, MOST_WITH_OWN_DISTRICTS = 2.4, 2.0


def test_the_error_is_small_in_worlds_never_seen():
    """Fitted anew on tables with other districts and other effects, it predicts rents of new rows well."""
    for number in (2, 3):
        ratio = error_ratio(number)
        assert ratio < MOST, (
            f"the error is {ratio:.2f} times what the noise alone would make: which columns have no say?"
        )


def test_rare_districts_do_not_tell_their_own_rent():
    """Where each flat is the only one of its district, it still learns from the other columns."""
    ratio = error_ratio(4, 600, 0, 0)
    assert ratio < MOST_WITH_OWN_DISTRICTS, (
        f"the error is {ratio:.2f} times what the noise alone would make: in training a district's code knows the row's rent"
    )


# Below, 20 seeds, the solution: half as large again, 1.29 to 1.37 times the rent; electric heating 0.72 to 0.76; September
# 0.65 to 0.71 of March, December and January at most 0.11 apart; renovated 1.26 to 1.46, to be renovated 0.69 to 0.77; R² on
# shuffled rents at most -0.05. Where a column is left out, its ratio is 1.


def changed(column, values):
    """Return how many times the predicted rents are those of the first value, for each of some values in a column."""
    model, X, _, _ = trained(2, 900, 30, 0.45)
    rows = X.dropna().head(60)
    rents = [rents_of(model, rows.assign(**{column: value})) for value in values]
    return [float(np.exp(np.log(rent / rents[0]).mean())) for rent in rents]


def test_size_and_heating_have_their_say():
    """Half as large again, a flat costs clearly more; electric heating lowers the rent."""
    model, X, _, _ = trained(2, 900, 30, 0.45)
    rows = X.dropna().query("40 <= size <= 80").head(60)
    larger = rents_of(model, rows.assign(size=rows["size"] * 1.5)) / rents_of(model, rows)
    assert larger.mean() > 1.15, f"half as large again, a flat costs {larger.mean():.2f} times as much"
    _, electric = changed("heating", ["gas", "electric"])
    assert electric < 0.92, f"electric heating instead of gas makes the rent {electric:.2f} times as high"


def test_the_month_has_its_say():
    """Rents of March are higher than those of September, and December lies beside January."""
    _, september = changed("listed", [pd.Timestamp(2025, 3, 1), pd.Timestamp(2025, 9, 1)])
    assert september < 0.9, f"September has {september:.2f} times the rents of March: does the month go in?"
    _, january = changed("listed", [pd.Timestamp(2025, month, 1) for month in (12, 1)])
    assert abs(np.log(january)) < 0.25, "December and January are far from each other: a year is a circle"


def test_words_are_read_in_pairs():
    """A flat that is newly renovated costs more, one that needs renovation less."""
    plain = "quiet street, with cellar"
    _, good, bad = changed("text", [plain, f"newly renovated, {plain}", f"{plain}, needs renovation"])
    assert good > 1.1, f"newly renovated, a flat costs {good:.2f} times as much"
    assert bad < 0.9, f"in need of renovation, a flat costs {bad:.2f} times as much"


def test_shuffled_rents_teach_nothing():
    """On shuffled rents the cross-validated R² is not above 0, however often it is fitted."""
    X, y, _ = make_world(5, 500)
    y = pd.Series(np.random.default_rng([SEED, 6]).permutation(y), index=y.index)
    scores = []
    for train, test in KFold(4, shuffle=True, random_state=0).split(X):
        found = rents_of(fitted(X.iloc[train], y.iloc[train]), X.iloc[test])
        left = y.iloc[test].to_numpy()
        scores.append(1 - ((left - found) ** 2).sum() / ((left - left.mean()) ** 2).sum())
    assert np.mean(scores) < 0.02, (
        f"R² is {np.mean(scores):.2f} on shuffled rents: something is known that was not learned"
    )


def test_a_row_alone_is_judged_as_in_a_batch():
    """A row's prediction depends on no other row that is predicted with it."""
    model, X, _, _ = trained(2, 900, 30, 0.45)
    together = rents_of(model, X)
    gap = int(np.flatnonzero(X["size"].isna())[0])
    for i in (0, 1, gap, len(X) - 1):
        assert allclose(rents_of(model, X.iloc[[i]]), together[i]), "a row alone has another rent than among others"
    assert allclose(rents_of(model, X.iloc[::-1]), together[::-1]), "the rows in another order have other rents"


def test_unusual_rows_are_no_obstacle():
    """A district or heating never seen, gaps, and an empty text give a rent that is possible."""
    model, X, y, _ = trained(3, 900, 30, 0.45)
    for name, values in {
        "a new district": {"district": "never seen"},
        "a new heating": {"heating": "steam"},
        "no heating": {"heating": np.nan},
        "no size": {"size": np.nan},
        "an empty text": {"text": ""},
        "unknown words": {"text": "zebra"},
        "all of it": {"district": "never seen", "heating": np.nan, "size": np.nan, "text": ""},
    }.items():
        try:
            found = rents_of(model, X.head(3).assign(**values))
        except ValueError as error:
            found, complaint = None, str(error).splitlines()[0][:80]
        assert found is not None, f"{name} raises an error: {complaint}"
        assert ((found > y.min() / 3) & (found < y.max() * 3)).all(), f"{name}: the rent is far from all that were seen"


def test_the_table_stays_as_it_was():
    """Neither `fit` nor `predict` changes the frame or the rents."""
    X, y, _ = make_world(7, 150)
    kept = X.copy(), y.copy()
    model = flats.make_model()
    model.fit(X, y)
    assert X.equals(kept[0]) and y.equals(kept[1]), "`fit` changed what it was given"
    model.predict(X)
    assert X.equals(kept[0]), "`predict` changed the frame"
