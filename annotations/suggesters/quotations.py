"""Quotations of an article: where they open and close, and which are speech, which only names or scare quotes."""

import re
from dataclasses import dataclass

from annotations.domain.records import Span
from annotations.suggesters.words import listed

_PAIRS = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’", "'": "'"}
_PARAGRAPH = re.compile(r"\n\s*\n|\n")
_MARK = re.compile("[“”„«»\"‘’']")
_SMALL = listed("of the and for in on at to de la le von der a an & or")
LONGEST_NAME = 6
FARTHEST = 200
"""Marks that are looked at for the end of a quotation: without a limit apostrophes make the search quadratic."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quoted run with its marks; `inner` are the words between them. `open_ended` lacks its closing mark."""

    start: int
    end: int
    inner: Span
    is_name: bool
    words: int
    open_ended: bool = False


def quotations(text: str) -> list[Quotation]:
    """The outermost quotations of `text`, in order. None crosses a paragraph; one without an end is `open_ended`."""
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
    marks = [match.start() for match in _MARK.finditer(text, start, end)]
    at = 0
    while at < len(marks):
        opening = marks[at]
        closing = _closing(text, marks, at, end) if _opens(text, opening, start, end) else None
        if closing is None:
            at += 1
            continue
        index, position = closing
        if index is None:
            if text[opening] in '“"' and not found_after(found, opening):
                found.append(_quotation(text, opening, end, open_ended=True))
            at += 1
            break
        found.append(_quotation(text, opening, position + 1, open_ended=False))
        at = index + 1
    return found


def found_after(found: list[Quotation], position: int) -> bool:
    """Whether a quotation already covers `position`."""
    return bool(found) and found[-1].end > position


def _opens(text: str, at: int, start: int, end: int) -> bool:
    """Whether the mark at `at` can open a quotation: nothing or a space before it, a letter or the like after."""
    mark = text[at]
    if mark not in _PAIRS or at + 1 >= end or text[at + 1].isspace():
        return False
    before = text[at - 1] if at > start else " "
    return mark in "“„«" or not before.isalnum()


def _closing(text: str, marks: list[int], at: int, end: int) -> tuple[int | None, int] | None:
    """Index and offset of the mark that closes the one at index `at`; index None where nothing closes it."""
    closers = _PAIRS[text[marks[at]]]
    single = text[marks[at]] in "‘'"
    fallback: tuple[int, int] | None = None
    for index in range(at + 1, min(len(marks), at + 1 + FARTHEST)):
        position = marks[index]
        if text[position] not in closers or text[position - 1].isspace():
            continue
        if not single:
            return index, position
        after = text[position + 1] if position + 1 < end else " "
        if after.isalnum():
            continue
        if text[position - 1] == "s" and after == " " and text[position + 2 : position + 3].islower():
            fallback = fallback or (index, position)
            continue
        return index, position
    if fallback is not None:
        return fallback
    return None if single else (None, end)


def _quotation(text: str, start: int, end: int, *, open_ended: bool) -> Quotation:
    inner = (start + 1, end if open_ended else end - 1)
    words = text[inner[0] : inner[1]].split()
    return Quotation(start, end, inner, _is_name(words), len(words), open_ended)


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
