"""Single values of foreign JSON: taken where they are what they should be, else absent."""

import math
from collections.abc import Container, Mapping
from datetime import UTC, datetime
from typing import Any

from annotations.domain.errors import Unreadable
from annotations.domain.text import refuse_unstorable


def word(value: Any) -> str:
    """A name or key as text; "" for nothing."""
    return "" if value is None else str(value)


def number(value: Any) -> float | None:
    """A finite number, else None."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if is_number else None


def moment(value: Any) -> datetime | None:
    """A time with its zone (UTC where none is given), None for what is no time."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def person(value: Any) -> str:
    """What the other program calls a person: the e-mail address or name where it is told, else the number."""
    if isinstance(value, Mapping):
        value = value.get("email") or value.get("username") or value.get("id")
    return word(value)


def text_of(file: str, key: str, value: Any) -> str:
    """An item's text. Raises Unreadable for one without letters, Invalid for what cannot be stored."""
    if not isinstance(value, str) or not value.strip():
        raise Unreadable(f"{file}: item {key} has no text. Nothing was imported; leave the item out.")
    refuse_unstorable(value)
    return value


def columns(data: Mapping[str, Any], *, without: Container[str]) -> dict[str, Any]:
    """The columns that have no place of their own, as they came."""
    return {str(name): value for name, value in data.items() if name not in without}
