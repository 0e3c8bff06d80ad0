"""A PDF as a draft. Runs in the child process of guarded.py only."""

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTTextBox
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFParser, PDFSyntaxError
from pdfminer.psexceptions import PSException
from pdfminer.utils import decode_text

from annotations.domain.errors import Unreadable
from annotations.domain.records import Draft

MAX_PAGES = 400
UNKNOWN_SHARE = 0.02
UNKNOWN = re.compile(r"\(cid:\d+\)")
BROKEN = re.compile(r"(?<=[^\W\d_])(?:-|\u00ad)\n(?=[^\W\d_])")
TORN = "This is no PDF that can be opened, or it is torn. Save the article as plain text and import that."
NO_TEXT = (
    "The PDF holds no text, only pictures of pages (a scan). "
    "Have its text recognised first (OCR), or import the text itself."
)


def read(data: bytes, *, encoding: str | None = None, declared: str = "") -> Draft:
    """The blocks of text in the order in which the pages are read."""
    logging.disable(logging.CRITICAL)  # the library says a lot about odd files, and nobody listens here
    title = _opened(data)
    pages = []
    try:
        for number, page in enumerate(extract_pages(io.BytesIO(data), laparams=LAParams()), start=1):
            if number > MAX_PAGES:
                raise Unreadable(f"The PDF has more than {MAX_PAGES} pages. Import it in parts.")
            pages.append([text for text in _blocks(page) if text.strip()])
    except (MemoryError, RecursionError, Unreadable):
        raise
    except (
        Exception
    ):  # the library raises whatever a torn file makes of it: KeyError, struct.error, TypeError …
        raise Unreadable(TORN) from None
    blocks = [text for page in pages for text in page]
    if not blocks:
        raise Unreadable(NO_TEXT)
    whole = "".join(blocks)
    unknown = UNKNOWN.findall(whole)
    if len("".join(unknown)) > UNKNOWN_SHARE * len(whole):
        raise Unreadable(
            "The PDF's letters cannot be told: its fonts do not say which they are. Import the text itself."
        )
    broken = sum(len(BROKEN.findall(text)) for text in blocks)
    return Draft(
        text="\n\n".join(_joined(text) for text in blocks),
        title=title[:1000],
        media_type="application/pdf",
        notes=tuple(_notes(pages, broken, len(unknown))),
    )


def _opened(data: bytes) -> str:
    """The title that the file states. Raises Unreadable for what cannot be opened."""
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise Unreadable(
            "The PDF is locked by a password. Save it without one, or import the text itself."
        ) from None
    except (MemoryError, RecursionError):
        raise
    except (PDFSyntaxError, PSException, Exception):
        raise Unreadable(TORN) from None
    stated: Any = document.info[0].get("Title") if document.info else None
    text = decode_text(stated) if isinstance(stated, bytes) else ""
    return " ".join(text.replace("\x00", "").split())


def _blocks(page: Any) -> Iterator[str]:
    for box in page:
        if isinstance(box, LTTextBox):
            yield box.get_text().strip().replace("\x00", "")


def _joined(block: str) -> str:
    """The lines of a block as one; a page's width says nothing about the text."""
    return " ".join(line.strip() for line in BROKEN.sub("", block).split("\n") if line.strip())


def _notes(pages: list[list[str]], broken: int, unknown: int) -> Iterator[str]:
    empty = [str(number) for number, page in enumerate(pages, start=1) if not page]
    if empty:
        yield f"No text on page {', '.join(empty[:20])}: perhaps pictures."
    if broken:
        yield f"{broken:,} words that a hyphen broke at the end of a line were joined."
    if unknown:
        yield f"{unknown:,} letters cannot be told and stand as (cid:…)."
