"""How far people agree: percent, Cohen's kappa, Krippendorff's alpha with a bootstrap interval.

A *unit* is what is rated (a claim, or a token of it), a *rating* what one person said of it; nobody needs to rate all
units. Units with fewer than two ratings say nothing about agreement and are left out.

alpha: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C (nominal data, any number of
observers, missing data), D for the ordinal metric. kappa: J. Cohen, Educ. Psychol. Meas. 20 (1960), 37.
The interval resamples whole articles, because the sentences of an article are not independent.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

DRAWS = 1000
SEED = 1
NO_OVERLAP = "no claim has two answers"
NO_VARIATION = "undefined: no variation"
NOT_TWO = "kappa compares two people; see the pairs"
ONE_ARTICLE = "the interval resamples articles, and there is one"
_CELLS = 4_000_000
"""Numbers held at once while resampling, 32 MB; two or three such arrays at a time."""

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
Label = TypeVar("Label", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Ratings:
    """One rating a row. The four columns are codes from 0: of article, unit, person and value; `values` counts them.

    For ordinal data the codes of values stand in their order.
    """

    article: Counts
    unit: Counts
    person: Counts
    value: Counts
    values: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far people agree on one thing; None where a figure is undefined, and `why`.

    `n` counts units with two ratings or more. `percent` is the share of equal pairs of ratings, 0 … 100.
    """

    n: int
    percent: float | None = None
    kappa: float | None = None
    alpha: float | None = None
    interval: tuple[float, float] | None = None
    why: str = ""


def ratings_of(rows: Iterable[tuple[Hashable, Hashable, Hashable, Hashable]]) -> Ratings:
    """Ratings from rows (article, unit, person, value); a value of None is no rating.

    Codes are given in the order in which things first come.
    """
    articles: dict[Hashable, int] = {}
    units: dict[Hashable, int] = {}
    people: dict[Hashable, int] = {}
    values: dict[Hashable, int] = {}
    coded: list[int] = []
    for article, unit, person, value in rows:
        if value is not None:
            coded += (
                articles.setdefault(article, len(articles)),
                units.setdefault(unit, len(units)),
                people.setdefault(person, len(people)),
                values.setdefault(value, len(values)),
            )
    columns = np.array(coded, dtype=np.int64).reshape(-1, 4).T
    return Ratings(columns[0], columns[1], columns[2], columns[3], len(values))


def nominal(ratings: Ratings, *, draws: int = DRAWS) -> Agreement:
    """Agreement on values without an order."""
    kept = _overlapping(ratings)
    if not len(kept.unit):
        return Agreement(0, why=NO_OVERLAP)
    table = _Table(kept)
    alphas = _nominal_alphas(table, np.ones((1, table.articles)))
    return _agreement(kept, table, float(alphas[0]), lambda weights: _nominal_alphas(table, weights), draws)


def ordinal(ratings: Ratings, *, draws: int = DRAWS) -> Agreement:
    """Agreement on values whose codes stand in their order (few values: the metric compares all pairs of them)."""
    kept = _overlapping(ratings)
    if not len(kept.unit):
        return Agreement(0, why=NO_OVERLAP)
    table = _Table(kept)
    pairs = _coincidences(table)
    alphas = _ordinal_alphas(pairs, np.ones((1, table.articles)))
    return _agreement(kept, table, float(alphas[0]), lambda weights: _ordinal_alphas(pairs, weights), draws)


def cohen(ratings: Ratings) -> float | None:
    """Cohen's kappa of two people over what both rated; None for another number of people or without variation."""
    kept = _overlapping(ratings)
    people = np.unique(kept.person)
    if len(people) != 2:
        return None
    first, second = (kept.person == person for person in people)
    one = kept.value[first][np.argsort(kept.unit[first])]
    other = kept.value[second][np.argsort(kept.unit[second])]
    observed = np.mean(one == other)
    shares = [np.bincount(values, minlength=kept.values) / len(one) for values in (one, other)]
    expected = float(shares[0] @ shares[1])
    return None if expected == 1 else float((observed - expected) / (1 - expected))


def cohen_of(counts: Mapping[tuple[Label, Label], int]) -> float | None:
    """Cohen's kappa from how often the first person said the one and the second the other; None without variation."""
    total = sum(counts.values())
    first, second = Counter[Label](), Counter[Label]()
    for (one, other), number in counts.items():
        first[one] += number
        second[other] += number
    expected = sum(first[value] * second[value] for value in first)
    if not total or expected == total**2:
        return None
    observed = sum(number for (one, other), number in counts.items() if one == other)
    return (total * observed - expected) / (total**2 - expected)


def one_value(ratings: Ratings, value: int) -> Ratings:
    """The same ratings as "this value or another": for agreement label by label."""
    return replace(ratings, value=(ratings.value == value).astype(np.int64), values=2)


def edit_distance(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    """How many sources have to be put in, left out or replaced to make one chain the other (Levenshtein 1966)."""
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, start=1):
        previous, row[0] = row[0], i
        for j, right in enumerate(other, start=1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (left != right))
    return row[-1]


class _Table:
    """How often each value was given in each unit, and what follows for each article."""

    def __init__(self, ratings: Ratings) -> None:
        cells, counts = np.unique(ratings.unit * ratings.values + ratings.value, return_counts=True)
        self.values = ratings.values
        self.unit, self.value, self.count = cells // ratings.values, cells % ratings.values, counts
        self.sizes = np.bincount(ratings.unit)
        article_of = np.zeros(len(self.sizes), dtype=np.int64)
        article_of[ratings.unit] = ratings.article
        self.article_of, self.articles = article_of, int(ratings.article.max()) + 1
        self.same = np.bincount(self.unit, weights=counts * (counts - 1.0), minlength=len(self.sizes))
        self.ordered_pairs = self.sizes * (self.sizes - 1.0)
        apart = (self.ordered_pairs - self.same) / (self.sizes - 1)
        self.apart = np.bincount(article_of, weights=apart, minlength=self.articles)
        self.ratings = np.bincount(article_of, weights=self.sizes, minlength=self.articles)
        places = self.value * self.articles + article_of[self.unit]
        self.places, where = np.unique(places, return_inverse=True)
        self.given = np.bincount(where, weights=counts)

    def percent(self) -> float:
        """Equal pairs of ratings among all, in percent."""
        return float(100 * self.same.sum() / self.ordered_pairs.sum())


def _overlapping(ratings: Ratings) -> Ratings:
    """The ratings of units that have two or more, with units and articles coded anew, without gaps."""
    if not len(ratings.unit):
        return ratings
    kept = np.bincount(ratings.unit)[ratings.unit] > 1
    unit = np.unique(ratings.unit[kept], return_inverse=True)[1]
    article = np.unique(ratings.article[kept], return_inverse=True)[1]
    return Ratings(article, unit, ratings.person[kept], ratings.value[kept], ratings.values)


def _nominal_alphas(table: _Table, weights: Floats) -> Floats:
    """Alpha for each row of article weights; NaN without variation."""
    n = weights @ table.ratings
    expected = n**2 - _squared_totals(table, weights)
    return _one_minus((n - 1) * (weights @ table.apart), expected)


def _squared_totals(table: _Table, weights: Floats) -> Floats:
    """For each row of weights the sum over values of how often each was given, squared.

    With few values one matrix product; with many (sources) most articles lack most of them, and only those there
    are summed, value by value.
    """
    if table.values * table.articles <= _CELLS // 4:
        dense = np.zeros(table.values * table.articles)
        dense[table.places] = table.given
        dense_totals: Floats = weights @ dense.reshape(table.values, table.articles).T
        squared_dense: Floats = np.square(dense_totals).sum(axis=1)
        return squared_dense
    starts = np.unique(table.places // table.articles, return_index=True)[1]
    by_article = np.ascontiguousarray(weights.T)
    totals: Floats = np.add.reduceat(
        by_article[table.places % table.articles] * table.given[:, None], starts, axis=0
    )
    squared: Floats = np.square(totals).sum(axis=0)
    return squared


def _coincidences(table: _Table) -> Floats:
    """Krippendorff's coincidence matrix of each article: articles × values × values."""
    counts = np.zeros((len(table.sizes), table.values))
    counts[table.unit, table.value] = table.count
    pairs = np.einsum("uc,uk->uck", counts, counts)
    pairs[:, range(table.values), range(table.values)] -= counts
    pairs /= (table.sizes - 1)[:, None, None]
    found = np.empty((table.articles, table.values, table.values))
    for c, k in np.ndindex(table.values, table.values):
        found[:, c, k] = np.bincount(table.article_of, weights=pairs[:, c, k], minlength=table.articles)
    return found


def _ordinal_alphas(coincidences: Floats, weights: Floats) -> Floats:
    """Alpha for each row of article weights; the metric counts the ratings between two values."""
    observed = np.tensordot(weights, coincidences, axes=1)
    totals = observed.sum(axis=2)
    up_to = np.cumsum(totals, axis=1) - totals / 2
    distance = (up_to[:, :, None] - up_to[:, None, :]) ** 2
    n = totals.sum(axis=1)
    expected = (totals[:, :, None] * totals[:, None, :] * distance).sum(axis=(1, 2))
    return _one_minus((n - 1) * (observed * distance).sum(axis=(1, 2)), expected)


def _one_minus(observed: Floats, expected: Floats) -> Floats:
    defined = expected > 1e-9
    return np.where(defined, 1 - observed / np.where(defined, expected, 1), np.nan)


def _agreement(
    kept: Ratings, table: _Table, alpha: float, alphas: Callable[[Floats], Floats], draws: int
) -> Agreement:
    people = len(np.unique(kept.person))
    kappa = cohen(kept)
    found = Agreement(n=len(table.sizes), percent=table.percent(), kappa=kappa)
    if np.isnan(alpha):
        return replace(found, kappa=None, why=NO_VARIATION)
    interval = _interval(table, alphas, draws) if table.articles > 1 and draws else None
    reasons = [NOT_TWO if people != 2 else "", ONE_ARTICLE if table.articles == 1 else ""]
    return replace(found, alpha=alpha, interval=interval, why="; ".join(filter(None, reasons)))


def _interval(table: _Table, alphas: Callable[[Floats], Floats], draws: int) -> tuple[float, float] | None:
    """The middle 95 % of alpha over articles drawn with replacement; draws without variation are left out."""
    random = np.random.default_rng(SEED)
    articles, found = table.articles, []
    at_once = max(1, _CELLS // max(articles, len(table.count)))
    for first in range(0, draws, at_once):
        rows = min(at_once, draws - first)
        drawn = random.integers(0, articles, size=(rows, articles)) + np.arange(rows)[:, None] * articles
        weights = np.bincount(drawn.ravel(), minlength=rows * articles).reshape(rows, articles)
        found.append(alphas(weights.astype(np.float64)))
    defined = np.concatenate(found)
    defined = defined[~np.isnan(defined)]
    if not len(defined):
        return None
    low, high = np.quantile(defined, (0.025, 0.975))
    return float(low), float(high)
