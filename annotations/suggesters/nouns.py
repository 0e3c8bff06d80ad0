"""Noun cues and colons: "X's claim that …", "issued reports on …", "watching with unease", "CEO: no talks"."""

from collections.abc import Callable

from annotations.suggesters import phrases, subjects, words
from annotations.suggesters.cues import CUE_NOUNS, ORIGIN_VERBS
from annotations.suggesters.found import Found, Line
from annotations.suggesters.words import listed

_GIVING = listed(
    "issue issued issues make made makes air aired airs publish published publishes release released "
    "releases give gave given express expressed expresses voice voiced voices raise raised raises repeat "
    "repeated circulate circulated offer offered deliver delivered file filed"
)
_DRAWING = listed(
    "draw draws drew drawn spark sparks sparked prompt prompts prompted trigger triggers triggered"
)
_STANCES = listed(
    "concern unease alarm worry worries suspicion dismay anger interest scepticism skepticism fear fears "
    "concerns criticism condemnation outrage praise ire fury"
)
_WATCHING = listed("observing watching following viewing monitoring eyeing reacting")
_KNOWLEDGE = listed(
    "information claim claims report reports account details news figures figure data accusation "
    "allegation allegations"
)


def noun_cues(line: Line) -> list[Found]:
    """Every attribution whose cue is a noun, or a verb that needs one beside it."""
    found: list[Found] = []
    for i, token in enumerate(line.tokens):
        if token.low in _WATCHING:
            found.extend(_watching(line, i))
        elif token.low in _STANCES or token.low in CUE_NOUNS:
            found.extend(_given(line, i) or _drawn(line, i) or _of_holder(line, i) or _of_owner(line, i))
        elif token.low in ORIGIN_VERBS and line.low(i + 1) == "from":
            found.extend(_origin(line, i))
    return found


def _group_start(line: Line, i: int) -> int:
    """First token of the verb group that ends at `i`."""
    while line.low(i - 1) in words.AUXILIARIES or (i and words.is_adverb(line.low(i - 1))):
        i -= 1
    return i


def _kind(line: Line, i: int) -> str:
    return CUE_NOUNS.get(line.low(i), "attitude")


def _given(line: Line, i: int) -> list[Found]:
    """ "X has issued multiple reports on …", "X voiced concern that …"."""
    following = line.low(i + 1)
    verb = next((j for j in range(i - 1, max(i - 6, -1), -1) if line.low(j) in _GIVING), None)
    if verb is None or following not in ("that", "on", "about", "over", "of") or i + 1 >= line.end:
        return []
    start = _group_start(line, verb)
    subject = subjects.before(line.tokens, start)
    if subject is None:
        return []
    cue = line.span(start, i + 1 if following == "that" else i + 2)
    rule = f"{line.low(verb)} {line.low(i)}"
    return [Found(rule, line.span(*subject), cue, line.onward(cue[1]), _kind(line, i))]


def _drawn(line: Line, i: int) -> list[Found]:
    """ "… draw US concern": the stance is that of whoever is named between."""
    verb = next((j for j in range(i - 2, max(i - 6, 0), -1) if line.low(j) in _DRAWING), None)
    if verb is None or line.low(i) not in _STANCES or not line.tokens[verb + 1].capital:
        return []
    holder = phrases.after(line.tokens, verb + 1, apposition=False)
    if holder is None:
        return []
    content = line.trimmed((line.tokens[0].start, line.tokens[verb].start))
    source = line.span(verb + 1, min(holder[1], i))
    return [Found("draws a stance", source, line.span(verb, verb + 1), content, "attitude")]


def _of_holder(line: Line, i: int) -> list[Found]:
    """ "a report in Y that …", "concern among officials that …"."""
    if i == 0 or line.low(i + 1) not in ("in", "by", "from", "of", "among"):
        return []
    phrase = phrases.after(line.tokens, i + 2, apposition=False)
    if phrase is None or line.low(phrase[1]) != "that":
        return []
    content = line.onward(line.tokens[phrase[1]].start)
    return [Found(f"noun {line.low(i)}", line.span(*phrase), line.span(i, i + 2), content, _kind(line, i))]


def _of_owner(line: Line, i: int) -> list[Found]:
    """ "X's claim that …"."""
    if line.low(i + 1) != "that":
        return []
    owner = next((j for j in range(i - 1, max(i - 4, 0), -1) if line.tokens[j].kind == "possessive"), None)
    if owner is None:
        return []
    start = owner
    while start > 0 and line.tokens[start - 1].kind == "word" and phrases.is_nominal(line.tokens[start - 1]):
        token = line.tokens[start - 1]
        if not (token.capital or start == owner or token.low in words.DETERMINERS):
            break
        start -= 1
    if start == owner:
        return []
    content = line.onward(line.tokens[i + 1].start)
    return [
        Found(f"noun {line.low(i)}", line.span(start, owner), line.span(i, i + 1), content, _kind(line, i))
    ]


def _watching(line: Line, i: int) -> list[Found]:
    """ "X is watching with unease as …"."""
    stance = next((j for j in range(i + 1, i + 6) if line.low(j) in _STANCES), None)
    if stance is None or not any(token.low == "with" for token in line.tokens[i:stance]):
        return []
    start = _group_start(line, i)
    subject = subjects.before(line.tokens, start)
    if subject is None:
        return []
    cue = line.span(start, stance + 1)
    return [Found("watching with concern", line.span(*subject), cue, line.onward(cue[1]), "attitude")]


def _origin(line: Line, i: int) -> list[Found]:
    """ "This information comes from X"."""
    subject = subjects.before(line.tokens, i)
    phrase = phrases.after(line.tokens, i + 2, apposition=True)
    if subject is None or phrase is None:
        return []
    if not any(token.low in _KNOWLEDGE for token in line.tokens[subject[0] : subject[1]]):
        return []
    content = line.trimmed(line.span(*subject))
    return [Found("comes from", line.span(*phrase), line.span(i, i + 2), content)]


def colon(line: Line, is_source: Callable[[int, int], bool]) -> list[Found]:
    """Headline colons: "CEO: no talks …" and "… no talks: CEO". `is_source` judges a span's words."""
    at = next((j for j in range(1, len(line.tokens)) if line.mark(j) == ":"), None)
    if at is None or any(token.kind == "quote" for token in line.tokens[:at]):
        return []
    first = 1 if line.tokens[0].text in "*★•-–" else 0
    cue = line.span(at, at + 1)
    if first < at <= first + 6 and is_source(*line.span(first, at)):
        return [Found("headline colon", line.span(first, at), cue, line.onward(cue[1]))]
    if at + 1 < line.end <= at + 6 and is_source(*line.span(at + 1, line.end)):
        content = line.trimmed((line.tokens[first].start, cue[0]))
        return [Found("headline colon", line.span(at + 1, line.end), cue, content)]
    return []
