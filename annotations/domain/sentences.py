"""Where the sentences of a text begin and end.

Rules and tables only. The layout of the text is read first (`lines.pieces`), then each piece in one pass from
left to right over the places where a sentence could end. Every repetition is possessive and every look back is
bounded, so the cost grows with the length of the text alone.
"""

import re
from typing import NamedTuple

from annotations.domain.abbreviations import DAYS_AND_ZONES, FORMS, NAMES_WITH_MARK, STARTERS, Stop
from annotations.domain.lines import pieces

_WIDE = "。！？｡．"
_CLOSERS = "\"'”’»)\\]}›*_」』）\u200b\u200e\u200f\u202c\u2069\ufeff"
_EMOJI = "\u2600-\u27bf\ufe0f\u200d\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff"
_QUOTES = "\"'”’»›"
_OPENERS = frozenset("\"'“‘„«‹([{¿¡*_#@-–—•\u200b\u200e\u200f\u2066\u2067\u2068\u202a\u202b\ufeff")
_LEADING = "\"'“‘„«‹”’»([{*_—–\u200e\u200f\u2066\u2067\u2068\u202a\u202b\ufeff"
_NO_START = frozenset(",;:.?!)]}%&/=")
_LOOK_BACK = 24  # code points; longer than any abbreviation
_LABEL_LENGTH = 6

_STOP = re.compile(
    rf"""[.!?…{_WIDE}](?<![.!?…]{{2}})(?<![.!?…][ \xa0].)   # the first of a run
        [.!?…{_WIDE}]*+
        (?:[ \xa0]\.(?![\w.]))*+        # ". . ."
        [{_CLOSERS}]*+
        (?:\ ["'”’]{{1,2}}+(?=\s|\Z))?+       # a closing quotation mark that a space has come before
        (?:\ ?[{_EMOJI}]++)*+
        (?:\ ?\[(?:\d{{1,3}}|…|\.\.\.)\])*+  # a reference or omission mark belongs to what it follows
        (?: (\s++) | (?<=[{_WIDE}」』）”]) | (?=["“(]?[A-Z]) )""",
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_]++")
_AROUND_LABEL = " •▪●‣⁃★◦*-–(\xa0"
_OPENING_TIME = re.compile(
    r"\W{0,3}(?:(?:At|By|Around|About|Before|After|Until|Since|From) )?[\d.:]{1,5} ?[ap]\.m$", re.I
)
_MORE_DOTS = (".", " .", "\xa0.")
_OPENING_DOTS = re.compile(r"(?:\.\.\.|…)[ \xa0]{0,2}[\"“]?[A-Z]")
_ROMAN = re.compile(r"[IVXLC]++\b")


class _Place(NamedTuple):
    """A place where the sentence that began at `start` could end; all offsets are code points of `text`."""

    text: str
    start: int
    at: int  # the first mark of the stop
    space: int  # the white space after the stop, its closing marks and reference marks
    after: int  # what follows that white space
    ahead: int  # the first character there that is no opening mark
    words: list[str]  # what stands before the stop, no more than the look back holds
    word: str

    @property
    def follow(self) -> str:
        return self.text[self.ahead]

    @property
    def quoted(self) -> bool:
        return self.text[self.space - 1] in _QUOTES


def split(text: str) -> list[tuple[int, int]]:
    """The sentences of `text` in order, as half-open code-point offsets.

    Spans are never empty, never begin or end with white space, never overlap, and hold every other character.
    """
    spans: list[tuple[int, int]] = []
    for low, high in pieces(text):
        start = high - len(text[low:high].lstrip())
        for stop in _STOP.finditer(text, start, high):
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
    ahead = after
    while text[ahead] in _OPENERS and ahead - after < 4 and ahead + 1 < high:
        ahead += 1
    place = _Place(text, start, at, space, after, ahead, words, word)
    if place.follow in _NO_START:
        return after if _ends_before_dots(place) else 0
    if (text[at] == "…" or text.startswith(_MORE_DOTS, at + 1)) and text[space - 1] not in "!?":
        return _cut_after_ellipsis(place)
    if place.follow.islower():
        ends = _ends_before_small_letter(place)
    elif place.quoted:
        ends = True
    elif text[at] == ".":
        ends = _ends_after_word(place)
    else:
        ends = word not in NAMES_WITH_MARK or _starts_sentence(place)
    return after if ends else 0


def _ends_without_space(text: str, word: str, at: int, after: int) -> bool:
    """Web text that lost a space: "their best.The owner"; not "Jane.Doe@reef.example" or "node.Js/x"."""
    if text[at] in _WIDE:
        return text[after - 1] in _WIDE or text[at] not in "！？"  # “好！”她说
    if word in FORMS or len(word) < 3 or not word[-1].islower() or not word.isalpha():
        return False
    token = text[after : after + _LOOK_BACK].split(None, 1)[0]
    if "@" in token or "/" in token or "." in token[:-1]:
        return False
    letters = token.lstrip(_LEADING)
    return (letters[:1].isupper() and letters[1:2].islower()) or letters[:2] in ("I", "A", "I'", "I’")


def _ends_before_dots(place: _Place) -> bool:
    """A stop before an omission that opens the next sentence: "It rained. ... Then it stopped"."""
    if place.text[place.at] != "." or place.word in FORMS:
        return False
    return _OPENING_DOTS.match(place.text, place.after) is not None


def _cut_after_ellipsis(place: _Place) -> int:
    text, at, space, after = place.text, place.at, place.space, place.after
    if not place.words or not place.follow.isupper():
        return 0
    if text[space - 1] == "]" or text[after] == "(":
        return after if text[after].isupper() else 0
    if text[at + 1] not in " \xa0":
        return after
    dots = text.count(".", at, space) + 3 * text.count("…", at, space)
    attached = not text[at - 1].isspace()
    if attached and dots == 4:
        return at + 1  # "self. . . . Next": the stop ends the sentence, three dots open the next
    return after if attached or dots > 3 else 0


def _ends_before_small_letter(place: _Place) -> bool:
    """Web text that begins sentences with small letters; not "Yahoo! in", "approx. five", "E-mail:? jo"."""
    word, run = place.word, place.text[place.at : place.space]
    if place.quoted or run[-1] == ")" or place.ahead > place.after or not word or word[-1] == ":":
        return False
    if run[0] != ".":
        return len(run) > 1 or run == "?" or not word[0].isupper()
    if word in FORMS or "." in word or word.isdigit() or len(word) < 2:
        return False
    return not word[0].isupper() or len(word) > 3


def _ends_after_word(place: _Place) -> bool:
    word = place.word
    if place.at - place.start < _LABEL_LENGTH and _is_label(place.text[place.start : place.at]):
        return False
    group = FORMS.get(word)
    if group is None:
        if "." not in word and "-" not in word and len(word) != 1:
            return True
        group = _group_by_form(place.words, word)
    match group:
        case Stop.NEVER:
            return False
        case Stop.NUMBER:
            return _leads_to_no_number(place)
        case Stop.STARTER:
            return _starts_sentence(place)
        case Stop.TIME:
            return not _OPENING_TIME.match(place.text, place.start, place.at) and not _names_day_or_zone(
                place
            )
    return True


def _is_label(opening: str) -> bool:
    label = opening.strip(_AROUND_LABEL)
    return (len(label) == 1 and label.isalpha()) or (len(label) < 4 and label.isdigit())


def _group_by_form(words: list[str], word: str) -> Stop | None:
    """What the shape of a word says where no table knows it: an initial, letters with stops, a last part."""
    if len(word) == 1:
        pronoun = word == "I" and len(words) > 1 and words[-2] in ("and", "than", "or", "as")
        return Stop.STARTER if word.isupper() and not pronoun else None
    if all(part.isalpha() and len(part) < 3 for part in word.split(".")):
        return Stop.STARTER
    return FORMS.get(word[word.rfind("-") + 1 :])


def _leads_to_no_number(place: _Place) -> bool:
    roman = _ROMAN.match(place.text, place.ahead)
    return not place.follow.isdigit() and (roman is None or roman[0] == "I")  # "No. I never did"


def _names_day_or_zone(place: _Place) -> bool:
    following = _WORD.match(place.text, place.ahead)
    if following is None or following[0] in DAYS_AND_ZONES:
        return True
    return len(following[0]) == 1 and place.text.startswith(".", following.end())  # "9 p.m. E.T."


def _starts_sentence(place: _Place) -> bool:
    following = _WORD.match(place.text, place.ahead)
    if following is None or place.text.startswith(".", following.end()):
        return False
    word = following[0]
    return word in STARTERS or (len(word) > 1 and word.isupper() and word.capitalize() in STARTERS)
