"""What `mlpath verify` asks of a project, whichever it is: its commands are run, what they leave is recomputed, its service is asked.

Commands and the service run in copies of the folder, in this process's group: they end with it.
"""

import functools
import http.client
import json
import math
import os
import re
import shlex
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from contextlib import contextmanager
from typing import NamedTuple

import yaml

SEED = int(os.environ.get("MLPATH_SEED", "0"))
BRIEFS = ("recommender", "fraud", "chatbot", "own")
WITH_TIME = ("recommender", "fraud")
TRAINING, PREDICTIONS = "training.jsonl", "predictions.jsonl"
FEWEST = {"recommender": 30, "fraud": 100, "chatbot": 10, "own": 30}
ASKED = 15  # Cases that the service is asked about
PATIENCE, ENDING = 60, 10  # Seconds until it serves or answers, and until it has ended
ITEMS = 10
TEXTS = "purpose data limits failures retraining contact".split()


class Project(NamedTuple):
    """What project.yaml says."""

    brief: str
    train: str
    evaluate: str
    serve: str
    method: str
    path: str
    answer: str
    refuse: list
    rest: dict


class Built(NamedTuple):
    """What the commands left: the folder, the rows of training, the test cases."""

    folder: str
    training: list
    cases: list


def read(name):
    """Return what one of the learner's two files says."""
    assert os.path.isfile(name), f"there is no {name}"
    with open(name, encoding="utf-8") as file:
        text = file.read()
    try:
        found = yaml.safe_load(text) if name.endswith(".yaml") else json.loads(text)
    except (ValueError, yaml.YAMLError) as error:
        raise AssertionError(f"{name} can't be read: {' '.join(str(error).split())[:200]}") from None
    assert isinstance(found, dict), f"{name} holds {type(found).__name__}, no keys and values"
    return found


def project():
    """Return what project.yaml says, when it says enough."""
    found = read("project.yaml")
    if found.get("brief") is None:
        raise NotImplementedError("project.yaml names no brief")
    assert found["brief"] in BRIEFS, f"project.yaml: brief is {found['brief']!r}, none of {', '.join(BRIEFS)}"
    for key in ("train", "evaluate", "serve", "request", "answer"):
        assert isinstance(found.get(key), str) and found[key].strip(), f"project.yaml: {key} is {found.get(key)!r}"
    method, _, path = found["request"].strip().partition(" ")
    assert method in ("GET", "POST") and path.startswith("/"), f"project.yaml: request is {found['request']!r}"
    refuse = found.get("refuse") or []
    assert isinstance(refuse, list) and len(refuse) >= 3, f"project.yaml: refuse is {refuse!r}, three inputs at least"
    assert all(isinstance(each, dict) for each in refuse), "project.yaml: each input to refuse has keys and values"
    wanted = {"fraud": "review", "recommender": "newcomer", "own": "metric"}.get(found["brief"])
    assert wanted is None or found.get(wanted) is not None, f"project.yaml: a brief {found['brief']} needs {wanted}"
    assert wanted != "metric" or found["metric"] in ("accuracy", "mae"), f"project.yaml: metric is {found['metric']!r}"
    return Project(
        brief=found["brief"],
        train=found["train"],
        evaluate=found["evaluate"],
        serve=found["serve"],
        method=method,
        path=path.strip(),
        answer=found["answer"],
        refuse=refuse,
        rest=found,
    )


def copied():
    """Return a copy of the learner's folder, without what its commands are to make."""
    folder = os.path.join(tempfile.mkdtemp(), "project")
    shutil.copytree(os.getcwd(), folder)
    for name in (TRAINING, PREDICTIONS):
        if os.path.exists(os.path.join(folder, name)):
            os.unlink(os.path.join(folder, name))
    return folder


def words_of(command):
    """Return a command's words, with the Python that runs the tests."""
    words = shlex.split(command)
    return [sys.executable, *words[1:]] if words[0] in ("python", "python3") else words


def surroundings(**more):
    """Return the environment of a command: programs beside this Python are found."""
    path = os.path.dirname(sys.executable) + os.pathsep + os.environ.get("PATH", "")
    return {**os.environ, "PATH": path, **more}


def tail(path):
    """Return the last line of what was printed."""
    with open(path, encoding="utf-8", errors="replace") as file:
        lines = [line.strip() for line in file.read()[-5000:].splitlines() if line.strip()]
    return lines[-1][:200] if lines else "it prints nothing"


def run(name, command, folder, **more):
    """Run a command in a folder, to its end."""
    printed = os.path.join(os.path.dirname(folder), f"{name}.txt")
    with open(printed, "wb") as file:
        try:
            ended = subprocess.run(  # noqa: S603  # The learner's own commands.
                words_of(command),
                cwd=folder,
                env=surroundings(**more),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                check=False,
            )
        except OSError as error:
            raise AssertionError(f"`{command}` can't be run: {error.strerror}") from None
    assert ended.returncode == 0, f"`{command}` ends with {ended.returncode}: {tail(printed)}"


def lines_of(folder, name, command):
    """Return the objects that a file has, one a line."""
    path = os.path.join(folder, name)
    assert os.path.isfile(path), f"`{command}` leaves no {name}"
    found = []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                found.append(json.loads(line))
            except ValueError:
                raise AssertionError(f"{name}, line {number}, is no JSON: {line[:60]!r}") from None
            assert isinstance(found[-1], dict) and "case" in found[-1], f"{name}, line {number}, has no case"
    return found


def build(**more):
    """Return what training and evaluating leave in a copy."""
    known, folder = project(), copied()
    run("train", known.train, folder, **more)
    training = lines_of(folder, TRAINING, known.train)
    run("evaluate", known.evaluate, folder, **more)
    return Built(folder, training, lines_of(folder, PREDICTIONS, known.evaluate))


@functools.cache
def built():
    """Return what the commands left, the first time."""
    return build(PYTHONHASHSEED="1")


def free_port():
    """Return a port of this machine that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Reply(NamedTuple):
    """What the service answered: the status, and what its JSON says, None where it is none."""

    status: int
    said: object


def ask(port, method, path, data=None):
    """Return the reply to a request; data is the body, as bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, data, {"Content-Type": "application/json"} if data is not None else {})
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise AssertionError(f"{method} {path} gets no answer: {type(error).__name__}") from None
    finally:
        connection.close()
    try:
        return Reply(answer.status, json.loads(body))
    except ValueError:
        return Reply(answer.status, None)


def ask_for(port, known, given):
    """Return the reply to the request for an input."""
    if known.method == "POST":
        return ask(port, "POST", known.path, json.dumps(given).encode())
    fields = {name: urllib.parse.quote(str(value), safe="") for name, value in given.items()}
    path = re.sub(r"\{(\w+)\}", lambda found: fields.get(found[1], ""), known.path)
    return ask(port, "GET", path)


@contextmanager
def served():
    """Serve from the folder that was built, and yield the port; behind it the service has ended."""
    known, folder, port = project(), built().folder, free_port()
    printed = os.path.join(os.path.dirname(folder), "serve.txt")
    with open(printed, "wb") as file:
        try:
            process = subprocess.Popen(  # noqa: S603
                words_of(known.serve),
                cwd=folder,
                env=surroundings(PORT=str(port)),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
            )
        except OSError as error:
            raise AssertionError(f"`{known.serve}` can't be run: {error.strerror}") from None
    try:
        until = time.monotonic() + PATIENCE
        while not listens(port):
            assert process.poll() is None, f"`{known.serve}` ends with {process.returncode}: {tail(printed)}"
            assert time.monotonic() < until, f"`{known.serve}` does not serve on the port in PORT: {tail(printed)}"
            time.sleep(0.05)
        yield port
    finally:
        end(process)


def listens(port):
    """Return whether somebody takes connections."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True


def end(process):
    """End a process, if need be by force."""
    process.terminate()
    try:
        process.wait(ENDING)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def measure(known, case, who):
    """Return the metric of a case: of the model, of the baseline, or of any other prediction."""
    truth, said = case["truth"], case[who] if isinstance(who, str) else who(case)
    if known.brief == "recommender":
        return len(set(said[:ITEMS]) & set(truth)) / len(truth)
    if known.brief == "fraud":
        return float(known.rest["review"]) if said else float(case["amount"]) * truth
    if known.brief == "chatbot":
        if truth is None:
            return float(not said)
        return 1 / (1 + said.index(truth)) if truth in said else 0.0
    if known.rest["metric"] == "mae":
        return abs(float(said) - float(truth))
    return float(said == truth)


def better_by(known, case, who="model", than="baseline"):
    """Return by how much a prediction is better than another in one case."""
    sign = -1 if known.brief == "fraud" or known.rest.get("metric") == "mae" else 1
    return sign * (measure(known, case, who) - measure(known, case, than))


def interval(values):
    """Return the mean of independent values, and its standard error."""
    return statistics.fmean(values), statistics.stdev(values) / math.sqrt(len(values))


def checked():
    """Return the test cases, each with what its brief asks for."""
    known, cases = project(), built().cases
    fewest = FEWEST[known.brief]
    assert len(cases) >= fewest, f"{PREDICTIONS} has {len(cases)} cases, too few to say anything ({fewest})"
    more = {"recommender": ["seen"], "fraud": ["amount"]}.get(known.brief, [])
    more += ["time"] if known.brief in WITH_TIME else []
    for number, case in enumerate(cases, 1):
        absent = [key for key in ("input", "truth", "model", "baseline", "groups", *more) if key not in case]
        assert not absent, f"{PREDICTIONS}, line {number}, has no {absent[0]!r}"
        assert isinstance(case["input"], dict), f"{PREDICTIONS}, line {number}: the input has no keys and values"
        try:
            measure(known, case, "model"), measure(known, case, "baseline")
        except (TypeError, ValueError, LookupError, ArithmeticError, AttributeError):
            raise AssertionError(f"{PREDICTIONS}, line {number}, is not as a brief {known.brief} has it") from None
    names = [json.dumps(case["case"]) for case in cases]
    assert len(set(names)) == len(names), f"{len(names) - len(set(names))} cases have the name of another"
    return known, cases


def close(said, found):
    """Return whether a number of the card is the one that was found, rounded to three digits or more."""
    return isinstance(said, (int, float)) and abs(said - found) <= 0.002 + 0.002 * abs(found)


def card():
    """Return card.json, when something was written into it."""
    found = read("card.json")
    if not found.get("purpose"):
        raise NotImplementedError("card.json says nothing yet")
    return found


def test_the_project_says_what_it_is():
    """project.yaml names the brief, three commands, how the service is asked, and three inputs to refuse."""
    known = project()
    fields = re.findall(r"\{(\w+)\}", known.path)
    assert known.method == "POST" or fields, f"`GET {known.path}` has no field of the input in braces"


def test_it_trains_and_evaluates():
    """Both commands end with 0, in a fresh copy, and leave training.jsonl and predictions.jsonl as the brief has them."""
    _, cases = checked()
    assert len(built().training) >= 1, f"{TRAINING} has no line"
    assert len({json.dumps(case["model"]) for case in cases}) > 1, "the model predicts the same in every case"


def test_twice_is_the_same():
    """Training and evaluating again, in another copy, gives the same predictions."""
    _, cases = checked()
    again = {json.dumps(case["case"]): case for case in build(PYTHONHASHSEED="2").cases}
    assert len(again) == len(cases), f"the second time there are {len(again)} cases, the first time {len(cases)}"
    for case in cases:
        other = again.get(json.dumps(case["case"]))
        assert other is not None, f"the second time there is no case {case['case']!r}"
        for key in ("truth", "baseline", "model"):
            assert other.get(key) == case[key], f"the second time {key} of the case {case['case']!r} is another: seeds?"


def test_the_split_is_clean():
    """No row of the test part was seen in training, and where there is time, all of training comes before."""
    known, cases = checked()
    seen = {json.dumps(row["case"]) for row in built().training}
    rows = [json.dumps(name) for case in cases for name in case.get("rows", [case["case"]])]
    again = sum(row in seen for row in rows)
    assert again == 0, f"{again} of {len(rows)} rows of the test part stand in {TRAINING}, too"
    times = [row.get("time") for row in built().training]
    if known.brief in WITH_TIME or all(time is not None for time in times):
        assert all(isinstance(time, (int, float)) for time in times), f"a row of {TRAINING} has no time"
        first = min(case["time"] for case in cases if case.get("time") is not None)
        assert max(times) < first, f"training reaches {max(times)}, and the test part begins at {first}"


def test_it_beats_the_baseline():
    """On the same cases the model is better than the baseline: the 95% interval of the difference lies above 0."""
    known, cases = checked()
    mean, error = interval([better_by(known, case) for case in cases])
    assert mean > 0, f"the model is worse than the baseline, or the same: by {-mean:.4g} a case"
    assert mean - 1.96 * error > 0, f"it is better by {mean:.4g} ± {1.96 * error:.2g}: that may be chance"


def test_the_card_is_complete():
    """card.json says in sentences what it is for, the data, their limits, known failures, how to retrain, whom to ask."""
    found = card()
    for key in TEXTS:
        text = found.get(key)
        fewest = 1 if key == "contact" else 6
        assert isinstance(text, str) and len(text.split()) >= fewest, f"card.json: {key} says {text!r}"
        assert not re.search(r"\b(TODO|TBD|lorem)\b", text, re.IGNORECASE), f"card.json: {key} says {text!r}"


def test_the_card_has_what_was_measured():
    """The card's metrics are those of predictions.jsonl: both means, by how much it is better, and the interval of that."""
    said = card().get("metrics") or {}
    known, cases = checked()
    assert said.get("cases") == len(cases), f"card.json: metrics has {said.get('cases')} cases"
    for who in ("model", "baseline"):
        found = statistics.fmean(measure(known, case, who) for case in cases)
        assert close(said.get(who), found), f"card.json: {who} is {said.get(who)}, which the predictions do not give"
    mean, error = interval([better_by(known, case) for case in cases])
    assert close(said.get("better_by"), mean), f"card.json: better_by is {said.get('better_by')}"
    low, high = said.get("low"), said.get("high")
    assert isinstance(low, (int, float)) and isinstance(high, (int, float)), "card.json: low and high are no numbers"
    assert low <= mean <= high, f"card.json: the interval from {low} to {high} does not hold the difference itself"
    # Resampled cases give nearly the width of the formula, resampled days or users another: half to double.
    share = (high - low) / (2 * 1.96 * error)
    assert 0.5 <= share <= 2, (
        f"card.json: the interval from {low} to {high} has {share:.1f} times the width of the cases'"
    )


def test_slices_are_true():
    """At least two slices, of the groups in predictions.jsonl, with their cases and both metrics."""
    slices = card().get("slices")
    known, cases = checked()
    assert isinstance(slices, list) and len(slices) >= 2, f"card.json has the slices {slices!r}"
    named = {(str(each.get("group")), str(each.get("value"))) for each in slices}
    assert len(named) == len(slices), "card.json has a slice twice"
    for each in slices:
        group, value = each.get("group"), each.get("value")
        here = [case for case in cases if group in case["groups"] and case["groups"][group] == value]
        assert here, f"card.json: no case has the group {group!r} {value!r}"
        assert len(here) < len(cases), f"card.json: {group!r} {value!r} is every case"
        assert each.get("cases") == len(here), f"card.json: {group} {value} has {each.get('cases')} cases"
        for who in ("model", "baseline"):
            found = statistics.fmean(measure(known, case, who) for case in here)
            assert close(each.get(who), found), f"card.json: {who} of {group} {value} is {each.get(who)}"


def test_the_service_answers_as_evaluated():
    """/health has a version, and the service answers cases of the test part with what predictions.jsonl has."""
    known, cases = checked()
    step = max(1, len(cases) // ASKED)
    some = cases[SEED % step :: step]
    with served() as port:
        health = ask(port, "GET", "/health")
        assert health.status == 200, f"/health has the status {health.status}"
        assert isinstance(health.said, dict) and health.said.get("version"), f"/health says {health.said!r}"
        for case in some:
            reply = ask_for(port, known, case["input"])
            assert reply.status == 200, f"the case {case['case']!r} gets the status {reply.status}: {reply.said!r}"
            assert isinstance(reply.said, dict) and known.answer in reply.said, (
                f"the answer has no {known.answer!r}: {str(reply.said)[:100]}"
            )
            said = reply.said[known.answer]
            if isinstance(said, float):
                same = isinstance(case["model"], (int, float)) and math.isclose(said, case["model"], rel_tol=1e-6)
            else:
                same = said == case["model"]
            assert same, f"the case {case['case']!r} is answered with {str(said)[:80]}, not as it was evaluated"


def test_wrong_requests_are_refused():
    """Each input to refuse, broken JSON, an empty one and an unknown path get a 4xx status."""
    known = project()
    with served() as port:
        for given in known.refuse:
            found = ask_for(port, known, given).status
            assert 400 <= found < 500, f"{json.dumps(given)[:80]} gets the status {found}"
        if known.method == "POST":
            for name, data in (("broken JSON", b"{"), ("an empty object", b"{}"), ("a list", b"[1]")):
                found = ask(port, "POST", known.path, data).status
                assert 400 <= found < 500, f"{name} gets the status {found}"
        found = ask(port, "GET", "/there/is/no/such/path").status
        assert found == 404, f"a path that is not there gets the status {found}"
        assert ask(port, "GET", "/health").status == 200, "after wrong requests it is not healthy any more"


def test_the_brief_is_met():
    """What the brief is about: new items only, and some for newcomers; money saved; refusals and true passages; no constant."""
    known, cases = checked()
    {"recommender": recommends, "fraud": saves, "chatbot": knows_its_limits, "own": beats_a_constant}[known.brief](
        known, cases
    )


def recommends(known, cases):
    """Ten different items that the user did not have; a newcomer gets ten, too."""
    for case in cases:
        said = case["model"]
        assert len(set(said)) == len(said) == ITEMS, f"the user {case['case']!r} gets {len(set(said))} different items"
        had = set(said) & set(case["seen"])
        assert not had, f"the user {case['case']!r} gets {len(had)} items that they had before"
    with served() as port:
        reply = ask_for(port, known, known.rest["newcomer"])
        assert reply.status == 200, f"a newcomer gets the status {reply.status}"
        found = reply.said.get(known.answer) if isinstance(reply.said, dict) else None
        assert isinstance(found, list) and len(set(found)) == ITEMS, f"a newcomer gets {found!r}"


def saves(known, cases):
    """Cheaper than no alert at all, and than an alert for every payment."""
    for name, alert in (("no alert at all", False), ("an alert for every payment", True)):
        mean, _ = interval([better_by(known, case, than=lambda _, alert=alert: alert) for case in cases])
        assert mean > 0, f"{name} would cost less, or the same"


def knows_its_limits(known, cases):
    """Half of what no passage answers is refused, half of the rest answered, and answers say what their passage says."""
    outside = [case for case in cases if case["truth"] is None]
    inside = [case for case in cases if case["truth"] is not None]
    assert outside, "no question is without an answer in the passages"
    refused = sum(not case["model"] for case in outside)
    assert 2 * refused >= len(outside), f"of {len(outside)} questions that no passage answers, {refused} are refused"
    answered = sum(bool(case["model"]) for case in inside)
    assert 2 * answered >= len(inside), f"of {len(inside)} questions that a passage answers, {answered} are answered"
    with served() as port:
        for case in inside:
            if not case["model"]:
                continue
            said = ask_for(port, known, case["input"]).said
            texts = [said.get(key) if isinstance(said, dict) else None for key in ("answer", "passage")]
            assert all(isinstance(text, str) and text.strip() for text in texts), (
                f"the case {case['case']!r} gets no answer with a passage"
            )
            invented = set(re.findall(r"\d+", texts[0])) - set(re.findall(r"\d+", texts[1]))
            assert not invented, f"the case {case['case']!r}: the answer has {min(invented)}, its passage does not"
            assert 2 * len(words(texts[0]) & words(texts[1])) >= len(words(texts[0])), (
                f"the case {case['case']!r}: most words of the answer are not in its passage"
            )


def words(text):
    """Return the words of a text."""
    return set(re.findall(r"\w+", text.lower()))


def beats_a_constant(known, cases):
    """Better than always the most frequent label, or the median."""
    truths = [case["truth"] for case in cases]
    constant = statistics.median(truths) if known.rest["metric"] == "mae" else statistics.mode(truths)
    mean, error = interval([better_by(known, case, than=lambda _: constant) for case in cases])
    assert mean - 1.96 * error > 0, f"against one answer for all it is better by {mean:.3g} ± {1.96 * error:.2g} only"
