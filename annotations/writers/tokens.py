"""A claim's text as tokens with offsets, for formats that label tokens; no label's end falls inside a token."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from itertools import pairwise

_PIECE = re.compile(r"\w+(?:['’\-]\w+|(?<=\d)[.,]\d\w*)*|[^\w\s]")
_JOINER = "\u200d"
_INSIDE = "'’-"
"""Marks that stand inside words."""


def tokens(text: str, cuts: Collection[int] = ()) -> list[tuple[int, int]]:
    """Words and marks in order, half-open code points; blanks are in none, and each of `cuts` is between tokens.

    Words keep their apostrophes, hyphens and decimal points; combining marks and joined emoji stay in one piece.
    """
    pieces = list(_pieces(text))
    if not cuts:
        return pieces
    return [part for piece in pieces for part in _cut(piece, cuts)]


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    if text.isascii():
        yield from (match.span() for match in _PIECE.finditer(text))
        return
    start = end = 0
    for match in _PIECE.finditer(text):
        if match.start() == end and _sticks(text, start, end):
            end = match.end()
        else:
            if end > start:
                yield start, end
            start, end = match.span()
    if end > start:
        yield start, end


def _sticks(text: str, start: int, at: int) -> bool:
    """Whether what begins at `at` belongs to the piece that ends there: a mark, or what goes on after one in a word."""
    if at == start:
        return False
    if _is_mark(text[at]) or text[at - 1] == _JOINER:
        return True
    if not (_is_mark(text[at - 1]) or text[at - 1] in _INSIDE) or not text[start].isalnum():
        return False
    return text[at].isalnum() or (text[at] in _INSIDE and text[at + 1 : at + 2].isalnum())


def _is_mark(letter: str) -> bool:
    return letter > "\x7f" and unicodedata.category(letter) in ("Mn", "Mc", "Me", "Cf")


def _cut(piece: tuple[int, int], cuts: Collection[int]) -> Iterator[tuple[int, int]]:
    start, end = piece
    places = [start, *sorted(place for place in set(cuts) if start < place < end), end]
    return pairwise(places)
