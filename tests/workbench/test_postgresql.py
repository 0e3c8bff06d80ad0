"""Our database backend: statements that stay prepared, and a health check that asks nobody."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from annotations.models.rows import execute, fetch

KEPT = "select count(*) from pg_prepared_statements where statement like 'select 41 + $1%%'"


@pytest.fixture
def threshold() -> Iterator[Any]:
    """Opens the connection anew with another threshold; afterwards it is as it was."""
    before = connection.settings_dict["PREPARE_AFTER"]

    def opened(after: int | None) -> None:
        connection.close()
        connection.settings_dict["PREPARE_AFTER"] = after

    yield opened
    opened(before)


@pytest.mark.parametrize(("after", "kept"), [(2, 1), (None, 0)])
def test_the_server_keeps_a_statement_that_comes_again_unless_it_must_not(
    committed_db: Any, threshold: Any, after: int | None, kept: int
) -> None:
    threshold(after)
    assert [fetch("select 41 + %s", [n])[0][0] for n in range(5)] == [41, 42, 43, 44, 45]
    assert fetch(KEPT, []) == [(kept,)]


def test_statements_of_one_message_are_all_sent_and_the_last_one_answers(db: None) -> None:
    execute([("create temporary table seen (n integer primary key) on commit drop", [])])
    assert execute(
        [("insert into seen values (%s)", [1]), ("insert into seen values (%s) returning n", [2])]
    ) == [(2,)]
    assert fetch("select n from seen order by n", []) == [(1,), (2,)]


def test_the_first_statement_that_fails_ends_all_with_djangos_own_error(db: None) -> None:
    execute([("create temporary table seen (n integer primary key) on commit drop", [])])
    with pytest.raises(IntegrityError, match="seen_pkey"), transaction.atomic():
        execute([("insert into seen values (%s)", [n]) for n in (1, 1, 2)])
    assert fetch("select n from seen", []) == []


def test_a_server_that_still_listens_is_not_asked(committed_db: Any) -> None:
    process = fetch("select pg_backend_pid()", [])[0][0]
    assert connection.is_usable()
    with psycopg.connect(committed_db.url) as other:
        last = other.execute("select query from pg_stat_activity where pid = %s", [process]).fetchone()
    assert last == ("select pg_backend_pid()",)


@pytest.mark.parametrize("checked", [True, False])
def test_a_connection_that_the_server_ended_is_opened_anew_unless_nobody_looks(
    committed_db: Any, checked: bool
) -> None:
    process = fetch("select pg_backend_pid()", [])[0][0]
    with psycopg.connect(committed_db.url) as other:
        other.execute("select pg_terminate_backend(%s, 5000)", [process])
    connection.health_check_enabled, connection.health_check_done = checked, False
    if checked:
        assert fetch("select pg_backend_pid()", [])[0][0] != process
    else:
        with pytest.raises(OperationalError):
            fetch("select pg_backend_pid()", [])
        connection.close()
