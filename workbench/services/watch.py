"""Brings the embedded database back when it dies."""

import contextlib
import select
import time
from collections.abc import Callable
from typing import Any

import psycopg
from django.conf import settings

from workbench.services.errors import ServiceError
from workbench.services.postgres import EmbeddedPostgres

WAIT_S = 1.0


class DatabaseWatch:
    """An idle connection that breaks in the moment in which the server dies, so that looking costs nothing.

    Does nothing where the database is not ours. To be used inside `ensure_database`.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        root = settings.EMBEDDED_DATABASE
        self.server = EmbeddedPostgres(root, durable=not settings.DISPOSABLE_DATA) if root else None
        self.connection: Any = self.server.connect() if self.server else None

    def look(self) -> None:
        """Starts the server again if it is gone, which takes up to some seconds."""
        if self.server is None or (self.connection and not select.select([self.connection], [], [], 0)[0]):
            return
        self.close()
        try:
            if self.server.revive():
                self.say("The database had ended; it is back.")
            self.connection = self.server.connect()
        except (ServiceError, psycopg.OperationalError) as error:
            self.say(f"The database cannot be started again: {error}")
            time.sleep(WAIT_S)

    def close(self) -> None:
        if self.connection:
            with contextlib.suppress(psycopg.Error):
                self.connection.close()
        self.connection = None

    def __enter__(self) -> "DatabaseWatch":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
