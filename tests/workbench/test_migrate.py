"""`migrate` on a server where its role may do little, and on one that forgets."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stack import ROOT, environment_of
from workbench.services.postgres import EmbeddedPostgres

pytestmark = pytest.mark.slow


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    """An ordinary server as far as the workbench can tell, reached by address."""
    server = EmbeddedPostgres(tmp_path / "pg", durable=False)
    with server.used():
        yield server


def _run(
    server: EmbeddedPostgres, *command: str, user: str, database: str, **more: str
) -> "subprocess.CompletedProcess[str]":
    url = f"postgresql://{user}@/{database}?host={server.sockets}&port=5432"
    values = environment_of(
        server.root / "var", DATABASE_URL=url, BROKER_URL="redis://127.0.0.1:1/0", PORT="0", **more
    )
    (server.root / "var").mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=values, capture_output=True, text=True, timeout=120
    )


def test_a_role_that_may_do_little_is_told_what_to_have_done_and_then_migrates(
    server: EmbeddedPostgres,
) -> None:
    with server.connect("postgres") as administrator:
        administrator.execute("create role plain login")
        administrator.execute("create database news")
    asked: list[str] = []
    for _ in range(4):
        done = _run(server, "manage.py", "migrate", "--verbosity", "0", user="plain", database="news")
        if done.returncode == 0:
            break
        assert "Traceback" not in done.stderr
        statements = [line.strip() for line in done.stderr.splitlines() if line.startswith("    ")]
        assert statements, done.stderr
        asked += statements
        with server.connect("news") as administrator:
            for statement in statements:
                administrator.execute(statement)
    assert done.returncode == 0, done.stderr
    assert any("news_ledger" in statement for statement in asked)
    with server.connect("news", user="news_app") as app:
        assert app.execute("select count(*) from annotations_project").fetchone() == (0,)


def test_migrating_twice_at_once_and_again_changes_nothing(server: EmbeddedPostgres) -> None:
    url = f"postgresql://workbench_owner@/workbench?host={server.sockets}&port=5432"
    values = environment_of(server.root / "var", DATABASE_URL=url, SECRET_KEY="given")
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "1"]
    both = [
        subprocess.Popen(
            command, cwd=ROOT, env=values, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    assert sorted("No migrations to apply" in output for output, _ in outputs) == [False, True]


@pytest.mark.parametrize(
    "command", [["manage.py", "serve"], ["-c", "import workbench.wsgi"]], ids=["serve", "web"]
)
def test_a_database_that_forgets_is_not_served_from(server: EmbeddedPostgres, command: list[str]) -> None:
    assert _run_as_owner(server, "manage.py", "migrate").returncode == 0
    done = _run_as_owner(server, *command)
    assert done.returncode != 0
    assert "fsync off" in done.stderr.splitlines()[-1]


def test_twin_what_is_disposable_may_be_served_from_it(server: EmbeddedPostgres) -> None:
    assert _run_as_owner(server, "manage.py", "migrate").returncode == 0
    done = _run_as_owner(server, "-c", "import workbench.wsgi", DISPOSABLE_DATA="yes")
    assert done.returncode == 0, done.stderr


def _run_as_owner(server: EmbeddedPostgres, *command: str, **more: str) -> "subprocess.CompletedProcess[str]":
    return _run(server, *command, user="workbench_owner", database="workbench", **more)
