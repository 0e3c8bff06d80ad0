"""The database roles: who migrates, who runs, who owns the ledger, who may only read.

`settings.DATABASE_ROLES` names them; a server has one list of roles for all its databases, so the names
carry the database's. `app` signs in and runs the workbench, `ledger` owns the schema of that name and never
signs in, `verify` only reads and is granted to people who audit by SQL. The role that migrates owns the rest.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import ProgrammingError, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

SEPARATE_MEMBERSHIP = 160_000
"""PostgreSQL 16 tells a member of a role from one who may act as it; before, every member may."""


def role(name: str) -> str:
    """The quoted name of the role `app`, `ledger` or `verify`."""
    return sql.Identifier(settings.DATABASE_ROLES[name]).as_string()


def ensure(connection: Any) -> None:
    """Makes the roles that are missing and lets the migrating role act as the ledger's owner.

    `connection` is the migrating role's. Raises CommandError, with the SQL for the server's administrator,
    where the migrating role may not do so, and where the application's role could get round the ledger.
    """
    with connection.cursor() as cursor:
        cursor.execute("select current_user, current_database()")
        owner, database = (sql.Identifier(name).as_string() for name in cursor.fetchone())
        creation = _creation(cursor)
        membership = f"grant {role('ledger')} to {owner}"
        if connection.pg_version >= SEPARATE_MEMBERSHIP:
            membership += " with set true, inherit false"
        try:
            with transaction.atomic(using=connection.alias):
                for statement in creation:
                    cursor.execute(statement)
                if f"create role {role('app')} login" in creation:
                    _set_password(connection, cursor)
                if not _may_act(cursor, connection.pg_version):
                    cursor.execute(membership)
                _demand_create(cursor)
        except ProgrammingError as error:
            if not isinstance(error.__cause__, InsufficientPrivilege):
                raise
            right = f"grant create on database {database} to {owner}"
            raise CommandError(_request(owner, database, [*creation, membership, right])) from error
        _refuse_mighty_app(cursor)


def _creation(cursor: CursorWrapper) -> list[str]:
    cursor.execute(
        "select rolname from pg_roles where rolname = any(%s)", [list(settings.DATABASE_ROLES.values())]
    )
    there = {name for (name,) in cursor.fetchall()}
    kinds = {"ledger": "nologin", "app": "login", "verify": "nologin"}
    return [
        f"create role {role(name)} {kind}"
        for name, kind in kinds.items()
        if settings.DATABASE_ROLES[name] not in there
    ]


def _set_password(connection: Any, cursor: CursorWrapper) -> None:
    """Travels and is logged as a SCRAM verifier. Without a password the server must trust the socket."""
    password, name = settings.DATABASES["default"]["PASSWORD"], settings.DATABASE_ROLES["app"]
    if password:
        verifier = connection.connection.pgconn.encrypt_password(
            password.encode(), name.encode(), b"scram-sha-256"
        )
        cursor.execute(f"alter role {role('app')} password '{verifier.decode()}'")


def _may_act(cursor: CursorWrapper, version: int) -> bool:
    how = "set" if version >= SEPARATE_MEMBERSHIP else "member"
    cursor.execute("select pg_has_role(%s, %s)", [settings.DATABASE_ROLES["ledger"], how])
    return bool(cursor.fetchone() == (True,))


def _demand_create(cursor: CursorWrapper) -> None:
    cursor.execute("select has_database_privilege(current_database(), 'create')")
    if cursor.fetchone() != (True,):
        raise ProgrammingError("no right to create a schema") from InsufficientPrivilege()


def _request(owner: str, database: str, statements: list[str]) -> str:
    lines = "\n".join(f"    {statement};" for statement in statements)
    return (
        f"The role {owner} may not prepare the ledger. Let an administrator of the server run this in the "
        f"database {database}:\n\n{lines}\n\nGive {role('app')} a password (\\password {role('app')}), name "
        "it with that in DATABASE_URL and the migrating role in DATABASE_OWNER_URL, then migrate again. "
        "docs/ledger.md says why."
    )


def _refuse_mighty_app(cursor: CursorWrapper) -> None:
    """An application that may act as the owner, or write anything, makes the ledger worth nothing."""
    cursor.execute(
        """select rolname = current_user or rolsuper or rolcreaterole or rolreplication or rolbypassrls
               or pg_has_role(rolname, current_user, 'member') or pg_has_role(rolname, %s, 'member')
               or pg_has_role(rolname, 'pg_write_all_data', 'member')
           from pg_roles where rolname = %s""",
        [settings.DATABASE_ROLES["ledger"], settings.DATABASE_ROLES["app"]],
    )
    if cursor.fetchone() != (False,):
        raise CommandError(
            f"The application's role {role('app')} could rewrite the ledger: it is the role that migrates, "
            "or a member of it or of the ledger's, or has an administrator's right. DATABASE_URL must name "
            "an ordinary role, DATABASE_OWNER_URL another one."
        )
