"""What Django loads as its database: `ENGINE = "workbench.postgresql"`."""

import select
from typing import Any, cast

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, and two things for the path on which a person waits.

    `PREPARE_AFTER` of the settings says how often a statement is sent before the server keeps it; None: never.
    """

    def get_connection_params(self) -> dict[str, Any]:
        """As Django gives them, with the threshold of prepared statements."""
        return {**super().get_connection_params(), "prepare_threshold": self.settings_dict["PREPARE_AFTER"]}

    def prepared_cursor(self) -> CursorWrapper:
        """A cursor whose statements the server keeps after a few times; one statement each, values sent apart.

        Works like `cursor()` otherwise: in the transaction, counted with the queries, with Django's errors.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            return cast(CursorWrapper, self._prepare_cursor(psycopg.Cursor(self.connection)))  # type: ignore[attr-defined]

    def is_usable(self) -> bool:
        """Whether the server still listens. One that went has said so: only where something waits is it asked."""
        if self.connection is None or self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        return not waiting.poll(0) or super().is_usable()
