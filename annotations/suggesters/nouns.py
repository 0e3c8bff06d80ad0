"""Noun cues and colons: "X's claim that …", "issued reports on …", "watching with unease", "CEO: no talks"."""

from collections.abc import Callable, Sequence

from annotations.suggesters import phrases, subjects, words
from annotations.suggesters.cues import (
    CUE_NOUNS,
    ORIGIN_VERBS,
)
from annotations.suggesters.found import Found, body_end, span, trimmed, whole
from annotations.suggesters.tokens import Token
from annotations.suggesters.words import listed

_LIGHT = listed(
    "issue issued issues make made makes air aired airs publish published publishes release released releases give gave "
    "given express expressed expresses voice voiced voices raise raised raises repeat repeated circulate circulated offer "
    "offered deliver delivered drew draw draws drawn sparked spark sparks prompted prompt prompts file filed"
)


_STANCES = listed(
    "concern unease alarm worry worries suspicion dismay anger interest scepticism skepticism fear fears concerns "
    "criticism condemnation outrage praise ire fury"
)


_WATCHING = listed("observing watching following viewing monitoring eyeing reacting")


def noun_cues(text: str, tokens: Sequence[Token]) -> list[Found]:
    """ "a report in Y that …", "X's claim that …", "issued reports on …", "draw US concern", "watching with unease"."""
    found: list[Found] = []
    for i, token in enumerate(tokens):
        low = token.low
        if low in _WATCHING:
            found.extend(_watching(text, tokens, i))
        elif low in _STANCES or low in CUE_NOUNS:
            found.extend(_noun(text, tokens, i))
        elif low in ORIGIN_VERBS and i + 1 < len(tokens) and tokens[i + 1].low == "from":
            found.extend(_origin(text, tokens, i))
    return found


def _noun(text: str, tokens: Sequence[Token], i: int) -> list[Found]:
    end = body_end(tokens)
    kind = CUE_NOUNS.get(tokens[i].low, "attitude")
    light = next((j for j in range(i - 1, max(i - 6, -1), -1) if tokens[j].low in _LIGHT), None)
    following = tokens[i + 1].low if i + 1 < end else ""
    if light is not None and following in ("that", "on", "about", "over", "of"):
        start = light
        while start > 0 and (
            tokens[start - 1].low in words.AUXILIARIES or words.is_adverb(tokens[start - 1].low)
        ):
            start -= 1
        subject = subjects.before(tokens, start)
        if subject is not None and tokens[light].low not in ("draw", "draws", "drew", "drawn"):
            begin = i + 1 if following == "that" else i + 2
            cue = span(tokens, start, begin)
            return [
                Found(
                    f"{tokens[light].low} {tokens[i].low}",
                    span(tokens, *subject),
                    cue,
                    trimmed(text, [(cue[1], whole(tokens)[1])]),
                    kind,
                )
            ]
    if (
        light is not None
        and tokens[light].low
        in ("draw", "draws", "drew", "drawn", "sparked", "sparks", "spark", "prompted", "prompts")
        and i - light >= 2
        and light > 0
    ):
        holder = phrases.after(tokens, light + 1, apposition=False)
        if holder is not None and tokens[light + 1].capital and tokens[i].low in _STANCES:
            source = span(tokens, light + 1, min(holder[1], i))
            return [
                Found(
                    "draws a stance",
                    source,
                    span(tokens, light, light + 1),
                    trimmed(text, [(tokens[0].start, tokens[light].start)]),
                    "attitude",
                )
            ]
    if following in ("in", "by", "from", "of", "among") and i + 2 < end and i > 0:
        phrase = phrases.after(tokens, i + 2, apposition=False)
        if phrase is not None and phrase[1] < end and tokens[phrase[1]].low == "that":
            return [
                Found(
                    f"noun {tokens[i].low}",
                    span(tokens, *phrase),
                    span(tokens, i, i + 2),
                    trimmed(text, [(tokens[phrase[1]].start, whole(tokens)[1])]),
                    kind,
                )
            ]
    if following == "that" and i > 1:
        owner = next((j for j in range(i - 1, max(i - 4, 0), -1) if tokens[j].kind == "possessive"), None)
        if owner is not None:
            start = owner
            while (
                start > 0
                and tokens[start - 1].kind == "word"
                and phrases.is_nominal(tokens[start - 1])
                and (
                    tokens[start - 1].capital or start == owner or tokens[start - 1].low in words.DETERMINERS
                )
            ):
                start -= 1
            if start < owner:
                return [
                    Found(
                        f"noun {tokens[i].low}",
                        span(tokens, start, owner),
                        span(tokens, i, i + 1),
                        trimmed(text, [(tokens[i + 1].start, whole(tokens)[1])]),
                        kind,
                    )
                ]
    return []


def _watching(text: str, tokens: Sequence[Token], i: int) -> list[Found]:
    stance = next((j for j in range(i + 1, min(i + 6, len(tokens))) if tokens[j].low in _STANCES), None)
    if stance is None or not any(token.low == "with" for token in tokens[i:stance]):
        return []
    start = i
    while start > 0 and (
        tokens[start - 1].low in words.AUXILIARIES or words.is_adverb(tokens[start - 1].low)
    ):
        start -= 1
    subject = subjects.before(tokens, start)
    if subject is None:
        return []
    cue = span(tokens, start, stance + 1)
    return [
        Found(
            "watching with concern",
            span(tokens, *subject),
            cue,
            trimmed(text, [(cue[1], whole(tokens)[1])]),
            "attitude",
        )
    ]


def _origin(text: str, tokens: Sequence[Token], i: int) -> list[Found]:
    subject = subjects.before(tokens, i)
    phrase = phrases.after(tokens, i + 2, apposition=True)
    told = {
        "information",
        "claim",
        "claims",
        "report",
        "reports",
        "account",
        "details",
        "news",
        "figures",
        "figure",
        "data",
        "accusation",
        "allegation",
        "allegations",
    }
    if (
        subject is None
        or phrase is None
        or not any(token.low in told for token in tokens[subject[0] : subject[1]])
    ):
        return []
    return [
        Found(
            "comes from",
            span(tokens, *phrase),
            span(tokens, i, i + 2),
            trimmed(text, [span(tokens, *subject)]),
        )
    ]


def colon(text: str, tokens: Sequence[Token], is_source: Callable[[int, int], bool]) -> list[Found]:
    """Headline colons: "CEO: no talks …" and "… no talks: CEO". `is_source` judges a span's words."""
    at = next((j for j, token in enumerate(tokens) if token.text == ":" and j > 0), None)
    if at is None or any(token.kind == "quote" for token in tokens[:at]):
        return []
    first = 1 if tokens[0].text in "*★•-–" else 0
    end = body_end(tokens)
    if first < at <= first + 6 and is_source(tokens[first].start, tokens[at - 1].end):
        return [
            Found(
                "headline colon",
                span(tokens, first, at),
                span(tokens, at, at + 1),
                trimmed(text, [(tokens[at].end, tokens[end - 1].end)]),
            )
        ]
    if at + 1 < end <= at + 6 and is_source(tokens[at + 1].start, tokens[end - 1].end):
        return [
            Found(
                "headline colon",
                span(tokens, at + 1, end),
                span(tokens, at, at + 1),
                trimmed(text, [(tokens[first].start, tokens[at].start)]),
            )
        ]
    return []
