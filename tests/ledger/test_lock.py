"""R-CHAIN: eight processes append to one chain at once."""

import os
import subprocess
import sys
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from annotations import ledger
from tests.databases import CommittedDatabase

ROOT = Path(__file__).parents[2]
PROCESSES, APPENDS, APPENDS_OF_THE_TWIN = 8, 500, 50

TAIL_LOCK = """
create schema tail;
create table tail.entry (project uuid, seq bigint, payload text, previous bytea, hash bytea);
create function tail.append(for_project uuid, words text) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    last record;
begin
    select e.seq, e.hash into last from tail.entry e where e.project = for_project
        order by e.seq desc limit 1 for update;
    insert into tail.entry values (
        for_project, coalesce(last.seq, 0) + 1, words, coalesce(last.hash, ''),
        sha256(coalesce(last.hash, '') || convert_to(words, 'UTF8')));
    return coalesce(last.seq, 0) + 1;
end $$;
"""


def append_at_once(database: CommittedDatabase, project_id: UUID, *, way: str, count: int) -> int:
    """How many of the appends failed. All processes are connected before the first one starts."""
    environment = database.environment | {
        "DJANGO_SETTINGS_MODULE": "workbench.settings",
        "VAR_DIR": os.environ["VAR_DIR"],
    }
    command = [sys.executable, "-m", "tests.ledger.appender", str(project_id), str(count), way]
    processes = [
        subprocess.Popen(
            command, cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(PROCESSES)
    ]
    try:
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        failed = sum(int(process.communicate(timeout=240)[0]) for process in processes)
    finally:
        for process in processes:
            process.kill()
            process.wait()
    assert [process.returncode for process in processes] == [0] * PROCESSES
    return failed


@pytest.mark.slow
def test_eight_processes_make_one_chain_without_a_failure(committed_db: CommittedDatabase) -> None:
    project_id = uuid4()
    assert append_at_once(committed_db, project_id, way="head", count=APPENDS) == 0
    report = ledger.verify(project_id)
    assert (report.count, report.ok) == (PROCESSES * APPENDS, True)


@pytest.mark.slow
def test_locking_the_last_entry_instead_forks_the_chain(committed_db: CommittedDatabase) -> None:
    """The twin: who waited for the last entry gets the one that was last when it began to wait.

    With the ledger's unique constraint each of these forks would be a verb that fails.
    """
    project_id = uuid4()
    with psycopg.connect(committed_db.owner_url) as connection:
        connection.execute(TAIL_LOCK)
        app = sql.Identifier(settings.DATABASE_ROLES["app"])
        connection.execute(sql.SQL("grant usage on schema tail to {}").format(app))
    append_at_once(committed_db, project_id, way="tail", count=APPENDS_OF_THE_TWIN)
    with psycopg.connect(committed_db.owner_url) as connection:
        row = connection.execute("select count(*) - count(distinct previous) from tail.entry").fetchone()
    assert row is not None
    assert row[0] > 0
