"""HTML pages. The page itself is taken apart in a child process (html_page.py, guarded.py)."""

import re

from annotations.domain.records import Draft
from annotations.readers import guarded

name = "HTML"
media_types: tuple[str, ...] = ("text/html", "application/xhtml+xml")
suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")

_SNIFFED = 4096
_BEGINNING = re.compile(
    rb"[\s\xef\xbb\xbf\xff\xfe]*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?"
    rb"<(?:!doctype html|html|head|body|article|div|p|h1|meta|section|main)\b",
    re.IGNORECASE | re.DOTALL,
)


def recognises(data: bytes) -> bool:
    """Whether `data` begins as an HTML page does."""
    return _BEGINNING.match(data[:_SNIFFED].replace(b"\0", b"")) is not None


def read(data: bytes, *, encoding: str | None = None, declared: str = "") -> Draft:
    """The article of an HTML page as plain text; no markup, scripts or styles are kept.

    Raises Unreadable for pages that hold no text, are nested too deeply, declare entities of their own, or take
    too long; Unavailable if the child process cannot be started.
    """
    return guarded.read_page(data, encoding=encoding, declared=declared)
