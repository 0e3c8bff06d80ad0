"""How likely each sentence has, or lies in, an attribution."""

import math
from bisect import bisect_left
from collections.abc import Sequence

from annotations.learning.candidates import Candidate
from annotations.learning.sentence_features import LIES, sentence_features
from annotations.learning.tagging import Tagger
from annotations.learning.views import View
from annotations.suggesters.flat import Flat


def lying_signs(
    views: Sequence[View], found: Sequence[Candidate], chances: Sequence[float], sentences: Tagger
) -> list[list[float]]:
    """For each sentence numbers that tell whether it has, or lies in, an attribution."""
    spans = [(c.flat, chance) for c, chance in zip(found, chances, strict=True)]
    learned = _covered(views, spans)
    own = [0.0] * len(views)
    for candidate, chance in zip(found, chances, strict=True):
        own[candidate.at] = max(own[candidate.at], chance)
    sentences.read(sentence_features(views))
    alone = [sentences.chance(LIES, k) for k in range(len(views))]
    ruled = _covered(views, [(rule, rule.confidence) for view in views for rule in view.rules])
    return [
        [
            _logit(learned[k]),
            _logit(alone[k]),
            ruled[k],
            own[k],
            float(bool(view.rules)),
            float(view.speech),
            view.bare,
            math.log(1 + len(view.tokens)),
            learned[k - 1] if k else 0.0,
            learned[k + 1] if k + 1 < len(views) else 0.0,
            float(view.goes_on),
            learned[k - 1] * view.goes_on,
            views[k - 1].bare if k else 0.0,
            views[k + 1].bare if k + 1 < len(views) else 0.0,
        ]
        for k, view in enumerate(views)
    ]


def _covered(views: Sequence[View], found: Sequence[tuple[Flat, float]]) -> list[float]:
    """For each sentence the chance that one of the attributions whose content touches it is real."""
    none = [1.0] * len(views)
    ends = [view.end for view in views]
    for flat, chance in found:
        touched: set[int] = set()
        for start, end in flat.content:
            k = bisect_left(ends, start + 1)
            while k < len(views) and views[k].start < end:
                touched.add(k)
                k += 1
        for k in touched:
            none[k] *= 1 - chance
    return [1 - chance for chance in none]


def _logit(chance: float) -> float:
    kept = min(max(chance, 1e-3), 1 - 1e-3)
    return math.log(kept / (1 - kept))
