"""Reviewing: one answer is one row that never changes; a further answer is a further row."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from annotations import ledger, protections, sources
from annotations.access import DECIDERS, require_role
from annotations.domain.blindness import shown_without_suggestions
from annotations.domain.digests import request_digest
from annotations.domain.errors import Conflict, Invalid, NotFound, Stale
from annotations.domain.judgements import Judgement
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.records import LinkValue
from annotations.domain.vocabulary import ClaimRole, ClaimState, Stage
from annotations.domain.workflow import Step, standing_revisions
from annotations.models import Claim, Decision, Link, Suggestion, SuggestionOutcome, User
from annotations.queries.answers import answer_form, decision_form, judgement_of
from annotations.standing import fold_claim, void_signatures


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a verb of review did: the decision, the claim as it stands now, and whether it was a repeated request."""

    decision: Decision
    claim: Claim
    replayed: bool = False


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
    return _keep(claim_id, judgement, seen_revision, idempotency_key, by, digest)


def undo(claim_id: UUID, *, seen_revision: int, idempotency_key: str, by: User) -> Recorded:
    """Take back the newest answer not yet undone, by a further revision equal to the one before it.

    A second undo goes one further back; before the first answer all parts are unanswered. Raises as `record`
    does, and Conflict where nothing is left to undo.
    """
    digest = request_digest("undo", claim_id, seen_revision, {})
    return _keep(claim_id, None, seen_revision, idempotency_key, by, digest)


def _keep(
    claim_id: UUID,
    judgement: Judgement | None,
    seen_revision: int,
    key: str,
    by: User,
    digest: str,
) -> Recorded:
    """Keep the judgement, or where there is none take the newest answer back."""
    if not key or len(key) > 100:
        raise Invalid(
            {"Idempotency-Key": ["Send a key of 1 to 100 characters, made when the claim was shown."]}
        )
    try:
        with transaction.atomic():
            claim = _locked(claim_id, by)
            first = Decision.objects.filter(reviewer=by, idempotency_key=key).first()
            if first is not None:
                return _replay(first, claim, digest)
            latest = _require_latest(claim, by, seen_revision)
            undone, content = _before(claim, by) if judgement is None else (None, judgement)
            return _write(claim, content, latest + 1, key, by, digest, undoes=undone)
    except IntegrityError as error:
        if "decision_key_once" in str(error):  # the same key on two claims at once: the other one came first
            raise Invalid({"Idempotency-Key": [f"The key '{key}' was used for another decision."]}) from error
        raise


def _locked(claim_id: UUID, by: User) -> Claim:
    rows = (
        Claim.objects.visible_to(by)
        .filter(pk=claim_id)
        .select_related("project")
        .annotate(by_role=F("project__membership__role"), text_length=F("article__length"))
        .defer("words")
    )
    if protections.stands("claim lock"):
        rows = rows.select_for_update(of=("self",), no_key=True)
    claim = rows.first()
    if claim is None:
        raise NotFound(f"There is no claim {claim_id} in your projects.")
    require_role(claim.by_role, *DECIDERS, to="decide claims")
    return claim


def _replay(first: Decision, claim: Claim, digest: str) -> Recorded:
    if first.request_digest != digest:
        raise Invalid(
            {
                "Idempotency-Key": [
                    f"The key '{first.idempotency_key}' came before with another body. Use a new key."
                ]
            }
        )
    return Recorded(decision=first, claim=claim, replayed=True)


def _require_latest(claim: Claim, by: User, seen_revision: int) -> int:
    if claim.retired_at is not None:
        raise Conflict(f"Claim {claim.id} was divided anew and has successors; answer those.", current=None)
    if not ClaimRole(claim.role).is_reviewed:
        raise Invalid(
            {"": [f"A {ClaimRole(claim.role).label.lower()} is not reviewed; an editor can change its role."]}
        )
    if claim.duplicate_of_id is not None:
        raise Invalid({"": [f"This is a duplicate; it takes the answer of claim {claim.duplicate_of_id}."]})
    newest = (
        Decision.objects.filter(claim=claim, reviewer=by, stage=Stage.REVIEW).order_by("-revision").first()
    )
    latest = newest.revision if newest else 0
    if latest != seen_revision:
        raise Stale(
            f"You decided this claim again (revision {latest}) since revision {seen_revision} was shown. "
            "Compare and save once more.",
            current=decision_form(newest) if newest else None,
        )
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
    claim: Claim, judgement: Judgement, revision: int, key: str, by: User, digest: str, *, undoes: int | None
) -> Recorded:
    if undoes is None:
        judgement.require_sound(text_length=claim.text_length)  # type: ignore[attr-defined]
    chain, created = sources.resolve(
        judgement.chain or (), project_id=claim.project_id, article_id=claim.article_id
    )
    decision = _decision(claim, judgement, revision, key, by, digest, undoes)
    _require_own_suggestions(claim, judgement)
    decision.suggestions_shown = bool(judgement.seen) or _suggestions_were_shown(claim)
    decision.save(force_insert=True)
    Link.objects.bulk_create(_link(decision, link) for link in chain)
    SuggestionOutcome.objects.bulk_create(
        SuggestionOutcome(
            decision=decision, suggestion_id=seen.suggestion_id, outcome=seen.outcome, reason=seen.reason
        )
        for seen in judgement.seen
    )
    before = ClaimState(claim.state)
    if before is ClaimState.SIGNED_OFF:
        void_signatures([claim.id], by=str(by.pk), because="undone" if undoes else "decided")
    fold_claim(claim, newest=decision)
    ledger.append(
        claim.project_id,
        by=by,
        verb=LedgerVerb.UNDONE if undoes else LedgerVerb.DECIDED,
        subject=f"claim:{claim.id}",
        payload=_payload(claim, decision, judgement, chain, created, before),
    )
    return Recorded(decision=decision, claim=claim)


def digest_of(decision: Decision, chain: Sequence[LinkValue] | None = None) -> str:
    """What the ledger keeps of an answer: its digest under the decision's own salt."""
    form = ledger.canonical(answer_form(decision, chain=chain))
    return ledger.salted_digest(bytes.fromhex(decision.salt), form)


def _decision(
    claim: Claim, judgement: Judgement, revision: int, key: str, by: User, digest: str, undoes: int | None
) -> Decision:
    return Decision(
        project_id=claim.project_id,
        claim=claim,
        reviewer=by,
        revision=revision,
        undoes=undoes,
        complete=judgement.is_complete(claim.project.asks),
        verification=judgement.verification,
        chain_answered=judgement.chain is not None,
        check_worthiness=judgement.check_worthiness,
        priority=judgement.priority,
        basis=judgement.basis,
        as_of=judgement.as_of,
        revisit_on=judgement.revisit_on,
        note=judgement.note,
        flag=judgement.flag,
        seconds=judgement.seconds,
        guideline_version=claim.project.guideline_version,
        others_hidden=claim.project.blind and claim.state in (ClaimState.UNREVIEWED, ClaimState.IN_REVIEW),
        idempotency_key=key,
        request_digest=digest,
        salt=secrets.token_hex(16),
        decided_at=timezone.now(),
    )


def _require_own_suggestions(claim: Claim, judgement: Judgement) -> None:
    named = {seen.suggestion_id for seen in judgement.seen}
    if not named:
        return
    known = set(Suggestion.objects.filter(claim=claim, pk__in=named).values_list("pk", flat=True))
    if named - known:
        foreign = ", ".join(sorted(str(pk) for pk in named - known))
        raise Invalid({"suggestions": [f"Not suggestions about this claim: {foreign}."]})


def _suggestions_were_shown(claim: Claim) -> bool:
    if shown_without_suggestions(claim.id, share=claim.project.blind_share):
        return False
    return Suggestion.objects.filter(claim=claim).exists()


def _link(decision: Decision, link: LinkValue) -> Link:
    return Link(
        decision=decision,
        depth=link.depth,
        source_id=link.source_id,
        source_span=list(link.source_span) if link.source_span else None,
        cue_span=list(link.cue_span) if link.cue_span else None,
        content_spans=[list(span) for span in link.content_spans],
        quote_type=link.quote_type,
        identification=link.identification,
        record=link.record,
        mention=link.mention,
        fidelity=link.fidelity,
    )


def _payload(
    claim: Claim,
    decision: Decision,
    judgement: Judgement,
    chain: list[LinkValue],
    created: list[UUID],
    before: ClaimState,
) -> dict[str, Any]:
    answered = [str(link.source_id) if link.source_id else None for link in chain]
    return {
        "decision": str(decision.id),
        "revision": decision.revision,
        "undoes": decision.undoes,
        "verification": judgement.verification,
        "check_worthiness": judgement.check_worthiness,
        "priority": judgement.priority,
        "chain": answered if decision.chain_answered else None,
        "sources_created": [str(pk) for pk in created],
        "suggestions": {str(seen.suggestion_id): str(seen.outcome) for seen in judgement.seen},
        "suggestions_shown": decision.suggestions_shown,
        "state": [str(before), str(claim.state)],
        "answer": digest_of(decision, chain),
    }
