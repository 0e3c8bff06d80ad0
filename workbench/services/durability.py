"""Refuses a database that forgets acknowledged decisions when the machine stops."""

from typing import Any

from workbench.services.errors import ServiceError

FORGETFUL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def forgetful_settings(connection: Any) -> list[str]:
    """The names of the settings that let this connection lose what it committed, in alphabetical order.

    `connection` is Django's, as the role whose work must not be lost: a role may have settings of its own.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select name, setting from pg_settings where name = any(%s) order by name", [list(FORGETFUL)]
        )
        return [name for name, value in cursor.fetchall() if FORGETFUL[name] == value]


def demand_durability(connection: Any, *, disposable: bool) -> None:
    """Raises ServiceError where work could be lost, unless it was said that it may be."""
    careless = [] if disposable else forgetful_settings(connection)
    if careless:
        raise ServiceError(
            f"The database server runs with {', '.join(f'{name} off' for name in careless)}: in a crash it would "
            "forget decisions that people were told are saved. Switch it on, or, where nothing matters, set "
            "DISPOSABLE_DATA=yes."
        )
