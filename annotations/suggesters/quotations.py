"""Quotations of an article: where they open and close, and which are speech, which only names or scare quotes."""

import re
from dataclasses import dataclass

from annotations.domain.records import Span
from annotations.suggesters.words import listed

_PAIRS = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’", "'": "'", "''": "''", "``": "''"}
_PARAGRAPH = re.compile(r"\n\s*\n|\n")
_MARK = re.compile("''|``|[“”„«»\"‘’']")
_SMALL = listed("of the and for in on at to de la le von der a an & or")
_DOUBLE = ("“", "„", "«", '"', "''", "``")
LONGEST_NAME = 6
FARTHEST = 200
"""Marks that are looked at for the end of a quotation: without a limit apostrophes make the search quadratic."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quoted run with its marks; `inner` are the words between them."""

    start: int
    end: int
    inner: Span
    is_name: bool
    words: int


def quotations(text: str) -> list[Quotation]:
    """The outermost quotations of `text`, in order. None crosses a paragraph; one without a last mark ends with it."""
    found: list[Quotation] = []
    start = 0
    for end in [match.start() for match in _PARAGRAPH.finditer(text)] + [len(text)]:
        found.extend(_in_paragraph(text, start, end))
        start = end
    return found


def inside(text: str, start: int, end: int) -> list[Quotation]:
    """Quotations within one quotation's words `text[start:end]`."""
    return list(_in_paragraph(text, start, end))


def _in_paragraph(text: str, start: int, end: int) -> list[Quotation]:
    found: list[Quotation] = []
    marks = [match.span() for match in _MARK.finditer(text, start, end)]
    at = 0
    while at < len(marks):
        opening = marks[at]
        if not _opens(text, opening, start, end):
            if _closes_unopened(text, opening, found):
                found.append(_quotation(text, (start, start), opening))
            at += 1
            continue
        closing = _closing(text, marks, at, end)
        if closing is not None:
            found.append(_quotation(text, opening, marks[closing]))
            at = closing
        elif text[slice(*opening)] in _DOUBLE and len(marks) - at <= FARTHEST:
            found.append(_quotation(text, opening, (end, end)))
            break
        at += 1
    return found


def _closes_unopened(text: str, mark: Span, found: list[Quotation]) -> bool:
    """Whether a mark ends a quotation that began in an earlier paragraph, or whose first mark was lost."""
    typed = text[slice(*mark)] in ("”", "''", '"')
    return typed and not found and mark[0] > 0 and text[mark[0] - 1] in ",.?!"


def _opens(text: str, mark: Span, start: int, end: int) -> bool:
    """Whether a mark can open a quotation: nothing or a space before it, a letter or the like after."""
    sign = text[slice(*mark)]
    if sign not in _PAIRS or mark[1] >= end or text[mark[1]].isspace():
        return False
    before = text[mark[0] - 1] if mark[0] > start else " "
    return sign in "“„«``" or (not before.isalnum() and before not in ",.?!")


def _closing(text: str, marks: list[Span], at: int, end: int) -> int | None:
    """Index of the mark that closes the one at index `at`; None where nothing closes it."""
    closers = _PAIRS[text[slice(*marks[at])]]
    single = text[slice(*marks[at])] in "‘'"
    fallback: int | None = None
    for index in range(at + 1, min(len(marks), at + 1 + FARTHEST)):
        start, stop = marks[index]
        sign = text[start:stop]
        if ((sign not in closers or len(sign) != len(closers)) and closers != "“”") or text[
            start - 1
        ].isspace():
            continue
        if not single:
            if sign in closers:
                return index
            continue
        after = text[stop] if stop < end else " "
        if after.isalnum():
            continue
        if text[start - 1] == "s" and after == " " and text[stop + 1 : stop + 2].islower():
            fallback = fallback or index
            continue
        return index
    return fallback


def _quotation(text: str, opening: Span, closing: Span) -> Quotation:
    inner = (opening[1], closing[0])
    words = text[inner[0] : inner[1]].split()
    return Quotation(opening[0], closing[1], inner, _is_name(words), len(words))


def _is_name(words: list[str]) -> bool:
    """Whether quoted words look like a title or a name: few, each with a capital, no end of a sentence."""
    if not words or len(words) > LONGEST_NAME or words[-1][-1] in ".,!?…;:":
        return False
    content = [word for word in words if word.lower() not in _SMALL]
    if any(word.isupper() and len(word) > 1 for word in content) and len(content) > 1:
        return False
    return (
        bool(content)
        and all(word[0].isupper() or word[0].isdigit() for word in content)
        and content[0][0].isupper()
    )
