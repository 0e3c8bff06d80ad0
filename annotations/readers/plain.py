"""Plain text in any encoding."""

from annotations.domain.records import Draft
from annotations.readers.encodings import decode

name = "plain text"
media_types: tuple[str, ...] = ("text/plain", "text/markdown")
suffixes: tuple[str, ...] = (".txt", ".text", ".md")


def recognises(data: bytes) -> bool:
    """Whether `data` looks like this format: everything that no other reader knows is tried as text."""
    return True


def read(data: bytes, *, encoding: str | None = None, declared: str = "") -> Draft:
    """The text as it stands in the file; only a byte order mark is taken off.

    Line ends stay what they are (CR LF too), because an article's text is never normalised: whoever looks for
    lines takes CR LF, LF, CR, NEL, LS and PS alike, and all of them are white space between claims.
    """
    decoded = decode(data, encoding=encoding, declared=declared)
    return Draft(text=decoded.text, encoding=decoded.encoding, media_type="text/plain", notes=decoded.notes)
