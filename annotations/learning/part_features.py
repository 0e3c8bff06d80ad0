"""What a sequence model is told when it looks for a cue's source and content.

Every word of the cue's sentence is an item, every sentence around it is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.domain.records import Span
from annotations.learning.branches import branches
from annotations.learning.cue_features import at
from annotations.learning.views import View, rule_name
from annotations.suggesters.cues import FORMS, NOUN_LIKE
from annotations.suggesters.flat import Flat

CUE, SOURCE, CONTENT, OUTSIDE = "K", "S", "C", "O"
BEFORE, AFTER = 3, 8
"""Sentences before and behind that of the cue, which its content may reach over."""
_MARKS = frozenset(",;:—–-")
_QUOTES = frozenset('“”"‘„«»')
_FAR = ((4, "4-6"), (7, "7-12"), (13, "13+"))


@dataclass(frozen=True, slots=True)
class Place:
    """One cue in its sentence: the sentence's index, the cue's words, its head, what the rules find there."""

    view: View
    cue: Sequence[int]
    head: int
    rule: Flat | None

    @property
    def span(self) -> Span:
        """Code points from the cue's first word to its last."""
        return self.view.tokens[self.cue[0]].start, self.view.tokens[self.cue[-1]].end


def place_of(view: View, cue: Sequence[int]) -> Place:
    """A cue with its head word and the rules' attribution that shares its words."""
    outer = [k for k in cue if view.parse.heads[k] not in cue] or list(cue)
    head = next((k for k in outer if view.parse.tags[k].startswith("V")), outer[0])
    start, end = view.tokens[cue[0]].start, view.tokens[cue[-1]].end
    rule = next((rule for rule in view.rules if rule.cue[0] < end and rule.cue[1] > start), None)
    return Place(view, cue, head, rule)


def around(views: Sequence[View], at_sentence: int) -> tuple[Sequence[View], Sequence[View]]:
    """The sentences before and behind that a content may reach over."""
    return views[max(0, at_sentence - BEFORE) : at_sentence], views[at_sentence + 1 : at_sentence + 1 + AFTER]


def part_features(views: Sequence[View], place: Place) -> list[list[str]]:
    """One list for each sentence before, each word of the cue's sentence, each sentence behind."""
    before, behind = around(views, place.view.at)
    return [
        *(_sentence(views, place, other) for other in before),
        *_words(place),
        *(_sentence(views, place, other) for other in behind),
    ]


def part_labels(views: Sequence[View], place: Place, attribution: Flat) -> list[str]:
    """The label of each: CONTENT for sentences around of which at least half is content."""
    before, behind = around(views, place.view.at)
    source = [attribution.source] if attribution.source else []
    words = []
    for k, token in enumerate(place.view.tokens):
        held = CUE if k in place.cue else SOURCE if _holds(source, token.start) else OUTSIDE
        words.append(CONTENT if held == OUTSIDE and _holds(attribution.content, token.start) else held)
    sides = (
        [CONTENT if _covered(attribution, view) else OUTSIDE for view in side] for side in (before, behind)
    )
    first, last = sides
    return [*first, *words, *last]


def _holds(spans: Sequence[Span], offset: int) -> bool:
    return any(start <= offset < end for start, end in spans)


def _covered(attribution: Flat, view: View) -> bool:
    shared = sum(max(0, min(end, view.end) - max(start, view.start)) for start, end in attribution.content)
    return 2 * shared >= max(1, view.end - view.start)


def _sentence(views: Sequence[View], place: Place, other: View) -> list[str]:
    view, far = place.view, other.at - place.view.at
    side, near = ("<" if far < 0 else ">"), min(abs(far), 2)
    between = range(view.at + 1, other.at + 1) if far > 0 else range(other.at + 1, view.at + 1)
    same = all(views[k].goes_on for k in between)
    bare, shares = other.bare > 0.8, bool(other.quotes & view.quotes)
    shown = f"{bare:d}{same:d}{shares:d}"
    whole = f"S{side}{near}|{shown}{bool(other.rules):d}"
    name = rule_name(place.rule) if place.rule else "none"
    start, _ = place.span
    return [
        "S", f"S{side}{min(abs(far), 4)}", f"Sb={bare:d}", f"Ss={same:d}", f"Sq={shares:d}",
        f"Sr={min(2, len(other.rules))}", f"S{side}|{view.lemmas[place.head]}", whole,
        f"Sc{view.quoted[place.head] >= 0:d}{whole}", f"S:{name}|{shown}",
        f"Sw={at(other.low, 0)}|{at(other.low, 1)}", f"Sm={view.bare > 0.8:d}|{side}{bare:d}",
        f"Scolon={view.tokens[-1].text == ':':d}{side}", f"Slast={any(r.cue[0] > start for r in view.rules):d}{side}",
    ]  # fmt: skip


def _words(place: Place) -> list[list[str]]:
    view, first, last = place.view, place.cue[0], place.cue[-1]
    counts = _counts(view)
    hanging = branches(view.parse, place.head)
    inside = frozenset(place.cue)
    name = rule_name(place.rule) if place.rule else "none"
    told = []
    for k in range(len(view.tokens)):
        if k in inside:
            told.append(["K", f"K={name}"])
            continue
        low, high = (k + 1, first) if k < first else (last + 1, k)
        passed = [min(2, count[max(low, high)] - count[low]) for count in counts]
        told.append([*_word(place, k, passed), *_hanging(place, k, passed, hanging)])
    return told


def _counts(view: View) -> list[list[int]]:
    """Running counts of marks, quotation marks, verbs and subordinators before each word."""
    counts: list[list[int]] = [[0], [0], [0], [0]]
    for k, low in enumerate(view.low):
        kinds = view.classes[k]
        verb = "PAST" in kinds or "AUX" in kinds or (low in FORMS and low not in NOUN_LIKE)
        seen = (low in _MARKS, low in _QUOTES, verb, "SUB" in kinds or "REL" in kinds)
        for count, one in zip(counts, seen, strict=True):
            count.append(count[-1] + one)
    return counts


def _part_by_rule(place: Place, k: int) -> str:
    """Which part of the attribution a word is by the rules."""
    if place.rule is None:
        return OUTSIDE
    start = place.view.tokens[k].start
    if place.rule.source and _holds([place.rule.source], start):
        return SOURCE
    return CONTENT if _holds(place.rule.content, start) else OUTSIDE


def _word(place: Place, k: int, passed: Sequence[int]) -> list[str]:
    view, (marks, quotes, verbs, subordinators) = place.view, passed
    first, last, lemma = place.cue[0], place.cue[-1], view.lemmas[place.head]
    side = "<" if k < first else ">" if k > last else "="
    far = max(first - k, k - last)
    steps = next((name for least, name in reversed(_FAR) if far >= least), str(far))
    low, kind = view.low[k], view.classes[k] + view.shapes[k]
    form = FORMS.get(view.low[place.head])
    part, name = _part_by_rule(place, k), rule_name(place.rule) if place.rule else "none"
    quoted = view.quoted[k] >= 0
    cue = "_".join(view.low[c] for c in place.cue)[-30:]
    return [
        "bias", f"w={low}", f"c={kind}", side, side + steps, f"{side}w={low}", f"{side}{steps}c={kind}",
        f"{side}m{marks}q{quotes}", f"{side}v{verbs}s{subordinators}", f"{side}m{marks}q{quotes}v{verbs}",
        f"w-1={at(view.low, k - 1)}{side}", f"w+1={at(view.low, k + 1)}{side}",
        f"c-1={at(view.classes, k - 1)}{at(view.shapes, k - 1)}",
        f"c+1={at(view.classes, k + 1)}{at(view.shapes, k + 1)}",
        f"r={part}", f"r={part}{name}", f"r={part}{side}{quoted:d}",
        f"q={quoted:d}{view.quoted[k] == view.quoted[place.head]:d}",
        f"{side}l={lemma}", f"{side}l={lemma}m{marks}q{quotes}", f"{side}f={form[0].cue.frame if form else ''}v{verbs}",
        f"{side}n={at(view.low, last + 1)}|m{marks}", f"{side}p={at(view.low, first - 1)}|m{marks}",
        f"{side}cue={cue}", f"{side}{steps}l={lemma}",
    ]  # fmt: skip


def _hanging(place: Place, k: int, passed: Sequence[int], hanging: Sequence[tuple[str, str]]) -> list[str]:
    """Which branch of the sentence, seen from the cue, a word hangs on."""
    view, (near, further) = place.view, hanging[k]
    parse, head = view.parse, place.head
    form = FORMS.get(view.low[head])
    side = "<" if k < place.cue[0] else ">" if k > place.cue[-1] else "="
    earlier = hanging[k - 1][0] if k else "^"
    return [
        f"br={near}", f"br2={further}", f"br={near}{side}", f"br|l={near}{view.lemmas[head]}",
        f"br|f={near}{form[0].cue.frame if form else ''}", f"br|t={near}{parse.tags[k]}",
        f"br|r={near}{_part_by_rule(place, k)}", f"br|q={near}{view.quoted[k] >= 0:d}", f"t={parse.tags[k]}{side}",
        f"br|d={near}{parse.relations[head]}", f"br2|w={further}{view.low[k]}", f"br|m={near}{passed[0]}{passed[1]}",
        f"br2|ht={further}{parse.tags[head]}", f"br-1={earlier}|{near}",
    ]  # fmt: skip
