"""Models read and written by SQL that is there already.

Where a person waits after every key, compiling the same query anew costs several times what the database needs for it.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Generic, TypeVar, cast

from django.db import connection as django_connection
from django.db import models

from workbench.postgresql.base import DatabaseWrapper

Row = TypeVar("Row", bound=models.Model)
Statement = tuple[str, Sequence[Any]]
connection = cast(DatabaseWrapper, django_connection)


class Columns(Generic[Row]):
    """A model's columns under an alias of a query, and the models that their values make.

    `sql` stands in the SELECT list; `leave` names columns that are not read: whoever needs one later asks for it.
    """

    def __init__(self, model: type[Row], alias: str, *, leave: Sequence[str] = ()) -> None:
        self.model = model
        fields = [field for field in model._meta.concrete_fields if field.attname not in leave]
        self.names = [field.attname for field in fields]
        self.sql = ", ".join(f'{alias}."{field.column}"' for field in fields)
        self._converters = [
            (place, convert)
            for place, field in enumerate(fields)
            for convert in field.get_db_converters(connection)
        ]

    def __len__(self) -> int:
        return len(self.names)

    def row(self, values: Sequence[Any]) -> Row:
        """The model of one row's values, given in the order of `sql`; what follows them is left alone."""
        own = list(values[: len(self.names)])
        for place, convert in self._converters:
            own[place] = convert(own[place], None, connection)
        return self.model.from_db(connection.alias, self.names, own)


def fetch(sql: str, values: Any) -> list[Any]:
    """All rows that the statement gives."""
    with connection.prepared_cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def insertion(rows: Sequence[models.Model]) -> Statement:
    """The statement that writes these new rows of one model."""
    model = type(rows[0])
    start, one, fields = _insert_into(model)
    values = [
        field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows for field in fields
    ]
    return start + ", ".join([one] * len(rows)), values


def execute(statements: Sequence[Statement]) -> list[Any]:
    """Send the statements in one go; the rows that the last one gives. The first that fails ends all of them."""
    connection.ensure_connection()
    cursors = [connection.prepared_cursor() for _ in statements]
    with connection.wrap_database_errors, connection.connection.pipeline():
        for cursor, (sql, values) in zip(cursors, statements, strict=True):
            cursor.execute(sql, values)
    return cursors[-1].fetchall() if cursors[-1].description else []


@lru_cache(maxsize=64)
def _insert_into(model: type[models.Model]) -> tuple[str, str, Sequence[Any]]:
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    names = ", ".join(f'"{field.column}"' for field in fields)
    # Without its length: a cast to varchar(n) cuts what is too long, an insert refuses it.
    types = [str(field.db_type(connection)).partition("(")[0] for field in fields]
    places = ", ".join(f"%s::{kind}" for kind in types)
    return f'insert into "{model._meta.db_table}" ({names}) values ', f"({places})", fields  # noqa: S608
