"""Readers: an article's bytes in one format made a Draft. A new format is one module and one line in READERS."""

import dataclasses
from email.message import Message
from typing import Protocol

from annotations.domain.errors import Invalid, Unreadable
from annotations.domain.records import Draft
from annotations.domain.text import hidden_characters, refuse_unstorable
from annotations.readers import docx, html, pdf, plain

MAX_BYTES = 25 * 1024 * 1024
MAX_TITLE = 1000


class Reader(Protocol):
    """One format: a module with these names."""

    name: str
    media_types: tuple[str, ...]
    suffixes: tuple[str, ...]

    def recognises(self, data: bytes) -> bool:
        """Whether `data` looks like this format."""

    def read(self, data: bytes, *, encoding: str | None = None, declared: str = "") -> Draft:
        """The draft of `data`. Raises Unreadable or Invalid."""


READERS: tuple[Reader, ...] = (html, docx, pdf, plain)


def read(
    data: bytes,
    *,
    media_type: str | None = None,
    filename: str = "",
    encoding: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Draft:
    """The draft of a file.

    The format follows from `media_type`, else from the end of `filename`, else from the bytes. `encoding` is
    binding; without it the encoding is found and reported in the draft. Raises Unreadable for files that are
    empty, larger than `max_bytes`, binary or not in the encoding, Invalid for NUL, lone surrogates and a title
    that is too long; nothing is repaired silently.
    """
    if len(data) > max_bytes:
        size, limit = len(data) / 1_048_576, max_bytes / 1_048_576
        raise Unreadable(f"The file has {size:.1f} MB; at most {limit:g} MB are read. Import it in parts.")
    if not data.strip():
        raise Unreadable("The file is empty. Choose the file that holds the article.")
    kind, declared = _media_type(media_type or "")
    reader = _reader(data, kind, filename)
    return _checked(reader.read(data, encoding=encoding or None, declared=declared))


def read_text(text: str, *, max_bytes: int = MAX_BYTES) -> Draft:
    """The draft of pasted text; a pasted HTML page is read as one. Raises as `read` does."""
    refuse_unstorable(text)
    data = text.encode()
    if html.recognises(data[:4096]) and "</" in text:
        return read(data, media_type="text/html", encoding="utf-8", max_bytes=max_bytes)
    if not text.strip():
        raise Invalid({"text": ["The text is empty. Paste the article's text."]})
    if len(data) > max_bytes:
        raise Invalid(
            {
                "text": [
                    f"The text has {len(data) / 1_048_576:.1f} MB; at most {max_bytes / 1_048_576:g} are read."
                ]
            }
        )
    return _checked(Draft(text=text))


def read_html(data: bytes | str, *, encoding: str | None = None, max_bytes: int = MAX_BYTES) -> Draft:
    """The draft of an HTML page. Raises as `read` does."""
    if isinstance(data, str):
        refuse_unstorable(data)
        data, encoding = data.encode(), "utf-8"
    return read(data, media_type="text/html", encoding=encoding, max_bytes=max_bytes)


def refuse_long_title(title: str) -> None:
    """Let a title of at most MAX_TITLE code points pass. Raises Invalid naming the field and the limit."""
    if len(title) > MAX_TITLE:
        raise Invalid(
            {
                "title": [
                    f"The title has {len(title):,} characters; at most {MAX_TITLE:,} are kept. Shorten it."
                ]
            }
        )


def _checked(draft: Draft) -> Draft:
    if draft.media_type != "text/plain":  # plain text was looked through when it was decoded
        for field in ("text", "title", "outlet", "url"):
            refuse_unstorable(getattr(draft, field), field=field)
    refuse_long_title(draft.title)
    if not draft.text.strip():
        raise Unreadable("The file holds nothing but white space. Choose the file that holds the article.")
    return dataclasses.replace(draft, hidden=hidden_characters(draft.text))


def _media_type(words: str) -> tuple[str, str]:
    """Media type and declared charset of a Content-Type such as "text/html; charset=utf-8"."""
    if not words:
        return "", ""
    message = Message()
    message["Content-Type"] = words.replace("\r", " ").replace("\n", " ")
    return (message.get_content_type() if "/" in words else ""), str(message.get_param("charset") or "")


def _reader(data: bytes, kind: str, filename: str) -> Reader:
    for reader in READERS:
        if kind in reader.media_types and (kind != "text/plain" or not filename):
            return reader
    for reader in READERS:
        if filename.lower().endswith(reader.suffixes):
            return reader
    return next(reader for reader in READERS if reader.recognises(data))
