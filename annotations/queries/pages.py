"""Pages by cursor: each begins right after the row where the last one ended, at the same cost however far in."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

import orjson
from django.db.models import Model, Q, QuerySet

from annotations.domain.errors import Invalid

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Key:
    """One column of the order; `read` makes its value from the cursor's text and refuses anything else."""

    field: str
    read: Callable[[Any], Any]
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: after the row with these `values`, or before it when going `back`."""

    values: tuple[Any, ...]
    back: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows in order, and the cursors of the pages beside them, None where there are none."""

    rows: list[Row]
    next: str | None
    previous: str | None


def whole(value: Any) -> int:
    """A whole number of 64 bits. Raises ValueError."""
    if type(value) is not int or not -(2**63) <= value < 2**63:
        raise ValueError(value)
    return value


def text(value: Any) -> str:
    """A text that can be compared in the database. Raises ValueError."""
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(value)
    return value


def page_of(rows: QuerySet[Row], keys: Sequence[Key], *, cursor: str | None, limit: int) -> Page[Row]:
    """The page of `rows` that `cursor` names, the first without one. `keys` end in a unique column.

    Raises Invalid for a cursor that is none of this order.
    """
    place = place_of(cursor, keys)
    return cut_page(list(beside(rows, keys, place)[: limit + 1]), keys, place, limit=limit)


def cut_page(found: Sequence[Row], keys: Sequence[Key], place: Place | None, *, limit: int) -> Page[Row]:
    """The page made of up to `limit` + 1 rows as `beside` orders them; the last only tells that there are more."""
    back = place is not None and place.back
    more, rows = len(found) > limit, list(found[:limit])
    if back:
        rows.reverse()
    ahead = back or more
    behind = more if back else place is not None
    return Page(
        rows,
        next=_cursor(rows[-1], keys, back=False) if rows and ahead else None,
        previous=_cursor(rows[0], keys, back=True) if rows and behind else None,
    )


def beside(rows: QuerySet[Row], keys: Sequence[Key], place: Place | None) -> QuerySet[Row]:
    """`rows` in order from `place` on; in the reverse order when it goes back."""
    back = place is not None and place.back
    ordered = rows.order_by(*(_order(key, back=back) for key in keys))
    return ordered if place is None else ordered.filter(_after(keys, place))


def place_of(cursor: str | None, keys: Sequence[Key]) -> Place | None:
    """What a cursor says. Raises Invalid."""
    if not cursor:
        return None
    try:
        direction, *values = orjson.loads(base64.b64decode(cursor.encode(), altchars=b"-_", validate=True))
        if direction not in ("n", "p"):
            raise ValueError(direction)
        read = tuple(key.read(value) for key, value in zip(keys, values, strict=True))
    except (ValueError, TypeError, AttributeError) as error:
        raise Invalid({"cursor": ["This cursor is none of this list; start without one."]}) from error
    return Place(read, back=direction == "p")


def _after(keys: Sequence[Key], place: Place) -> Q:
    """Later in the order than the place. The first column stands by itself too, so that an index can begin there."""
    condition, equal = Q(), Q()
    for key, value in zip(keys, place.values, strict=True):
        condition |= equal & Q(**{f"{key.field}__{_beyond(key, back=place.back)}": value})
        equal &= Q(**{key.field: value})
    return Q(**{f"{keys[0].field}__{_beyond(keys[0], back=place.back)}e": place.values[0]}) & condition


def _beyond(key: Key, *, back: bool) -> str:
    return "lt" if key.descending != back else "gt"


def _order(key: Key, *, back: bool) -> str:
    return f"-{key.field}" if key.descending != back else key.field


def _cursor(row: Model, keys: Sequence[Key], *, back: bool) -> str:
    values = [getattr(row, key.field) for key in keys]
    said = ["p" if back else "n", *(str(value) if isinstance(value, UUID) else value for value in values)]
    return base64.urlsafe_b64encode(orjson.dumps(said, default=str)).decode()
