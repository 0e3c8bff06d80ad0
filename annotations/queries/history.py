"""What happened to a claim, newest first, as far as the viewer may know by now."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from annotations.demands import quorum_for
from annotations.domain.submission import moment_from
from annotations.domain.vocabulary import ClaimState, Stage
from annotations.models import Claim, Decision, Link, SuggestionOutcome, User
from annotations.queries.answers import decision_form
from annotations.queries.pages import Key, Page, page_of
from annotations.standing import reviews_by_claim

NEWEST_FIRST = (Key("decided_at", moment_from, descending=True), Key("id", UUID, descending=True))
OPEN_TO_ALL = (ClaimState.AGREED, ClaimState.ADJUDICATED, ClaimState.SIGNED_OFF)


def claim_history(claim: Claim, *, viewer: User, cursor: str | None, limit: int) -> Page[Decision]:
    """The claim's decisions; in a blind project only the viewer's own until enough people have decided."""
    rows = with_answers(decisions_known_to(claim, viewer))
    return page_of(rows, NEWEST_FIRST, cursor=cursor, limit=limit)


def decisions_known_to(claim: Claim, viewer: User) -> QuerySet[Decision]:
    """The claim's decisions that the viewer may know of by now."""
    rows = Decision.objects.filter(claim=claim)
    if claim.project.blind and not quorum_reached([claim], quorum=claim.project.quorum):
        rows = rows.filter(reviewer=viewer)
    return rows


def quorum_reached(claims: Sequence[Claim], *, quorum: int) -> set[UUID]:
    """Ids of those of the claims of which `quorum` people or more have a complete latest answer.

    The claims come with their project; where its policies ask for more people, so many are needed.
    """
    reached = {claim.pk for claim in claims if claim.state in OPEN_TO_ALL}
    latest = (
        Decision.objects.filter(
            claim__in=[claim for claim in claims if claim.pk not in reached], stage=Stage.REVIEW
        )
        .order_by("claim_id", "reviewer_id", "-revision")
        .distinct("claim_id", "reviewer_id")
        .values_list("claim_id", "complete")
    )
    complete = Counter(claim_id for claim_id, is_complete in latest if is_complete)
    enough = {claim_id for claim_id, people in complete.items() if people >= quorum}
    asking = [claim for claim in claims if claim.pk in enough and claim.project.policies]
    if asking:
        reviews = reviews_by_claim([claim.pk for claim in asking])
        needed = {claim.pk: quorum_for(claim, reviews.get(claim.pk, [])) for claim in asking}
        enough = {pk for pk in enough if complete[pk] >= needed.get(pk, quorum)}
    return reached | enough


def history_form(decision: Decision) -> dict[str, Any]:
    """One line of the history: what kind of act, and the decision with what became of the suggestions."""
    kind = "decision" if decision.stage == Stage.REVIEW else "adjudication"
    return {"kind": kind, **recorded_form(decision)}


def recorded_form(decision: Decision) -> dict[str, Any]:
    """A decision with what became of the suggestions on the screen, as it was sent."""
    outcomes = {
        str(seen.suggestion_id): {"outcome": seen.outcome, **({"reason": seen.reason} if seen.reason else {})}
        for seen in decision.outcomes.all()
    }
    return {**decision_form(decision), "suggestions": outcomes}


def with_answers(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    """The decisions with all that their forms show."""
    links = Link.objects.select_related("source").order_by("depth")
    outcomes = SuggestionOutcome.objects.order_by("suggestion_id")
    return rows.select_related("reviewer").prefetch_related(
        Prefetch("links", queryset=links), Prefetch("outcomes", queryset=outcomes)
    )
