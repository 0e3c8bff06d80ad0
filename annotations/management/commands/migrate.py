"""Django's `migrate`, as the owner of the database, with the roles and rights that the application needs."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import connections, transaction

from annotations import ledger_grants, ledger_roles

ONE_AT_A_TIME = 0x66616374
"""An advisory lock's number, arbitrary but fixed."""


class Command(migrate.Command):
    help = "Brings the database up to date as its owner, and gives the application's role its rights."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        """Several machines may call it at once: one works, the others wait and find nothing to do."""
        connection = connections[options["database"]]
        _lock(connection)
        try:
            _demand_tables(connection)
            with transaction.atomic(using=connection.alias):
                ledger_roles.ensure(connection)
            super().handle(*args, **options)
            with transaction.atomic(using=connection.alias):
                ledger_grants.apply(connection)
        finally:
            connection.close()


def _lock(connection: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [ONE_AT_A_TIME])


def _demand_tables(connection: Any) -> None:
    """Since PostgreSQL 15 only a database's owner may make tables in its schema `public`."""
    with connection.cursor() as cursor:
        cursor.execute("select has_schema_privilege('public', 'create')")
        if cursor.fetchone() == (True,):
            return
        owner = connection.ops.quote_name(connection.settings_dict["USER"])
    raise CommandError(
        f"The role {owner} may not make tables. Let an administrator of the server run this in the database "
        f"{connection.settings_dict['NAME']!r}, then migrate again:\n\n"
        f"    grant usage, create on schema public to {owner};"
    )
