"""What `mlpath verify` asks of the pipeline: train.py is run as a command, with a store of its own, and what it left is recomputed."""

import contextlib
import functools
import os
import runpy
import sys
import tempfile
import warnings
from typing import NamedTuple

import mlflow
import numpy as np
from numpy.random import default_rng
from sklearn.metrics import log_loss as loss_of
from sklearn.metrics import roc_auc_score as auc_of

import churn

SEED = int(os.environ.get("MLPATH_SEED", "0"))
PEOPLE = 40 + SEED  # The seed of the customers that models are trained on: never 999
SMALL = ["--C", "0.01", "--rows", "500", "--seed", str(PEOPLE)]
GOOD = ["--C", "1", "--rows", "3000", "--seed", str(PEOPLE)]
# On the holdout, ten seeds: SMALL 0.780 to 0.796, GOOD 0.793 to 0.796, with lost calls 0.728 to 0.731, WEAK 0.74 to 0.77
LOST = [*GOOD, "--lose-calls"]
WEAK = ["--calls-effect", "0.1", "--min-auc", "0.6", "--seed", str(PEOPLE)]
STORY = [SMALL, GOOD, LOST, [*GOOD, "--min-auc", "0.95"], GOOD]


class Run(NamedTuple):
    """What a command left: its exit code, the run that it recorded, all versions with their runs, the champion's version."""

    code: int
    run: object
    versions: dict
    champion: int | None


def generator(number):
    """Return random numbers that are other ones in each test, and in each run with another seed."""
    return default_rng([SEED, number])


@functools.cache
def store():
    """Return a client of a store that was empty; its folder is where the commands run."""
    folder = tempfile.mkdtemp()
    return folder, f"sqlite:///{folder}/mlflow.db"


def client():
    """Return a client of the store."""
    return mlflow.MlflowClient(store()[1])


def versions():
    """Return the registered versions of "churn" → the id of the run that each comes from."""
    found = client().search_model_versions("name='churn'")
    return {int(version.version): version.run_id for version in found}


def champion():
    """Return the version that has the alias, None where none has it."""
    with contextlib.suppress(mlflow.exceptions.MlflowException):
        return int(client().get_model_version_by_alias("churn", "champion").version)
    return None


def runs():
    """Return the runs of the experiment, the latest first."""
    experiment = client().get_experiment_by_name("churn-training")
    if experiment is None:
        return []
    return client().search_runs([experiment.experiment_id], order_by=["attributes.start_time DESC"])


def forget(folder):
    """Let a command import anew what stands beside train.py, as a process of its own would; churn stays."""
    for name, module in list(sys.modules.items()):
        place = getattr(module, "__file__", None)
        if place and os.path.dirname(os.path.abspath(place)) == folder and name not in (__name__, "churn"):
            del sys.modules[name]


def command(arguments):
    """Run train.py as a command, and return its exit code."""
    script = os.path.abspath("train.py")
    assert os.path.isfile(script), "there is no train.py"
    forget(os.path.dirname(script))
    folder, uri = store()
    here, given = os.getcwd(), sys.argv
    os.environ["MLFLOW_TRACKING_URI"] = uri
    mlflow.set_tracking_uri(uri)
    os.chdir(folder)
    sys.argv = ["train.py", *arguments]
    words = " ".join(["python train.py", *arguments])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            runpy.run_path(script, run_name="__main__")
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        assert code != 2, f"`{words}` does not understand its options"
    finally:
        sys.argv = given
        os.chdir(here)
        while mlflow.active_run():
            mlflow.end_run()
    return code


@functools.cache
def story():
    """Return what each of five commands left, in a store that was empty."""
    left = []
    for arguments in STORY:
        known = {run.info.run_id for run in runs()}
        code = command(arguments)
        new = [run for run in runs() if run.info.run_id not in known]
        words = " ".join(arguments)
        assert len(new) == 1, f"`train.py {words}` leaves {len(new)} runs in the experiment churn-training of the store"
        left.append(Run(code, new[0], versions(), champion()))
    return left


def option(arguments, name, usual):
    """Return an option's value."""
    return type(usual)(arguments[arguments.index(name) + 1]) if name in arguments else usual


def holdout():
    """Return the customers that no model learns from, and who of them left."""
    found = churn.make_customers(2000, seed=999)
    return found.drop(columns="churned"), found["churned"]


@functools.cache
def own(*arguments):
    """Return the data that a command trains on, and the scores of a model of our own from them on the holdout."""
    data = churn.make_customers(
        option(arguments, "--rows", 2000), option(arguments, "--seed", 0), option(arguments, "--calls-effect", 0.7)
    )
    if "--lose-calls" in arguments:
        data["support_calls"] = 0.0
    model = churn.make_model(option(arguments, "--C", 1.0)).fit(data.drop(columns="churned"), data["churned"])
    return data, model.predict_proba(holdout()[0])[:, 1]


def scores(version):
    """Return the scores of a registered version, or of an alias, on the holdout."""
    mlflow.set_tracking_uri(store()[1])
    model = mlflow.sklearn.load_model(f"models:/churn{version}")
    return model.predict_proba(holdout()[0])[:, 1]


def test_faults_of_the_data_are_found():
    """`check_data` finds each of six faults and says nothing of sound data."""
    for seed in (PEOPLE, PEOPLE + 100):
        sound = churn.make_customers(1500, seed)
        before = sound.copy()
        assert list(churn.check_data(sound)) == [], f"of sound data it says {churn.check_data(sound)}"
        place = sound.index[generator(seed).integers(1500)]
        one = {}
        for column, value in (("tenure_months", 700), ("monthly_fee", 0.5), ("plan", "Basic")):
            one[f"a {column} of {value}"] = sound.copy()
            one[f"a {column} of {value}"].loc[place, column] = value
        calls = sound["support_calls"].where(generator(seed + 1).random(1500) > 0.3)
        broken = {
            **one,
            "fees in pence": sound.assign(monthly_fee=sound["monthly_fee"] * 100),
            "a negative tenure": sound.assign(tenure_months=sound["tenure_months"] - 1),
            "support_calls missing in a third": sound.assign(support_calls=calls),
            "nobody who churned": sound.assign(churned=0),
            "no column plan": sound.drop(columns="plan"),
        }
        for name, frame in broken.items():
            found = churn.check_data(frame)
            assert isinstance(found, list), f"it returns {type(found).__name__}, no list"
            assert len(found) == 1, f"of {name} it says {found}"
        assert sound.equals(before), "it changes the frame"


def test_the_hash_follows_the_data():
    """`data_hash` is the same for equal frames, and another where one value or the order of the rows is another."""
    data = churn.make_customers(300, PEOPLE)
    known = churn.data_hash(data)
    assert isinstance(known, str) and known, f"it returns {known!r}"
    assert churn.data_hash(data.copy()) == known, "an equal frame has another hash"
    changed = {"the order of the rows": data.sample(frac=1, random_state=SEED)}
    place = data.index[generator(2).integers(300)]
    for column in data.columns:
        other = data.copy()
        value = other.loc[place, column]
        other.loc[place, column] = ("pro" if value != "pro" else "team") if column == "plan" else 77
        changed[f"one {column}"] = other
    for name, frame in changed.items():
        assert churn.data_hash(frame) != known, f"with {name} changed, the hash stays"


def test_the_gate_weighs_floor_champion_and_groups():
    """`gate` counts one reason each: below the floor, worse than the champion by more than the margin, a weak group."""
    r = generator(3)
    y, groups = r.integers(0, 2, 900), r.choice(["large", "small", "medium"], 900, p=[0.6, 0.1, 0.3])
    good, noise = y + r.normal(0, 0.7, 900), r.normal(0, 1, 900)
    fair, blind = y + r.normal(0, 1.0, 900), np.where(groups == "small", noise - 2 * y, good)
    level = auc_of(y, fair)
    gap = auc_of(y, good) - level
    cases = [
        ("a good one without a champion", churn.gate(y, good, None, groups), 0),
        ("one that equals the champion", churn.gate(y, good, good, groups), 0),
        ("one below the floor", churn.gate(y, fair, None, groups, floor=level + 0.01), 1),
        ("one at a floor below it", churn.gate(y, fair, None, groups, floor=level - 0.01), 0),
        ("one worse than the champion", churn.gate(y, fair, good, groups, floor=0.5, margin=gap - 0.002), 1),
        ("one within the margin", churn.gate(y, fair, good, groups, floor=0.5, margin=gap + 0.002), 0),
        ("one better than the champion", churn.gate(y, good, fair, groups, floor=0.5), 0),
        ("one that fails a group", churn.gate(y, blind, None, groups, floor=0.5), 1),
        ("one that fails at all", churn.gate(y, -good, good, groups), 5),
    ]
    for name, reasons, wanted in cases:
        assert len(reasons) == wanted, f"against {name} it has {list(reasons)}"
    assert "small" in churn.gate(y, blind, None, groups, floor=0.5)[0], "the reason does not name the group"
    assert len(churn.gate(y, blind, None, groups, floor=0.5, group_floor=0.0)) == 0, "group_floor changes nothing"


def test_the_exit_code_says_whether_it_was_promoted():
    """In an empty store, (a) and (b) of the guide end with 0, (c) with lost calls and (d) with a floor of 0.95 with 1."""
    found = [run.code for run in story()[:4]]
    for arguments, code, wanted in zip(STORY, found, (0, 0, 1, 1)):
        assert code == wanted, f"`train.py {' '.join(arguments)}` ends with {code}"


def test_only_what_passed_is_registered():
    """A model that the gate passes becomes a version and the champion; one that it refuses leaves both as they were."""
    count, before = 0, None
    for arguments, left in zip(STORY, story()):
        words, tags = " ".join(arguments), left.run.data.tags
        passes = not ("--lose-calls" in arguments or "0.95" in arguments)
        count += passes
        said = tags.get("gate")
        assert said == ("passed" if passes else "failed"), f"`{words}` has the tag gate={said}"
        assert passes or tags.get("reasons"), f"`{words}` has no tag with the reasons"
        assert len(left.versions) == count, f"after `{words}` there are {len(left.versions)} versions"
        if passes:
            assert left.versions[max(left.versions)] == left.run.info.run_id, (
                f"the version of `{words}` is of another run"
            )
            assert left.champion == max(left.versions), f"after `{words}` the champion is version {left.champion}"
        else:
            assert left.champion == before, f"`{words}`, refused, moves the alias to version {left.champion}"
        before = left.champion


def test_what_is_logged_is_true():
    """Params, data_hash, auc and log_loss of each run, refused ones too, are what its options and the holdout give."""
    y = holdout()[1]
    for arguments, left in zip(STORY, story()):
        words, logged = " ".join(arguments), left.run.data
        data, p = own(*arguments)
        for name, usual in (("C", 1.0), ("rows", 2000), ("seed", 0)):
            said = logged.params.get(name)
            assert said is not None, f"`{words}` logs no param {name}"
            assert float(said) == option(arguments, f"--{name}", usual), f"`{words}` logs {name} = {said}"
        known = logged.tags.get("data_hash")
        floats = data.astype({"tenure_months": float})  # For the signature some turn it before the fit: right, too.
        assert known in (churn.data_hash(data), churn.data_hash(floats)), (
            f"the data_hash of `{words}` is not that of the data that it is fitted on"
        )
        for name, wanted in (("auc", auc_of(y, p)), ("log_loss", loss_of(y, p))):
            said = logged.metrics.get(name)
            assert said is not None, f"`{words}` logs no metric {name}"
            assert abs(said - wanted) < 1e-4, f"`{words}` logs {name} = {said:.4f}, which the holdout does not give"


def test_versions_predict_what_was_measured():
    """Each registered version is the model that its run's options give, fitted on the training data alone."""
    passed = [(arguments, left) for arguments, left in zip(STORY, story()) if left.code == 0]
    assert len(passed) == 3, f"{len(passed)} of the five commands end with 0"
    for arguments, left in passed:
        assert left.champion is not None, f"`{' '.join(arguments)}` leaves no champion"
        difference = abs(scores(f"/{left.champion}") - own(*arguments)[1]).max()
        assert difference < 1e-3, f"version {left.champion} differs by {difference:.3f} from `{' '.join(arguments)}`"


def test_twice_is_the_same():
    """The same options give the same data_hash, and the same AUC to six decimals."""
    first, second = (story()[place].run.data for place in (1, 4))
    for name in ("auc", "log_loss"):
        difference = abs(first.metrics[name] - second.metrics[name])
        assert difference < 1e-6, f"the second time {name} is another, by {difference:.6f}"
    assert first.tags.get("data_hash") == second.tags.get("data_hash"), "the second time the data_hash is another"
    assert first.tags.get("data_hash") != story()[0].run.data.tags.get("data_hash"), (
        "other data have the same data_hash"
    )


def test_the_signature_takes_missing_calls():
    """The champion has a signature with the four features, none of them an integer, and pyfunc predicts without the calls."""
    left = story()[1]
    mlflow.set_tracking_uri(store()[1])
    uri = f"models:/churn/{left.champion}"
    signature = mlflow.models.get_model_info(uri).signature
    assert signature is not None and signature.inputs is not None, "the model was logged without a signature"
    kinds = {column.name: str(column.type) for column in signature.inputs}
    X = holdout()[0].head(20).astype({"tenure_months": float})
    assert set(kinds) == set(X.columns), f"the signature's columns are {list(kinds)}"
    whole = [name for name, kind in kinds.items() if "integer" in kind or "long" in kind]
    assert not whole, f"{whole[0]} is an integer there: no missing value could ever be one"
    found = mlflow.pyfunc.load_model(uri).predict(X.assign(support_calls=np.nan))
    assert len(found) == 20, f"20 customers get {len(found)} predictions"


def test_a_rollback_changes_the_predictions():
    """Once the alias is moved back, it gives version 1's predictions, and the gate weighs against what has the alias then."""
    first, second = story()[0].champion, story()[1].champion
    assert first is not None and second not in (None, first), f"(a) and (b) leave the champions {first} and {second}"
    for version, arguments in ((first, SMALL), (second, GOOD)):
        client().set_registered_model_alias("churn", "champion", version)
        difference = abs(scores("@champion") - own(*arguments)[1]).max()
        assert difference < 1e-3, (
            f"with the alias on version {version}, predictions differ by {difference:.3f} from its own"
        )
    client().delete_registered_model_alias("churn", "champion")
    assert command(WEAK) == 0, "without a champion, a model above the floors is refused"
    assert champion() not in (None, first, second), "its version does not get the alias"
    client().set_registered_model_alias("churn", "champion", second)
    assert command(WEAK) == 1, "a worse model than the champion is promoted: which version is it compared with?"
    assert champion() == second, f"the alias is on version {champion()} after a refusal"


def test_the_champion_is_scored_now():
    """The gate scores the champion on the holdout, whatever its run once logged."""
    run = story()[4].versions[story()[4].champion]
    client().set_registered_model_alias("churn", "champion", story()[4].champion)
    client().log_metric(run, "auc", 0.9999)
    assert command(GOOD) == 0, "a model as good as the champion is refused, whose run says a wrong AUC"


def test_the_gate_is_asked_about_the_holdout():
    """The command gives `gate` the holdout's classes, the new scores and the champion's on it, and each row's plan."""
    X, y = holdout()
    client().set_registered_model_alias("churn", "champion", story()[0].champion)
    made, asked = churn.gate, []

    def watched(y, new, champion, groups, *rest, **named):
        asked.append((y, new, champion, groups))
        return made(y, new, champion, groups, *rest, **named)

    churn.gate = watched
    try:
        command(GOOD)
    finally:
        churn.gate = made
    assert asked, "with a champion, the command does not call `gate` of churn.py"
    classes, new, old, groups = asked[-1]
    assert np.array_equal(np.asarray(classes), y), "y is not that of the holdout"
    assert list(groups) == list(X["plan"]), "groups are not the plans of the holdout's rows"
    for name, found, arguments in (("new", new, GOOD), ("champion", old, SMALL)):
        assert found is not None and np.shape(found) == (len(y),), f"{name} has not one score for each row"
        assert abs(np.asarray(found) - own(*arguments)[1]).max() < 1e-3, f"{name} are not that model's scores"


def test_broken_data_promote_nothing():
    """Where `check_data` finds a fault, the command ends with 1, before there is a version or another champion."""
    story()
    if champion() is not None:  # What would be promoted, were it not for its data.
        client().delete_registered_model_alias("churn", "champion")
    before = versions()
    for words, arguments in (("nearly all churned", ["--calls-effect", "5"]), ("fees in pence", [])):
        made = churn.make_customers

        def broken(n=2000, seed=0, calls_effect=0.7, *, made=made, pence=not arguments):
            found = made(n, seed, calls_effect)
            return found.assign(monthly_fee=found["monthly_fee"] * 100) if pence and seed != 999 else found

        churn.make_customers = broken
        try:
            code = command([*arguments, "--min-auc", "0.5", "--seed", str(PEOPLE)])
        finally:
            churn.make_customers = made
        assert code == 1, f"with data in which {words}, it ends with {code}"
        assert versions() == before, f"where {words}, a version is registered"
        assert champion() is None, f"where {words}, it becomes the champion"
