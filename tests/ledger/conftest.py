"""What the ledger's tests share: a chain, and an export of it."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import transaction
from psycopg import sql

from annotations import ledger
from annotations.domain.ledger_verbs import LedgerVerb
from tests.databases import CommittedDatabase, address

COMPONENT = "component:test/1"


def chain(length: int, project_id: UUID | None = None) -> UUID:
    """A project whose chain has `length` entries, with words of several scripts in the payloads."""
    project_id = project_id or uuid4()
    with transaction.atomic():
        ledger.append_many(
            project_id,
            [
                ledger.Line(
                    by=COMPONENT if number % 3 else f"component:tool/{number % 7}",
                    verb=LedgerVerb.DECIDED,
                    subject=f"claim:{UUID(int=number)}",
                    payload={
                        "number": number,
                        "wörter": ["naïve", "日本", "🙂", None, True],
                        "deep": {"a": {}},
                    },
                )
                for number in range(1, length + 1)
            ],
        )
    return project_id


def export(project_id: UUID, path: Path) -> Path:
    """The chain as a file."""
    with path.open("wb") as file:
        file.writelines(ledger.exported(project_id))
    return path


@pytest.fixture
def as_ledger_owner(committed_db: CommittedDatabase) -> Callable[..., None]:
    """Runs statements as the ledger's owning role, its triggers switched off: what the database's owner can do."""

    def run(*statements: str, parameters: tuple[object, ...] = ()) -> None:
        with psycopg.connect(committed_db.owner_url) as connection:
            connection.execute(
                sql.SQL("set role {}").format(sql.Identifier(settings.DATABASE_ROLES["ledger"]))
            )
            connection.execute("alter table ledger.entry disable trigger all")
            connection.execute("alter table ledger.head disable trigger all")
            for statement in statements:
                connection.execute(statement, parameters)

    return run


__all__ = ["address", "as_ledger_owner", "chain", "export"]
