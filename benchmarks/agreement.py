"""What alpha of 100,000 claims with three ratings each costs, with its interval: `python -m benchmarks.agreement`.

The floor draws the same articles and counts them, and works out nothing.
"""

import resource
import sys

import numpy as np

from annotations.domain import agreement
from annotations.domain.agreement import DRAWS, Ratings
from benchmarks.measure import at_most, judge, print_head, print_runs, runs

CLAIMS, PEOPLE, CLAIMS_AN_ARTICLE, DIFFER = 100_000, 3, 20, 0.15
LABELS, SOURCES = 6, 5_000
SECONDS, MEGABYTES = 5.0, 300.0


def main() -> int:
    """Measure, print, judge; the exit code of `judge`."""
    print_head(
        "Agreement", claims=CLAIMS, ratings=CLAIMS * PEOPLE, articles=CLAIMS // CLAIMS_AN_ARTICLE, draws=DRAWS
    )
    labels, sources = _ratings(LABELS), _ratings(SOURCES)
    small = _ratings(LABELS, claims=CLAIMS // 10)
    before = runs("floor: articles drawn and counted", _floor)
    measured = [
        runs(
            "alpha, 10,000 claims, 6 labels",
            lambda: agreement.nominal(small),
            amount=len(small.unit),
            unit="ratings",
        ),
        runs("alpha, 6 labels", lambda: agreement.nominal(labels), amount=len(labels.unit), unit="ratings"),
        runs(
            "alpha, 5,000 sources",
            lambda: agreement.nominal(sources),
            amount=len(labels.unit),
            unit="ratings",
        ),
        runs(
            "ordinal alpha, 6 labels",
            lambda: agreement.ordinal(labels),
            amount=len(labels.unit),
            unit="ratings",
        ),
    ]
    after = runs("floor again", _floor)
    print_runs([before, *measured, after])
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return judge(
        [at_most(f"seconds for {one.label}", one.median, SECONDS) for one in measured]
        + [at_most("megabytes at most, ratings and interpreter included", megabytes, MEGABYTES)],
        floors=[(before, after)],
    )


def _ratings(values: int, *, claims: int = CLAIMS) -> Ratings:
    """Ratings of which a share differs from the claim's own value."""
    random = np.random.default_rng(3)
    unit = np.tile(np.arange(claims), PEOPLE)
    value = np.tile(random.integers(0, values, claims), PEOPLE)
    apart = random.random(len(unit)) < DIFFER
    value[apart] = random.integers(0, values, int(apart.sum()))
    return Ratings(unit // CLAIMS_AN_ARTICLE, unit, np.repeat(np.arange(PEOPLE), claims), value, values)


def _floor() -> None:
    random, articles = np.random.default_rng(1), CLAIMS // CLAIMS_AN_ARTICLE
    for _ in range(DRAWS):
        np.bincount(random.integers(0, articles, articles), minlength=articles)


if __name__ == "__main__":
    sys.exit(main())
