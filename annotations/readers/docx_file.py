"""A Word document as a draft. Runs in the child process of guarded.py only."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from annotations.domain.errors import Unreadable
from annotations.domain.records import Draft
from annotations.domain.vocabulary import ClaimRole

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_UNFOLDED = 64 * 1024 * 1024
MAX_PARTS = 2000
SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "\u2011"}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
ROLES = {
    "title": ClaimRole.HEADLINE,
    "subtitle": ClaimRole.DEK,
    "caption": ClaimRole.CAPTION,
}
ASIDES = ("header", "footer", "footnotes", "endnotes", "comments")
NOT_WORD = "This is no Word document (DOCX) that can be opened. Save it anew as DOCX or as plain text and import that."


def read(data: bytes, *, encoding: str | None = None, declared: str = "") -> Draft:
    """The body's paragraphs in order, those of tables too; Title, Subtitle, Heading and Caption say their roles."""
    _refuse_bomb(data)
    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError, zipfile.BadZipFile, OSError):
        raise Unreadable(NOT_WORD) from None
    names = {style.style_id: (style.name or "").lower() for style in document.styles}
    pieces: list[str] = []
    roles: list[tuple[int, int, ClaimRole]] = []
    at = 0
    for paragraph in document.element.body.iter(qn("w:p")):
        text = _text(paragraph)
        if not text.strip():
            continue
        role = _role(names.get(_style(paragraph), ""))
        if role is not None:
            roles.append((at, at + len(text), role))
        pieces.append(text)
        at += len(text) + 2
    if not pieces:
        raise Unreadable(
            "The Word document holds no text; perhaps it is a picture of a page. Import the text itself."
        )
    left_out = tuple(_asides(data))
    letters, others = sum(map(len, pieces)), sum(map(len, left_out))
    return Draft(
        text="\n\n".join(pieces),
        title=_title(document, pieces, roles),
        language=(document.core_properties.language or "")[:35],
        media_type=MEDIA_TYPE,
        coverage=letters / (letters + others),
        left_out=left_out,
        roles=tuple(roles),
    )


def _refuse_bomb(data: bytes) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            "The document is locked by a password, or is in the old DOC format. Save it as open DOCX."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Unreadable(NOT_WORD) from None
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNFOLDED:
        raise Unreadable(
            f"The document unfolds to more than {MAX_UNFOLDED // 1_048_576} MB or {MAX_PARTS:,} parts and was not "
            "opened. Save the article as plain text and import that."
        )


def _text(paragraph: Any) -> str:
    """The words of a paragraph, those inserted under review too; what was struck out there is gone."""
    return "".join(_words(paragraph)).strip("\n")


def _words(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in SIGNS:
            yield SIGNS[child.tag]
        elif child.tag not in (FALLBACK, qn("w:p"), qn("w:pPr"), qn("w:txbxContent")):
            yield from _words(child)


def _style(paragraph: Any) -> str:
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if found is None else str(found.get(qn("w:val"), ""))


def _role(style: str) -> ClaimRole | None:
    return ClaimRole.SUBHEADING if style.startswith("heading") else ROLES.get(style)


def _title(document: Any, pieces: list[str], roles: list[tuple[int, int, ClaimRole]]) -> str:
    """The document's own title where it has one, else its headline."""
    stated = (document.core_properties.title or "").strip()
    whole = "\n\n".join(pieces)
    headline = next((whole[start:end] for start, end, role in roles if role is ClaimRole.HEADLINE), "")
    return " ".join((stated or headline).split())[:1000]


def _asides(data: bytes) -> Iterator[str]:
    """The texts beside the body: headers, footers, notes, comments."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            stem = name.removeprefix("word/")
            if name.startswith("word/") and stem.endswith(".xml") and stem.startswith(ASIDES):
                try:
                    root = etree.fromstring(archive.read(name), parser)
                except etree.XMLSyntaxError:
                    continue
                for paragraph in root.iter(qn("w:p")):
                    if text := _text(paragraph).strip():
                        yield text
