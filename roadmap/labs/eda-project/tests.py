"""What `mlpath verify` asks of findings.py: on the patients, and on made-up tables with something planted in them."""

import os

import numpy as np
import pandas as pd
from numpy import allclose, percentile, sqrt
from sklearn.datasets import load_diabetes as patients_of

import findings as work

SEED = int(os.environ.get("MLPATH_SEED", "0"))
RENAMED = ["age", "sex", "bmi", "bp", "chol", "ldl", "hdl", "chol_hdl", "log_trig", "glucose", "target"]


def generator(number):
    """Return random numbers that are other ones in each test, and in each run with another seed."""
    return np.random.default_rng([SEED, number])


def make_table(number, n=120):
    """Return a table whose columns differ in range, shape and number of values, with labels in no order."""
    r = generator(number)
    frame = pd.DataFrame(
        {
            "income": r.lognormal(8, 0.8, n),
            "rooms": r.integers(1, 7, n),
            "sign": r.choice([-1.0, 1.0], n),
            "shift": r.normal(50, 3, n).round(1),
            "left": -r.gamma(2, 5, n),
        }
    )
    frame.index = r.permutation(n) * 3 + 100
    return frame[list(r.permutation(frame.columns))]


def correlation(x, y):
    """Return Pearson's r of two columns, by hand."""
    u, v = np.array(x, float), np.array(y, float)
    u, v = u - u.mean(), v - v.mean()
    return float((u * v).sum() / sqrt((u * u).sum() * (v * v).sum()))


def test_the_patients_have_their_units():
    """`load` gives the patients in original units, under the guide's names."""
    explore, held_out = work.load()
    for part in (explore, held_out):
        assert list(part.columns) == RENAMED, f"the columns are {', '.join(map(str, part.columns))}"
    truth = patients_of(as_frame=True, scaled=False).frame
    truth.columns = RENAMED
    for part in (explore, held_out):
        low, high = part["age"].min(), part["age"].max()
        assert high > 1, f"ages run from {low:.2f} to {high:.2f}: these are not years, but scaled numbers"
        assert set(part.index) <= set(truth.index), "the parts have labels that are not those of the patients"
        assert part.equals(truth.loc[part.index]), "a number is not that of its patient"


def test_the_parts_do_not_overlap():
    """`load` puts each patient into one of the two parts, 331 to explore and 111 held out."""
    explore, held_out = work.load()
    both = set(explore.index) & set(held_out.index)
    assert not both, f"{len(both)} patients are in both parts"
    assert (len(explore), len(held_out)) == (331, 111), f"the parts have {len(explore)} and {len(held_out)} patients"
    again = work.load()
    assert explore.equals(again[0]) and held_out.equals(again[1]), "a second call splits otherwise"


def test_the_profile_has_ranges():
    """`profile` says the smallest and the largest value of each column as they are, in the columns' order."""
    for number in (1, 2):
        frame = make_table(number)
        found = work.profile(frame)
        assert list(found.index) == list(frame.columns), "its rows are not the columns of the frame, in their order"
        missing = [name for name in ("min", "max", "distinct", "skew") if name not in found.columns]
        assert not missing, f"it has no column {', '.join(missing)}"
        for name in frame.columns:
            low, high = min(frame[name].tolist()), max(frame[name].tolist())
            same = allclose([found.loc[name, "min"], found.loc[name, "max"]], [low, high])
            assert same, (
                f"{name}: the range is {found.loc[name, 'min']:.3g} to {found.loc[name, 'max']:.3g}; in which unit?"
            )


def test_the_profile_counts_values():
    """`profile` counts the different values of each column."""
    for number in (3, 4):
        frame = make_table(number)
        found = work.profile(frame)
        for name in frame.columns:
            counted = found.loc[name, "distinct"]
            assert counted == len(set(frame[name].tolist())), f"{name}: {counted} distinct values"


def test_the_profile_measures_skew():
    """`profile` says how skewed each column is, with its sign, as pandas does."""
    for number in (5, 6):
        frame = make_table(number)
        found = work.profile(frame)
        for name in frame.columns:
            x = frame[name].to_numpy(float)
            n, d = len(x), x - x.mean()
            wanted = sqrt(n * (n - 1)) / (n - 2) * (d**3).mean() / (d**2).mean() ** 1.5
            assert allclose(found.loc[name, "skew"], wanted, atol=1e-6), (
                f"{name}: the skew is {found.loc[name, 'skew']:.3f}"
            )


def planted(number, n=200):
    """Return a table in which some columns repeat each other, one of them upside down."""
    r = generator(number)
    base, other = r.normal(size=n), r.normal(size=n)
    return pd.DataFrame(
        {
            "other": other,
            "feet": base * 3.3 + 10,
            "alone": r.normal(size=n),
            "metres": base + 0.1 * r.normal(size=n),
            "depth": -base + 0.3 * r.normal(size=n),
            "near": other + 0.75 * r.normal(size=n),
            "far": other + 1.6 * r.normal(size=n),
        }
    )


def pairs_above(frame, limit):
    """Return the pairs above a limit, computed one by one."""
    names = list(frame.columns)
    every = [(a, b, correlation(frame[a], frame[b])) for i, a in enumerate(names) for b in names[i + 1 :]]
    return sorted((pair for pair in every if abs(pair[2]) > limit), key=lambda pair: -abs(pair[2]))


def test_a_planted_pair_is_found():
    """`redundant` finds columns that repeat each other, the upside-down one too, and no unrelated one."""
    for number in (7, 8):
        frame = planted(number)
        found = [frozenset(pair[:2]) for pair in work.redundant(frame)]
        assert frozenset(("feet", "metres")) in found, "two columns that say the same are not among the pairs"
        assert frozenset(("feet", "depth")) in found, "a column that says the same upside down (r near -1) is missing"
        strangers = [sorted(pair) for pair in found if "alone" in pair]
        assert not strangers, f"{' and '.join(strangers[0])} have nothing to do with each other"
        assert all(len(pair) == 2 for pair in found), "a column is paired with itself"
        assert len(set(found)) == len(found), "a pair is there twice"


def test_pairs_come_with_their_correlation():
    """`redundant` gives each pair in the frame's order with its r, the strongest first, for any limit."""
    for number, limit in ((9, 0.7), (10, 0.4), (11, 0.95)):
        frame = planted(number)
        found, wanted = list(work.redundant(frame, limit)), pairs_above(frame, limit)
        assert len(found) == len(wanted), f"{len(found)} pairs are above {limit}"
        assert {pair[:2] for pair in map(tuple, found)} == {pair[:2] for pair in wanted}, (
            "a pair is not in the frame's order"
        )
        right = {pair[:2]: pair[2] for pair in wanted}
        for one, other, r in found:
            assert allclose(r, right[one, other]), f"{one} and {other}: r is {r:.3f}; it is Pearson's, with its sign"
        sizes = [abs(pair[2]) for pair in found]
        assert sizes == sorted(sizes, reverse=True), "the pairs do not begin with the largest |r|"
    default = work.redundant(planted(9))
    assert len(default) == len(pairs_above(planted(9), 0.7)), "without a limit it is 0.7"


def test_outliers_follow_the_rule():
    """`outliers` flags by label what lies more than 1.5 · IQR outside the quartiles, on either side."""
    for number in (12, 13):
        frame = make_table(number)
        found = work.outliers(frame)
        assert list(found) == list(frame.columns), "its names are not the columns of the frame, in their order"
        for name in frame.columns:
            x = frame[name].to_numpy(float)
            q1, q3 = percentile(x, [25, 75])
            reach = 1.5 * (q3 - q1)
            wanted = [label for label, value in zip(frame.index, x) if value < q1 - reach or value > q3 + reach]
            listed = list(found[name])
            assert set(listed) <= set(frame.index), f"{name}: {listed[:3]} are no labels of rows; are they places?"
            assert listed == wanted, f"{name}: {len(listed)} rows are flagged, or in another order than the rows"


def test_on_the_fence_is_within():
    """`outliers` flags nothing on the fence itself, in a column of few values, or in a constant one."""
    edge = [0.0, 1, 2, 3, 4, 7.0]
    frame = pd.DataFrame(
        {"edge": [*edge[:5], 3 + 1.5 * 2, 2.0], "same": [5.0] * 7, "two": [0, 1] * 3 + [1]}, index=list("abcdefg")
    )
    q1, q3 = percentile(frame["edge"], [25, 75])
    frame.loc["f", "edge"] = q3 + 1.5 * (q3 - q1)
    found = work.outliers(frame)
    assert list(found["edge"]) == [], "a value on the fence is flagged"
    assert list(found["same"]) == [] and list(found["two"]) == [], "a column without extremes has flagged rows"
    frame.loc["f", "edge"] += 0.001
    assert list(work.outliers(frame)["edge"]) == ["f"], "a value just beyond the fence is not flagged"


def two_parts(number, n=150):
    """Return two parts of a table: one column goes with the target in both, one in the first part only."""
    r = generator(number)
    parts = []
    for part in range(2):
        goal = r.normal(size=n)
        parts.append(
            pd.DataFrame(
                {
                    "noise": r.normal(size=n),
                    "true": goal + 0.5 * r.normal(size=n),
                    "luck": (goal if part == 0 else 0) + 0.8 * r.normal(size=n),
                    "result": goal * 20 + 100,
                    "turned": (-goal if part == 0 else goal) + 1.1 * r.normal(size=n),
                    "other": r.normal(size=n) + (0 if part == 0 else 3 * goal),
                    "weak": goal + 3 * r.normal(size=n),
                }
            )
        )
    parts[1].index = parts[1].index + n
    return parts


def found_in(explore, held_out, count):
    """Return what `findings` gives, and complain where one is about no column, or lacks a number."""
    found = list(work.findings(explore, held_out, "result", count))
    for one in found:
        missing = [key for key in ("column", "explore", "held_out", "held") if key not in one]
        assert not missing, f"a finding has no {', '.join(missing)}"
        assert one["column"] in explore.columns, f"{one['column']!r} is no column of the parts that were given"
    return found


def test_findings_are_chosen_on_the_first_part():
    """`findings` names the columns with the largest |r| in explore, the strongest first."""
    for number, count in ((20, 3), (21, 2), (22, 5)):
        explore, held_out = two_parts(number)
        names = [one["column"] for one in found_in(explore, held_out, count)]
        order = sorted(
            explore.columns.drop("result"), key=lambda name: -abs(correlation(explore[name], explore["result"]))
        )
        assert len(names) == count, f"{len(names)} findings, {count} were asked for"
        assert "result" not in names, "the target goes with itself: that is no finding"
        assert names == list(order[:count]), f"{', '.join(names)} are not the strongest in explore, in their order"


def test_held_out_has_no_say():
    """The findings, and their numbers in explore, are the same whatever the held-out part is."""
    explore, held_out = two_parts(23)
    other = held_out.sample(frac=1, random_state=1).set_axis(held_out.index)
    other["result"] = held_out["result"].to_numpy()[::-1]
    both = [found_in(explore, part, 3) for part in (held_out, other)]
    firsts = [[(one["column"], round(one["explore"], 9)) for one in found] for found in both]
    assert firsts[0] == firsts[1], "another held-out part changed what was found in explore"


def test_each_finding_is_computed_on_both_parts():
    """Each finding has r in explore and r in the held-out part, each from its own rows, with its sign."""
    for number in (24, 25):
        explore, held_out = two_parts(number)
        for one in found_in(explore, held_out, 4):
            for part, frame in (("explore", explore), ("held_out", held_out)):
                right = correlation(frame[one["column"]], frame["result"])
                assert allclose(one[part], right), (
                    f"{one['column']}: r in {part} is {one[part]:.3f}; which rows are in it?"
                )


def test_what_did_not_hold_is_said():
    """A finding held where the sign is the same and |r| at least half of what it was."""
    for number in range(26, 30):
        explore, held_out = two_parts(number)
        for one in found_in(explore, held_out, 6):
            before, after = (correlation(frame[one["column"]], frame["result"]) for frame in (explore, held_out))
            right = before * after > 0 and abs(after) >= abs(before) / 2
            assert bool(one["held"]) == right, (
                f"{one['column']}: {before:.2f} became {after:.2f}, and held is {one['held']}"
            )


def test_frames_stay_as_they_were():
    """No function changes the frame that it is given."""
    frame, (explore, held_out) = make_table(30), two_parts(31)
    kept = frame.copy(), explore.copy(), held_out.copy()
    calls = {
        "profile": lambda: work.profile(frame),
        "redundant": lambda: work.redundant(frame),
        "outliers": lambda: work.outliers(frame),
        "findings": lambda: work.findings(explore, held_out, "result"),
    }
    for name, call in calls.items():
        call()
        same = all(one.equals(other) for one, other in zip((frame, explore, held_out), kept))
        assert same, f"{name} changed a frame that it was given"
