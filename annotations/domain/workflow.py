"""Where a claim stands: one pure function of its rows, and the stack that undo walks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from annotations.domain.judgements import Standpoint, differ
from annotations.domain.vocabulary import ClaimState


@dataclass(frozen=True, slots=True)
class Review:
    """One person's latest answer: whether it is complete, when it was given, and what it says."""

    reviewer_id: UUID
    decided_at: datetime
    complete: bool
    standpoint: Standpoint


@dataclass(frozen=True, slots=True)
class Step:
    """One revision of one person on one claim; `undoes` is the revision it takes back, if it does."""

    revision: int
    undoes: int | None = None


def claim_state(
    reviews: Iterable[Review],
    *,
    asks: Sequence[str],
    quorum: int,
    adjudicated_at: datetime | None = None,
    signed_off_at: datetime | None = None,
    reopened_at: datetime | None = None,
) -> ClaimState:
    """The state that follows from the latest answer of each person and the latest acts of editors.

    `signed_off_at` is given only while the sign-off is valid. A reopening newer than adjudication and sign-off
    makes the quorum start anew: only answers given after it count.
    """
    latest = [review for review in reviews if review.complete]
    settled_at = max((at for at in (adjudicated_at, signed_off_at) if at), default=None)
    reopened = reopened_at is not None and (settled_at is None or reopened_at > settled_at)
    if not reopened:
        if signed_off_at is not None:
            return ClaimState.SIGNED_OFF
        if adjudicated_at is not None and all(review.decided_at < adjudicated_at for review in latest):
            return ClaimState.ADJUDICATED
    counted = [
        review for review in latest if not reopened or reopened_at is None or review.decided_at > reopened_at
    ]
    if disagreement(counted, asks=asks):
        return ClaimState.DISPUTED
    if len(counted) >= quorum:
        return ClaimState.AGREED
    if reopened:
        return ClaimState.REOPENED
    return ClaimState.IN_REVIEW if counted else ClaimState.UNREVIEWED


def disagreement(reviews: Sequence[Review], *, asks: Sequence[str]) -> tuple[str, ...]:
    """The asked parts in which any two of the answers differ, in the order asked for."""
    found = {
        part
        for index, one in enumerate(reviews)
        for other in reviews[index + 1 :]
        for part in differ(one.standpoint, other.standpoint, asks=asks)
    }
    return tuple(part for part in asks if part in found)


def standing_revisions(steps: Iterable[Step]) -> list[int]:
    """The revisions that undo can still take back, oldest first; the last one is what now counts.

    An ordinary decision is laid on the stack, an undo takes one off. Steps come in order of revision.
    """
    stack: list[int] = []
    for step in steps:
        if step.undoes is None:
            stack.append(step.revision)
        elif stack:
            stack.pop()
    return stack
