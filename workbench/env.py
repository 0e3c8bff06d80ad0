"""The environment, read strictly: a value that makes no sense stops the start with one line that names it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})


def text(name: str, default: str = "") -> str:
    """The variable without surrounding white space; unset and empty both give `default`."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """Raises ImproperlyConfigured for a word that is neither a yes nor a no."""
    word = text(name).lower()
    if not word:
        return default
    if word in TRUE or word in FALSE:
        return word in TRUE
    raise ImproperlyConfigured(
        f"{name}={word!r} is neither yes nor no. Say one of: {', '.join(sorted(TRUE | FALSE))}."
    )


def number(name: str, default: int, *, lowest: int = 0, highest: int = 2**31) -> int:
    """Raises ImproperlyConfigured for what is no whole number within the limits (both included)."""
    word = text(name)
    if not word:
        return default
    if word.isascii() and word.isdigit() and lowest <= int(word) <= highest:
        return int(word)
    raise ImproperlyConfigured(f"{name}={word!r} is no whole number from {lowest} to {highest}.")


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas; empty parts are dropped."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


@dataclass(frozen=True)
class DatabaseAddress:
    """A PostgreSQL address taken apart. `host` is a name, an address or a folder of a Unix socket."""

    name: str
    user: str
    password: str
    host: str
    port: str
    options: Mapping[str, str]


def database_address(url: str, *, variable: str) -> DatabaseAddress:
    """`postgresql://user:password@host:port/name?option=value`, the form that libpq takes.

    Raises ImproperlyConfigured for another scheme, a missing name or a missing user; no message shows the
    password.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            f"{variable} begins with {parts.scheme or 'nothing'}://; only postgresql:// works. "
            "Say postgresql://user:password@host/name."
        )
    name, options = unquote(parts.path.lstrip("/")), dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    port = options.pop("port", "") or str(parts.port or "")
    if not name or not parts.username:
        missing = "the database's name" if not name else "the user"
        raise ImproperlyConfigured(f"{variable} lacks {missing}. Say postgresql://user:password@host/name.")
    return DatabaseAddress(name, unquote(parts.username), unquote(parts.password or ""), host, port, options)
