"""Carriers: who passes on another's words by a participle, an interview or a document."""

from collections.abc import Callable

from annotations.suggesters import phrases, words
from annotations.suggesters.cues import CARRIERS, CUE_NOUNS
from annotations.suggesters.found import Found, Line, Used
from annotations.suggesters.modifiers import commas
from annotations.suggesters.words import listed

_LINKS = ("by", "to", "in", "on")
_PRINTING = listed("published printed quoted read broadcast aired reported cited seen carried posted")
_PAPERS = words.OUTLET_NOUNS | words.OUTLET_WORDS | words.DOCUMENT_NOUNS
_TELLING = listed("told recounted described related")
_SHOWING = listed("read showed shared leaked provided obtained published released seen reviewed")
_TALKS = listed("interview interviews conversation comments remarks")


def carriers(line: Line) -> Used:
    """ "X, quoted by Y", "a letter obtained by Y", "claims attributed to Y", "in an interview with Y"."""
    found: list[Found] = []
    used: set[int] = set()
    for i in range(1, len(line.tokens)):
        frame = _frame(line, i)
        step = frame(line, i) if frame else None
        if step is not None and not used & step[1]:
            found.extend(step[0])
            used |= step[1]
    return found, used


def _frame(line: Line, i: int) -> Callable[[Line, int], Used | None] | None:
    low = line.low(i)
    if low in CARRIERS:
        return _participle
    if low in _TALKS:
        return _interview
    if low in ("speaking", "talking") and line.low(i + 1) in ("to", "on", "with"):
        return _speaking
    return _shown if low in ("that", "which") else None


def _participle(line: Line, i: int) -> Used | None:
    """A participle with its agent, which is the carrier of the whole, or of the claim it stands behind."""
    j = _link(line, i)
    if j is None:
        return None
    start = i
    while start > 0 and words.is_adverb(line.low(start - 1)):
        start -= 1
    if line.low(start - 1) in words.BE | words.HAVE:
        return None
    start -= line.low(start - 1) == "as"
    phrase = phrases.after(line.tokens, j + 1, apposition=False)
    if phrase is None or start <= 0:
        return None
    end = _behind_times(line, phrase[1])
    used = set(range(start, end)) | commas(line, start, end)
    cue, source = line.span(start, j + 1), line.span(*phrase)
    rule = f"{line.low(i)} {line.low(j)}"
    noun = _modified(line, start)
    if noun is not None and line.low(noun) in CUE_NOUNS:
        of_noun = _of_noun(line, noun, start, phrase, Found(rule, source, cue, ()))
        if of_noun:
            return of_noun, used
    behind = ", behind" if line.low(i) in _TELLING else ""
    return [Found(rule + behind, source, cue, line.rest(cue, source))], used


def _of_noun(line: Line, noun: int, start: int, phrase: phrases.Range, outer: Found) -> list[Found]:
    """ "the claim, made by X, that …" is X's; "Concerns reported by X cite …" are somebody's, carried by X."""
    name = line.low(noun)
    for k in range(phrase[1], min(phrase[1] + 3, len(line.tokens))):
        if line.low(k) == "that":
            return [Found(outer.rule, outer.source, outer.cue, line.onward(line.tokens[k].start))]
    if noun > 0 or line.mark(start - 1) == ",":
        return []
    held = line.onward(line.tokens[phrase[1] - 1].end)
    hidden = Found(f"noun {name}", None, line.span(0, 1), held, CUE_NOUNS[name], agentless=True)
    around = line.rest(outer.cue, outer.source or outer.cue)
    return [Found(outer.rule, outer.source, outer.cue, around), hidden]


def _link(line: Line, i: int) -> int | None:
    """Index of "by", "to", "in" or "on" behind the participle at `i`, if it ties a carrier to it."""
    j = i + 1
    while line.low(j) not in _LINKS:
        passes = (
            line.low(j) in words.TIMES or line.low(j) in ("out", "on", "up") or words.is_adverb(line.low(j))
        )
        if j - i > 3 or not passes:
            return None
        j += 1
    if line.low(j) == "on" and line.low(i) != "read" and line.low(j + 1) in words.TIMES | words.DETERMINERS:
        j = next((k for k in range(j + 1, j + 4) if line.low(k) in ("by", "in", "to")), j)
    low = line.low(j)
    if low == "to" and line.low(i) != "attributed":
        return None
    return None if low in ("in", "on") and not _in_paper(line, i, j) else j


def _behind_times(line: Line, i: int) -> int:
    """Past "on Monday" and the like behind a carrier."""
    if line.low(i) in ("on", "in", "at") and line.low(i + 1) in words.TIMES:
        return i + 2
    return i + 1 if line.low(i) in words.TIMES and line.tokens[i].capital else i


def _in_paper(line: Line, i: int, j: int) -> bool:
    """Whether "published in …", "read out on …" names an outlet or document."""
    phrase = phrases.after(line.tokens, j + 1, apposition=False)
    if line.low(i) not in _PRINTING or phrase is None:
        return False
    noun = _modified(line, i)
    if noun is not None and line.low(noun) in _TALKS and line.tokens[phrase[0]].capital:
        return True
    return any(token.low in _PAPERS for token in line.tokens[phrase[0] : phrase[1]])


def _modified(line: Line, start: int) -> int | None:
    """Index of the noun that a participle at `start` belongs to."""
    j = start - 2 if line.mark(start - 1) == "," else start - 1
    return j if j >= 0 and line.tokens[j].kind == "word" else None


def _interview(line: Line, i: int) -> Used | None:
    """ "in an interview with Y", "in comments to Y": the outlet carries what its guest says."""
    start = i - 1
    while line.low(start) in ("an", "a", "the", "his", "her", "recent") or line.low(start).endswith("ive"):
        start -= 1
    if line.low(start) not in ("in", "during") or line.low(i + 1) not in ("with", "to", "on", "for"):
        return None
    return _spoken_to(line, start, i + 2, "in an interview with")


def _speaking(line: Line, i: int) -> Used | None:
    """ "speaking to the broadcaster Y": as an interview."""
    return _spoken_to(line, i, i + 2, "speaking to")


def _spoken_to(line: Line, start: int, begin: int, rule: str) -> Used | None:
    phrase = phrases.after(line.tokens, begin, apposition=False)
    if phrase is None:
        return None
    cue, source = line.span(start, begin), line.span(*phrase)
    used = set(range(start, phrase[1])) | commas(line, start, phrase[1])
    return [Found(rule, source, cue, line.rest(cue, source), carrier=True)], used


def _shown(line: Line, i: int) -> Used | None:
    """ "a letter that an official read out to us", "a memo which Y has seen": whoever shows a document carries it."""
    phrase = phrases.after(line.tokens, i + 1, apposition=False)
    if phrase is None or not _follows_document(line, i):
        return None
    verb = next((j for j in range(phrase[0] + 1, phrase[1] + 3) if line.low(j) in _SHOWING), None)
    if verb is None:
        return None
    end = verb + 2 if line.low(verb + 1) == "out" else verb + 1
    stop = next((j for j in range(end, len(line.tokens)) if line.mark(j) in (",", ".")), len(line.tokens))
    cue, source = line.span(verb, end), line.span(phrase[0], min(phrase[1], verb))
    i -= line.mark(i - 1) == ","
    stop += line.mark(stop) == "," and line.mark(i) == ","
    return [Found("shown by", source, cue, line.rest(line.span(i, stop)))], set(range(i, stop))


def _follows_document(line: Line, i: int) -> bool:
    """Whether the relative at `i` takes up a document: straight behind it, its "of …", or its comma."""
    j = i - 2 if line.low(i) == "which" and line.mark(i - 1) == "," else i - 1
    while j >= 0 and line.tokens[j].kind != "mark" and not phrases.is_finite(line.tokens, j):
        if line.low(j) in words.DOCUMENT_NOUNS:
            return True
        j -= 1
    return False


def carried_document(line: Line) -> list[Found]:
    """What is left of "A list …, cited by Y, runs to 63 names": the document speaks by the verb behind it."""
    phrase = phrases.after(line.tokens, 0, apposition=False)
    if phrase is None or phrase[1] + 1 >= line.end:
        return []
    verb = phrase[1]
    token = line.tokens[verb]
    is_verb = token.kind == "word" and (phrases.is_nominal(token) or phrases.is_finite(line.tokens, verb))
    if not is_verb or not any(t.low in words.DOCUMENT_NOUNS for t in line.tokens[phrase[0] : verb]):
        return []
    stop = verb + 2 if line.low(verb + 1) in words.PREPOSITIONS else verb + 1
    content = line.onward(line.tokens[stop - 1].end)
    return [Found("carried document", line.span(*phrase), line.span(verb, stop), content)] if content else []
