"""What a cue reports to its right: which words its frame lets be content."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.domain.records import Span
from annotations.suggesters import groups, phrases, words
from annotations.suggesters.cues import (
    FORMS,
)
from annotations.suggesters.found import body_end, span
from annotations.suggesters.tokens import Token


@dataclass(frozen=True, slots=True)
class Content:
    """What follows a cue: its spans, the addressee's tokens, the source's tokens of "quoted X as saying", and the rule."""

    spans: tuple[Span, ...]
    rule: str
    listener: phrases.Range | None = None
    quoted: phrases.Range | None = None
    quoted_cue: Span | None = None


def content_after(tokens: Sequence[Token], group: groups.Group) -> Content | None:
    """What a verb reports to its right, if its frame allows what stands there."""
    frame, i, end = group.form.cue.frame, group.end, body_end(tokens)
    if "s" in frame:
        quoted = _quoted_source(tokens, i, end)
        if quoted is not None:
            return quoted
    if "k" in frame:
        wanted = {"number", "toll", "figure", "cost", "total", "value", "price", "count", "share", "estimate"}
        if any(token.low in wanted for token in tokens[i : i + 4]) and any(
            token.low == "at" for token in tokens[i:end]
        ):
            return Content((span(tokens, i, end),), "noun phrase")
        return None
    listener = None
    if "a" in frame:
        listener = phrases.after(tokens, i, apposition=False, listener=True)
        if listener is not None:
            i = listener[1]
    if listener is None and i + 1 < end and tokens[i].low == "to" and set(frame) & set("tq"):
        listener = phrases.after(tokens, i + 1, apposition=False, listener=True)
        i = listener[1] if listener is not None else i
    start = skip_adverbials(tokens, i, end)
    rest = _complement(tokens, start, end, frame, listener is not None)
    if rest is None and start != i:
        rest = _complement(tokens, i, end, frame, listener is not None)
        start = i
    if rest is None:
        return None
    begin, rule = rest
    return Content((span(tokens, begin, end),) if begin < end else (), rule, listener)


def _complement(
    tokens: Sequence[Token], i: int, end: int, frame: str, has_listener: bool
) -> tuple[int, str] | None:
    """Where the content begins, and by which frame."""
    if i >= end:
        return None
    token = tokens[i]
    alone = [word.low for word in tokens[i:end]]
    if "t" in frame and alone in (["otherwise"], ["so"], ["this"], ["that"], ["it"], ["as", "much"]):
        return i, "pronoun for the content"
    if token.low == "that" and "t" in frame:
        clause = i + 1 < end and (
            phrases.starts_phrase(tokens, i + 1) or tokens[i + 1].kind != "word" or True
        )
        return (i, "that-clause") if clause else None
    if token.text in ",:" and i + 1 < end and tokens[i + 1].kind == "quote":
        return i + 1, "quotation behind the cue"
    if token.text == ":" and i + 1 < end:
        return i + 1, "colon behind the cue"
    if token.kind == "quote" and ("q" in frame or "n" in frame or "x" in frame):
        return i, "quotation behind the cue"
    if token.low in ("how", "why", "whether", "what", "if", "when", "where", "who") and (
        "w" in frame or "t" in frame
    ):
        return i, "question clause"
    timed = i + 1 < end and tokens[i + 1].low in words.TIMES
    if "o" in frame and token.low in ("of", "about", "on", "against") and i + 1 < end and not timed:
        return i + 1, "preposition"
    if "i" in frame and token.low == "to" and i + 1 < end:
        return i, "infinitive"
    if token.text in ".,;" or (token.kind == "mark" and token.text not in "$("):
        return None
    if (
        "b" in frame
        and (phrases.starts_phrase(tokens, i) or token.low in ("there", "it", "if"))
        and _has_verb(tokens, i, end)
    ):
        return i, "clause without that"
    if (
        "b" in frame
        and token.low in ("about", "around", "over")
        and tokens[min(i + 1, end)].text[0].isdigit()
    ):
        return i, "clause without that"
    if "t" in frame and _clause_at(tokens, i, end):
        return i, "clause without that"
    if "n" in frame and not has_listener and (phrases.starts_phrase(tokens, i) or token.low in ("as", "for")):
        return i, "noun phrase"
    quoted = any(t.kind == "quote" for t in tokens[i:end])
    if "x" in frame and (quoted or _predicates(tokens, i, end)) and phrases.starts_phrase(tokens, i):
        return i, "noun phrase"
    if "x" in frame and quoted and token.low == "as":
        return i, "noun phrase"
    return None


def _clause_at(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Whether a noun phrase with a verb right behind it begins at `i`."""
    phrase = phrases.after(tokens, i, apposition=False)
    if phrase is None:
        return False
    verb = phrase[1]
    while verb < end and words.is_adverb(tokens[verb].low):
        verb += 1
    past = verb < end and tokens[verb - 1].kind == "word" and tokens[verb].low.endswith("ed")
    return verb < end and (phrases.is_finite(tokens, verb) or (past and verb > phrase[1]))


def _predicates(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Whether an object is called something: "called him a liar", "described the plan as a mistake"."""
    return any(
        tokens[j].low == "as"
        or (tokens[j].low in ("a", "an") and tokens[j - 1].low not in words.PREPOSITIONS)
        for j in range(i + 1, end)
    )


def _has_verb(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Whether the words `i:end` can be a clause."""
    for j in range(i + 1, end):
        if tokens[j].kind == "quote" or phrases.is_finite(tokens, j) or tokens[j].low.endswith("ed"):
            return True
    return end - i >= 2


def skip_adverbials(tokens: Sequence[Token], i: int, end: int) -> int:
    """Past "on Monday", "in a statement", ", however," and the like, up to what may be content."""
    start = i
    for _ in range(4):
        if i >= end:
            return start
        low = tokens[i].low
        if low == "of" and i + 2 < end and tokens[i + 2].text == ",":
            i += 2
        elif tokens[i].kind == "word" and (words.is_adverb(low) or low in words.TIMES):
            i += 1
        elif (
            (low in words.PREPOSITIONS or low in ("after", "before", "since"))
            and i + 1 < end
            and low not in ("of", "about")
        ):
            phrase = phrases.after(tokens, i + 1, apposition=False)
            if phrase is None:
                return start
            i = phrase[1]
        elif low in ("last", "this", "earlier") and i + 1 < end and tokens[i + 1].low in words.TIMES:
            i += 2
        elif tokens[i].text == ",":
            close = next((j for j in range(i + 1, min(end, i + 16)) if tokens[j].text == ","), None)
            if close is not None and close + 1 < end and tokens[close + 1].low == "that":
                return close + 1
            if i + 1 < end and tokens[i + 1].low == "that":
                return i + 1
            return i if i + 1 < end and tokens[i + 1].kind == "quote" else start
        else:
            return i
    return i


def _quoted_source(tokens: Sequence[Token], i: int, end: int) -> Content | None:
    """ "quoted X as saying that …", "cites X suggesting that …": the object is a source of its own."""
    phrase = phrases.after(tokens, i, apposition=True)
    if phrase is None:
        return None
    stop = phrase[1]
    for j in range(phrase[0] + 1, min(stop + 3, end)):
        low = tokens[j].low
        if low == "as" and j + 1 < end and tokens[j + 1].low.endswith("ing"):
            cue = span(tokens, j, j + 2)
            return Content((span(tokens, i, end),), "quoted as saying", None, (phrase[0], min(stop, j)), cue)
        if low in FORMS and any("ing" in form.shapes for form in FORMS[low]):
            return Content(
                (span(tokens, i, end),),
                "cited source",
                None,
                (phrase[0], min(stop, j)),
                span(tokens, j, j + 1),
            )
    if stop < end and tokens[stop].text in ",:" and stop + 1 < end and tokens[stop + 1].kind == "quote":
        return Content((span(tokens, i, end),), "quoted as saying", None, phrase, None)
    return None
