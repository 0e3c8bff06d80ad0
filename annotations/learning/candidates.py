"""Attributions that two taggers propose: cues, then source and content of each, with signs of how sure they are."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from annotations.domain.records import Span
from annotations.learning.cue_features import BEGIN, INSIDE, cue_features
from annotations.learning.part_features import CONTENT, SOURCE, Place, around, part_features, place_of
from annotations.learning.tagging import Tagger
from annotations.learning.views import View, words_of
from annotations.suggesters.flat import Flat

LEAST = 0.15
"""Chance of a word to be a cue's below which it is not looked at."""
LEAST_OF_RULES = 0.03
"""The same for the rules' cues."""
MOST_CUES = 40
"""Cues of one sentence that are read; more are hostile text."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One attribution that may be right, the sentence of its cue, and signs of how likely it is."""

    at: int
    flat: Flat
    signs: list[float]


def candidates(views: Sequence[View], cue_tagger: Tagger, part_tagger: Tagger) -> list[Candidate]:
    """Every attribution worth a judgement, sentence by sentence."""
    found = []
    for view in views:
        if not view.tokens:
            continue
        cue_tagger.read(cue_features(view))
        begins = [cue_tagger.chance(BEGIN, k) for k in range(len(view.tokens))]
        chances = [begin + cue_tagger.chance(INSIDE, k) for k, begin in enumerate(begins)]
        for cue in _cues(view, begins, chances)[:MOST_CUES]:
            candidate = _candidate(views, place_of(view, cue), part_tagger, max(chances[k] for k in cue))
            if candidate is not None:
                found.append(candidate)
    return found


def _cues(view: View, begins: Sequence[float], chances: Sequence[float]) -> list[list[int]]:
    """Runs of words that may be cues by the tagger, and the rules' cues that it sees none in."""
    runs: list[list[int]] = []
    for k, chance in enumerate(chances):
        if chance < LEAST:
            continue
        joins = bool(runs) and runs[-1][-1] == k - 1 and begins[k] < 0.5 * chance
        if joins and 2 * min(chance, chances[k - 1]) >= max(chance, chances[k - 1]):
            runs[-1].append(k)
        else:
            runs.append([k])
    taken = {k for run in runs for k in run}
    for rule in view.rules:
        cue = words_of(view, rule.cue)
        if cue and not taken.intersection(cue) and max(chances[k] for k in cue) >= LEAST_OF_RULES:
            runs.append(cue)
            taken.update(cue)
    return sorted(runs)


def _candidate(views: Sequence[View], place: Place, tagger: Tagger, chance: float) -> Candidate | None:
    tagger.read(part_features(views, place))
    labels = tagger.labels()
    before, behind = around(views, place.view.at)
    words = labels[len(before) : len(labels) - len(behind)]
    sides = [(view, label) for view, label in zip(before, labels, strict=False)]
    sides += [(view, label) for view, label in zip(behind, labels[len(labels) - len(behind) :], strict=True)]
    further = [(view.start, view.end) for view, label in sides if label == CONTENT]
    source = max(_runs(place.view, words, SOURCE), key=lambda run: len(run), default=[])
    held = _runs(place.view, words, CONTENT)
    content = tuple(sorted([*further, *(_span(place.view, run) for run in held)]))
    if not content:
        return None
    first = len(before)
    sure = {
        SOURCE: [tagger.chance(SOURCE, first + k) for k in source],
        CONTENT: [tagger.chance(CONTENT, first + k) for run in held for k in run],
    }
    rule = place.rule.rule if place.rule else "learned"
    flat = Flat(_span(place.view, source) if source else None, place.span, content, chance, rule)
    whole = tagger.chance_of(labels)
    return Candidate(place.view.at, flat, _signs(place, flat, chance=chance, whole=whole, sure=sure))


def _runs(view: View, labels: Sequence[str], label: str) -> list[list[int]]:
    """Runs of words with a label that hold letters or figures."""
    runs: list[list[int]] = []
    for k, one in enumerate(labels):
        if one != label:
            continue
        if runs and runs[-1][-1] == k - 1:
            runs[-1].append(k)
        else:
            runs.append([k])
    return [run for run in runs if any(view.tokens[k].text[0].isalnum() for k in run)]


def _span(view: View, run: Sequence[int]) -> Span:
    return view.tokens[run[0]].start, view.tokens[run[-1]].end


def _signs(
    place: Place, flat: Flat, *, chance: float, whole: float, sure: dict[str, list[float]]
) -> list[float]:
    """Numbers that tell right candidates from wrong ones."""
    rule, view = place.rule, place.view
    letters = sum(end - start for start, end in flat.content)
    same_source = bool(rule and rule.source and flat.source and _shared(rule.source, flat.source) > 0.5)
    same_content = bool(rule and any(_shared(a, b) > 0.5 for a in rule.content for b in flat.content))
    return [
        _logit(chance),
        math.log(max(whole, 1e-9)),
        *(value for part in (SOURCE, CONTENT) for value in _sureness(sure[part])),
        float(flat.source is not None),
        float(bool(rule)),
        float(same_source),
        float(same_content),
        float(flat.source is not None and view.parse.tags[place.head].startswith("V")),
        float(view.quoted[place.head] >= 0),
        float(bool(view.quotes)),
        math.log(1 + letters),
        math.log(len(view.tokens)),
        float(len(place.cue) > 1),
        float(any(end <= view.start or start >= view.end for start, end in flat.content)),
    ]


def _sureness(chances: Sequence[float]) -> tuple[float, float]:
    """The least and the mean chance of a part's words; 0 and 0 where it has none."""
    return (min(chances), sum(chances) / len(chances)) if chances else (0.0, 0.0)


def _shared(a: Span, b: Span) -> float:
    """Share of two spans' letters that both have."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) / (max(a[1], b[1]) - min(a[0], b[0]))


def _logit(chance: float) -> float:
    kept = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(kept / (1 - kept))
