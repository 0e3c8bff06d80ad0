"""Where the sentences of a text begin and end.

Rules and tables only. The layout of the text is read first (`lines.pieces`), then each piece in one pass from left
to right over the places where a sentence could end. No pattern repeats a repeated part without possession and every
look back is bounded, so the cost grows with the length of the text alone.
"""

import re

from annotations.domain.abbreviations import DAYS_AND_ZONES, FORMS, STARTERS, Stop
from annotations.domain.lines import pieces

_WIDE = "。！？｡．"
_CLOSERS = "\"'”’»)\\]}›*_」』）"
_QUOTES = "\"'”’»›"
_OPENERS = frozenset("\"'“‘„«‹([{¿¡*_#@-–—•\u200b\u200e\u200f\u2066\u2067\u2068\u202a\u202b\ufeff")
_LEADING = "\"'“‘„«‹([{*_—–\u200e\u200f\u2066\u2067\u2068\u202a\u202b\ufeff"
_NO_START = frozenset(",;:.?!)]}%&/=")
_LOOK_BACK = 24  # code points; longer than any abbreviation
_LABEL_LENGTH = 6
_TIME_OPENS = 16  # a sentence that begins "At 5.30 a.m." has its time within so many code points

_STOP = re.compile(
    rf"""[.!?…{_WIDE}](?<![.!?…]{{2}})   # the first of a run
        [.!?…{_WIDE}]*+
        (?:[ \xa0]\.(?![\w.]))*+        # ". . ."
        [{_CLOSERS}]*+
        (?:\ ?\[\d{{1,3}}\])*+          # a reference mark, as encyclopedias set it
        (?: (\s++) | (?<=[{_WIDE}」』）]) | (?=["“(]?[A-Z]) )""",
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_]+")
_MORE_DOTS = (".", " .", "\xa0.")
_ROMAN = re.compile(r"[IVXLC]+\b")


def split(text: str) -> list[tuple[int, int]]:
    """The sentences of `text` in order, as half-open code-point offsets.

    Spans are never empty, never begin or end with white space, never overlap, and hold every other character.
    """
    spans: list[tuple[int, int]] = []
    for low, high in pieces(text):
        start = low
        for stop in _STOP.finditer(text, low, high):
            if stop.end() < high and (cut := _cut(text, start, stop, high)):
                _add(spans, text, start, cut)
                start = cut
        _add(spans, text, start, high)
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    bare = text[start:end].lstrip()
    if bare:
        start = end - len(bare)
        spans.append((start, start + len(bare.rstrip())))


def _cut(text: str, start: int, stop: re.Match[str], high: int) -> int:
    """The offset at which the sentence that began at `start` ends because of `stop`, or 0 if it goes on."""
    at, after = stop.span()
    space = stop.start(1)
    words = text[max(start, at - _LOOK_BACK) : at].split()
    word = words[-1].lstrip(_LEADING) if words else ""
    if space < 0:
        return after if _ends_without_space(text, word, at, after) else 0
    mark, follow, ahead = text[at], text[after], after
    while follow in _OPENERS and ahead - after < 4 and ahead + 1 < high:
        ahead += 1
        follow = text[ahead]
    if follow in _NO_START:
        return 0
    if mark == "…" or text.startswith(_MORE_DOTS, at + 1):
        return _cut_after_ellipsis(text, at, space, after) if follow.isupper() else 0
    quoted = text[space - 1] in _QUOTES
    if follow.islower():
        goes_on = quoted or text[space - 1] == ")" or ahead > after
        return 0 if goes_on or not _ends_before_small_letter(word, text[at:space]) else after
    if mark != "." or quoted:
        return after
    return after if _ends_after_word(text, start, at, ahead, words, word) else 0


def _ends_without_space(text: str, word: str, at: int, after: int) -> bool:
    """Web text that lost a space: "their best.The owner"; not "Jane.Doe@reef.example" or "node.Js/x"."""
    if text[at] in _WIDE:
        return True
    if word in FORMS or len(word) < 3 or not word[-1].islower() or not word.isalpha():
        return False
    token = text[after : after + _LOOK_BACK].split(None, 1)[0]
    if "@" in token or "/" in token or "." in token[:-1]:
        return False
    letters = token.lstrip(_LEADING)
    return letters[1:2].islower() or letters[:2] in ("I", "A", "I'", "I’")


def _cut_after_ellipsis(text: str, at: int, space: int, after: int) -> int:
    if text[space - 1] == "]" or text[after] == "(":
        return after if text[after].isupper() else 0
    if text[at + 1 : at + 2] not in (" ", "\xa0"):
        return after
    dots = text.count(".", at, space)
    attached = not text[at - 1 : at].isspace()
    if attached and dots == 4:
        return at + 1  # "self. . . . Next": the stop ends the sentence, three dots open the next
    return after if attached or dots > 3 else 0


def _ends_before_small_letter(word: str, run: str) -> bool:
    """Web text that begins sentences with small letters; not "Yahoo! in", "approx. five", "E-mail:? jo"."""
    if not word or word.endswith(":"):
        return False
    if run[0] != ".":
        return len(run) > 1 or not word[0].isupper() or run == "?"
    if word in FORMS or "." in word or word.isdigit() or len(word) < 2:
        return False
    return not word[0].isupper() or len(word) > 3


def _ends_after_word(text: str, start: int, at: int, ahead: int, words: list[str], word: str) -> bool:
    if at - start < _LABEL_LENGTH:
        label = text[start:at].strip(" •⁃‣*-–(\xa0")
        if len(label) == 1 and label.isalpha() or len(label) < 4 and label.isdigit():
            return False
    group = FORMS.get(word)
    if group is None:
        if "." not in word and "-" not in word and len(word) != 1:
            return True
        group = _group_by_form(words, word)
    match group:
        case None | Stop.CAPITAL:
            return True
        case Stop.NEVER:
            return False
        case Stop.NUMBER:
            roman = _ROMAN.match(text, ahead)
            return not text[ahead].isdigit() and (roman is None or roman[0] == "I")
        case Stop.TIME:
            following = _WORD.match(text, ahead)
            return following is not None and at - start > _TIME_OPENS and following[0] not in DAYS_AND_ZONES
    return _starts_sentence(text, ahead)


def _group_by_form(words: list[str], word: str) -> Stop | None:
    """What the shape of the word says where no table knows it: an initial, an acronym with stops, a last part."""
    if len(word) == 1:
        pronoun = word == "I" and len(words) > 1 and words[-2] in ("and", "than", "or", "as")
        return Stop.STARTER if word.isupper() and not pronoun else None
    if all(part.isalpha() and len(part) < 3 for part in word.split(".")):
        return Stop.STARTER
    return FORMS.get(word[word.rfind("-") + 1 :])


def _starts_sentence(text: str, ahead: int) -> bool:
    following = _WORD.match(text, ahead)
    if following is None or text.startswith(".", following.end()):
        return False
    word = following[0]
    return word in STARTERS or (len(word) > 1 and word.isupper() and word.capitalize() in STARTERS)
