"""A database that forgets is refused."""

from pathlib import Path

import pytest

from workbench.services.durability import FORGETFUL, demand_durability, forgetful_settings
from workbench.services.errors import ServiceError
from workbench.services.postgres import EmbeddedPostgres

pytestmark = pytest.mark.slow


def test_our_own_server_forgets_nothing(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "pg", durable=True)
    with server.used(), server.connect() as connection:
        assert forgetful_settings(connection) == []
        demand_durability(connection, disposable=False)


def test_a_role_whose_commits_do_not_wait_is_refused(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "pg", durable=True)
    with server.used():
        with server.connect() as connection:
            connection.execute("alter role workbench_owner set synchronous_commit = off")
        with server.connect(user="workbench_owner") as connection:
            with pytest.raises(ServiceError, match="synchronous_commit off"):
                demand_durability(connection, disposable=False)
            demand_durability(connection, disposable=True)


def test_a_server_for_tests_is_refused_by_everybody_else(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "pg", durable=False)
    with server.used(), server.connect() as connection:
        assert set(forgetful_settings(connection)) == set(FORGETFUL)
        with pytest.raises(ServiceError, match="fsync off"):
            demand_durability(connection, disposable=False)
