"""Carriers: who passes on another's words by a participle, an interview or a document."""

from collections.abc import Sequence

from annotations.suggesters import phrases, words
from annotations.suggesters.cues import (
    CARRIERS,
    CUE_NOUNS,
)
from annotations.suggesters.found import Found, Used, body_end, rest, span, trimmed, whole
from annotations.suggesters.modifiers import commas
from annotations.suggesters.tokens import Token


def carriers(text: str, tokens: Sequence[Token]) -> Used:
    """ "X, quoted by Y", "a letter obtained by Y", "as reported by Y", "claims attributed to Y", "in an interview with Y"."""
    found: list[Found] = []
    used: set[int] = set()
    for i, token in enumerate(tokens):
        if token.low in CARRIERS and i > 0:
            step = _carrier(text, tokens, i)
        elif (
            token.low in ("speaking", "talking")
            and i + 1 < len(tokens)
            and tokens[i + 1].low in ("to", "on", "with")
        ):
            step = _speaking(text, tokens, i)
        elif token.low in ("interview", "interviews", "conversation", "comments", "remarks") and i > 0:
            step = _interview(text, tokens, i)
        elif token.low == "that" and i > 0:
            step = _read_out(text, tokens, i)
        else:
            continue
        if step is not None and not used & step[1]:
            found.extend(step[0])
            used |= step[1]
    return found, used


def _carrier(text: str, tokens: Sequence[Token], i: int) -> Used | None:
    j = i + 1
    while j < len(tokens) and j - i < 5 and tokens[j].low not in ("by", "to", "in", "on"):
        if tokens[j].low not in words.ADVERBS | words.TIMES | {"out", "on", "up"} and not tokens[
            j
        ].low.endswith("ly"):
            return None
        j += 1
    while (
        j + 1 < len(tokens)
        and tokens[j].low == "on"
        and tokens[j + 1].low in words.TIMES | words.DETERMINERS
        and tokens[i].low != "read"
    ):
        nearby = next(
            (k for k in range(j + 1, min(j + 4, len(tokens))) if tokens[k].low in ("by", "in", "to")), None
        )
        if nearby is None:
            break
        j = nearby
    if j >= len(tokens):
        return None
    link = tokens[j].low
    if link == "to" and tokens[i].low not in ("attributed",):
        return None
    if link in ("in", "on") and not _in_outlet(tokens, i, j):
        return None
    if link not in ("by", "to", "in", "on"):
        return None
    start = i
    while start > 0 and words.is_adverb(tokens[start - 1].low):
        start -= 1
    if start > 0 and tokens[start - 1].low in words.BE | words.HAVE:
        return None
    if start > 0 and tokens[start - 1].low == "as":
        start -= 1
    phrase = phrases.after(tokens, j + 1, apposition=False)
    if phrase is None or start == 0:
        return None
    cue, source = span(tokens, start, j + 1), span(tokens, *phrase)
    head = _modified(tokens, start)
    end = _behind_times(tokens, phrase[1])
    used = set(range(start, end)) | commas(tokens, start, end)
    if head is not None and tokens[head].low in CUE_NOUNS:
        clause = next(
            (k for k in range(phrase[1], min(phrase[1] + 3, len(tokens))) if tokens[k].low == "that"), None
        )
        if clause is not None:
            content = trimmed(text, [(tokens[clause].start, whole(tokens)[1])])
            return [Found(f"{tokens[i].low} {link}", source, cue, content)], used
        if head == 0 and not tokens[start - 1].text == ",":
            inner = trimmed(text, [(source[1], whole(tokens)[1])])
            kind = CUE_NOUNS[tokens[head].low]
            hidden = Found(f"noun {tokens[head].low}", None, span(tokens, 0, 1), inner, kind, agentless=True)
            outer = Found(f"{tokens[i].low} {link}", source, cue, rest(text, tokens, cue, source))
            return [outer, hidden], used
    told = tokens[i].low in ("told", "recounted", "described", "related")
    return [
        Found(
            f"{tokens[i].low} {link}" + (", behind" if told else ""),
            source,
            cue,
            rest(text, tokens, cue, source),
        )
    ], used


def _behind_times(tokens: Sequence[Token], i: int) -> int:
    """Past "on Monday" and the like behind a carrier."""
    if i + 1 < len(tokens) and tokens[i].low in ("on", "in", "at") and tokens[i + 1].low in words.TIMES:
        return i + 2
    return i + 1 if i < len(tokens) and tokens[i].low in words.TIMES and tokens[i].capital else i


def _in_outlet(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Whether "published in …", "read out on …" names an outlet or document."""
    if tokens[i].low not in (
        "published",
        "printed",
        "quoted",
        "read",
        "broadcast",
        "aired",
        "reported",
        "cited",
        "seen",
        "carried",
        "posted",
    ):
        return False
    phrase = phrases.after(tokens, j + 1, apposition=False)
    if phrase is None:
        return False
    known = words.OUTLET_NOUNS | words.OUTLET_WORDS | words.DOCUMENT_NOUNS | {"poll"}
    return any(token.low in known for token in tokens[phrase[0] : phrase[1]])


def _modified(tokens: Sequence[Token], start: int) -> int | None:
    """Index of the noun that a participle at `start` belongs to."""
    j = start - 1
    if j >= 0 and tokens[j].text == ",":
        j -= 1
    return j if j >= 0 and tokens[j].kind == "word" else None


def _interview(text: str, tokens: Sequence[Token], i: int) -> Used | None:
    """ "in an interview with Y", "in comments to Y": the outlet carries what its guest says."""
    start = i - 1
    while start > 0 and (
        tokens[start].low in ("an", "a", "the", "his", "her", "recent") or tokens[start].low.endswith("ive")
    ):
        start -= 1
    if (
        tokens[start].low not in ("in", "during")
        or i + 1 >= len(tokens)
        or tokens[i + 1].low not in ("with", "to", "on", "for")
    ):
        return None
    phrase = phrases.after(tokens, i + 2, apposition=False)
    if phrase is None:
        return None
    cue, source = span(tokens, start, i + 2), span(tokens, *phrase)
    return [Found("in an interview with", source, cue, rest(text, tokens, cue, source), carrier=True)], set(
        range(start, phrase[1])
    ) | commas(tokens, start, start) | (
        {phrase[1]} if phrase[1] < len(tokens) and tokens[phrase[1]].text == "," and start == 0 else set()
    )


def _speaking(text: str, tokens: Sequence[Token], i: int) -> Used | None:
    """ "speaking to the broadcaster Y": as an interview."""
    phrase = phrases.after(tokens, i + 2, apposition=False)
    if phrase is None:
        return None
    cue, source = span(tokens, i, i + 2), span(tokens, *phrase)
    link = Found("speaking to", source, cue, rest(text, tokens, cue, source), carrier=True)
    return [link], set(range(i, phrase[1])) | commas(tokens, i, phrase[1])


def _read_out(text: str, tokens: Sequence[Token], i: int) -> Used | None:
    """ "a letter that an official read out to us": whoever shows a document carries it."""
    phrase = phrases.after(tokens, i + 1, apposition=False)
    if phrase is None:
        return None
    verb = next(
        (
            j
            for j in range(phrase[0] + 1, min(phrase[1] + 2, len(tokens)))
            if tokens[j].low
            in ("read", "showed", "shared", "leaked", "provided", "obtained", "published", "released")
        ),
        None,
    )
    if verb is None or not any(token.low in words.DOCUMENT_NOUNS for token in tokens[max(0, i - 8) : i]):
        return None
    end = verb + 2 if verb + 1 < len(tokens) and tokens[verb + 1].low == "out" else verb + 1
    cue, source = span(tokens, verb, end), span(tokens, phrase[0], min(phrase[1], verb))
    stop = next((j for j in range(end, len(tokens)) if tokens[j].text in ",."), len(tokens))
    return [Found("shown by", source, cue, rest(text, tokens, (tokens[i].start, tokens[stop - 1].end)))], set(
        range(i, stop)
    )


def carried_document(text: str, tokens: Sequence[Token]) -> list[Found]:
    """What is left of "A list …, cited by Y, runs to 63 names": the document speaks by the verb behind it."""
    phrase = phrases.after(tokens, 0, apposition=False)
    end = body_end(tokens)
    if phrase is None or phrase[1] + 1 >= end:
        return []
    head = next((i for i in range(phrase[0], phrase[1]) if tokens[i].low in words.PREPOSITIONS), phrase[1])
    nouns = {token.low for token in tokens[phrase[0] : phrase[1]]}
    if not nouns & words.DOCUMENT_NOUNS or head == phrase[0]:
        return []
    verb = phrase[1]
    if (
        tokens[verb].kind != "word"
        or not phrases.is_nominal(tokens[verb])
        and not phrases.is_finite(tokens, verb)
    ):
        return []
    stop = verb + 2 if tokens[verb + 1].low in words.PREPOSITIONS else verb + 1
    content = trimmed(text, [(tokens[stop - 1].end, whole(tokens)[1])])
    return (
        [Found("carried document", span(tokens, *phrase), span(tokens, verb, stop), content)]
        if content
        else []
    )
