"""Attributions that hang on a clause: "according to X", "in the words of X", "citing X".

Each function returns what it found and which tokens it used up; the verb frames then read the level without them.
"""

from annotations.suggesters import phrases, words
from annotations.suggesters.found import Found, Line, Used

_OPINIONS = (["in", "the", "words", "of"], ["in", "the", "view", "of"], ["in", "the", "opinion", "of"])
_CITING = ("citing", "quoting")
_CITES = words.listed("cites cited quotes quoted")
_VIEWS = words.listed("view opinion words eyes account telling reckoning estimation")
_SPEAKERS = (
    words.ROLE_NOUNS
    | words.PLURAL_PEOPLE
    | words.DOCUMENT_NOUNS
    | words.ORGANISATION_NOUNS
    | words.OUTLET_NOUNS
    | words.PERSON_NOUNS
)


def according_to(line: Line) -> Used:
    """ "According to X", "in the words of X", "per X"."""
    found: list[Found] = []
    used: set[int] = set()
    for i in range(len(line.tokens) - 1):
        begin = _behind_cue(line, i)
        phrase = _source(line, begin, trailing=i > 2) if begin else None
        if phrase is None:
            continue
        start = i - 1 if line.low(i - 1) == "as" else i
        cue, source = line.span(start, begin), line.span(*phrase)
        amid = line.mark(start - 1) == "," and line.low(start - 2) == "that"
        content = line.onward(source[1]) if amid else line.rest(cue, source)
        found.append(Found("according to", source, cue, content))
        used |= set(range(start, phrase[1])) | commas(line, start, phrase[1])
    return found, used


def _behind_cue(line: Line, i: int) -> int:
    """Where the source must begin behind a cue at `i`; 0 where none stands there."""
    low = line.low(i)
    if low == "according" and line.low(i + 1) == "to":
        return i + 2
    if low == "in" and [token.low for token in line.tokens[i : i + 4]] in _OPINIONS:
        return i + 4
    if low == "per" and line.tokens[i + 1].capital and (i == 0 or not line.tokens[i].capital):
        return i + 1
    return 0


def _source(line: Line, begin: int, *, trailing: bool) -> phrases.Range | None:
    phrase = phrases.after(line.tokens, begin, apposition=False)
    if phrase is None:
        return None
    relative = line.mark(phrase[1]) == "," and line.low(phrase[1] + 1) in words.RELATIVES
    return (phrase[0], phrases.with_apposition(line.tokens, phrase[1])) if trailing or relative else phrase


def commas(line: Line, start: int, end: int) -> set[int]:
    """The commas that set the tokens `start:end` off as a parenthesis."""
    return {i for i in (start - 1, end) if line.mark(i) == ","}


def in_view(line: Line) -> Used:
    """ "In X's view", "in her words"."""
    found: list[Found] = []
    used: set[int] = set()
    for i in range(1, len(line.tokens)):
        if line.low(i) not in _VIEWS:
            continue
        start = next((j for j in range(i - 1, max(i - 8, -1), -1) if line.low(j) == "in"), None)
        if start is None or i - start < 2:
            continue
        owned = line.tokens[i - 1].kind == "possessive"
        if not owned and not (i - start == 2 and line.low(i - 1) in words.POSSESSIVES):
            continue
        source = line.span(start + 1, i - 1 if owned else i)
        content = line.rest(line.span(start, i + 1))
        found.append(Found("in the view of", source, line.span(i, i + 1), content))
        used |= set(range(start, i + 1)) | commas(line, start, i + 1)
    return found, used


def citing(line: Line, *, relative: bool) -> Used:
    """ "…, citing X", or "…, which cites X": what the sentence reports comes from X.

    Its content is filled in by what it hangs on.
    """
    found: list[Found] = []
    used: set[int] = set()
    for i, token in enumerate(line.tokens):
        if not (
            line.low(i - 1) in ("which", "who") and token.low in _CITES if relative else token.low in _CITING
        ):
            continue
        phrase = phrases.after(line.tokens, i + 1, apposition=False)
        if phrase is None or not _can_speak(line, phrase):
            continue
        cue, source = line.span(i, i + 1), line.span(*phrase)
        found.append(Found("citing", source, cue, line.rest(cue, source)))
        start = i - relative
        used |= set(range(start, phrase[1])) | commas(line, start, phrase[1])
    return found, used


def _can_speak(line: Line, phrase: phrases.Range) -> bool:
    """Whether a cited thing is somebody or a document, not a reason ("citing the weather")."""
    part = line.tokens[phrase[0] : phrase[1]]
    return any(token.low in _SPEAKERS or token.capital for token in part)
