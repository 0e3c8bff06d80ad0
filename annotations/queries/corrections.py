"""Corrections after sign-off: what had been signed, what came of it, and which releases contained the old answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from annotations.domain.vocabulary import ClaimState, Stage
from annotations.models import Claim, Decision, LedgerEntry, Project, Release, ReleaseStatus, Voiding

SHOWN = 100


@dataclass(frozen=True, slots=True)
class OldRelease:
    """A release that contained the old answer."""

    id: UUID
    built_at: datetime
    formats: str


@dataclass(frozen=True, slots=True)
class Correction:
    """That a signed claim was changed by the act `because`; "" for a status that is not decided.

    `releases` are all finished releases whose snapshot lies between the old answer and the act and whose selection
    does not leave the claim out; where a selection cannot be judged afterwards, the release is listed.
    """

    claim: UUID
    article: UUID
    text: str
    because: str
    signed_at: datetime
    voided_at: datetime
    old: str
    new: str
    state: str
    releases: Sequence[OldRelease]


def corrections(project: Project, *, claim: UUID | None = None) -> list[Correction]:
    """The newest corrections, of one claim where it is given; six queries, however many."""
    rows = Voiding.objects.filter(signed_claim__claim__project=project)
    if claim is not None:
        rows = rows.filter(signed_claim__claim=claim)
    voidings = list(
        rows.select_related("signed_claim__claim__standing", "signed_claim__sign_off")
        .defer("signed_claim__claim__words")
        .order_by("-voided_at", "id")[:SHOWN]
    )
    old = _signed_answers(voidings)
    acts = _acts(project, voidings)
    releases = list(
        Release.objects.filter(
            project=project, status=ReleaseStatus.DONE, snapshot_at__isnull=False
        ).order_by("-requested_at", "id")
    )
    return [_correction(voiding, old.get(voiding.id), acts.get(voiding.id), releases) for voiding in voidings]


def corrections_form(found: Sequence[Correction]) -> dict[str, Any]:
    """The corrections in JSON form."""
    return {
        "corrections": [
            {
                "claim": str(one.claim),
                "article": str(one.article),
                "because": one.because,
                "signed_at": one.signed_at.isoformat(),
                "voided_at": one.voided_at.isoformat(),
                "old": one.old or None,
                "new": one.new or None,
                "state": one.state,
                "releases": [str(release.id) for release in one.releases],
            }
            for one in found
        ]
    }


def _signed_answers(voidings: Sequence[Voiding]) -> dict[UUID, Decision]:
    """The answer that stood when each claim was signed: the newest complete one up to then (standing.folded)."""
    ids = {voiding.signed_claim.claim_id for voiding in voidings}
    settling = Q(stage=Stage.ADJUDICATION) | Q(complete=True)
    by_claim: dict[UUID, list[Decision]] = {}
    for decision in Decision.objects.filter(settling, claim__in=ids).order_by("decided_at", "id"):
        by_claim.setdefault(decision.claim_id, []).append(decision)
    found = {}
    for voiding in voidings:
        signed_at = voiding.signed_claim.sign_off.signed_at
        given = [
            one for one in by_claim.get(voiding.signed_claim.claim_id, []) if one.decided_at <= signed_at
        ]
        if given:
            found[voiding.id] = given[-1]
    return found


def _acts(project: Project, voidings: Sequence[Voiding]) -> dict[UUID, int]:
    """The ledger's seq of the act that made each signature void: the claim's first entry from that moment on."""
    subjects = {f"claim:{voiding.signed_claim.claim_id}" for voiding in voidings}
    entries: dict[str, list[tuple[datetime, int]]] = {}
    rows = LedgerEntry.objects.filter(project_id=project.id, subject__in=subjects).order_by("seq")
    for subject, at, seq in rows.values_list("subject", "at", "seq"):
        entries.setdefault(subject, []).append((at, seq))
    found = {}
    for voiding in voidings:
        later = [
            seq
            for at, seq in entries.get(f"claim:{voiding.signed_claim.claim_id}", [])
            if at >= voiding.voided_at
        ]
        if later:
            found[voiding.id] = later[0]
    return found


def _correction(
    voiding: Voiding, old: Decision | None, act: int | None, releases: Sequence[Release]
) -> Correction:
    signed, claim = voiding.signed_claim, voiding.signed_claim.claim
    new = claim.standing.verification if claim.standing else None
    return Correction(
        claim=claim.id,
        article=claim.article_id,
        text=claim.text,
        because=voiding.because,
        signed_at=signed.sign_off.signed_at,
        voided_at=voiding.voided_at,
        old=(old.verification or "") if old else "",
        new=new or "",
        state=ClaimState(claim.state).label,
        releases=[
            OldRelease(one.id, one.built_at or one.requested_at, ", ".join(one.formats))
            for one in releases
            if _contained(one, claim, voiding, old, act)
        ],
    )


def _contained(
    release: Release, claim: Claim, voiding: Voiding, old: Decision | None, act: int | None
) -> bool:
    snapshot_at, seq = release.snapshot_at, release.ledger_seq
    if old is None or snapshot_at is None or snapshot_at < old.decided_at:
        return False
    is_before = seq < act if act is not None and seq is not None else snapshot_at < voiding.voided_at
    return is_before and _selected(release.selection, claim, old)


def _selected(selection: dict[str, Any], claim: Claim, old: Decision) -> bool:
    """Whether the selection may hold the claim with its old answer; parts that changed since are not judged."""
    judged = (
        ("articles", str(claim.article_id)),
        ("roles", str(claim.role)),
        ("verifications", str(old.verification)),
    )
    return all(not selection.get(part) or value in selection[part] for part, value in judged)
