"""The real programs that our files are made for, started from where they are installed, with a folder of their own."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import requests

from tests.stack import free_port

READY_WITHIN_S = 120.0
"""Both make their database at the first start."""
PASSWORD, TOKEN = "an-ordinary-password-7", "0123456789abcdef0123456789abcdef01234567"


class Program:
    """A running program: its address, and a session that is signed in."""

    def __init__(self, address: str) -> None:
        self.address, self.session = address, requests.Session()

    def ask(self, method: str, path: str, **options: Any) -> Any:
        """The JSON of an answer; fails with the program's own words on a refusal."""
        answer = self.session.request(method, self.address + path, timeout=120, **options)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text[:2000]}"
        return answer.json() if "json" in answer.headers.get("Content-Type", "") else answer.content


@contextlib.contextmanager
def label_studio(program: Path, folder: Path) -> Iterator[Program]:
    """Label Studio on SQLite below `folder`, with an account whose token the session sends."""
    port = free_port()
    command = ["start", "--host", "127.0.0.1", "--port", str(port), "--data-dir", str(folder), "--no-browser"]
    command += ["--username", "a@example.org", "--password", PASSWORD, "--user-token", TOKEN]
    quiet = {"COLLECT_ANALYTICS": "false", "LATEST_VERSION_CHECK": "false", "SENTRY_DSN": ""}
    with _started(folder, [program, *command, "--enable-legacy-api-token"], quiet):
        running = Program(f"http://127.0.0.1:{port}")
        _wait(running, "/user/login/")
        running.session.headers["Authorization"] = f"Token {TOKEN}"
        yield running


@contextlib.contextmanager
def doccano(program: Path, folder: Path) -> Iterator[Program]:
    """doccano on SQLite below `folder` with its task worker, signed in as its administrator."""
    port = free_port()
    own = {"DOCCANO_HOME": str(folder), "DATABASE_URL": f"sqlite:///{folder}/doccano.sqlite3"}
    for step in (["init"], ["createuser", "--username", "admin", "--password", PASSWORD]):
        made = subprocess.run([program, *step], env=_environment(own), capture_output=True, text=True)
        assert made.returncode == 0, made.stderr
    with (
        _started(folder, [program, "webserver", "--port", str(port)], own),
        _started(folder, [program, "task"], own),
    ):
        running = Program(f"http://127.0.0.1:{port}")
        _wait(running, "/")
        running.ask("POST", "/v1/auth/login/", json={"username": "admin", "password": PASSWORD})
        running.session.headers["X-CSRFToken"] = running.session.cookies["csrftoken"]
        yield running


@contextlib.contextmanager
def _started(folder: Path, command: Sequence[str | Path], environment: Mapping[str, str]) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "output.log", "ab") as log:
        process = subprocess.Popen(
            command,
            env=_environment(environment),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _environment(own: Mapping[str, str]) -> dict[str, str]:
    """Ours without what would make another Django of theirs."""
    ours = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "BROKER_URL", "SECRET_KEY")
    return {name: value for name, value in os.environ.items() if name not in ours} | dict(own)


def _wait(running: Program, path: str) -> None:
    end = time.monotonic() + READY_WITHIN_S
    while True:
        with contextlib.suppress(requests.RequestException):
            if running.session.get(running.address + path, timeout=30).ok:
                return
        assert time.monotonic() < end, f"{running.address} does not answer"
        time.sleep(0.5)
