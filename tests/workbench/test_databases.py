"""The tests' own databases."""

import threading
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, connections


def _one(query: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_tests_work_as_the_role_of_the_application() -> None:
    assert _one("select current_user") == settings.DATABASE_ROLES["app"]
    assert (
        _one("select rolsuper or rolcreaterole or rolcreatedb from pg_roles where rolname = current_user")
        is False
    )


def test_committed_rows_are_seen_by_another_thread(committed_db: Any) -> None:
    get_user_model().objects.create_user("ann")
    seen: list[int] = []

    def look() -> None:
        seen.append(get_user_model().objects.count())
        connections.close_all()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [1]


def test_the_next_test_finds_nothing_of_what_another_committed(committed_db: Any) -> None:
    assert get_user_model().objects.count() == 0
