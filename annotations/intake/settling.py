"""Evidence, adjudications, signatures and reopenings of a release made rows again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from annotations.domain.ids import new_id
from annotations.domain.submission import moment_from
from annotations.domain.vocabulary import AdjudicationReason, Stance
from annotations.intake.restoring import ELSEWHERE, Form, moment
from annotations.models import (
    Adjudication,
    ArchivedCopy,
    Evidence,
    Reopening,
    SignedClaim,
    SignOff,
    User,
    Voiding,
    Withdrawal,
)

COMPONENT = "component:import_dataset/1"
NOT_HERE = "The archived copy stayed where the data set was made; its hash came along."


@dataclass(slots=True)
class Acts:
    """Rows of claims' lines that are no answers, in the order in which they can be written."""

    adjudications: list[Adjudication] = field(default_factory=list)
    evidence: dict[UUID, Evidence] = field(default_factory=dict)
    copies: list[ArchivedCopy] = field(default_factory=list)
    withdrawals: dict[UUID, Withdrawal] = field(default_factory=dict)
    sign_offs: dict[UUID, SignOff] = field(default_factory=dict)
    signed: list[SignedClaim] = field(default_factory=list)
    voidings: list[Voiding] = field(default_factory=list)
    reopenings: list[Reopening] = field(default_factory=list)

    def take(self, project_id: UUID, claim: Form, people: Mapping[str, User]) -> None:
        """Add what a claim's line holds. Raises KeyError and ValueError for what a release does not hold."""
        claim_id = UUID(claim["id"])
        for form in claim["adjudications"]:
            reason = AdjudicationReason(form["reason"])
            self.adjudications.append(
                Adjudication(decision_id=UUID(form["id"]), reason=reason, reviews=form["settled"])
            )
        for form in claim["evidence"]:
            self._evidence(project_id, claim_id, form, people)
        for form in claim["sign_offs"]:
            self._signature(project_id, claim_id, UUID(claim["article"]["id"]), form, people)
        for form in claim["reopenings"]:
            self.reopenings.append(
                Reopening(
                    id=UUID(form["id"]),
                    claim_id=claim_id,
                    reopened_by=people[form["by"]],
                    reopened_at=moment_from(form["at"]),
                    reason=ELSEWHERE,
                )
            )

    def write(self) -> None:
        """Write all of it; claims and decisions stand already."""
        rows: tuple[tuple[Any, Any], ...] = (
            (Adjudication, self.adjudications),
            (Evidence, self.evidence.values()),
            (ArchivedCopy, self.copies),
            (Withdrawal, self.withdrawals.values()),
            (SignOff, self.sign_offs.values()),
            (SignedClaim, self.signed),
            (Voiding, self.voidings),
            (Reopening, self.reopenings),
        )
        for model, made in rows:
            model.objects.bulk_create(list(made), batch_size=1000)

    def _evidence(self, project_id: UUID, claim_id: UUID, form: Form, people: Mapping[str, User]) -> None:
        """A piece with several archived copies stands once for each in the line."""
        pk, person = UUID(form["id"]), people[form["added_by"]]
        self.evidence[pk] = Evidence(
            id=pk,
            project_id=project_id,
            claim_id=claim_id,
            url=form["url"],
            filename="" if form["url"] else "a file",
            quote=form["quote"] or "",
            stance=Stance(form["stance"]),
            published_at=moment(form["published_at"]),
            origin_id=UUID(form["origin"]["id"]) if form["origin"] else None,
            added_by=person,
            added_at=moment_from(form["added_at"]),
        )
        if form["sha256"]:
            self.copies.append(
                ArchivedCopy(
                    id=new_id(),
                    evidence_id=pk,
                    retrieved_at=moment_from(form["retrieved_at"]),
                    sha256=form["sha256"],
                    error=NOT_HERE,
                )
            )
        if form["withdrawn_at"]:
            withdrawn_at = moment_from(form["withdrawn_at"])
            self.withdrawals[pk] = Withdrawal(
                evidence_id=pk, withdrawn_by=person, withdrawn_at=withdrawn_at, reason=ELSEWHERE
            )

    def _signature(
        self, project_id: UUID, claim_id: UUID, article_id: UUID, form: Form, people: Mapping[str, User]
    ) -> None:
        pk = UUID(form["id"])
        self.sign_offs[pk] = SignOff(
            id=pk,
            project_id=project_id,
            article_id=article_id,
            editor=people[form["by"]],
            signed_at=moment_from(form["signed_at"]),
            hash=form["whole_hash"],
        )
        signed = SignedClaim(id=new_id(), sign_off_id=pk, claim_id=claim_id, hash=form["hash"])
        self.signed.append(signed)
        if form["voided_at"]:
            by = str(people[form["voided_by"]].pk) if form["voided_by"] else COMPONENT
            self.voidings.append(
                Voiding(
                    id=new_id(),
                    signed_claim=signed,
                    voided_at=moment_from(form["voided_at"]),
                    by=by,
                    because=form["because"],
                )
            )
