"""Where the sentences of a text begin and end.

Rules and tables only, in one pass from left to right over the places where a sentence could end. No pattern
repeats a repeated part and every look back is bounded, so the cost grows with the length of the text alone.
"""

import re
from collections.abc import Iterator

from annotations.domain.abbreviations import FORMS, STARTERS, Stop

_CLOSERS = "\"'”’»)\\]}›*_"
_OPENERS = "\"'“‘„«([{‹¿¡*_#@-–—•\u200e\u200f\u2066\u2067\u2068\u202a\u202b\ufeff\u200b"
_WIDE = "。！？｡．"
_LOOK_BACK = 24  # code points; longer than any abbreviation

_STOP = re.compile(
    rf"[.!?…{_WIDE}](?<![.!?….]{{2}})[.!?…{_WIDE}]*+(?:[ \xa0]\.(?![\w.]))*+[{_CLOSERS}]*+"
    rf"(?:(\s++)|(?=[A-Z])|(?<=[{_WIDE}{_CLOSERS}])|\Z)"
)
_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_MARKER = re.compile(r"[•⁃‣*\-–]?\s?(\d{1,3}|[A-Za-z]|[ivx]{1,4})(\.\)|\.|\))(?=\s)")


def split(text: str) -> list[tuple[int, int]]:
    """The sentences of `text` in order, as half-open code-point offsets.

    Spans are never empty, never begin or end with white space, never overlap, and hold every other character.
    """
    spans: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        low, high = line.span()
        for start, end in _pieces(text, low, high):
            piece = text[start:end]
            bare = piece.lstrip()
            if bare:
                start += len(piece) - len(bare)
                spans.append((start, start + len(bare.rstrip())))
    return spans


def _pieces(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    start = low
    for stop in _STOP.finditer(text, low, high):
        after = stop.end()
        if after < high and _ends(text, start, stop, high):
            yield start, after
            start = after
    yield start, high


def _ends(text: str, start: int, stop: re.Match[str], high: int) -> bool:
    at, after = stop.span()
    end = stop.start(1) if stop.start(1) >= 0 else after
    blank = text.rfind(" ", max(start, at - _LOOK_BACK), at)
    word = text[max(blank + 1, start, at - _LOOK_BACK) : at].lstrip("\"'“‘([{*_«—–-\xa0")
    mark = text[at]
    follow = text[after]
    if end == after:
        return _ends_without_space(text, word, at, end)
    if follow in _OPENERS:
        ahead = after
        while ahead < high and ahead < after + 4 and (text[ahead] in _OPENERS or text[ahead].isspace()):
            ahead += 1
        if ahead == high:
            return False
        follow = text[ahead]
    else:
        ahead = after
    if follow in ",;:.?!)]}%&/":
        return False
    closed = text[end - 1] in "\"'”’»)]}›"
    if text.startswith("..", at) or mark == "…" or text.startswith(" .", at + 1):
        return follow.isupper() and not closed
    if follow.islower():
        return (
            not closed
            and ahead == after
            and word.islower()
            and len(word) > 2
            and word.isalpha()
            and word not in FORMS
        )
    if mark != ".":
        return True
    if closed:
        return True
    if text[start:at].strip().isdigit():
        return False
    group = FORMS.get(word.lower())
    if len(word) == 1 and word.isupper():
        group = Stop.STARTER
    if group is None and "." in word and len(word) < 8 and all(len(p) == 1 for p in word.split(".")):
        group = Stop.STARTER
    if group is None:
        return True
    if group is Stop.NEVER:
        return False
    if group is Stop.NUMBER:
        return not follow.isdigit()
    if group is Stop.CAPITAL:
        return True
    following = _WORD.match(text, ahead)
    return following is not None and following[0] in STARTERS and not text.startswith(".", following.end())


def _ends_without_space(text: str, word: str, at: int, end: int) -> bool:
    if text[at] in _WIDE:
        return True
    return (
        len(word) > 2
        and word.isalpha()
        and word[1:].islower()
        and word.lower() not in FORMS
        and text[end + 1 : end + 2].islower()
    )
