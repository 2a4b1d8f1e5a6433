"""What `mlpath verify` asks of linalg.py. Each test is a property that holds for vectors and matrices of any size."""

import ast
import os
import warnings
from pathlib import Path

import numpy as np
from numpy import allclose, array_equal, asarray, einsum, sqrt
from sklearn.datasets import load_digits

import linalg

SEED = int(os.environ.get("MLPATH_SEED", "0"))
SHAPES = [(1, 1), (1, 5), (5, 1), (2, 3), (3, 2), (4, 4), (7, 6)]
LOOPED = ["dot", "norm", "cosine", "matvec_rows", "matvec_columns", "transpose", "matmul"]
AT_WORK = set(
    "dot vdot inner outer matmul einsum tensordot kron vecdot matvec vecmat multi_dot norm vector_norm matrix_norm T mT "
    "transpose swapaxes moveaxis rollaxis permute_dims matrix_transpose sum nansum reduce cumsum mean average prod "
    "convolve correlate hypot dist sumprod apply_along_axis multiply column_stack stack rot90 flip getattr eval exec __import__".split()
)


def generator(number):
    """Return random numbers that are other ones in each test, and in each run with another seed."""
    return np.random.default_rng([SEED, number])


def oracle(A, B):
    """Return the product of two matrices, or of a matrix and a vector."""
    return einsum("ij,jk->ik", A, B) if B.ndim == 2 else einsum("ij,j->i", A, B)


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


def loudly(function, *arguments):
    """Return what a function returns and the warnings that it gave."""
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        result = function(*arguments)
    return result, [str(warning.message) for warning in given]


def same(found, wanted, what):
    """Complain where a result has another shape or other numbers."""
    found = asarray(found)
    assert found.shape == wanted.shape, f"{what} has shape {found.shape}: is each size of the result the right one?"
    assert allclose(found, wanted), f"{what} has the right shape, but not the right numbers"


def test_dot_agrees_with_numpy():
    """`dot` is the sum of the products, for vectors of 1 to 40 numbers."""
    r = generator(1)
    for n in (1, 2, 3, 8, 40):
        a, b = r.normal(size=n), r.normal(size=n)
        found = linalg.dot(a, b)
        assert np.ndim(found) == 0, f"for {n} numbers it gives {type(found).__name__} of shape {np.shape(found)}"
        assert abs(float(found) - oracle(a.reshape(1, -1), b)[0]) < 1e-9, (
            f"for {n} numbers it is another number than NumPy's"
        )


def test_dot_refuses_lengths_that_differ():
    """`dot` raises ValueError where one vector is longer, whichever it is."""
    r = generator(2)
    for n, m in ((3, 4), (4, 3), (1, 5), (6, 5)):
        came = refuses(linalg.dot, r.normal(size=n), r.normal(size=m))
        assert not came, f"for {n} and {m} numbers {came}; a loop over `zip` stops at the shorter one and says nothing"


def test_norm_is_the_length():
    """`norm` is the Euclidean length, and scales with its vector."""
    r = generator(3)
    for n in (1, 2, 5, 30):
        a = r.normal(size=n)
        found = linalg.norm(a)
        assert abs(float(found) - sqrt((a * a).sum())) < 1e-9, (
            f"for {n} numbers it is not the root of the sum of squares"
        )
        assert abs(linalg.norm(-3 * a) - 3 * found) < 1e-9, "the length of -3a is not three times that of a"
    assert linalg.norm(np.zeros(4)) == 0, "the zero vector has some length"


def test_cosine_ignores_length():
    """`cosine` stays the same when a vector gets longer, and changes sign when it turns round."""
    r = generator(4)
    for n in (2, 3, 10):
        a, b = r.normal(size=n), r.normal(size=n)
        wanted = (a * b).sum() / sqrt((a * a).sum() * (b * b).sum())
        found = linalg.cosine(a, b)
        assert abs(linalg.cosine(50 * a, 0.2 * b) - found) < 1e-9, "it changes with the length of the vectors"
        assert abs(float(found) - wanted) < 1e-9, f"for {n} numbers it is not the cosine: {found:.4f}"
        assert abs(linalg.cosine(a, -b) + found) < 1e-9, "turning one vector round does not change its sign"
        assert abs(linalg.cosine(a, 7 * a) - 1) < 1e-9, "a vector and a multiple of it do not have cosine 1"
    came = refuses(linalg.cosine, r.normal(size=3), r.normal(size=2))
    assert not came, f"for lengths 3 and 2 {came}"


def test_cosine_with_a_zero_vector_is_zero():
    """`cosine` with a zero vector is 0.0, without a warning."""
    a = generator(5).normal(size=3)
    for pair in ((a, np.zeros(3)), (np.zeros(3), a), (np.zeros(3), np.zeros(3))):
        try:
            found, given = loudly(linalg.cosine, *pair)
        except ZeroDivisionError:
            found, given = np.nan, ["it divided by zero"]
        assert not given, f"it complained: {given[0]}; look at the length before you divide"
        assert np.ndim(found) == 0 and found == 0, f"it gave {found}; the docstring says what is wanted"


def test_both_views_of_a_product_agree():
    """Both versions of A times x give what NumPy gives, for seven shapes."""
    r = generator(6)
    for m, n in SHAPES:
        A, x = r.normal(size=(m, n)), r.normal(size=n)
        for view in (linalg.matvec_rows, linalg.matvec_columns):
            same(view(A, x), oracle(A, x), f"{view.__name__} of shapes {(m, n)} and {(n,)}")


def test_a_vector_that_does_not_fit_is_refused():
    """Both versions of A times x raise ValueError where x has not one number for each column."""
    r = generator(7)
    for shape, n in (((3, 4), 3), ((4, 3), 4), ((2, 2), 1), ((1, 3), 1)):
        for view in (linalg.matvec_rows, linalg.matvec_columns):
            came = refuses(view, r.normal(size=shape), r.normal(size=n))
            assert not came, f"{view.__name__}: for shapes {shape} and {(n,)} {came}"


def test_the_column_view_adds_up_columns():
    """`matvec_columns` stands on its own: it uses neither `dot` nor `matvec_rows`."""
    linalg.matvec_columns(np.eye(2), np.ones(2))
    leaned = names_reached("matvec_columns") & {"dot", "matvec_rows", "norm", "cosine"}
    assert not leaned, f"it uses {', '.join(sorted(leaned))}, which is the view by rows"


def test_transpose_swaps_rows_and_columns():
    """`transpose` puts row i where column i was, for seven shapes."""
    r = generator(8)
    for m, n in SHAPES:
        A = r.normal(size=(m, n))
        found = asarray(linalg.transpose(A))
        assert found.shape == (n, m), f"a matrix of shape {(m, n)} becomes one of shape {found.shape}"
        there = all(found[j, i] == A[i, j] for i in range(m) for j in range(n))
        assert there, f"shape {(m, n)}: an entry is not where it belongs; reshaping keeps the order, and does not swap"


def test_matmul_agrees_with_numpy():
    """`matmul` gives what NumPy gives, for random shapes, (1, n) and (n, 1) among them."""
    r = generator(9)
    for m, k in SHAPES:
        for n in (1, 2, 5):
            A, B = r.normal(size=(m, k)), r.normal(size=(k, n))
            same(linalg.matmul(A, B), oracle(A, B), f"matmul of shapes {(m, k)} and {(k, n)}")


def test_matmul_refuses_shapes_that_do_not_fit():
    """`matmul` raises ValueError where the inner sizes differ."""
    r = generator(10)
    for left, right in (((2, 3), (2, 3)), ((3, 4), (2, 3)), ((2, 1), (3, 2)), ((2, 3), (1, 2)), ((1, 4), (5, 1))):
        came = refuses(linalg.matmul, r.normal(size=left), r.normal(size=right))
        assert not came, f"for shapes {left} and {right} {came}; compare the inner sizes first"


def test_the_identities_hold():
    """Your own functions obey (AB)ᵀ = BᵀAᵀ and (AB)x = A(Bx), on squares and on ten random shapes."""
    r = generator(11)
    for m, k, n in [(2, 2, 2), (3, 3, 3), *r.integers(1, 6, size=(10, 3))]:
        A, B, x = r.normal(size=(m, k)), r.normal(size=(k, n)), r.normal(size=n)
        product = linalg.matmul(A, B)
        turned = linalg.matmul(linalg.transpose(B), linalg.transpose(A))
        shapes = f"shapes {A.shape} and {B.shape}"
        assert array_equal(asarray(linalg.transpose(product)).shape, asarray(turned).shape), f"(AB)ᵀ = BᵀAᵀ: {shapes}"
        assert allclose(linalg.transpose(product), turned), f"(AB)ᵀ is not BᵀAᵀ for {shapes}"
        inner = asarray(linalg.matvec_columns(B, x))
        assert allclose(linalg.matvec_rows(product, x), linalg.matvec_rows(A, inner)), f"(AB)x is not A(Bx): {shapes}"


def test_loops_do_the_work():
    """The first seven functions use loops: no `@`, no `.T`, no np.dot, np.sum and the like."""
    r = generator(12)
    linalg.matmul(r.normal(size=(2, 2)), r.normal(size=(2, 2)))
    for name in LOOPED:
        for node in nodes_reached(name):
            worker = getattr(node, "attr", None) if isinstance(node, ast.Attribute) else None
            if "functools" in (getattr(node, "module", None), getattr(getattr(node, "value", None), "id", None)):
                continue  # Its `reduce` is a loop of Python's own.
            if isinstance(node, ast.ImportFrom):
                worker = next((alias.name for alias in node.names if alias.name in AT_WORK), None)
            at = f"{node.file}:{getattr(node, 'lineno', 0)}: {name}"
            assert not isinstance(getattr(node, "op", None), ast.MatMult), f"{at} uses `@`"
            if isinstance(node, ast.Name) and node.id in ("getattr", "eval", "exec", "__import__"):
                worker = node.id
            assert worker not in AT_WORK, f"{at} leaves the work to `{worker}`"


def test_inputs_stay_and_integers_are_not_cut():
    """No function changes what it is given, and integers mix with fractions without being cut."""
    r = generator(13)
    A, B = r.integers(-5, 6, size=(4, 3)), r.normal(size=(3, 2))
    a, b, x = r.integers(1, 6, size=3), r.normal(size=3), r.normal(size=3)
    X = np.vstack([A, A + np.array([1, 2, 4])])
    calls = {
        "dot": (a, b),
        "norm": (a,),
        "cosine": (a, b),
        "matvec_rows": (A, x),
        "matvec_columns": (A, x),
        "transpose": (A,),
        "matmul": (A, B),
        "standardise": (X,),
        "neighbours": (X + 20,),
    }
    for name, given in calls.items():
        before = [argument.copy() for argument in given]
        getattr(linalg, name)(*given)
        kept = all(array_equal(one, other) for one, other in zip(given, before))
        assert kept, f"{name} changed what it was given; work on a new array"
    whole = "the numbers of a whole-number matrix times fractions were cut: an integer array stores no fractions"
    for view in (linalg.matvec_rows, linalg.matvec_columns):
        assert allclose(view(A, x), oracle(A, x)), f"{view.__name__}: {whole}"
    assert allclose(linalg.matmul(A, B), oracle(A, B)), f"matmul: {whole}"
    assert allclose(asarray(linalg.standardise(X)).mean(axis=0), 0), f"standardise: {whole}"


def test_standardised_columns_have_mean_0_and_spread_1():
    """`standardise` leaves each column with mean 0 and standard deviation 1 (ddof=0), and in its order."""
    r = generator(14)
    for n, d in ((5, 1), (12, 3), (3, 3), (40, 7)):
        X = r.normal(size=(n, d)) * r.uniform(0.1, 50, size=d) + r.normal(size=d) * 100
        Z = asarray(linalg.standardise(X))
        assert Z.shape == (n, d), f"shape {(n, d)} became {Z.shape}"
        assert allclose(Z.mean(axis=0), 0, atol=1e-8), (
            f"shape {(n, d)}: the columns' means are not 0; which axis is it?"
        )
        spread = Z.std(axis=0)
        assert allclose(spread, 1), f"shape {(n, d)}: the spread is {spread[0]:.4f}; look at the axis, and at ddof"
        slope = (Z * X).sum(axis=0)
        assert (slope > 0).all(), "large values became small ones"


def test_constant_columns_become_0():
    """`standardise` turns a constant column into zeros, without NaN and without a warning."""
    r = generator(15)
    X = r.normal(size=(9, 4))
    X[:, 1], X[:, 3] = 5.0, 0.0
    Z, given = loudly(linalg.standardise, X)
    Z = asarray(Z)
    assert not np.isnan(Z).any(), "there are NaN in the result: 0 was divided by 0"
    assert not given, f"it warned: {given[0]}; no division by 0, please, not even one that is mended after"
    assert (Z[:, [1, 3]] == 0).all(), "a constant column did not become 0"
    assert allclose(Z[:, [0, 2]].std(axis=0), 1), "the columns beside a constant one are not standardised"


def test_neighbours_are_the_most_similar_rows():
    """`neighbours` names the row with the greatest cosine, and never the row itself."""
    r = generator(16)
    sets = [r.normal(size=(n, d)) * r.uniform(0.01, 100, size=(n, 1)) for n, d in ((6, 3), (15, 4), (40, 2), (5, 5))]
    sets += [np.array([[1.0, 0.1], [-2.0, 0.3]]), np.array([[1.0, 2.0]] * 4)]
    for X in sets:
        found = asarray(linalg.neighbours(X))
        n = len(X)
        assert found.shape == (n,) and np.issubdtype(found.dtype, np.integer), "the result is not one integer for a row"
        assert ((found >= 0) & (found < n)).all(), "a number is that of no row"
        assert (found != range(n)).all(), f"{n} rows: a row is its own neighbour"
        U = X / sqrt((X * X).sum(axis=1, keepdims=True))
        similar = einsum("id,jd->ij", U, U)
        for i in range(n):
            best = max(similar[i, j] for j in range(n) if j != i)
            assert similar[i, found[i]] > best - 1e-9, (
                f"{n} rows: another row is more similar by cosine than the one named"
            )


def test_neighbours_of_digits_are_the_same_digit():
    """The nearest neighbour of a scanned digit is the same digit for more than 98 in 100."""
    images, labels = load_digits(return_X_y=True)
    found = asarray(linalg.neighbours(images))
    assert (found != range(len(images))).all(), "an image is its own neighbour, so the agreement means nothing"
    agree = (labels[found] == labels).mean()
    assert agree > 0.98, f"{agree:.1%} have the same digit; compare the raw images, by cosine"


def sources(name):
    """Yield the syntax of a file of the learner's, and of those beside it that it imports."""
    todo, seen = [name], set()
    while todo:
        name = todo.pop()
        path = Path(f"{name}.py")
        if name in seen or not path.exists():
            continue
        seen.add(name)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield path, tree
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                todo += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                todo.append(node.module or "")


def nodes_reached(name):
    """Yield the syntax of a function of linalg.py, of all that it uses there or beside it, and of the imports behind their names."""
    defined = {}
    files = {node: path for path, tree in sources("linalg") for node in tree.body}
    for node in reversed(files):
        if isinstance(node, ast.FunctionDef):
            defined[node.name] = node
        elif isinstance(node, ast.Assign):
            defined.update({target.id: node for target in node.targets if isinstance(target, ast.Name)})
        elif isinstance(node, ast.ImportFrom):
            defined.update({alias.asname or alias.name: node for alias in node.names})
    todo, seen = [name], set()
    while todo:
        name = todo.pop()
        if name in seen or name not in defined:
            continue
        seen.add(name)
        for node in ast.walk(defined[name]):
            node.file = files[defined[name]]
            yield node
            todo.append(getattr(node, "id", None) or getattr(node, "attr", None))


def names_reached(name):
    """Return the names that a function of linalg.py uses, itself or through others."""
    return {node.id for node in nodes_reached(name) if isinstance(node, ast.Name)}
