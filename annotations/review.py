"""Reviewing: one answer is one row that never changes; a further answer is a further row."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from annotations import keeping, ledger
from annotations.access import DECIDERS
from annotations.domain.digests import request_digest
from annotations.domain.errors import Conflict, Stale
from annotations.domain.judgements import Judgement
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.vocabulary import ClaimState, Stage
from annotations.domain.workflow import Step, standing_revisions
from annotations.keeping import Recorded, Request
from annotations.models import Claim, Decision, User
from annotations.models.answers import own_answer
from annotations.queries.answers import decision_form, judgement_of
from annotations.standing import fold_claim, void_signatures


def record(
    claim_id: UUID,
    judgement: Judgement,
    *,
    seen_revision: int,
    idempotency_key: str,
    by: User,
    body: Mapping[str, Any] | None = None,
) -> Recorded:
    """Keep an answer as the reviewer's next revision and project the claim's state.

    `seen_revision` is the reviewer's own latest revision that was on the screen, 0 before the first. `body` is
    the request as it was sent: the same key with the same body gives the first answer again.
    Raises NotFound, NotPermitted, Invalid (also for a key used with another body) and Stale, whose `current` is
    the newer decision.
    """
    digest = request_digest("decide", claim_id, seen_revision, body if body is not None else repr(judgement))
    return _keep(claim_id, judgement, seen_revision, Request(by, idempotency_key, digest))


def undo(claim_id: UUID, *, seen_revision: int, idempotency_key: str, by: User) -> Recorded:
    """Take back the newest answer not yet undone, by a further revision equal to the one before it.

    A second undo goes one further back; before the first answer all parts are unanswered. Raises as `record`
    does, and Conflict where nothing is left to undo.
    """
    digest = request_digest("undo", claim_id, seen_revision, {})
    return _keep(claim_id, None, seen_revision, Request(by, idempotency_key, digest))


def _keep(claim_id: UUID, judgement: Judgement | None, seen_revision: int, request: Request) -> Recorded:
    """Keep the judgement, or where there is none take the newest answer back."""
    request.require_key()
    try:
        with transaction.atomic():
            claim = keeping.locked(claim_id, request.by, *DECIDERS, to="decide claims")
            if claim.decisions_count and (first := request.first_answer(claim)):
                return first
            latest = _require_latest(claim, request.by, seen_revision)
            undone, content = _before(claim, request.by) if judgement is None else (None, judgement)
            return _write(claim, content, latest + 1, request, undoes=undone)
    except IntegrityError as error:
        if "decision_key_once" in str(error):
            raise request.used_elsewhere() from error
        raise


def _require_latest(claim: Claim, by: User, seen_revision: int) -> int:
    keeping.require_answerable(claim)
    newest = own_answer(claim.id, by) if claim.decisions_count else None
    latest = newest.revision if newest else 0
    if latest != seen_revision:
        words = (
            f"You decided this claim again (revision {latest}) since revision {seen_revision} was shown. "
            "Compare and save once more."
            if seen_revision < latest
            else f"Nobody was shown revision {seen_revision}: your latest is {latest}. Load the claim again."
        )
        raise Stale(words, current=decision_form(newest) if newest else None)
    return latest


def _before(claim: Claim, by: User) -> tuple[int, Judgement]:
    own = Decision.objects.filter(claim=claim, reviewer=by, stage=Stage.REVIEW).order_by("revision")
    steps = [Step(revision, undoes) for revision, undoes in own.values_list("revision", "undoes")]
    stack = standing_revisions(steps)
    if not stack:
        raise Conflict("Nothing is left to undo on this claim.", current=None)
    if len(stack) == 1:
        return stack[-1], Judgement()
    return stack[-1], judgement_of(own.get(revision=stack[-2]))


def _write(
    claim: Claim, judgement: Judgement, revision: int, request: Request, *, undoes: int | None
) -> Recorded:
    kept = keeping.keep(claim, judgement, request, revision=revision, undoes=undoes)
    before = ClaimState(claim.state)
    if before is ClaimState.SIGNED_OFF:
        void_signatures([claim.id], by=str(request.by.pk), because="undone" if undoes else "decided")
    fold_claim(claim, newest=kept.decision)
    ledger.append(
        claim.project_id,
        by=request.by,
        verb=LedgerVerb.UNDONE if undoes else LedgerVerb.DECIDED,
        subject=f"claim:{claim.id}",
        payload=keeping.payload_of(claim, kept, judgement, before=before),
    )
    return Recorded(decision=kept.decision, claim=claim)
