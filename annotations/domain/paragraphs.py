"""The lines of an article's text: where each stands, what surrounds it, which of them are one paragraph."""

import re
from collections.abc import Sequence
from itertools import pairwise

from annotations.domain.vocabulary import ClaimRole

ForcedRole = tuple[int, int, ClaimRole]

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_TERMINALS = ".!?…。！？｡؟۔।॥։‽"
_CLOSERS = "\"'”’»)]}›*_\u200e\u200f\u2069\u202c "
_SHORTEST_WRAPPED = 40
_LONGEST_WRAPPED = 110


class Line:
    """One line, or one paragraph whose lines were broken to a width; bare of white space at its edges."""

    __slots__ = ("after_blank", "end", "kind", "role", "start", "terminal", "words")

    def __init__(self, start: int, end: int, words: str, after_blank: bool) -> None:
        self.start = start
        self.end = end
        self.words = words
        self.after_blank = after_blank
        self.role: ClaimRole | None = None
        self.kind = ""
        last = words[-1]
        if last in _CLOSERS:
            last = words.rstrip(_CLOSERS)[-1:]
        self.terminal = last != "" and last in _TERMINALS


def lines_of(text: str, roles: Sequence[ForcedRole] = ()) -> list[Line]:
    """The lines of `text` that are not white space, in order; a stretch of `roles` is a line of its own.

    Lines broken to a width inside a paragraph are joined. Raises ValueError for spans out of order or outside.
    """
    found: list[Line] = []
    at = 0
    for start, end, role in roles:
        if not at <= start <= end <= len(text):
            raise ValueError(f"The span {start}–{end} of a given role is out of order or outside the text.")
        found.extend(_joined(_plain_lines(text, at, start)))
        forced = _plain_lines(text, start, end)
        for line in forced:
            line.role = role
            line.kind = "given"
        found.extend(forced)
        at = end
    found.extend(_joined(_plain_lines(text, at, len(text))))
    return found


def _plain_lines(text: str, low: int, high: int) -> list[Line]:
    found: list[Line] = []
    at = low
    blank = True
    for match in _LINE.finditer(text, low, high):
        start, end = match.span()
        raw = text[start:end]
        words = raw.strip()
        if not words:
            continue
        if len(words) != end - start:
            start += len(raw) - len(raw.lstrip())
            end = start + len(words)
        if found:
            blank = start - at > 1 and _is_blank(text[at:start])
        found.append(Line(start, end, words, blank))
        at = end
    return found


def _is_blank(gap: str) -> bool:
    if gap == "\n\n":
        return True
    return "\u2029" in gap or "\x0c" in gap or len(_BREAK.findall(gap)) > 1


def _joined(lines: list[Line]) -> list[Line]:
    """`lines` with each block that was broken to a width made one line."""
    found: list[Line] = []
    low = 0
    count = len(lines)
    while low < count:
        high = low + 1
        while high < count and not lines[high].after_blank:
            high += 1
        if high - low > 1 and _is_wrapped(lines[low:high]):
            words = " ".join(line.words for line in lines[low:high])
            found.append(Line(lines[low].start, lines[high - 1].end, words, True))
        else:
            found.extend(lines[low:high])
        low = high
    return found


def _is_wrapped(block: list[Line]) -> bool:
    if not all(_SHORTEST_WRAPPED <= len(line.words) <= _LONGEST_WRAPPED for line in block[:-1]):
        return False
    going_on = sum(not before.terminal and after.words[0].islower() for before, after in pairwise(block))
    return 2 * going_on >= len(block) - 1
