"""Reliability in bins of equal count, and what it adds up to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.calibration import calibration_error, reliability

PAIRS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=200)


@given(PAIRS)
def test_bins_hold_every_pair_once_and_differ_by_one_at_most(pairs: list[tuple[float, bool]]) -> None:
    counts = [part.count for part in reliability(pairs)]
    assert sum(counts) == len(pairs)
    assert not counts or max(counts) - min(counts) <= 1


@given(PAIRS)
def test_the_error_is_a_share(pairs: list[tuple[float, bool]]) -> None:
    error = calibration_error(pairs)
    assert error is None if not pairs else 0 <= error <= 1


def test_honest_confidences_have_no_error() -> None:
    pairs = [(0.8, index % 10 < 8) for index in range(100)]
    assert calibration_error(pairs, bins=1) == pytest.approx(0.0)


def test_boasting_is_measured() -> None:
    assert calibration_error([(0.9, False)] * 10 + [(0.9, True)] * 10, bins=1) == pytest.approx(0.4)


def test_equal_confidences_are_not_sorted_by_what_was_right() -> None:
    pairs = [(0.5, k % 2 == 0) for k in range(200)]
    assert calibration_error(pairs) == pytest.approx(0.0)
