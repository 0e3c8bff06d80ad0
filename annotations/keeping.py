"""Keeping an answer as a row that never changes: what reviewing and adjudicating have in common."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from annotations import ledger, protections, queue, sources
from annotations.access import require_role
from annotations.demands import require_evidence
from annotations.domain.blindness import shown_without_suggestions
from annotations.domain.errors import Conflict, Invalid, NotFound
from annotations.domain.judgements import Judgement, SeenSuggestion
from annotations.domain.records import LinkValue
from annotations.domain.vocabulary import ClaimRole, ClaimState, MemberRole, Stage
from annotations.models import Claim, Decision, DeskLabel, Link, Project, SuggestionOutcome, User
from annotations.models.answers import answer_with_key
from annotations.models.rows import Columns, execute, fetch, insertion
from annotations.queries.answers import answer_form


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a verb of review did: the decision, the claim as it stands now, and whether it was a repeated request."""

    decision: Decision
    claim: Claim
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks, under which key, and the digest of what was asked."""

    by: User
    key: str
    digest: str

    def require_key(self) -> None:
        """Raise Invalid unless the key has 1 to 100 characters."""
        if not self.key or len(self.key) > 100:
            raise Invalid(
                {"Idempotency-Key": ["Send a key of 1 to 100 characters, made when the claim was shown."]}
            )

    def first_answer(self, claim: Claim) -> Recorded | None:
        """What was answered when this key came first. Raises Invalid where it came with another body."""
        first = answer_with_key(self.key, self.by)
        if first is not None and first.request_digest != self.digest:
            raise Invalid(
                {"Idempotency-Key": [f"The key '{self.key}' came before with another body. Use a new key."]}
            )
        return Recorded(decision=first, claim=claim, replayed=True) if first is not None else None

    def used_elsewhere(self) -> Invalid:
        """What to say where the same key came on two claims at once, and the other one was first."""
        return Invalid({"Idempotency-Key": [f"The key '{self.key}' was used for another decision."]})


@dataclass(frozen=True, slots=True)
class Kept:
    """A decision that was written: its chain with the ids of its sources, and those that it brought in."""

    decision: Decision
    chain: Sequence[LinkValue]
    created: Sequence[UUID]


CLAIM, PROJECT = Columns(Claim, "c", leave=("words",)), Columns(Project, "p")
LOCKED = f"""
select {CLAIM.sql}, {PROJECT.sql}, m.role, a.length,
    array(select s.id from annotations_suggestion s where s.claim_id = c.id)
from annotations_claim c
join annotations_project p on p.id = c.project_id
join annotations_membership m on m.project_id = c.project_id and m.user_id = %s
join annotations_article a on a.id = c.article_id
where c.id = %s
"""  # noqa: S608


def locked(claim_id: UUID, by: User, *allowed: MemberRole, to: str) -> Claim:
    """The claim with its project, held until the transaction ends. Raises NotFound and NotPermitted.

    `text_length` is that of its article's text in code points, `suggestion_ids` are all that was ever suggested.
    """
    lock = "for no key update of c" if protections.stands("claim lock") else ""
    found = fetch(LOCKED + lock, [by.pk, claim_id])
    if not found:
        raise NotFound(f"There is no claim {claim_id} in your projects.")
    *columns, role, text_length, suggestion_ids = found[0]
    require_role(role, *allowed, to=to)
    claim = CLAIM.row(columns)
    claim.project = PROJECT.row(columns[len(CLAIM) :])
    claim.text_length, claim.suggestion_ids = text_length, frozenset(suggestion_ids)  # type: ignore[attr-defined]
    return claim


def require_current(claim: Claim) -> None:
    """Raise Conflict for a claim that was divided anew, or whose article has a newer version."""
    if claim.retired_at is not None:
        raise Conflict(
            f"Claim {claim.id} was divided anew, or its article has a newer version; answer its successors.",
            current=None,
        )


def require_answerable(claim: Claim) -> None:
    """Raise Conflict or Invalid unless the claim is put before reviewers."""
    require_current(claim)
    if not ClaimRole(claim.role).is_reviewed:
        raise Invalid(
            {"": [f"A {ClaimRole(claim.role).label.lower()} is not reviewed; an editor can change its role."]}
        )
    if claim.duplicate_of_id is not None:
        raise Invalid({"": [f"This is a duplicate; it takes the answer of claim {claim.duplicate_of_id}."]})


def require_label(project_id: UUID, label_id: UUID | None, *, verification: str | None) -> DeskLabel | None:
    """The project's label if it can be given below this word. Raises Invalid under "label"."""
    if label_id is None:
        return None
    label = DeskLabel.objects.current().filter(project_id=project_id, pk=label_id).first()
    if label is None:
        raise Invalid({"label": [f"There is no label {label_id} in use in this project."]})
    if label.verification != verification:
        words = f"'{label.name}' stands below '{label.verification}', the answer is '{verification}'."
        raise Invalid({"label": [words]})
    return label


def keep(
    claim: Claim,
    judgement: Judgement,
    request: Request,
    *,
    revision: int,
    stage: Stage = Stage.REVIEW,
    undoes: int | None = None,
) -> Kept:
    """Write the decision with its chain and what became of the suggestions, and end the person's lease where it is
    complete; the caller folds the claim.

    Raises Invalid for an answer that cannot be kept; what only takes an older answer back is kept as it was.
    """
    if undoes is None:
        judgement.require_sound(text_length=claim.text_length)  # type: ignore[attr-defined]
        require_label(claim.project_id, judgement.label, verification=judgement.verification)
        require_evidence(claim, judgement)
    chain, created = sources.resolve(
        judgement.chain or (), project_id=claim.project_id, article_id=claim.article_id
    )
    decision = _decision(claim, judgement, request, revision, stage, undoes)
    _require_own_suggestions(claim, judgement)
    decision.suggestions_shown = bool(judgement.seen) or _suggestions_were_shown(claim)
    links = [link_row(decision, link) for link in chain]
    outcomes = [_outcome(decision, seen) for seen in judgement.seen]
    # Who answered completely is done here; who took an answer back is on the claim still.
    done = queue.giving_back(claim.id, by=request.by) if decision.complete and undoes is None else []
    execute([*(insertion(rows) for rows in ([decision], links, outcomes) if rows), *done])
    return Kept(decision, chain, created)


def digest_of(decision: Decision, chain: Sequence[LinkValue] | None = None) -> str:
    """What the ledger keeps of an answer: its digest under the decision's own salt."""
    form = ledger.canonical(answer_form(decision, chain=chain))
    return ledger.salted_digest(bytes.fromhex(decision.salt), form)


def payload_of(claim: Claim, kept: Kept, judgement: Judgement, *, before: ClaimState) -> dict[str, Any]:
    """What the ledger says of a decision; `before` is the state that the claim had."""
    decision = kept.decision
    answered = [str(link.source_id) if link.source_id else None for link in kept.chain]
    return {
        "decision": str(decision.id),
        "revision": decision.revision,
        "undoes": decision.undoes,
        "verification": judgement.verification,
        "check_worthiness": judgement.check_worthiness,
        "priority": judgement.priority,
        "chain": answered if decision.chain_answered else None,
        "sources_created": [str(pk) for pk in kept.created],
        "suggestions": {str(seen.suggestion_id): str(seen.outcome) for seen in judgement.seen},
        "suggestions_shown": decision.suggestions_shown,
        "state": [str(before), str(claim.state)],
        "answer": digest_of(decision, kept.chain),
    }


def _decision(
    claim: Claim, judgement: Judgement, request: Request, revision: int, stage: Stage, undoes: int | None
) -> Decision:
    blind_yet = claim.project.blind and claim.state in (ClaimState.UNREVIEWED, ClaimState.IN_REVIEW)
    return Decision(
        project_id=claim.project_id,
        claim=claim,
        reviewer=request.by,
        stage=stage,
        revision=revision,
        undoes=undoes,
        complete=judgement.is_complete(claim.project.asks),
        verification=judgement.verification,
        label_id=judgement.label,
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
        others_hidden=blind_yet,
        idempotency_key=request.key,
        request_digest=request.digest,
        salt=secrets.token_hex(16),
        decided_at=timezone.now(),
    )


def _require_own_suggestions(claim: Claim, judgement: Judgement) -> None:
    named = {seen.suggestion_id for seen in judgement.seen}
    if foreign := named - claim.suggestion_ids:  # type: ignore[attr-defined]
        listed = ", ".join(sorted(map(str, foreign)))
        raise Invalid({"suggestions": [f"Not suggestions about this claim: {listed}."]})


def _suggestions_were_shown(claim: Claim) -> bool:
    if shown_without_suggestions(claim.id, share=claim.project.blind_share):
        return False
    return bool(claim.suggestion_ids)  # type: ignore[attr-defined]


def _outcome(decision: Decision, seen: SeenSuggestion) -> SuggestionOutcome:
    return SuggestionOutcome(
        decision=decision, suggestion_id=seen.suggestion_id, outcome=seen.outcome, reason=seen.reason
    )


def link_row(decision: Decision, link: LinkValue) -> Link:
    """The row that keeps this link of the decision's chain; its source has an id by now."""
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
