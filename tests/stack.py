"""The whole workbench as people start it: real processes from `manage.py serve`, in a folder of their own."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from tests.databases import RUN, address

ROOT = Path(__file__).resolve().parent.parent
READY_WITHIN_S = 120.0


@dataclass
class Stack:
    """A running `manage.py serve`. `access` is the content of sample-access.json, `{}` without a sample."""

    url: str
    var_dir: Path
    environment: Mapping[str, str]
    process: "subprocess.Popen[bytes]"
    log: Path

    @property
    def access(self) -> dict[str, Any]:
        path = self.var_dir / "sample-access.json"
        return dict(json.loads(path.read_text())) if path.exists() else {}

    def sign_in(self, role: str, number: int = 0) -> dict[str, str]:
        """Name, password and token of the sample person of that role, counted from 0."""
        return dict([user for user in self.access["users"] if user["role"] == role][number])

    def manage(self, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """A command of manage.py on the same database."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command,
            cwd=ROOT,
            env=dict(self.environment),
            capture_output=True,
            text=True,
            check=check,
            timeout=300,
        )

    def find(self, part: str) -> psutil.Process:
        """The oldest process of this stack whose command line contains `part`: gunicorn, celery, valkey …"""
        found = [one for one in processes_of(self.var_dir) if part in " ".join(one.cmdline())]
        return min(found, key=lambda one: (one.create_time(), one.pid))

    def answers(self, path: str = "healthz") -> bool:
        try:
            urllib.request.urlopen(self.url + path, timeout=5).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True


def processes_of(var_dir: Path) -> list[psutil.Process]:
    """Every living process that was started with this VAR_DIR, oldest first."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            mine = str(var_dir) in " ".join(process.cmdline()) or process.environ().get("VAR_DIR") == str(
                var_dir
            )
            if mine and process.status() != psutil.STATUS_ZOMBIE and process.pid != os.getpid():
                found.append(process)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment_of(var_dir: Path, **more: str) -> dict[str, str]:
    """That of a person at a terminal: our settings, nothing of the test run's own, no database but the embedded."""
    ours = {"DATABASE_URL", "DATABASE_OWNER_URL", "BROKER_URL", "DJANGO_SETTINGS_MODULE", "DISPOSABLE_DATA"}
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ours and not name.startswith("PYTEST")
    }
    return {**kept, "VAR_DIR": str(var_dir), "SECURE": "no", "DEBUG": "no", **more}


def wait_for(condition: Any, *, within_s: float, what: str) -> None:
    end = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < end, f"after {within_s:g} s still not: {what}"
        time.sleep(0.05)


@contextlib.contextmanager
def running_stack(var_dir: Path, *arguments: str, **environment: str) -> Iterator[Stack]:
    """Started, waited for until it says that it is ready, and stopped at the end of the block."""
    var_dir.mkdir(parents=True, exist_ok=True)
    port, log = free_port(), var_dir / "serve.log"
    values = environment_of(var_dir, PORT=str(port), **environment)
    with open(log, "wb") as output:
        command = [sys.executable, "manage.py", "serve", *arguments]
        process = subprocess.Popen(
            command, cwd=ROOT, env=values, stdout=output, stderr=output, stdin=subprocess.DEVNULL
        )
    stack = Stack(f"http://127.0.0.1:{port}/", var_dir, values, process, log)
    try:
        end = time.monotonic() + READY_WITHIN_S
        while "is ready" not in log.read_text(errors="replace"):
            assert process.poll() is None, f"serve ended: {log.read_text(errors='replace')[-2000:]}"
            assert time.monotonic() < end, f"serve is not ready: {log.read_text(errors='replace')[-2000:]}"
            time.sleep(0.05)
        yield stack
    finally:
        _end(process, var_dir)


def _end(process: "subprocess.Popen[bytes]", var_dir: Path) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(60)
    for left in processes_of(var_dir):
        with contextlib.suppress(psutil.Error):
            left.kill()


@pytest.fixture(scope="session")
def live_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """One running workbench with the sample project for all tests that only use it; none of them kills parts of it.

    On the server of DATABASE_URL where that is set, else on an embedded one.
    """
    var_dir = tmp_path_factory.mktemp("stack")
    given = os.environ.get("DATABASE_URL")
    if not given:
        with running_stack(var_dir, "--sample") as stack:
            yield stack
        return
    name = f"{RUN}_stack"
    with psycopg.connect(address("owner", "postgres"), autocommit=True) as connection:
        connection.execute(SQL("create database {} template template0").format(Identifier(name)))
    try:
        urls = {"DATABASE_OWNER_URL": address("owner", name), "DATABASE_URL": address("default", name)}
        with running_stack(var_dir, "--sample", DISPOSABLE_DATA="yes", **urls) as stack:
            yield stack
    finally:
        with psycopg.connect(address("owner", "postgres"), autocommit=True) as connection:
            connection.execute(SQL("drop database if exists {} with (force)").format(Identifier(name)))
