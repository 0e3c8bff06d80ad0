"""Agreement against published figures, against definitions written out naively, and where it is undefined."""

from collections.abc import Sequence
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.agreement import (
    NO_OVERLAP,
    NO_VARIATION,
    Ratings,
    cohen,
    edit_distance,
    nominal,
    one_value,
    ordinal,
    ratings_of,
)

KRIPPENDORFF = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""
"""Four observers, twelve units: Computing Krippendorff's Alpha-Reliability (2011), section C."""


def ratings(table: str, *, values: Sequence[str] = "12345", units_an_article: int = 1) -> Ratings:
    rows = [line.split() for line in table.strip().splitlines()]
    cells = [
        (u, p, values.index(value))
        for p, row in enumerate(rows)
        for u, value in enumerate(row)
        if value != "."
    ]
    units, people, codes = (np.array(column, dtype=np.int64) for column in zip(*cells, strict=True))
    return Ratings(units // units_an_article, units, people, codes, len(values))


def test_alpha_is_krippendorffs_own() -> None:
    found = nominal(ratings(KRIPPENDORFF))
    assert found.alpha == pytest.approx(904 / 1216)
    assert found.n == 11
    assert found.interval is not None
    assert found.interval[0] < 904 / 1216 < found.interval[1]
    assert ordinal(ratings(KRIPPENDORFF)).alpha == pytest.approx(0.815, abs=0.0005)


def test_alpha_of_two_observers_and_two_values_is_krippendorffs_own() -> None:
    two = "0 1 0 0 0 0 0 0 1 0\n1 1 1 0 0 1 0 0 0 0"  # section A: 0.095
    assert nominal(ratings(two, values="01")).alpha == pytest.approx(0.095, abs=0.0005)


def test_kappa_is_cohens() -> None:
    counts = {("0", "0"): 20, ("0", "1"): 5, ("1", "0"): 10, ("1", "1"): 15}  # a textbook's 2 × 2: 0.4
    pairs = [pair for pair, times in counts.items() for _ in range(times)]
    table = "\n".join(" ".join(pair[side] for pair in pairs) for side in (0, 1))
    found = nominal(ratings(table, values="01"))
    assert found.kappa == pytest.approx(0.4)
    assert found.percent == pytest.approx(70)
    assert cohen(ratings(KRIPPENDORFF)) is None


def test_what_is_undefined_says_why() -> None:
    same = nominal(ratings("1 1 1\n1 1 1"))
    assert (same.alpha, same.kappa, same.why, same.percent) == (None, None, NO_VARIATION, 100)
    assert ordinal(ratings("2 2\n2 2")).why == NO_VARIATION
    alone = nominal(ratings("1 2 3"))
    assert (alone.n, alone.percent, alone.why) == (0, None, NO_OVERLAP)
    assert nominal(ratings_of([])).why == NO_OVERLAP


def test_an_interval_needs_two_articles() -> None:
    found = nominal(ratings("1 2 1 2\n1 2 2 2", units_an_article=4))
    assert found.alpha is not None
    assert found.interval is None
    assert "articles" in found.why


def test_the_interval_is_the_same_every_time_and_wider_for_articles_that_hang_together() -> None:
    random = np.random.default_rng(7)
    article = np.repeat(np.arange(40), 25)
    good = np.repeat(random.random(40) < 0.7, 25)  # whole articles are agreed on, or not at all
    one = random.integers(0, 2, 1000)
    other = np.where(good, one, random.integers(0, 2, 1000))
    units, people = np.tile(np.arange(1000), 2), np.repeat([0, 1], 1000)
    by_article = Ratings(np.tile(article, 2), units, people, np.concatenate([one, other]), 2)
    by_claim = Ratings(units, units, people, by_article.value, 2)
    assert nominal(by_article) == nominal(by_article)
    wide, narrow = nominal(by_article).interval, nominal(by_claim).interval
    assert wide is not None
    assert narrow is not None
    assert wide[1] - wide[0] > 1.5 * (narrow[1] - narrow[0])


tables = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 3)),
    unique_by=lambda row: row[:2],
    max_size=24,
)


@given(tables)
def test_alpha_is_its_definition_by_pairs(cells: list[tuple[int, int, int]]) -> None:
    found = nominal(ratings_of((unit // 2, unit, person, value) for unit, person, value in cells), draws=0)
    units: dict[int, list[int]] = {}
    for unit, _, value in cells:
        units.setdefault(unit, []).append(value)
    groups = [values for values in units.values() if len(values) > 1]
    pool = [value for values in groups for value in values]
    assert found.n == len(groups)
    if len(set(pool)) < 2:
        assert found.alpha is None
        return
    observed = sum(
        sum(a != b for a, b in permutations(values, 2)) / (len(values) - 1) for values in groups
    ) / len(pool)
    expected = sum(a != b for a, b in permutations(pool, 2)) / (len(pool) * (len(pool) - 1))
    assert found.alpha == pytest.approx(1 - observed / expected)
    pairs = [a == b for values in groups for a, b in combinations(values, 2)]
    assert found.percent == pytest.approx(100 * sum(pairs) / len(pairs))


def test_one_label_is_asked_about_by_itself() -> None:
    found = nominal(one_value(ratings("1 2 3 1\n1 2 2 1"), 0))
    assert found.percent == 100
    assert found.alpha == 1


def test_names_become_codes_and_the_unanswered_is_left_out() -> None:
    rows = [("a", "c1", "mara", "supported"), ("a", "c1", "jon", "refuted"), ("a", "c2", "mara", None)]
    made = ratings_of(rows)
    assert (list(made.value), made.values, list(made.unit)) == ([0, 1], 2, [0, 0])


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("", "", 0),
        ("", "ab", 2),
        ("abc", "abc", 0),
        ("abc", "ac", 1),
        ("ab", "ba", 2),
        ("kitten", "sitting", 3),
    ],
)
def test_edit_distance_counts_sources_put_in_left_out_and_replaced(
    one: str, other: str, distance: int
) -> None:
    assert edit_distance(one, other) == edit_distance(other, one) == distance


def test_many_values_are_counted_as_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    table = ratings(KRIPPENDORFF)
    few = nominal(table)
    monkeypatch.setattr("annotations.domain.agreement._CELLS", 60)
    many = nominal(table)
    assert many.alpha == pytest.approx(few.alpha)
    assert few.interval is not None
    assert many.interval == pytest.approx(few.interval, abs=0.1)
