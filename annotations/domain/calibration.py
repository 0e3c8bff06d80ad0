"""Whether a confidence says what it promises: of all that is suggested with 0.8, eight in ten should be right."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Suggestions of about one confidence: how many, how sure on average, and the share that was right."""

    count: int
    confidence: float
    right: float


def reliability(pairs: Sequence[tuple[float, bool]], *, bins: int = BINS) -> list[Bin]:
    """Pairs of confidence and correctness in bins of equal count, least sure first; fewer where pairs are few."""
    # By confidence alone: sorted by both, equal confidences would fall into bins of wrong and bins of right ones.
    ordered = sorted(pairs, key=itemgetter(0))
    total = len(ordered)
    cuts = [round(total * index / bins) for index in range(bins + 1)]
    found = []
    for start, end in itertools.pairwise(cuts):
        part = ordered[start:end]
        if part:
            mean = sum(confidence for confidence, _ in part) / len(part)
            found.append(Bin(len(part), mean, sum(right for _, right in part) / len(part)))
    return found


def calibration_error(pairs: Sequence[tuple[float, bool]], *, bins: int = BINS) -> float | None:
    """Expected difference of confidence and correctness over bins of equal count (Naeini et al., 2015).

    None where there are no pairs.
    """
    found = reliability(pairs, bins=bins)
    total = sum(part.count for part in found)
    return sum(part.count * abs(part.confidence - part.right) for part in found) / total if total else None
