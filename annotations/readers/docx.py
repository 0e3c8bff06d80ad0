"""Word documents (DOCX). The document is taken apart in a child process (docx_file.py, guarded.py)."""

from annotations.domain.records import Draft
from annotations.readers import guarded

name = "Word document"
media_types: tuple[str, ...] = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",)
suffixes: tuple[str, ...] = (".docx",)


def recognises(data: bytes) -> bool:
    """Whether `data` begins as a Word document does: an archive that names its parts."""
    return data.startswith(b"PK\x03\x04") and (
        b"word/" in data[:4096] or b"[Content_Types].xml" in data[:4096]
    )


def read(data: bytes, *, encoding: str | None = None, declared: str = "") -> Draft:
    """The document's text, a paragraph a line; headers, footers, foot- and endnotes and comments are left out.

    Raises Unreadable for what is no Word document, is locked by a password, or unfolds to more than it should.
    """
    return guarded.read_one("docx", data)
