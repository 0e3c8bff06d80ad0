"""Attributions without a finite cue verb: "according to X", "quoted by X", "citing X", noun cues, colons.

Each function returns what it found and which tokens it used up; the verb frames then read the sentence without them.
"""

from collections.abc import Callable, Sequence

from annotations.suggesters import phrases, subjects, words
from annotations.suggesters.cues import CARRIERS, CUE_NOUNS, ORIGIN_VERBS
from annotations.suggesters.frames import Found, body_end, span, trimmed, without
from annotations.suggesters.tokens import Token
from annotations.suggesters.words import listed

Used = tuple[list[Found], set[int]]

_OUTLETS = words.OUTLET_NOUNS | {"report", "article", "interview", "media", "press"}
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


def whole(tokens: Sequence[Token]) -> tuple[int, int]:
    """Code points from the first token to the last before the final full stop."""
    return tokens[0].start, tokens[max(body_end(tokens), 1) - 1].end


def _rest(text: str, tokens: Sequence[Token], *holes: tuple[int, int] | None) -> tuple[tuple[int, int], ...]:
    return trimmed(text, without(whole(tokens), [hole for hole in holes if hole]))


def according_to(text: str, tokens: Sequence[Token]) -> Used:
    """ "According to X", "in the words of X", "in X's view"."""
    found: list[Found] = []
    used: set[int] = set()
    for i in range(len(tokens) - 1):
        low = tokens[i].low
        if low == "according" and tokens[i + 1].low == "to":
            begin = i + 2
        elif (
            low == "in"
            and tokens[i + 1].low == "the"
            and [t.low for t in tokens[i + 2 : i + 4]] in (["words", "of"], ["view", "of"], ["opinion", "of"])
        ):
            begin = i + 4
        elif low == "per" and tokens[i + 1].capital:
            begin = i + 1
        else:
            continue
        phrase = phrases.after(tokens, begin, apposition=False)
        if phrase is not None and (i > 2 or _is_relative(tokens, phrase[1])):
            phrase = phrase[0], phrases.with_apposition(tokens, phrase[1])
        if phrase is None:
            continue
        start = i - 1 if i and tokens[i - 1].low == "as" else i
        cue, source = span(tokens, start, begin), span(tokens, *phrase)
        inside = start > 0 and tokens[start - 1].text == "," and start > 1 and tokens[start - 2].low == "that"
        content = _rest(text, tokens, cue, source)
        if inside:
            content = trimmed(text, [(source[1], whole(tokens)[1])])
        found.append(Found("according to", source, cue, content))
        used |= set(range(start, phrase[1])) | _commas(tokens, start, phrase[1])
    return found, used


def _is_relative(tokens: Sequence[Token], i: int) -> bool:
    return i + 1 < len(tokens) and tokens[i].text == "," and tokens[i + 1].low in words.RELATIVES


def _commas(tokens: Sequence[Token], start: int, end: int) -> set[int]:
    """The commas that set a parenthesis off: both where it stands amid a clause, else the one beside it."""
    used = set()
    if start > 0 and tokens[start - 1].text == ",":
        used.add(start - 1)
    if end < len(tokens) and tokens[end].text == ",":
        used.add(end)
    return used


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
    used = set(range(start, end)) | _commas(tokens, start, end)
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
            outer = Found(f"{tokens[i].low} {link}", source, cue, _rest(text, tokens, cue, source))
            return [outer, hidden], used
    told = tokens[i].low in ("told", "recounted", "described", "related")
    return [
        Found(
            f"{tokens[i].low} {link}" + (", behind" if told else ""),
            source,
            cue,
            _rest(text, tokens, cue, source),
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
    return [Found("in an interview with", source, cue, _rest(text, tokens, cue, source), carrier=True)], set(
        range(start, phrase[1])
    ) | _commas(tokens, start, start) | (
        {phrase[1]} if phrase[1] < len(tokens) and tokens[phrase[1]].text == "," and start == 0 else set()
    )


def _speaking(text: str, tokens: Sequence[Token], i: int) -> Used | None:
    """ "speaking to the broadcaster Y": as an interview."""
    phrase = phrases.after(tokens, i + 2, apposition=False)
    if phrase is None:
        return None
    cue, source = span(tokens, i, i + 2), span(tokens, *phrase)
    link = Found("speaking to", source, cue, _rest(text, tokens, cue, source), carrier=True)
    return [link], set(range(i, phrase[1])) | _commas(tokens, i, phrase[1])


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
    return [
        Found("shown by", source, cue, _rest(text, tokens, (tokens[i].start, tokens[stop - 1].end)))
    ], set(range(i, stop))


def citing(text: str, tokens: Sequence[Token]) -> Used:
    """ "…, citing X": what the sentence reports comes from X. Its content is filled in by what it hangs on."""
    found: list[Found] = []
    used: set[int] = set()
    for i, token in enumerate(tokens):
        if token.low not in ("citing", "quoting") or i + 1 >= len(tokens):
            continue
        phrase = phrases.after(tokens, i + 1, apposition=False)
        if phrase is None or not any(t.low not in words.DETERMINERS for t in tokens[phrase[0] : phrase[1]]):
            continue
        head = {t.low for t in tokens[phrase[0] : phrase[1]]}
        speaks = head & (
            words.ROLE_NOUNS
            | words.PLURAL_PEOPLE
            | words.DOCUMENT_NOUNS
            | words.ORGANISATION_NOUNS
            | words.OUTLET_NOUNS
            | words.PERSON_NOUNS
        )
        if not speaks and not any(t.capital for t in tokens[phrase[0] : phrase[1]]):
            continue
        cue, source = span(tokens, i, i + 1), span(tokens, *phrase)
        found.append(Found("citing", source, cue, _rest(text, tokens, cue, source)))
        used |= set(range(i, phrase[1])) | _commas(tokens, i, phrase[1])
    return found, used


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
