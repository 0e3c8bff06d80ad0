"""PDF files with text in them. The file is taken apart in a child process (pdf_file.py, guarded.py)."""

from annotations.domain.records import Draft
from annotations.readers import guarded

name = "PDF"
media_types: tuple[str, ...] = ("application/pdf",)
suffixes: tuple[str, ...] = (".pdf",)


def recognises(data: bytes) -> bool:
    """Whether `data` begins as a PDF does; up to a kilobyte may stand before its mark."""
    return b"%PDF-" in data[:1024]


def read(data: bytes, *, encoding: str | None = None, declared: str = "") -> Draft:
    """The text of the pages, a block of lines a paragraph; words that a line end broke are joined, and it says so.

    Raises Unreadable for what is no PDF, is locked by a password, is only pictures of pages, or takes too long.
    """
    return guarded.read_one("pdf", data)
