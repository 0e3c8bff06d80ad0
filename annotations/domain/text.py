"""Looking at text without changing it: folded forms for look-ups, characters nobody sees, proofs about spans.

An article's text is never normalised. Whoever compares or searches folds a copy.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from annotations.domain.errors import Invalid
from annotations.domain.records import Span

_QUOTES = {**dict.fromkeys("‘’‚‛′`´ʼʹ‹›＇", "'"), **dict.fromkeys("“”„‟″«»＂〝〞〟", '"')}
_DASHES = dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
_LETTERS = {"ß": "ss", "…": "...", "ﬁ": "fi", "ﬂ": "fl"}

# Characters without a shape of their own: bidi controls, joiners, soft hyphens, tags, fillers, odd controls.
# A joiner inside an emoji or an Indic or Arabic word is ordinary writing; it is listed too, because a reader
# cannot tell it from one that was planted.
_HIDDEN_CLASS = (
    "\u0001-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e007f\U000e0100-\U000e01ef"
)
_HIDDEN = re.compile(f"[{_HIDDEN_CLASS}]")
_REFUSED = re.compile("[\u0000\ud800-\udfff]")
_FOLDS = {**_QUOTES, **_DASHES, **_LETTERS}
_FOLDED = re.compile(f"[{''.join(_FOLDS)}{_HIDDEN_CLASS}]")


def folded(text: str) -> str:
    """`text` made comparable: case, quotes, dashes and spaces alike, hidden characters gone.

    No-break and other odd spaces, line breaks and runs of spaces become one space; the edges are bare.
    Its offsets are not those of `text`.
    """
    if not text.isascii():
        text = _FOLDED.sub(_fold, unicodedata.normalize("NFC", text))
    return " ".join(text.casefold().split())


def _fold(match: re.Match[str]) -> str:
    return _FOLDS.get(match.group(), "")


def hidden_characters(text: str, *, at_most: int = 1000) -> tuple[tuple[int, str], ...]:
    """Offset and Unicode name of the first `at_most` characters a reader cannot see, in order."""
    found: list[tuple[int, str]] = []
    for match in _HIDDEN.finditer(text):
        if len(found) == at_most:
            break
        found.append((match.start(), character_name(match.group())))
    return tuple(found)


def character_name(character: str) -> str:
    """The Unicode name of one character, or its number where it has none (controls)."""
    return unicodedata.name(character, f"CONTROL CHARACTER U+{ord(character):04X}")


def refuse_unstorable(text: str, *, field: str = "text") -> None:
    """Let `text` pass if a database and a UTF-8 file can hold it.

    Raises Invalid for NUL and for lone surrogates, naming the character and its offset in code points.
    """
    match = _REFUSED.search(text)
    if match is None:
        return
    character = match.group()
    what = "a NUL character" if character == "\0" else f"half of a surrogate pair (U+{ord(character):04X})"
    where = f"The {field} holds {what} at offset {match.start()}"
    raise Invalid({field: [f"{where}, which cannot be stored. Remove it and send it again."]})


def gaps(text: str, spans: Iterable[Span]) -> list[Span]:
    """The non-empty runs of `text` between `spans`, which must be ordered and must not overlap."""
    between: list[Span] = []
    at = 0
    for start, end in spans:
        if at < start:
            between.append((at, start))
        at = end
    if at < len(text):
        between.append((at, len(text)))
    return between


def gives_back(text: str, pieces: Sequence[tuple[int, int, str]]) -> bool:
    """Whether `pieces` (start, end, words), claims and gaps together, give back `text` letter for letter.

    One ordered concatenation, linear in the length of `text`; any order of `pieces` will do.
    """
    at = 0
    words: list[str] = []
    for start, end, piece in sorted(pieces):
        if start != at or end - start != len(piece):
            return False
        words.append(piece)
        at = end
    return at == len(text) and "".join(words) == text
