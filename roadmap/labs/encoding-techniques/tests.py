"""What `mlpath verify` asks of encoders.py. Each test is a property that holds for any table and any texts."""

import ast
import math
import os
import re
import sys
import warnings
from importlib import import_module
from pathlib import Path

import numpy as np
from numpy import allclose, array_equal, asarray, isfinite


class WrittenByHand:
    """Refuses to import libraries that have encoders ready."""

    def find_spec(self, name, _path=None, _target=None):
        """Return nothing, so that what is not refused is looked for elsewhere."""
        if name.split(".")[0] in ("sklearn", "category_encoders"):
            raise ImportError(f"{name} is closed here: the encoders are written by hand")


sys.meta_path.insert(0, WrittenByHand())

encoders = import_module("encoders")

SEED = int(os.environ.get("MLPATH_SEED", "0"))
BANNED = {"sklearn", "category_encoders", "importlib", "ctypes", "builtins"}


def generator(number):
    """Return random numbers that are other ones in each test, and in each run with another seed."""
    return np.random.default_rng([SEED, number])


def table(number, n=60, levels=6):
    """Return categories with levels of very unlike frequency, and targets that go with them."""
    r = generator(number)
    names = asarray([f"{'zyxw'[i % 4]}{r.integers(1000)}-{i}" for i in range(levels)])
    share = 1 / np.arange(1, levels + 1)
    which = r.choice(levels, n, p=share / share.sum())
    return names[which], r.normal(size=levels)[which] + r.normal(size=n) * 0.5 + 3


def array_of(function, shape, *arguments):
    """Return what a function gives, as finite floats of a shape, and complain where it warns."""
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        found = function(*arguments)
    name = function.__name__
    assert not given, f"{name} warned: {given[0].message}"
    found = found.toarray() if hasattr(found, "toarray") else asarray(found)
    assert found.shape == shape, f"{name} gave an array of shape {found.shape}"
    assert np.issubdtype(found.dtype, np.number) or found.dtype == bool, f"{name} gave {found.dtype}, not numbers"
    assert isfinite(found.astype(float)).all(), f"{name} gave nan or infinity"
    return found.astype(float)


def right_means(train, y, m):
    """Return shrunken means and the overall mean, worked out level by level."""
    overall = sum(y) / len(y)
    groups = {}
    for level, target in zip(train, y):
        groups.setdefault(level, []).append(target)
    return {level: (sum(group) + m * overall) / (len(group) + m) for level, group in groups.items()}, overall


def right_codes(train, y, values, m):
    """Return the target codes of some values."""
    means, overall = right_means(train, y, m)
    return asarray([means.get(value, overall) for value in values])


def out_of_fold(train, y, m, folds, seed):
    """Return what `encode_out_of_fold` gives."""
    return array_of(encoders.encode_out_of_fold, (len(train),), train, y, m, folds, seed)


def folds_of(n, folds, seed):
    """Return the number of each row's fold: those rows share it whose codes do not move when a row's y does."""
    alike, y = np.full(n, "same"), generator(99).normal(size=n)
    before = out_of_fold(alike, y, 0, folds, seed)
    number = np.full(n, -1)
    for i in range(n):
        if number[i] < 0:
            moved = y.copy()
            moved[i] += 1000
            still = np.abs(out_of_fold(alike, moved, 0, folds, seed) - before) < 1e-6
            assert still[i], "the code of a row moved with its own y"
            assert (number[still] == -1).all(), "the rows that stay when one y moves are no folds: they overlap"
            number[still] = number.max() + 1
    return number


def test_one_hot_has_a_column_for_each_level():
    """`one_hot` has a column for each level, in sorted order, with 1 in the column of the row's level."""
    for number, (n, levels) in enumerate([(1, 1), (20, 3), (60, 9)]):
        train, _ = table(number, n, levels)
        values = generator(number + 5).permutation(train)[: n // 2 + 1]
        known = sorted(set(train.tolist()))
        found = array_of(encoders.one_hot, (len(values), len(known)), train, values)
        assert set(found.ravel()) <= {0.0, 1.0}, "there are other numbers than 0 and 1"
        assert (found.sum(axis=1) == 1).all(), "a row of a known level has not exactly one 1"
        assert [known[column] for column in found.argmax(axis=1)] == values.tolist(), (
            f"{len(known)} levels: a 1 is in another level's column; are the columns sorted?"
        )


def test_one_hot_knows_only_the_levels_of_the_training():
    """`one_hot` gives a level that was not in training a row of zeros, and no column."""
    train, _ = table(10, 40, 5)
    known = sorted(set(train.tolist()))
    values = asarray(["never seen", train[0], "aaa", known[-1]])
    found = array_of(encoders.one_hot, (4, len(known)), train, values)
    assert not found[[0, 2]].any(), "a level that was not in training has a 1 somewhere"
    assert found[1, known.index(train[0])] == 1 and found[3, -1] == 1, "beside unseen levels known ones are coded wrong"
    alone = array_of(encoders.one_hot, (1, len(known)), train, values[3:])
    assert allclose(alone[0], found[3]), "a value alone is coded otherwise than among others"


def test_one_hot_has_no_loop_over_rows():
    """`one_hot` runs through few lines for 20,000 rows."""
    train = table(11, 20_000, 4)[0]
    count, before = [0], sys.gettrace()

    def trace(frame, event, _):
        if not frame.f_code.co_filename.endswith("encoders.py"):
            return None
        count[0] += 1
        return trace

    sys.settrace(trace)
    try:
        encoders.one_hot(train, train)
    finally:
        sys.settrace(before)
    assert count[0] < 5_000, "it runs through thousands of lines for 20,000 rows: it goes row by row"


def test_ordinal_codes_follow_the_order():
    """`ordinal` gives the position in the order, whatever the alphabet says, and -1 for what is not in it."""
    r = generator(12)
    for order in (["low", "medium", "high"], ["only"], [f"s{i}" for i in r.permutation(12)]):
        values = r.choice([*order, "unknown", ""], 30)
        found = array_of(encoders.ordinal, (30,), order, values)
        wanted = [order.index(value) if value in order else -1 for value in values.tolist()]
        unseen = asarray(wanted) < 0
        assert (found[unseen] == -1).all(), "what is not in the order has not the code -1"
        assert found.tolist() == wanted, f"for the order {', '.join(order[:3])} … a code is no position in it"


def test_frequencies_are_shares_of_the_training_rows():
    """`frequency` is the share of the training rows, 0 for an unseen level, whatever the other values are."""
    for number, (n, levels) in enumerate([(1, 1), (30, 4), (80, 9)]):
        train, _ = table(20 + number, n, levels)
        values = asarray(["never seen", *sorted(set(train.tolist())), train[0], train[0]])
        found = array_of(encoders.frequency, (len(values),), train, values)
        assert found[0] == 0, "an unseen level has not the share 0"
        wanted = [train.tolist().count(value) / n for value in values.tolist()]
        assert allclose(found, wanted), f"{n} training rows: a code is not the level's share of them"


def test_target_means_are_shrunken():
    """`target_means` weighs each level's mean by its rows and the overall mean by m, for any y."""
    for number, m in enumerate([0.5, 1, 10, 300]):
        train, y = table(30 + number, 70, 8)
        y = (y > 3).astype(int) if number % 2 else y
        result = encoders.target_means(train, y, m)
        assert isinstance(result, tuple) and len(result) == 2, "target_means should return a dictionary and a number"
        means, overall = result
        wanted, mean = right_means(train.tolist(), y.tolist(), m)
        assert abs(overall - mean) < 1e-9, "the overall mean is not that of all rows"
        assert set(means) == set(wanted), "the dictionary has not the levels of the training rows as keys"
        assert all(abs(means[level] - wanted[level]) < 1e-9 for level in wanted), (
            f"m = {m}: a level's shrunken mean is another one"
        )


def test_no_shrinkage_and_endless_shrinkage():
    """With m = 0 a level's code is its mean, with an endless m the overall mean."""
    train, y = table(40, 50, 5)
    plain = array_of(encoders.encode_target, (50,), train, y, train, 0)
    assert allclose(plain, [y[train == level].mean() for level in train]), "m = 0: a code is not the level's own mean"
    flat = array_of(encoders.encode_target, (50,), train, y, train, 1e15)
    assert allclose(flat, y.mean()), "m = 10¹⁵: a code is not the overall mean"


def test_levels_never_seen_get_the_overall_mean():
    """`encode_target` gives a level that was not in training the overall mean, whatever m is."""
    for number, m in enumerate([0, 1, 25.0]):
        train, y = table(50 + number, 40, 5)
        values = asarray(["nowhere", train[3], "a level with quite a long name", train[7]])
        found = array_of(encoders.encode_target, (4,), train, y, values, m)
        assert allclose(found[[0, 2]], y.mean()), f"m = {m}: an unseen level's code is not the overall mean"
        assert allclose(found, right_codes(train.tolist(), y.tolist(), values.tolist(), m)), (
            f"m = {m}: beside an unseen level a known one is coded wrong"
        )


def test_a_rows_own_target_is_not_in_its_code():
    """Whatever a row's own y is, its out-of-fold code stays the same; codes of other rows move."""
    r = generator(60)
    for levels, m, folds in ((1, 1, 3), (4, 0, 4), (4, 5, 2), (200, 1, 5), (200, 0, 3)):
        train, y = table(61, 40, levels)
        before = out_of_fold(train, y, m, folds, 1)
        others_moved = False
        for i in r.permutation(40)[:8]:
            changed = y.copy()
            changed[i] += 100
            after = out_of_fold(train, changed, m, folds, 1)
            assert abs(after[i] - before[i]) < 1e-9, (
                f"{levels} levels, m = {m}, {folds} folds: a row's own y moves its code; the overall mean knows it, too"
            )
            others_moved = others_moved or np.abs(after - before).max() > 1e-6
        assert others_moved, f"{levels} levels, m = {m}, {folds} folds: no y moves any code"


def test_folds_are_equal_and_few():
    """Rows of one fold are coded alike: `folds` folds of nearly equal size, and at most `folds` codes a level."""
    for n, folds, seed in ((23, 4, 0), (30, 5, 1), (12, 3, 2), (9, 2, 3)):
        sizes = np.bincount(folds_of(n, folds, seed))
        assert len(sizes) == folds, f"{n} rows, {folds} folds: there are {len(sizes)}"
        assert np.ptp(sizes) <= 1, f"{n} rows, {folds} folds: they have {', '.join(map(str, sorted(sizes)))} rows"
    train, y = table(70, 200, 5)
    codes = out_of_fold(train, y, 2, 4, 0)
    for level in set(train.tolist()):
        found = len(set(codes[train == level].round(9)))
        assert found <= 4, f"4 folds: a level has {found} different codes"


def test_codes_are_the_means_of_the_other_folds():
    """Each fold's codes are those that `encode_target` would give it with the rows of the other folds."""
    for number, (n, levels, m, folds) in enumerate([(40, 4, 1, 4), (30, 60, 3, 5), (24, 3, 0, 2)]):
        train, y = table(80 + number, n, levels)
        fold = folds_of(n, folds, number)
        found = out_of_fold(train, y, m, folds, number)
        for j in range(folds):
            others, own = fold != j, fold == j
            wanted = right_codes(train[others].tolist(), y[others].tolist(), train[own].tolist(), m)
            assert allclose(found[own], wanted), (
                f"{n} rows, {levels} levels, m = {m}: a fold's codes are not the means of the other folds, row by row"
            )


def test_the_split_follows_the_seed():
    """The same seed gives the same codes, another one others, and folds are no blocks of neighbouring rows."""
    train, y = table(90, 60, 5)
    first = out_of_fold(train, y, 1, 4, 3)
    np.random.seed(5)
    assert array_equal(first, out_of_fold(train, y, 1, 4, 3)), "the same seed gave other codes"
    ends = {tuple(out_of_fold(train, y, 1, 4, seed).round(9)) for seed in range(5)}
    assert len(ends) == 5, "other seeds gave the same codes"
    fold = folds_of(40, 4, 6)
    assert (np.diff(fold) != 0).sum() > 10, "the folds are blocks of neighbouring rows: is the split random?"
    fold = fold.reshape(10, 4)
    assert not all(len(set(column)) == 1 for column in fold.T), "every fourth row is in one fold: is the split random?"


# Correlation of codes and y, 20 seeds of the solution: towns 0.38 to 0.50, vouchers -0.08 to 0.06. The nearest wrong ones:
# in-sample codes of vouchers 0.62 or more, the mean of the other folds for every town below 0.
LEAST_ON_TOWNS, MOST_ON_VOUCHERS = 0.25, 0.2


def test_codes_follow_towns_and_not_vouchers():
    """Out-of-fold codes go with y where towns differ, and do not where vouchers mean nothing."""
    r = generator(100)
    town, voucher = r.integers(0, 20, 1500), r.integers(0, 750, 1500)
    level = r.permutation(np.linspace(-1.8, 1.8, 20))[town]
    y = (r.random(1500) < 1 / (1 + np.exp(-level))).astype(int)
    codes = out_of_fold(asarray([f"T{t}" for t in town]), y, 1, 5, 0)
    assert np.ptp(codes) > 1e-9, "all towns have the same code"
    found = np.corrcoef(codes, y)[0, 1]
    assert found > LEAST_ON_TOWNS, f"the correlation of the towns' codes with y is {found:.2f}"
    codes = out_of_fold(asarray([f"V{v}" for v in voucher]), y, 1, 5, 0)
    found = np.corrcoef(codes, y)[0, 1] if np.ptp(codes) else 0
    assert abs(found) < MOST_ON_VOUCHERS, (
        f"the correlation of the vouchers' codes with y is {found:.2f}: is a row's own y in its code, or left out of it alone?"
    )


WORDS = "Refund refund the THE parcel a I late2 x_1 über naïve don't order-no 42 7 C++ lamp lamps not is my".split()


def texts_of(number, n):
    """Return texts of some words, with capitals, signs, single letters and repetitions."""
    r = generator(number)
    return [r.choice([" ", ", ", "  ", "! "]).join(r.choice(WORDS, r.integers(1, 12))) for _ in range(n)]


def right_tf_idf(train_texts, texts):
    """Return TF-IDF weights, worked out token by token."""

    def tokens(text):
        return re.findall(r"(?u)\b\w\w+\b", text.lower())

    vocabulary = sorted({token for text in train_texts for token in tokens(text)})
    rows = []
    for text in texts:
        row = []
        for token in vocabulary:
            df = sum(token in tokens(other) for other in train_texts)
            row.append(tokens(text).count(token) * (math.log((1 + len(train_texts)) / (1 + df)) + 1))
        length = math.sqrt(sum(weight**2 for weight in row))
        rows.append([weight / length if length else 0.0 for weight in row])
    return asarray(rows).reshape(len(texts), len(vocabulary))


def test_weights_agree_with_the_formula():
    """`tf_idf` has a column for each token, sorted, and weights by count, idf and length, for other texts each time."""
    for number, n in enumerate([1, 4, 15, 30]):
        texts = texts_of(110 + number, n)
        wanted = right_tf_idf(texts, texts)
        found = array_of(encoders.tf_idf, wanted.shape, texts, texts)
        assert allclose(np.sqrt((found**2).sum(axis=1)), 1 * wanted.any(axis=1)), "a row has not length 1"
        assert array_equal(found > 0, wanted > 0), f"{n} texts: other tokens, or columns in another order"
        assert allclose(found, wanted), f"{n} texts: the right tokens have other weights; look at df, and at idf"


def test_new_texts_teach_nothing():
    """Vocabulary and idf are those of the training texts, whatever other new texts there are."""
    known, new = texts_of(120, 12), [*texts_of(121, 6), "refund unheard of", "the parcel parcel zebra"]
    wanted = right_tf_idf(known, new)
    found = array_of(encoders.tf_idf, wanted.shape, known, new)
    assert allclose(found, wanted), "new texts are weighed otherwise: n, df and the vocabulary come from the training"
    alone = array_of(encoders.tf_idf, wanted[:1].shape, known, new[:1])
    assert allclose(alone, found[:1]), "a text alone is weighed otherwise than among others"


def test_a_text_without_known_tokens_is_a_row_of_zeros():
    """An empty text, or one of unknown words, is a row of zeros, without nan and without a warning."""
    known = ["please refund my order", "the parcel is late", ""]
    found = array_of(encoders.tf_idf, (4, 8), known, ["", "nothing known", "late order", "! a ?"])
    assert not found[[0, 1, 3]].any(), "a text without any known token is no row of zeros"
    assert abs((found[2] ** 2).sum() - 1) < 1e-9, "beside such texts another one has not length 1"


def test_inputs_stay_as_they_were():
    """Nothing changes the arrays and lists that it is given."""
    train, y = table(130, 30, 4)
    values, order, texts = train[::-1].copy(), sorted(set(train.tolist()), reverse=True), texts_of(131, 5)
    kept = train.copy(), y.copy(), values.copy(), list(order), list(texts)
    calls = {
        "one_hot": (train, values),
        "ordinal": (order, values),
        "frequency": (train, values),
        "target_means": (train, y, 2),
        "encode_target": (train, y, values, 2),
        "encode_out_of_fold": (train, y, 2, 3, 0),
        "tf_idf": (texts, texts),
    }
    for name, arguments in calls.items():
        getattr(encoders, name)(*arguments)
        same = all(array_equal(one, other) for one, other in zip((train, y, values, order, texts), kept))
        assert same, f"{name} changed what it was given"


def test_no_encoder_is_borrowed():
    """encoders.py imports no library that has encoders ready."""
    encoders.ordinal(["a"], asarray(["a"]))
    assert any(isinstance(finder, WrittenByHand) for finder in sys.meta_path), (
        "a file beside encoders.py changes how modules are found"
    )
    for node in ast.walk(ast.parse(Path("encoders.py").read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        elif getattr(node, "id", "") in ("__import__", "eval", "exec") or getattr(node, "attr", "") in (
            "modules",
            "meta_path",
        ):
            names = ["builtins"]
        used = [name for name in names if name.split(".")[0] in BANNED]
        assert not used, f"encoders.py:{getattr(node, 'lineno', 0)} reaches for {used[0]}"
