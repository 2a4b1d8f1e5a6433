"""What `mlpath verify` asks of prep.py, on customer tables of several seeds. Columns are found by what moves them."""

import os
import warnings

import numpy as np
import pandas as pd
from numpy import allclose, asarray, isfinite
from sklearn.model_selection import train_test_split as split_of

import prep

SEED = int(os.environ.get("MLPATH_SEED", "0"))
KNOWN = ["age", "income", "plan", "login_hour"]
PLANS = ["basic", "pro", "team"]


def make_customers(number, n=400):
    """Return a dirty customer table with every fault of the guide's, and duplicates that only the right order finds."""
    r = np.random.default_rng([SEED, number])
    age = r.integers(18, 80, n).astype(float)
    income = np.round(r.lognormal(10.2, 0.5, n) * (1 + age / 100), -2)
    plan = r.choice(["basic", "Basic ", "pro", "PRO", " team", "Team"], n)
    churned = (r.random(n) < 0.15 + 0.2 * (income < 40_000)).astype(int)
    income[r.random(n) < np.where(age > 55, 0.4, 0.05)] = np.nan
    age[r.random(n) < 0.06] = -999
    frame = pd.DataFrame(
        {
            "age": age,
            "income": income,
            "plan": plan,
            "login_hour": r.integers(0, 24, n),
            "exit_fee": np.where(churned == 1, 25.0, 0.0),
            "churned": churned,
        }
    )
    frame.loc[r.random(n) < 0.08, "plan"] = np.nan
    frame.loc[3, "exit_fee"] = -999.0  # A large refund, and no sentinel
    twice = frame.sample(12, random_state=number)
    respelled = frame.loc[frame["plan"].notna()].sample(9, random_state=number + 1)
    respelled["plan"] = respelled["plan"].str.strip().str.title() + "  "
    return pd.concat([frame, twice, respelled], ignore_index=True)


def right_rows(frame):
    """Return the clean rows as a list of dicts, worked out row by row."""
    seen, kept = set(), []
    for row in frame.to_dict("records"):
        row["plan"] = None if pd.isna(row["plan"]) else row["plan"].strip().lower()
        row["age"] = None if row["age"] == -999 or pd.isna(row["age"]) else row["age"]
        row["income"] = None if pd.isna(row["income"]) else row["income"]
        if tuple(row.values()) not in seen:
            seen.add(tuple(row.values()))
            kept.append(row)
    return kept


def right_frame(number):
    """Return a clean table, made without the learner's `clean`."""
    frame = pd.DataFrame(right_rows(make_customers(number)))
    for name in ("age", "income"):
        frame[name] = frame[name].astype(float)
    frame["plan"] = frame["plan"].astype(object).where(frame["plan"].notna(), np.nan)
    return frame


def right_parts(number):
    """Return the four parts of a clean table, made without the learner's `split`."""
    frame = right_frame(number)
    return split_of(frame[KNOWN], frame["churned"], test_size=0.25, random_state=0, stratify=frame["churned"])


def parts_of(frame):
    """Return what `split` gives, as four parts."""
    parts = prep.split(frame)
    assert isinstance(parts, (tuple, list)) and len(parts) == 4, "split should return X_train, X_test, y_train, y_test"
    return parts


def matrix(fitted, X):
    """Return what a fitted object makes of X, as a dense matrix of floats."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = fitted.transform(X)
    found = found.toarray() if hasattr(found, "toarray") else found
    return asarray(found, dtype=float)


def fitted_on(X):
    """Return what `build_prep` gives, fitted."""
    made = prep.build_prep()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made.fit(X)
    return made


def varied(fitted, X, column, values):
    """Return the matrix of one complete row of X, with each of some values in a column."""
    row = X.dropna().head(1)
    rows = pd.concat([row] * len(values), ignore_index=True)
    rows[column] = pd.Series(values, dtype=object if column == "plan" else float)
    return matrix(fitted, rows)


def moved(table):
    """Return the numbers of the columns that are not the same in all rows."""
    return np.flatnonzero(np.ptp(table, axis=0) > 1e-12)


def test_three_plans_are_left():
    """`clean` leaves three plans, in small letters and without spaces, and gaps stay gaps."""
    for number in (1, 2):
        dirty = make_customers(number)
        found = prep.clean(dirty)["plan"]
        left = sorted(set(found.dropna()))
        assert left == PLANS, f"the plans are {', '.join(map(repr, left))}"
        assert found.isna().any(), "missing plans were filled in: that is learned, and comes later"


def test_the_sentinel_is_missing():
    """`clean` turns an age of -999 into NaN, and no other number."""
    for number in (3, 4):
        dirty = make_customers(number)
        found = prep.clean(dirty)
        assert not (found["age"] == -999).any(), f"{(found['age'] == -999).sum()} ages are still -999"
        assert found["age"].isna().any(), "missing ages were filled in: that is learned, and comes later"
        assert (found["exit_fee"] == -999).sum() == 1, "a -999 that is no age is gone"
        assert found["age"].dropna().between(18, 79).all(), "an age has changed"


def test_each_row_is_there_once():
    """`clean` keeps each row once, those that only spelling told apart included, and loses no other."""
    for number in (5, 6):
        dirty = make_customers(number)
        found, wanted = prep.clean(dirty), right_rows(dirty)
        assert list(found.columns) == list(dirty.columns), "a column is gone or new"
        assert len(found) >= len(wanted), f"{len(wanted) - len(found)} rows too many are gone: gaps are no reason"
        assert len(found) == len(wanted), (
            f"{len(found) - len(wanted)} rows are still there twice: in which order do the rules run?"
        )
        for name in dirty.columns:
            values = [None if pd.isna(value) else value for value in found[name].tolist()]
            assert values == [row[name] for row in wanted], (
                f"{name}: a value has changed, or the rows are in another order"
            )


def test_cleaning_twice_changes_nothing_more():
    """`clean` of what `clean` returned is the same again, and the frame given stays as it was."""
    dirty = make_customers(7)
    kept = dirty.copy()
    once = prep.clean(dirty)
    assert dirty.equals(kept), "the frame that was given has changed"
    twice = prep.clean(once)
    assert once.reset_index(drop=True).equals(twice.reset_index(drop=True)), "the second time it changed something"


def test_no_column_knows_the_answer():
    """X has the four columns that are known before anybody leaves."""
    X_train, X_test, _, _ = parts_of(right_frame(8))
    for X in (X_train, X_test):
        told = [name for name in ("exit_fee", "churned") if name in X.columns]
        assert not told, f"{told[0]} is in X: it is known only after somebody left"
        assert sorted(X.columns) == sorted(KNOWN), f"the columns are {', '.join(map(str, X.columns))}"


def test_the_split_is_the_one_that_was_agreed():
    """`split` puts each row into one part, a quarter into the test, with the same share of leavers, y beside its X."""
    for number in (9, 10):
        frame = right_frame(number)
        X_train, X_test, y_train, y_test = parts_of(frame)
        assert list(X_train.index) == list(y_train.index) and list(X_test.index) == list(y_test.index), (
            "y is not beside its X"
        )
        assert not set(X_train.index) & set(X_test.index), "a row is in both parts"
        assert len(X_train) + len(X_test) == len(frame), "a row is in neither part"
        wanted = right_parts(number)
        assert list(X_test.index) == list(wanted[1].index), "the parts are others than those of the docstring's call"
        assert y_test.equals(frame.loc[y_test.index, "churned"]), "y is not churned"


def test_gaps_are_left_to_the_training():
    """The parts that `split` returns still have their gaps: filling them before would look at the test rows."""
    frame = right_frame(11)
    X_train, X_test, _, _ = parts_of(frame)
    for name, X in (("X_train", X_train), ("X_test", X_test)):
        for column in ("age", "income", "plan"):
            lost = frame.loc[X.index, column].isna().sum() - X[column].isna().sum()
            assert lost == 0, f"{name}: {lost} gaps of {column} were filled before the training"
        assert X[KNOWN].equals(frame.loc[X.index, KNOWN]), f"{name}: a value differs from that of its row"


def test_it_comes_unfitted():
    """`build_prep` returns an object that has learned nothing yet, a new one at each call."""
    X_train, X_test, _, _ = right_parts(12)
    made = prep.build_prep()
    try:
        made.transform(X_test)
        early = True
    except NotImplementedError:
        raise
    except Exception:  # A class of one's own need not say it with scikit-learn's error.
        early = False
    assert not early, "it transforms before it was fitted: from which rows did it learn?"
    made.fit(X_train)
    assert prep.build_prep() is not made, "two calls return one object"


def test_the_matrix_is_complete():
    """The matrix has a row for each row of X, no gap, and as many columns for the test as for the training."""
    for number in (13, 14):
        X_train, X_test, _, _ = right_parts(number)
        kept = X_train.copy()
        fitted = fitted_on(X_train)
        a, b = matrix(fitted, X_train), matrix(fitted, X_test)
        assert (len(a), len(b)) == (len(X_train), len(X_test)), "the matrix has not a row for each row"
        assert a.shape[1] == b.shape[1], f"{a.shape[1]} columns in training, {b.shape[1]} in the test"
        assert isfinite(a).all() and isfinite(b).all(), "there are gaps in the matrix"
        assert X_train.equals(kept), "the table that it was fitted on has changed"


def test_each_column_matters():
    """Another age, income, plan or hour gives another row of the matrix, and only its own columns move."""
    X_train, _, _, _ = right_parts(15)
    fitted = fitted_on(X_train)
    changes = {"age": [20, 70], "income": [20_000, 90_000], "plan": ["basic", "team"], "login_hour": [3, 13]}
    seen = {}
    for name, values in changes.items():
        columns = moved(varied(fitted, X_train, name, values))
        assert len(columns), f"the matrix does not react to {name}"
        for column in columns:
            assert column not in seen, f"a column of the matrix reacts to {seen.get(column)} and to {name}"
            seen[column] = name


def test_age_and_income_are_standardised():
    """On the training part age and income have mean 0 and standard deviation 1, filled gaps included."""
    for number in (16, 17):
        X_train, _, _, _ = right_parts(number)
        fitted = fitted_on(X_train)
        table = matrix(fitted, X_train)
        for name, values in (("age", [20, 70]), ("income", [20_000, 90_000])):
            columns = moved(varied(fitted, X_train, name, values))
            assert len(columns) == 1, f"{len(columns)} columns react to {name}"
            column = table[:, columns[0]]
            assert abs(column.mean()) < 1e-6, f"{name}: the mean on the training part is {column.mean():.4f}"
            assert abs(column.std() - 1) < 1e-6, f"{name}: the standard deviation is {column.std():.4f} (ddof=0)"


def odd_parts(number):
    """Return training and test part, the first with odd numbers of known ages and incomes: their medians are among them."""
    X_train, X_test, _, _ = right_parts(number)
    age, income = X_train["age"].notna(), X_train["income"].notna()
    if income.sum() % 2 == 0:
        X_train = X_train.drop(X_train.index[age & income][0])
    if X_train["age"].notna().sum() % 2 == 0:
        X_train = X_train.drop(X_train.index[X_train["age"].notna() & X_train["income"].isna()][0])
    return X_train, X_test


def test_income_is_on_a_log_scale():
    """Twice the income is the same step anywhere; a year of age is, too."""
    X_train, _ = odd_parts(18)
    fitted = fitted_on(X_train)
    for name, values in (("income", [20_000, 40_000, 80_000, 160_000]), ("age", [20, 30, 40, 50])):
        table = varied(fitted, X_train, name, values)
        steps = np.diff(table[:, moved(table)[0]])
        assert allclose(steps, steps[0], rtol=1e-3), (
            f"{name}: the steps are {', '.join(f'{step:.3f}' for step in steps)}"
        )
        assert steps[0] > 0, f"{name}: more became less"


def test_gaps_take_the_median_of_the_training_part():
    """A missing age or income is coded as the training part's median is, also in test rows that lie far away."""
    X_train, X_test = odd_parts(19)
    fitted = fitted_on(X_train)
    far = X_test.assign(age=X_test["age"] + 100, income=X_test["income"] * 50)
    for name in ("age", "income"):
        median = float(X_train[name].median())
        table = varied(fitted, X_train, name, [median, median * 1.5])
        column = moved(table)[0]
        gap = varied(fitted, X_train, name, [np.nan])[0, column]
        away = f"{name}: a gap is not coded as the median of the training part"
        assert allclose(gap, table[0, column], atol=1e-6), f"{away}; was the mean taken, or were other rows in it?"
        coded = matrix(fitted, far)[far[name].isna().to_numpy(), column]
        assert allclose(coded, table[0, column], atol=1e-6), f"{away}, in a table whose other rows lie far away"


def test_each_plan_has_a_column():
    """Each plan has a column of its own with 1 in it, and 0 in those of the others."""
    X_train, _, _, _ = right_parts(20)
    fitted = fitted_on(X_train)
    table = varied(fitted, X_train, "plan", PLANS)
    columns = moved(table)
    block = table[:, columns]
    assert len(columns) == 3, f"{len(columns)} columns react to the three plans: a number for each would claim an order"
    assert set(block.ravel()) == {0.0, 1.0}, "the columns of the plans hold other numbers than 0 and 1"
    assert (block.sum(axis=1) == 1).all() and (block.sum(axis=0) == 1).all(), "a plan has not exactly one column with 1"


def test_plans_may_be_new_or_missing():
    """A plan that was not in training, and a missing one, give a complete row without an error."""
    X_train, _, _, _ = right_parts(21)
    fitted = fitted_on(X_train)
    columns = moved(varied(fitted, X_train, "plan", PLANS))
    for what, plan in (("never seen", "platinum"), ("missing", np.nan)):
        try:
            table = varied(fitted, X_train, "plan", [plan])
        except ValueError as error:
            table, complaint = None, str(error).splitlines()[0][:70]
        assert table is not None, f"a plan that is {what} raises an error: {complaint}"
        assert isfinite(table).all(), f"a plan that is {what} leaves a gap"
        if what == "never seen":
            assert set(table[0, columns]) <= {0.0, 1.0}, "a plan never seen is coded as none of the known ones would be"
    bare = X_train.dropna().head(1).copy()
    bare[["age", "income"]] = np.nan
    bare["plan"] = pd.Series([np.nan], index=bare.index, dtype=object)
    assert isfinite(matrix(fitted, bare)).all(), "a row without age, income and plan leaves a gap"


def test_hours_lie_on_a_circle():
    """login_hour is two columns with sin² + cos² = 1, in which 23 h lies as near to 0 h as 1 h does."""
    X_train, _, _, _ = right_parts(22)
    fitted = fitted_on(X_train)
    table = varied(fitted, X_train, "login_hour", list(range(24)))
    columns = moved(table)
    assert len(columns) == 2, f"{len(columns)} columns react to the hour"
    block = table[:, columns]
    assert allclose((block**2).sum(axis=1), 1), "the squares of both columns do not add up to 1; they stay unscaled"
    gaps = np.sqrt(((block - np.roll(block, 1, axis=0)) ** 2).sum(axis=1))
    assert allclose(gaps, gaps[1]), "the hours are not equally far from each other all round: how long is the day?"
    angle = 2 * np.pi * np.arange(24) / 24
    wanted = np.stack([np.sin(angle), np.cos(angle)], axis=1)
    assert allclose(block, wanted) or allclose(block[:, ::-1], wanted), "they are not sine and cosine of 2π h / 24"


def test_a_row_alone_is_coded_as_in_a_batch():
    """A row's result depends on no other row that is transformed with it."""
    X_train, X_test, _, _ = right_parts(23)
    fitted = fitted_on(X_train)
    together = matrix(fitted, X_test)
    for i in (0, 1, len(X_test) - 1):
        alone = matrix(fitted, X_test.iloc[[i]])
        assert alone.shape[1] == together.shape[1], "a row alone has another number of columns"
        assert allclose(alone[0], together[i]), "a row alone is coded otherwise than among others"
    assert allclose(matrix(fitted, X_test.iloc[::-1]), together[::-1]), "the rows in another order are coded otherwise"


def test_the_whole_way_works():
    """`build_prep` fitted on what `split` makes of what `clean` leaves: a complete matrix with mean 0 ages."""
    frame = prep.clean(make_customers(24))
    X_train, X_test, y_train, _ = parts_of(frame)
    fitted = fitted_on(X_train)
    table = matrix(fitted, X_train)
    assert len(table) == len(y_train), "the matrix has not a row for each label"
    assert isfinite(table).all() and isfinite(matrix(fitted, X_test)).all(), "there are gaps in the matrix"
    columns = moved(varied(fitted, X_train, "plan", PLANS))
    assert len(columns) == 3, f"{len(columns)} columns react to the three plans"
    others = [name for name in X_train["plan"].dropna().unique() if name not in PLANS]
    assert not others, f"{others[0]!r} is among the plans"
