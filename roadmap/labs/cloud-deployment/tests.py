"""What `mlpath verify` asks of a service that is to be deployed. Docker is not needed: the Dockerfile is read, and its CMD is run.

It runs in a folder that has only what COPY puts there, in this process's group, so that it ends with it. Where the service would
listen on all addresses, it listens on one of this machine instead.
"""

import ast
import contextlib
import hashlib
import http.client
import json
import os
import re
import shlex
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple

SEED = int(os.environ.get("MLPATH_SEED", "0"))
EVERYWHERE = "0.0.0.0"  # noqa: S104
# An address of this machine that is not the usual one: whoever listens on 127.0.0.1 only is not reached there.
HERE = "127.0.0.2" if sys.platform == "linux" else "127.0.0.1"
PATIENCE, ENDING = 60, 10  # Seconds until it serves or answers, and until it has ended
ELSEWHERE = 5  # Seconds for which a service may listen on another port before it listens on the one in PORT
FEWEST = 10
TEXT = (".py", ".sh", ".toml", ".ini", ".cfg", ".yaml", ".yml")
SERVERS = ("uvicorn", "gunicorn", "waitress", "hypercorn")
NAMED = re.compile(r"(?i)\b\w*(?:password|passwd|secret|token|api_?key)\w*[\"']?\s*[:=]\s*[\"']([^\"'\s]{8,})[\"']")
PLAIN = re.compile(
    r"(?i)^\s*(?:ENV|ARG|export)?\s*\w*(?:password|passwd|secret|token|api_?key)\w*[= ]\s*([^\s$\"'][^\s]{5,})"
)
ITSELF = re.compile(
    r"AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bgh[pousr]_[A-Za-z0-9]{30,}|\bsk-[A-Za-z0-9_-]{20,}|AIza[\w-]{35}"
)
NO_VALUE = re.compile(r"(?i)key|token|secret|password|header|example|environ")


class Image(NamedTuple):
    """What a Dockerfile describes: the base, the copies (sources, target), the variables, the user, the command, its lines."""

    base: str
    copies: list
    variables: dict
    user: str
    command: list
    lines: list


class Smoke(NamedTuple):
    """What smoke.json says: the artifacts by their versions, and the requests."""

    artifacts: dict
    requests: list


class Reply(NamedTuple):
    """What the service answered: the status, and what its JSON says, None where it is none."""

    status: int
    said: object


def text_of(name):
    """Return a file's text."""
    assert os.path.isfile(name), f"there is no {name}"
    with open(name, encoding="utf-8", errors="replace") as file:
        return file.read()


def instructions():
    """Return the instructions of the Dockerfile's last stage, as pairs of a word and the rest."""
    text = re.sub(r"\\\s*\n", " ", re.sub(r"(?m)^\s*#.*\n?", "", text_of("Dockerfile")))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise NotImplementedError("the Dockerfile has no instruction")
    pairs = [[*line.split(None, 1), ""][:2] for line in lines]
    starts = [place for place, (word, _) in enumerate(pairs) if word.upper() == "FROM"]
    assert starts, "the Dockerfile has no FROM"
    return [(word.upper(), rest.strip()) for word, rest in pairs[starts[-1] :]]


def command_of(rest):
    """Return the words of a CMD or an ENTRYPOINT: a JSON list, or a line for the shell."""
    if rest.startswith("["):
        try:
            return [str(word) for word in json.loads(rest)]
        except ValueError:
            raise AssertionError(f"{rest[:60]} in the Dockerfile is no list of JSON") from None
    return ["sh", "-c", rest]


def variables_of(rest):
    """Return the variables of an ENV."""
    words = shlex.split(rest)
    if words and "=" not in words[0]:
        return {words[0]: " ".join(words[1:])}
    return dict(word.split("=", 1) for word in words if "=" in word)


def image():
    """Return what the Dockerfile describes."""
    base = user = ""
    copies, variables, entry, command, lines = [], {}, [], [], instructions()
    for word, rest in lines:
        if word == "FROM":
            base = next(part for part in rest.split() if not part.startswith("--"))
        elif word in ("COPY", "ADD"):
            parts = json.loads(rest) if rest.startswith("[") else shlex.split(rest)
            if not any(part.startswith("--from") for part in parts):
                paths = [part for part in parts if not part.startswith("--")]
                copies.append((paths[:-1], paths[-1]))
        elif word == "ENV":
            variables.update(variables_of(rest))
        elif word == "USER":
            user = rest
        elif word == "ENTRYPOINT":
            entry = command_of(rest)
        elif word == "CMD":
            command = command_of(rest)
    assert entry or command, "the Dockerfile has no CMD"
    return Image(base, copies, variables, user, [*entry, *command], lines)


def copied():
    """Return a read-only folder with what the Dockerfile copies, which listens on an address of this machine only."""
    folder = os.path.join(tempfile.mkdtemp(), "image")
    os.mkdir(folder)
    workdir = next((rest for word, rest in reversed(instructions()) if word == "WORKDIR"), "/")
    for sources, target in image().copies:
        below = os.path.relpath(target, workdir) if target.startswith("/") else target
        for source in sources:
            assert os.path.exists(source), f"the Dockerfile copies {source}, which is not there"
            into = os.path.normpath(os.path.join(folder, below))
            if os.path.isdir(source):
                shutil.copytree(source, into, dirs_exist_ok=True)
            elif len(sources) == 1 and not target.endswith(("/", ".")) and not os.path.isdir(into):
                os.makedirs(os.path.dirname(into), exist_ok=True)
                shutil.copyfile(source, into)
            else:
                os.makedirs(into, exist_ok=True)
                shutil.copy(source, into)
    for path in files_below(folder):
        if path.endswith(TEXT):
            with open(path, encoding="utf-8", errors="surrogateescape") as file:
                text = file.read()
            with open(path, "w", encoding="utf-8", errors="surrogateescape") as file:
                file.write(text.replace(EVERYWHERE, HERE))
    for path, _, names in os.walk(folder, topdown=False):
        for name in names:
            os.chmod(os.path.join(path, name), stat.S_IREAD)
        os.chmod(path, stat.S_IREAD | stat.S_IEXEC)
    return folder


def files_below(folder):
    """Return the paths of all files in a folder and below."""
    return sorted(os.path.join(path, name) for path, _, names in os.walk(folder) for name in names)


def contents(folder):
    """Return a hash of each file's content, by its path."""
    found = {}
    for path in files_below(folder):
        with open(path, "rb") as file:
            found[os.path.relpath(path, folder)] = hashlib.sha256(file.read()).hexdigest()
    return found


def smoke():
    """Return what smoke.json says, when it says enough."""
    try:
        found = json.loads(text_of("smoke.json"))
    except ValueError as error:
        raise AssertionError(f"smoke.json is no JSON: {error}") from None
    assert isinstance(found, dict) and {"artifacts", "requests"} <= set(found), (
        "smoke.json has no artifacts or no requests"
    )
    if not found["artifacts"] and not found["requests"]:
        raise NotImplementedError("smoke.json names no artifact yet")
    artifacts, requests = found["artifacts"], found["requests"]
    assert isinstance(artifacts, dict) and len(artifacts) >= 2, (
        "smoke.json: artifacts are two versions, each with a path"
    )
    for version, path in artifacts.items():
        assert os.path.isfile(path), f"smoke.json: the artifact of version {version}, {path}, is not there"
    assert isinstance(requests, list), "smoke.json: requests is no list"
    for number, each in enumerate(requests, 1):
        absent = [key for key in ("method", "path", "status") if not isinstance(each, dict) or key not in each]
        assert not absent, f"smoke.json: request {number} has no {absent[0]!r}"
    return Smoke(artifacts, requests)


class Service:
    """The service, run from the image's command with the artifact of a version, for a `with` statement: behind it, it has ended."""

    def __init__(self, artifact):
        described = image()
        self.folder, self.artifact = copied(), os.path.abspath(artifact)
        self.before = contents(self.folder)
        self.printed = os.path.join(os.path.dirname(self.folder), "printed.txt")
        self.command = [word.replace(EVERYWHERE, HERE) for word in described.command]
        if self.command[0] in ("python", "python3"):
            self.command[0] = sys.executable
        self.words = " ".join(described.command)[:80]
        self.variables = {name: value.replace(EVERYWHERE, HERE) for name, value in described.variables.items()}

    def __enter__(self):
        with socket.socket() as free:
            free.bind((HERE, 0))
            self.port = free.getsockname()[1]
        path = os.path.dirname(sys.executable) + os.pathsep + os.environ.get("PATH", "")
        own = {"PORT": str(self.port), "MODEL_PATH": self.artifact, "PATH": path, "PYTHONUNBUFFERED": "1"}
        with open(self.printed, "wb") as file:
            try:
                self.process = subprocess.Popen(  # noqa: S603  # The learner's own command.
                    self.command,
                    cwd=self.folder,
                    env={**os.environ, **self.variables, **own},
                    stdin=subprocess.DEVNULL,
                    stdout=file,
                    stderr=file,
                )
            except OSError as error:
                raise AssertionError(f"`{self.words}` can't be run: {error.strerror}") from None
        try:
            self._wait()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *_):
        self.end()

    def ask(self, method, path, data=None):
        """Return the reply to a request; data is sent as JSON."""
        connection = http.client.HTTPConnection(HERE, self.port, timeout=PATIENCE)
        body = None if data is None else json.dumps(data).encode()
        try:
            connection.request(method, path, body, {"Content-Type": "application/json"} if body is not None else {})
            answer = connection.getresponse()
            found = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise AssertionError(f"{method} {path} gets no answer: {type(error).__name__}; {self.tail()}") from None
        finally:
            connection.close()
        try:
            return Reply(answer.status, json.loads(found))
        except ValueError:
            return Reply(answer.status, None)

    def version(self):
        """Return the version that /health says."""
        reply = self.ask("GET", "/health")
        assert reply.status == 200, f"/health has the status {reply.status}"
        assert isinstance(reply.said, dict) and "version" in reply.said, (
            f"/health says {reply.said!r}, without a version"
        )
        return str(reply.said["version"])

    def answers(self):
        """Return the replies to all requests of the smoke test."""
        return [self.ask(each["method"], each["path"], each.get("json")) for each in smoke().requests]

    def lines(self):
        """Return what it printed."""
        return [line for line in text_of(self.printed).splitlines() if line.strip()]

    def logged(self):
        """Return what it printed as JSON, with a version, a status and milliseconds."""
        found = []
        for line in self.lines():
            with contextlib.suppress(ValueError):
                said = json.loads(line)
                if isinstance(said, dict) and {"version", "status", "ms"} <= set(said):
                    found.append(said)
        return found

    def tail(self):
        """Return the last line that it printed."""
        lines = self.lines()
        return f"its last line is {lines[-1].strip()[:160]!r}" if lines else "it prints nothing"

    def listens(self):
        """Return whether somebody takes connections."""
        try:
            socket.create_connection((HERE, self.port), timeout=5).close()
        except OSError:
            return False
        return True

    def changed(self):
        """Return the name of a file that was made or changed, None where there is none."""
        after = contents(self.folder)
        return next((name for name in sorted({*after, *self.before}) if after.get(name) != self.before.get(name)), None)

    def end(self):
        """End it, if need be by force."""
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(ENDING)
        self.process.kill()
        self.process.wait()

    def _wait(self):
        started, seen = time.monotonic(), None
        while not self.listens():
            now, code = time.monotonic(), self.process.poll()
            assert code is None, f"`{self.words}` ends with {code}: {self.tail()}"
            elsewhere = self._elsewhere()
            assert not elsewhere or self.listens(), f"`{self.words}` listens on {elsewhere}"
            others = listening(self.process.pid) - {self.port}
            seen = (seen or now) if others else None
            assert not seen or now < seen + ELSEWHERE, (
                f"`{self.words}` listens on the port {max(others)}, not on the one in PORT"
            )
            assert now < started + PATIENCE, (
                f"`{self.words}` does not listen on {EVERYWHERE} and the port in PORT; {self.tail()}"
            )
            time.sleep(0.1)

    def _elsewhere(self):
        """Return where it listens that helps nobody, as far as that is easily seen."""
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
        except OSError:
            return ""
        return "" if HERE == "127.0.0.1" else "127.0.0.1, where only the container itself reaches it"


def listening(pid):
    """Return the ports that a process listens on, where the system tells (Linux)."""
    ports = set()
    with contextlib.suppress(OSError):
        held = {os.readlink(f"/proc/{pid}/fd/{name}") for name in os.listdir(f"/proc/{pid}/fd")}
        for table in ("tcp", "tcp6"):
            with open(f"/proc/{pid}/net/{table}", encoding="ascii") as file:
                rows = [line.split() for line in file][1:]
            mine = [row[1] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in held]
            ports.update(int(address.rpartition(":")[2], 16) for address in mine)
    return ports


def first():
    """Return the first version and its artifact's path."""
    return next(iter(smoke().artifacts.items()))


def imported(folder):
    """Return the packages that the Python files in a folder import, but for the standard library's and its own."""
    own = {os.path.basename(path).removesuffix(".py") for path in files_below(folder)}
    own |= {name for _, folders, _ in os.walk(folder) for name in folders}
    if not hasattr(sys, "stdlib_module_names"):  # Before Python 3.10 nobody says which they are.
        return {}
    known = {"__future__", *sys.stdlib_module_names, *own}
    found = {}
    for path in files_below(folder):
        if path.endswith(".py"):
            for node in ast.walk(ast.parse(text_of(path))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom) and not node.level:
                    names = [node.module]
                found.update({name.partition(".")[0]: os.path.basename(path) for name in names})
    return {name: file for name, file in found.items() if name not in known}


def packages_of(name):
    """Return what pip calls the packages that a module may come from."""
    with contextlib.suppress(ImportError):
        from importlib.metadata import packages_distributions

        return [plain(each) for each in packages_distributions().get(name, [name])]
    return [plain(name)]


def plain(name):
    """Return a package's name as pip compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_image_is_described():
    """The Dockerfile has a base with a version, installs requirements.txt, and copies only what is there."""
    described = image()
    _, _, tag = described.base.rpartition("/")[2].partition(":")
    fixed = "@sha256:" in described.base or (re.search(r"\d+\.\d+", tag) and "latest" not in tag)
    assert fixed, f"the base {described.base} may be another one tomorrow: name a version such as 3.12"
    runs = " ".join(rest for word, rest in described.lines if word == "RUN")
    assert re.search(r"install\b.*-r\s*\S*requirements\.txt", runs), "no RUN installs requirements.txt"
    names = [source for sources, _ in described.copies for source in sources]
    assert "requirements.txt" in names or "." in names, "requirements.txt is not copied before it is installed"
    copied()


def test_the_user_is_not_root():
    """The service runs as a user of its own."""
    user = image().user.partition(":")[0].strip()
    assert user, "the Dockerfile has no USER: the service would run as root"
    assert user not in ("root", "0"), f"the last USER is {user}"


def test_requirements_are_pinned():
    """requirements.txt has an exact version in each line, and names all that the copied files import, and the server."""
    described = image()
    names = set()
    for number, whole in enumerate(text_of("requirements.txt").splitlines(), 1):
        line = whole.partition(" #")[0].strip()
        if not line or line.startswith(("#", "--hash")):
            continue
        pinned = re.match(r"([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*==\s*[0-9][\w.+!-]*\s*(?:[;\\].*)?$", line)
        assert pinned, f"requirements.txt, line {number}: {line[:60]!r} is no exact version"
        names.add(plain(pinned[1]))
    for name, file in imported(copied()).items():
        assert names & set(packages_of(name)), f"{file} imports {name}, which requirements.txt does not name"
    for server in SERVERS:
        if server in " ".join(described.command):
            assert server in names, f"CMD runs {server}, which requirements.txt does not name"


def test_no_secret_is_in_the_files():
    """No file has a key or a password in it, and a .env stays out of git and of the image."""
    described, secrets = image(), ""
    for path in files_below("."):
        if os.path.basename(path) == ".env" or os.path.getsize(path) > 1_000_000:
            continue
        plain_text = path.endswith(("Dockerfile", ".env", ".sh", ".yaml", ".yml", ".toml", ".ini"))
        for number, line in enumerate(text_of(path).splitlines(), 1):
            values = [match[1] for match in NAMED.finditer(line)]
            values += [match[1] for match in [PLAIN.match(line)] if match and plain_text]
            if ITSELF.search(line) or any(not NO_VALUE.search(value) for value in values):
                secrets = secrets or f"{os.path.relpath(path)}, line {number}"
    assert not secrets, f"{secrets}, has what looks like a secret: it belongs into the environment"
    if os.path.exists(".env"):
        ignored = text_of(".gitignore") if os.path.exists(".gitignore") else ""
        assert ".env" in ignored, "there is a .env that no .gitignore keeps out of git"
        whole = any("." in sources or "./" in sources for sources, _ in described.copies)
        kept_out = os.path.exists(".dockerignore") and ".env" in text_of(".dockerignore")
        assert not whole or kept_out, "COPY . puts the .env into the image: name it in .dockerignore"


def test_it_serves_where_it_is_told():
    """From what is copied alone, CMD serves on all addresses and on the port in PORT, and /health is 200 with a version."""
    _, artifact = first()
    with Service(artifact) as service:
        service.version()


def test_the_smoke_test_passes():
    """Ten requests or more, a refusal among them, get the status and the answer that smoke.json says."""
    version, artifact = first()
    requests = smoke().requests
    assert len(requests) >= FEWEST, f"smoke.json has {len(requests)} requests"
    assert any(400 <= each["status"] < 500 for each in requests), "no request of smoke.json is refused"
    assert sum(bool(each.get("answer")) for each in requests) >= FEWEST // 2, (
        "hardly a request of smoke.json says its answer"
    )
    with Service(artifact) as service:
        for number, (each, reply) in enumerate(zip(requests, service.answers()), 1):
            assert reply.status == each["status"], f"request {number} of smoke.json gets the status {reply.status}"
            for key, value in (each.get("answer") or {}).items():
                said = reply.said.get(key) if isinstance(reply.said, dict) else None
                assert said == value, f"version {version} answers request {number} of smoke.json with {key} = {said!r}"


def test_the_version_is_the_artifacts():
    """/health says the version of the artifact in MODEL_PATH: version 2, back to 1, and under another file's name."""
    (one, artifact), (two, other) = list(smoke().artifacts.items())[:2]
    renamed = os.path.join(tempfile.mkdtemp(), f"some-{SEED}{os.path.splitext(other)[1]}")
    shutil.copyfile(other, renamed)
    said = []
    for wanted, path in ((one, artifact), (two, renamed), (one, artifact)):
        with Service(path) as service:
            found = service.version()
            assert found == wanted, f"with the artifact of version {wanted}, under any name, /health says {found}"
            said.append([(reply.status, _steady(reply.said)) for reply in service.answers()])
    assert said[0] != said[1], "versions 1 and 2 answer every request of smoke.json alike: is the artifact used at all?"
    assert said[0] == said[2], "back on version 1 it answers in another way than before"


def _steady(said):
    """Return an answer without what names the version."""
    return {key: value for key, value in said.items() if key != "version"} if isinstance(said, dict) else said


def test_nothing_is_written():
    """While it serves, no file in its folder is made or changed."""
    _, artifact = first()
    with Service(artifact) as service:
        statuses = [reply.status for reply in service.answers()]
        changed = service.changed()
        assert changed is None, f"it writes {changed}: that is lost at the next start"
        assert max(statuses) < 500, f"a request gets the status {max(statuses)}: does it write where it may not?"


def test_the_log_says_enough_and_no_more():
    """It prints a line of JSON for each request, with version, status and ms, and none of the texts that were sent."""
    version, artifact = first()
    with Service(artifact) as service:
        statuses = [reply.status for reply in service.answers()]
        until = time.monotonic() + ENDING  # A line may come after its answer.
        while len(logged := service.logged()) < len(statuses) and time.monotonic() < until:
            time.sleep(0.1)
    assert len(logged) == len(statuses), (
        f"for {len(statuses)} requests there are {len(logged)} lines with version, status, ms"
    )
    assert sorted(each["status"] for each in logged) == sorted(statuses), (
        "the statuses in the log are not those of the answers"
    )
    assert all(str(each["version"]) == version for each in logged), "a line of the log has another version"
    sent = [value for each in smoke().requests for value in _texts(each.get("json")) if len(value) >= 8]
    shown = [value for value in sent if any(value in line for line in service.lines())]
    assert not shown, f"{len(shown)} texts that were sent stand in the log"


def _texts(data):
    """Return all texts within a JSON value."""
    if isinstance(data, str):
        return [data]
    values = data.values() if isinstance(data, dict) else data if isinstance(data, list) else []
    return [text for value in values for text in _texts(value)]


def test_it_ends_when_it_is_told():
    """After SIGTERM it has ended within ten seconds, and nothing of it listens any more."""
    _, artifact = first()
    with Service(artifact) as service:
        service.version()
        service.process.send_signal(signal.SIGTERM)
        try:
            service.process.wait(ENDING)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{ENDING} seconds after SIGTERM it still runs") from None
        until = time.monotonic() + ENDING
        while service.listens():
            assert time.monotonic() < until, "the shell ends, but not the service: begin its last command with `exec`"
            time.sleep(0.1)
