"""Databases of a test run: one template, migrated once; each test with committed data gets its own copy.

The tests work as the application's role. Append-only tables cannot be flushed, so nothing here ever flushes.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg.sql import SQL, Identifier

from workbench.services import ensure_database

RUN = f"test_{settings.DATABASES['default']['NAME']}_{os.getpid()}"
COPIES = count(1)


@dataclass(frozen=True)
class CommittedDatabase:
    """A database of one test alone. `environment` makes another process of ours work on it."""

    name: str
    url: str
    owner_url: str

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": self.url,
            "DATABASE_OWNER_URL": self.owner_url,
            "DISPOSABLE_DATA": "yes",
        }


@pytest.fixture(scope="session")
def database_server(run_folder: Any) -> Iterator[None]:
    """A PostgreSQL that answers: the one of DATABASE_URL, or a throw-away one of this run."""
    with ensure_database():
        yield


@pytest.fixture(scope="session")
def template_database(database_server: None, django_db_blocker: Any) -> Iterator[str]:
    """The name of a migrated database that nobody connects to, from which the others are copied."""
    with django_db_blocker.unblock():
        _as_owner(SQL("create database {} template template0").format(Identifier(RUN)))
        _point_at(RUN)
        call_command("migrate", verbosity=0)
        connections.close_all()
    yield RUN
    with django_db_blocker.unblock():
        connections.close_all()
        _drop(RUN)


@pytest.fixture(scope="session")
def django_db_setup(template_database: str, django_db_blocker: Any) -> Iterator[None]:
    """The database of all tests that roll back: pytest-django's `db`."""
    name = f"{template_database}_main"
    with django_db_blocker.unblock():
        _copy(template_database, name)
        _point_at(name)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        _drop(name)


@pytest.fixture
def committed_db(
    template_database: str, django_db_setup: None, django_db_blocker: Any
) -> Iterator[CommittedDatabase]:
    """A database whose rows are really committed, seen by threads and other processes, dropped afterwards."""
    name, before = f"{template_database}_{next(COPIES)}", connections["default"].settings_dict["NAME"]
    with django_db_blocker.unblock():
        _copy(template_database, name)
        connections.close_all()
        _point_at(name)
        yield CommittedDatabase(name, address("default", name), address("owner", name))
        connections.close_all()
        _point_at(before)
        _drop(name)


def address(alias: str, name: str) -> str:
    """The address of the database `name` for the role of a Django alias."""
    values = settings.DATABASES[alias]
    person = quote(values["USER"], safe="") + (
        ":" + quote(values["PASSWORD"], safe="") if values["PASSWORD"] else ""
    )
    options = {key: str(value) for key, value in values["OPTIONS"].items() if key != "connect_timeout"}
    options |= {"host": values["HOST"], "port": str(values["PORT"])}
    query = "&".join(f"{key}={quote(value, safe='')}" for key, value in options.items() if value)
    return f"postgresql://{person}@/{quote(name, safe='')}?{query}"


def _point_at(name: str) -> None:
    """Threads and later connections follow, since they share these dictionaries."""
    for alias in ("default", "owner"):
        connections[alias].close()
        connections.settings[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name


def _copy(template: str, name: str) -> None:
    _as_owner(SQL("create database {} template {}").format(Identifier(name), Identifier(template)))


def _drop(name: str) -> None:
    try:
        _as_owner(SQL("drop database if exists {} with (force)").format(Identifier(name)))
    except psycopg.errors.InsufficientPrivilege:
        # An autovacuum worker is at work there, whom only a superuser may end by force; a plain drop asks it to go.
        _as_owner(SQL("drop database if exists {}").format(Identifier(name)))


def _as_owner(statement: Any) -> None:
    with psycopg.connect(address("owner", "postgres"), autocommit=True) as connection:
        connection.execute(statement)


@contextmanager
def another_database(template: str, name: str) -> Iterator[None]:
    """A further migrated database, on which everything inside works; then back to the one before."""
    before = connections["default"].settings_dict["NAME"]
    _copy(template, name)
    connections.close_all()
    _point_at(name)
    try:
        yield
    finally:
        connections.close_all()
        _point_at(before)
        _drop(name)
