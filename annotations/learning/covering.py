"""How likely each sentence has, or lies in, an attribution."""

from bisect import bisect_left
from collections.abc import Sequence

from annotations.domain.records import Span
from annotations.learning.candidates import Candidate


def covered(sentences: Sequence[Span], found: Sequence[Candidate], chances: Sequence[float]) -> list[float]:
    """For each sentence the chance that one of the candidates whose content touches it is real."""
    none = [1.0] * len(sentences)
    ends = [end for _, end in sentences]
    for candidate, chance in zip(found, chances, strict=True):
        touched: set[int] = set()
        for start, end in candidate.flat.content:
            k = bisect_left(ends, start + 1)
            while k < len(sentences) and sentences[k][0] < end:
                touched.add(k)
                k += 1
        for k in touched:
            none[k] *= 1 - chance
    return [1 - chance for chance in none]
