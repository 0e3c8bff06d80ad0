"""Adjudicating: an editor who never answered a claim settles answers that differ."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from annotations import keeping, ledger, outbox
from annotations.access import DECIDERS, EDITORS
from annotations.domain.digests import request_digest
from annotations.domain.errors import Conflict, Invalid, OwnWork, Stale
from annotations.domain.judgements import Judgement
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.vocabulary import AdjudicationReason, ClaimState, Part, Stage
from annotations.domain.workflow import disagreement
from annotations.keeping import Recorded, Request
from annotations.models import (
    Adjudication,
    Assignment,
    Claim,
    Decision,
    Membership,
    Reopening,
    User,
)
from annotations.models.answers import latest_reviews
from annotations.queries.answers import decision_form, judgement_of
from annotations.standing import fold_claim, review_of, void_signatures

MAX_REASON = 10_000


def adjudicate(
    claim_id: UUID,
    judgement: Judgement,
    *,
    reason: AdjudicationReason,
    seen_revision: int,
    idempotency_key: str,
    by: User,
    body: Mapping[str, Any] | None = None,
) -> Recorded:
    """Keep the answer that settles the claim, as its next adjudication, and void its sign-offs.

    `seen_revision` is the claim's latest adjudication that was on the screen, 0 before the first. A part that is
    not answered is taken over where the reviewers agree on it. `body` is the request as it was sent: the same key
    with the same body gives the first answer again.
    Raises NotFound, NotPermitted (also for a person who ever decided this claim), Stale, whose `current` is the
    newer adjudication, Conflict where there is nothing to settle, and Invalid.
    """
    sent = body if body is not None else [repr(judgement), str(reason)]
    request = Request(by, idempotency_key, request_digest("adjudicate", claim_id, seen_revision, sent))
    request.require_key()
    try:
        with transaction.atomic():
            claim = keeping.locked(claim_id, by, *EDITORS, to="adjudicate claims")
            if first := request.first_answer(claim):
                return first
            require_impartial(claim.id, by)
            keeping.require_answerable(claim)
            latest = _require_latest(claim, seen_revision)
            _require_something_to_settle(claim)
            return _write(claim, judgement, reason, latest + 1, request)
    except IntegrityError as error:
        if "decision_key_once" in str(error):
            raise request.used_elsewhere() from error
        raise


@transaction.atomic
def return_to_reviewers(claim_id: UUID, *, reason: str, by: User) -> Reopening:
    """Give a disputed claim back to those who answered it, who are told and asked to answer anew.

    It is open again from then on: only answers given afterwards count. Raises NotFound, NotPermitted (also for a
    person who ever decided this claim), Invalid without a reason, and Conflict for a claim that is not disputed.
    """
    claim = keeping.locked(claim_id, by, *EDITORS, to="return claims to their reviewers")
    require_impartial(claim.id, by)
    keeping.require_answerable(claim)
    if not reason.strip() or len(reason) > MAX_REASON:
        raise Invalid(
            {"reason": [f"Say in 1 to {MAX_REASON:,} characters what the reviewers should look at."]}
        )
    if claim.state != ClaimState.DISPUTED:
        raise Conflict(
            f"Claim {claim.id} is {ClaimState(claim.state).label.lower()}; only what is disputed can be returned.",
            current={"claim": str(claim.id), "state": str(claim.state)},
        )
    now = timezone.now()
    made = Reopening.objects.create(
        claim=claim, reopened_by=by, reopened_at=now, reason=reason.strip(), returned=True
    )
    assigned = _assigned_back(claim, made, by)
    fold_claim(claim)
    outbox.post(outbox.NOTIFY_SENT_BACK, [made.id], project_id=claim.project_id)
    ledger.append(
        claim.project_id,
        by=by,
        verb=LedgerVerb.SENT_BACK,
        subject=f"claim:{claim.id}",
        payload={
            "reopening": str(made.id),
            "state": [str(ClaimState.DISPUTED), str(claim.state)],
            "assignments": {str(one.id): str(one.user_id) for one in assigned},
        },
    )
    return made


def _assigned_back(claim: Claim, made: Reopening, by: User) -> list[Assignment]:
    """The claim as an assignment of each of its reviewers who still decides in the project, but where it is theirs."""
    deciders = Membership.objects.filter(project=claim.project_id, role__in=DECIDERS, user__is_active=True)
    answered = {review.reviewer_id for review in latest_reviews([claim.id]) if review.complete}
    theirs = Assignment.objects.filter(claim=claim, ended_at=None).values("user")
    people = deciders.filter(user__in=answered).exclude(user__in=theirs).order_by("user")
    return Assignment.objects.bulk_create(
        Assignment(
            project_id=claim.project_id,
            article_id=claim.article_id,
            claim=claim,
            user_id=member.user_id,
            assigned_by=by,
            assigned_at=made.reopened_at,
            note=made.reason,
        )
        for member in people
    )


def has_decided(claim_id: UUID, person: User) -> bool:
    """Whether the person ever answered the claim as a reviewer, taken back or not."""
    return Decision.objects.filter(claim=claim_id, reviewer=person, stage=Stage.REVIEW).exists()


def require_impartial(claim_id: UUID, by: User) -> None:
    """Raise NotPermitted for a person who ever answered the claim."""
    if has_decided(claim_id, by):
        raise OwnWork(
            "You decided this claim yourself; somebody who never did has to adjudicate it.",
            act="adjudicate",
            subject=f"claim:{claim_id}",
        )


def _require_latest(claim: Claim, seen_revision: int) -> int:
    newest = (
        Decision.objects.filter(claim=claim, stage=Stage.ADJUDICATION)
        .select_related("reviewer")
        .order_by("-revision")
        .first()
    )
    latest = newest.revision if newest else 0
    if latest != seen_revision:
        raise Stale(
            f"This claim was adjudicated again (revision {latest}) since revision {seen_revision} was shown. "
            "Compare and save once more.",
            current=decision_form(newest) if newest else None,
        )
    return latest


def _require_something_to_settle(claim: Claim) -> None:
    state = ClaimState(claim.state)
    settles_again = state is ClaimState.SIGNED_OFF and _was_adjudicated(claim)
    if state not in (ClaimState.DISPUTED, ClaimState.ADJUDICATED) and not settles_again:
        raise Conflict(
            f"There is nothing to settle: claim {claim.id} is {state.label.lower()}, not disputed.",
            current={"claim": str(claim.id), "state": str(state)},
        )


def _was_adjudicated(claim: Claim) -> bool:
    return claim.standing is not None and claim.standing.stage == Stage.ADJUDICATION


def _write(
    claim: Claim, judgement: Judgement, reason: AdjudicationReason, revision: int, request: Request
) -> Recorded:
    reviews = _reviews(claim)
    whole = _with_what_all_agree_on(claim, judgement, reviews)
    kept = keeping.keep(claim, whole, request, revision=revision, stage=Stage.ADJUDICATION)
    settled = [str(review.id) for review in reviews]
    Adjudication.objects.create(decision=kept.decision, reason=reason, reviews=settled)
    outbox.post(outbox.NOTIFY_SETTLED, [kept.decision.id], project_id=claim.project_id)
    before = ClaimState(claim.state)
    void_signatures([claim.id], by=str(request.by.pk), because=LedgerVerb.ADJUDICATED.value)
    fold_claim(claim, newest=kept.decision)
    ledger.append(
        claim.project_id,
        by=request.by,
        verb=LedgerVerb.ADJUDICATED,
        subject=f"claim:{claim.id}",
        payload={
            **keeping.payload_of(claim, kept, whole, before=before),
            "reason": str(reason),
            "reviews": settled,
        },
    )
    return Recorded(decision=kept.decision, claim=claim)


def _reviews(claim: Claim) -> list[Decision]:
    """Everybody's latest answer, as far as it is complete, oldest first."""
    complete = (review for review in latest_reviews([claim.id]) if review.complete)
    return sorted(complete, key=lambda review: (review.decided_at, review.id))


def _with_what_all_agree_on(claim: Claim, judgement: Judgement, reviews: Sequence[Decision]) -> Judgement:
    """The judgement, complete; raises Invalid where a part that the answers differ in is left open."""
    asks = claim.project.asks
    if judgement.is_complete(asks) or not judgement.answers_anything or not reviews:
        return judgement
    differs = disagreement([review_of(review) for review in reviews], asks=asks)
    agreed = [judgement_of(review) for review in reviews]
    taken: dict[str, Any] = {}
    for part in (Part(name).value for name in asks if getattr(judgement, name) is None):
        values = [value for answer in agreed if (value := getattr(answer, part)) is not None]
        if part not in differs and values:
            taken[part] = values[-1]
    whole = replace(judgement, **taken)
    if whole.is_complete(asks):
        return whole
    open_parts = [name for name in asks if getattr(whole, name) is None]
    raise Invalid({name: ["The answers differ here; say which one holds."] for name in open_parts})
