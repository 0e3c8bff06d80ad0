"""Where a claim stands, as a pure function of its rows."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.judgements import Standpoint
from annotations.domain.vocabulary import ClaimState
from annotations.domain.workflow import Review, Step, claim_state, disagreement, standing_revisions

START = datetime(2026, 1, 1, tzinfo=UTC)
ASKS = ("verification",)


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def review(person: int, verification: str = "supported", *, minute: int = 0, complete: bool = True) -> Review:
    return Review(UUID(int=person), at(minute), complete, Standpoint({"verification": verification}))


def state(*reviews: Review, quorum: int = 2, **acts: datetime) -> ClaimState:
    return claim_state(reviews, asks=ASKS, quorum=quorum, **acts)


def test_states_without_editors() -> None:
    assert state() == ClaimState.UNREVIEWED
    assert state(review(1, complete=False)) == ClaimState.UNREVIEWED
    assert state(review(1)) == ClaimState.IN_REVIEW
    assert state(review(1), review(2)) == ClaimState.AGREED
    assert state(review(1), review(2, "refuted")) == ClaimState.DISPUTED


def test_two_who_differ_dispute_whatever_the_quorum() -> None:
    assert state(review(1), review(2, "refuted"), quorum=5) == ClaimState.DISPUTED


def test_adjudication_settles_until_a_newer_review() -> None:
    reviews = (review(1), review(2, "refuted", minute=5))
    assert state(*reviews, adjudicated_at=at(6)) == ClaimState.ADJUDICATED
    assert state(*reviews, adjudicated_at=at(4)) == ClaimState.DISPUTED


def test_reopening_makes_the_quorum_start_anew() -> None:
    old = (review(1), review(2))
    assert state(*old, signed_off_at=at(3)) == ClaimState.SIGNED_OFF
    assert state(*old, signed_off_at=at(3), reopened_at=at(4)) == ClaimState.REOPENED
    again = (review(1, minute=5), review(2))
    assert state(*again, signed_off_at=at(3), reopened_at=at(4)) == ClaimState.REOPENED
    both = (review(1, minute=5), review(2, minute=6))
    assert state(*both, signed_off_at=at(3), reopened_at=at(4)) == ClaimState.AGREED
    assert state(*old, signed_off_at=at(5), reopened_at=at(4)) == ClaimState.SIGNED_OFF


@given(
    st.lists(st.tuples(st.sampled_from(["supported", "refuted"]), st.booleans()), max_size=4),
    st.integers(1, 4),
)
def test_the_order_of_reviews_does_not_matter(answers: list[tuple[str, bool]], quorum: int) -> None:
    reviews = [review(n, word, minute=n, complete=whole) for n, (word, whole) in enumerate(answers)]
    states = {state(*order, quorum=quorum) for order in permutations(reviews)}
    assert len(states) == 1


def test_disagreement_names_the_parts_in_the_order_asked() -> None:
    one = Review(UUID(int=1), START, True, Standpoint({"priority": 1, "verification": "supported"}))
    other = Review(UUID(int=2), START, True, Standpoint({"priority": 2, "verification": "refuted"}))
    assert disagreement([one, other], asks=("verification", "priority")) == ("verification", "priority")


@given(st.lists(st.booleans(), max_size=30))
def test_undo_is_a_stack_that_forgets_nothing(presses: list[bool]) -> None:
    """Against a plain list: each press decides (True) or takes the newest answer back (False)."""
    steps: list[Step] = []
    expected: list[int] = []
    for decides in presses:
        revision = len(steps) + 1
        if decides:
            steps.append(Step(revision))
            expected.append(revision)
        elif expected:
            steps.append(Step(revision, undoes=expected.pop()))
    assert standing_revisions(steps) == expected
