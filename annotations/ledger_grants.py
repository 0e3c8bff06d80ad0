"""Who may touch which table: granted anew after every migration, from what the models say of themselves.

The application's role reads and writes ordinary tables, may only read and add rows where a model says
`append_only = True`, and only reads Django's list of migrations. TRUNCATE is nobody's but the owner's.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from annotations import ledger_roles
from annotations.ledger_roles import role

READ_ONLY = frozenset({"django_migrations"})


def append_only_tables() -> frozenset[str]:
    """The tables of all models with `append_only = True`."""
    return frozenset(
        model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)
    )


def secret_tables() -> frozenset[str]:
    """Tables with passwords, tokens, sessions and what models call `secret`: the role `verify` does not read them."""
    return frozenset(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label in {settings.AUTH_USER_MODEL, "annotations.ApiToken", "sessions.Session"}
        or getattr(model, "secret", False)
    )


def apply(connection: Any) -> None:
    """Grants each role what it needs and takes back what it must not have; changes nothing the second time.

    `connection` is the migrating role's. Raises CommandError as `ledger_roles.ensure` does.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        ledger_roles.ensure(connection)
        _grant_entry(cursor)
        tables = _owned(cursor, "r', 'p', 'v', 'm")
        frozen = tables & append_only_tables()
        _on(cursor, "grant select on table {names} to {app}", tables)
        _on(cursor, "revoke insert, update, delete, truncate on table {names} from {app}", tables & READ_ONLY)
        _on(cursor, "grant insert on table {names} to {app}", tables - READ_ONLY)
        _on(cursor, "grant update, delete on table {names} to {app}", tables - READ_ONLY - frozen)
        _on(cursor, "revoke update, delete, truncate on table {names} from {app}", frozen)
        _on(cursor, "revoke truncate, trigger, references on table {names} from {app}", tables)
        _on(cursor, "grant usage, select on sequence {names} to {app}", _owned(cursor, "S"))
        _on(cursor, "grant select on table {names} to {verify}", tables - secret_tables())


def _grant_entry(cursor: CursorWrapper) -> None:
    """CONNECT and USAGE where they were taken from everybody; CREATE in `public` is the owner's alone."""
    for name in ("app", "verify"):
        cursor.execute(
            """select has_database_privilege(%s, current_database(), 'connect'),
                      has_schema_privilege(%s, 'public', 'usage'), current_database()""",
            [settings.DATABASE_ROLES[name]] * 2,
        )
        connects, uses, database = cursor.fetchone()
        if not connects:
            cursor.execute(
                f"grant connect on database {sql.Identifier(database).as_string()} to {role(name)}"
            )
        if not uses:
            cursor.execute(f"grant usage on schema public to {role(name)}")
    cursor.execute("select has_schema_privilege(%s, 'public', 'create')", [settings.DATABASE_ROLES["app"]])
    if cursor.fetchone() == (True,):
        cursor.execute(f"revoke create on schema public from public, {role('app')}")


def _owned(cursor: CursorWrapper, kinds: str) -> frozenset[str]:
    """What the migrating role may grant in `public`: extensions bring tables of others."""
    cursor.execute(
        f"""select relname from pg_class
            where relnamespace = 'public'::regnamespace and relkind in ('{kinds}')
              and pg_has_role(relowner, 'usage')"""  # noqa: S608 – `kinds` is ours
    )
    return frozenset(name for (name,) in cursor.fetchall())


def _on(cursor: CursorWrapper, statement: str, names: frozenset[str]) -> None:
    if names:
        quoted = ", ".join(sql.Identifier("public", name).as_string() for name in sorted(names))
        cursor.execute(statement.format(names=quoted, app=role("app"), verify=role("verify")))
