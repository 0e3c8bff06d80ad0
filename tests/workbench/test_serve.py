"""The whole workbench: stays up whatever is killed, and goes down without leaving anything behind."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.stack import ROOT, Stack, processes_of, running_stack, wait_for

pytestmark = [pytest.mark.stack, pytest.mark.slow]

SUPERVISOR = """
import signal, sys, time
from pathlib import Path
from workbench.services import guardian
from workbench.services.children import Children
guarded, protected = sys.argv[2] == "guarded", sys.argv[3] == "protected"
if not protected:
    guardian.die_with_parent = lambda number: None
lock = open(sys.argv[1], "a")
import fcntl
fcntl.flock(lock, fcntl.LOCK_EX)
children = Children(say=print, users=Path(sys.argv[1]), guarded=guarded)
children.add("sleeper", ["sleep", "86399"])
print(children.all[0].process.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A workbench of this module's own, since its parts are killed here."""
    with running_stack(tmp_path_factory.mktemp("serve"), "--no-sample") as started:
        yield started


@pytest.mark.parametrize(
    "part", ["gunicorn", "celery --app workbench --quiet worker", "beat", "valkey-server", "bin/postgres -D"]
)
def test_a_killed_part_comes_back(stack: Stack, part: str) -> None:
    if part == "bin/postgres -D":
        killed = psutil.Process(int((stack.var_dir / "postgres/data/postmaster.pid").read_text().split()[0]))
    else:
        killed = stack.find(part)
    killed.kill()
    wait_for(lambda: not _lives(killed), within_s=10, what=f"{part} is gone")

    def is_back() -> bool:
        try:
            return stack.find(part).pid != killed.pid
        except ValueError:
            return False

    wait_for(is_back, within_s=30, what=f"{part} is back")
    wait_for(stack.answers, within_s=30, what="the web server answers")
    assert stack.process.poll() is None


def test_a_killed_worker_leaves_no_process_that_goes_on(stack: Stack) -> None:
    worker = stack.find("celery --app workbench --quiet worker")
    wait_for(worker.children, within_s=30, what="the worker has a pool")
    pool = worker.children()
    worker.kill()
    wait_for(lambda: not any(map(_lives, pool)), within_s=10, what="the pool is gone")


def test_a_second_start_in_the_same_folder_is_refused(stack: Stack) -> None:
    done = stack.manage("serve", check=False)
    (line,) = done.stderr.strip().splitlines()
    assert done.returncode != 0
    assert f"already runs from {stack.var_dir} (process {stack.process.pid})" in line


def test_another_command_works_beside_it_and_leaves_the_database_running(stack: Stack) -> None:
    assert stack.manage("migrate", "--verbosity", "0").returncode == 0
    assert (stack.var_dir / "postgres/data/postmaster.pid").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_and_is_no_failure(tmp_path: Path, number: int) -> None:
    with running_stack(tmp_path, "--no-sample") as started:
        started.process.send_signal(number)
        assert started.process.wait(60) == 0, started.log.read_text()
        assert processes_of(tmp_path) == []
        begun = time.monotonic()
    with running_stack(tmp_path, "--no-sample") as again:
        print(f"second start, with stop of the first: {time.monotonic() - begun:.1f} s")
        os.kill(again.process.pid, number)


def test_killing_it_leaves_no_orphan(tmp_path: Path) -> None:
    with running_stack(tmp_path, "--no-sample") as started:
        assert len(processes_of(tmp_path)) > 6
        started.process.kill()
        started.process.wait()
        wait_for(lambda: not processes_of(tmp_path), within_s=30, what="no process is left")


@pytest.mark.parametrize("way", ["direct", "guarded"])
def test_a_child_dies_with_its_killed_supervisor(tmp_path: Path, way: str) -> None:
    """Guarded is the way of systems without PR_SET_PDEATHSIG."""
    child = _child_of_killed_supervisor(tmp_path, way, "protected" if way == "direct" else "unprotected")
    wait_for(lambda: not _lives(child), within_s=5, what="the child is gone")


def test_twin_without_protection_the_child_is_an_orphan(tmp_path: Path) -> None:
    child = _child_of_killed_supervisor(tmp_path, "direct", "unprotected")
    time.sleep(2)
    assert _lives(child)
    child.kill()


def _child_of_killed_supervisor(folder: Path, way: str, protection: str) -> psutil.Process:
    command = [sys.executable, "-c", SUPERVISOR, str(folder / "lock"), way, protection]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout
        child = psutil.Process(int(re.findall(r"\d+", supervisor.stdout.readline())[0]))
        supervisor.kill()
    return child


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
