"""R-STATE for many: evidence, adjudication, sign-off, reopening and merged sources between all other acts."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from annotations import evidence, merging
from annotations.adjudicate import adjudicate
from annotations.domain.errors import Conflict, DomainError, Invalid, NotPermitted
from annotations.domain.vocabulary import AdjudicationReason, ClaimState, MemberRole, Stage, Stance
from annotations.models import Decision, Evidence, SignedClaim, Source
from annotations.policing import HeldBack
from annotations.signing import reopen, sign_off
from tests.factories import make_member
from tests.reliability.machine import Workbench
from tests.reliability.model import Answer, ModelArticle
from tests.reliability.settling_model import ModelRule, SettledClaim
from tests.reliability.wording import PERSON, PICK, judgement_of, pick_from

SETTLED = ("agreed", "adjudicated", "signed_off")


class Desk(Workbench):
    """The workbench with an adjudicator who reads nothing and an editor who signs, beside the three who decide."""

    claim_model = SettledClaim

    def hire(self) -> None:
        self.adjudicator = make_member(self.project, MemberRole.EDITOR)
        self.signer = make_member(self.project, MemberRole.EDITOR)
        self.merged: dict[str, str] = {}
        self.policy: list[ModelRule] = []
        self.pieces: list[tuple[SettledClaim, UUID]] = []

    @precondition(lambda self: self._reviewable())
    @rule(pick=PICK, person=PERSON)
    def bring_evidence(self, pick: int, person: int) -> None:
        claim = pick_from(self._reviewable(), pick)
        piece = evidence.add(
            claim.id,
            stance=Stance.SUPPORTS,
            by=self.people[person],
            url=f"https://log.example/{self.entries}",
            quote="The log says so.",
        )
        claim.evidence, claim.signed_at = claim.evidence + 1, 0
        self.pieces.append((claim, piece.id))
        self.entries += 1

    @precondition(lambda self: self.pieces)
    @rule(pick=PICK)
    def withdraw_evidence(self, pick: int) -> None:
        claim, piece = self.pieces.pop(pick % len(self.pieces))
        try:
            evidence.withdraw(piece, reason="It was forged.", by=self.signer)
        except Conflict:
            assert claim.retired
            return
        claim.evidence, claim.signed_at = claim.evidence - 1, 0
        self.entries += 1

    @precondition(lambda self: self._reviewable())
    @rule(pick=PICK, verification=st.sampled_from(["supported", "refuted"]))
    def adjudicate(self, pick: int, verification: str) -> None:
        disputed = [claim for claim in self._reviewable() if claim.state(self.quorum) == "disputed"]
        claim = pick_from(disputed or self._reviewable(), pick)
        self.clock += 1
        answer = Answer(verification, (), None, note=f"note {self.clock}", at=self.clock)
        before = claim.state(self.quorum)
        was_adjudicated = bool(claim.adjudicated) and claim.standing(self.quorum) is claim.adjudicated[-1]
        request = {
            "reason": AdjudicationReason.SLIP,
            "seen_revision": len(claim.adjudicated),
            "idempotency_key": f"settle-{self.clock}",
            "by": self.adjudicator,
        }
        if before not in ("disputed", "adjudicated") and not (before == "signed_off" and was_adjudicated):
            with pytest.raises(Conflict):
                adjudicate(claim.id, judgement_of(answer), **request)  # type: ignore[arg-type]
            return
        if claim.lacks_evidence(answer):
            with pytest.raises(Invalid):
                adjudicate(claim.id, judgement_of(answer), **request)  # type: ignore[arg-type]
            return
        adjudicate(claim.id, judgement_of(answer), **request)  # type: ignore[arg-type]
        claim.adjudicated.append(answer)
        claim.signed_at = 0
        self._grown()

    @precondition(lambda self: any(2 in claim.rows for claim in self._reviewable()))
    @rule(pick=PICK)
    def adjudicate_ones_own_work(self, pick: int) -> None:
        claim = pick_from([claim for claim in self._reviewable() if 2 in claim.rows], pick)
        with pytest.raises(NotPermitted):
            adjudicate(
                claim.id,
                judgement_of(Answer("supported", ())),
                reason=AdjudicationReason.SLIP,
                seen_revision=len(claim.adjudicated),
                idempotency_key="own",
                by=self.editor,
            )

    @precondition(lambda self: self.articles)
    @rule(
        pick=PICK, whole=st.booleans(), by_an_author=st.booleans(), override=st.sampled_from(["", "Urgent."])
    )
    def sign(self, pick: int, whole: bool, by_an_author: bool, override: str) -> None:
        article = pick_from(self.articles, pick)
        claims = [claim for claim in article.current if claim.reviewable]
        settled = [claim for claim in claims if claim.state(self.quorum) in SETTLED]
        chosen = claims if whole else settled
        by, name = (self.editor, 2) if by_an_author else (self.signer, "signer")
        request: dict[str, Any] = {"claims": [claim.id for claim in chosen], "override": override, "by": by}
        own = [claim for claim in chosen if by_an_author and claim.behind(self.quorum) == {2}]
        may = chosen and len(chosen) == len([one for one in chosen if one in settled])
        if not may or [claim for claim in own if claim in settled]:
            with pytest.raises(DomainError):
                sign_off(article.id, **request)
            return
        held = [(claim, broken) for claim in chosen for broken in claim.held_by(self.quorum, signer=name)]
        if held and not override:
            with pytest.raises(HeldBack):
                sign_off(article.id, **request)
            return
        self.clock += 1
        sign_off(article.id, **request)
        for claim, broken in held:
            claim.let_pass(broken, self.quorum)
        for claim in chosen:
            claim.signers = {name} | (claim.signers if claim.signed_at else set())
            claim.signed_at = self.clock
        self.entries += 1 + bool(held)

    @precondition(lambda self: self._reviewable())
    @rule(pick=PICK)
    def reopen(self, pick: int) -> None:
        settled = [claim for claim in self._reviewable() if claim.state(self.quorum) in SETTLED]
        claim = pick_from(settled or self._reviewable(), pick)
        if not settled:
            with pytest.raises(Conflict):
                reopen(claim.id, reason="A reader wrote.", by=self.signer)
            return
        with pytest.raises(Invalid):
            reopen(claim.id, reason=" ", by=self.signer)
        self.clock += 1
        reopen(claim.id, reason="A reader wrote.", by=self.signer)
        claim.signed_at, claim.reopened_at = 0, self.clock
        self.entries += 1

    @precondition(lambda self: not self.merged)
    @rule()
    def merge_sources(self) -> None:
        named = {
            source.folded: source for source in Source.objects.filter(project=self.project, article=None)
        }
        if not {"courier", "mira olsen"} <= named.keys():
            return
        merging.merge(named["mira olsen"], into=named["courier"].id, by=self.editor)
        self.merged["mira olsen"] = "courier"
        self.entries += 1

    @precondition(lambda self: self.merged)
    @rule()
    def take_the_merge_back(self) -> None:
        source = Source.objects.get(project=self.project, folded="mira olsen", article=None)
        merging.unmerge(source, by=self.editor)
        self.merged.clear()
        self.entries += 1

    @invariant()
    def nobody_settled_or_signed_their_own(self) -> None:
        """I8, from the rows themselves; and a signature that is valid is over a state that says so."""
        rows = Decision.objects.filter(project=self.project).values_list("claim", "reviewer", "stage")
        by_stage: dict[str, set[Any]] = {Stage.REVIEW: set(), Stage.ADJUDICATION: set()}
        for claim, person, stage in rows.order_by("id"):
            by_stage[stage].add((claim, person))
        assert not by_stage[Stage.REVIEW] & by_stage[Stage.ADJUDICATION], "I8"
        signed = SignedClaim.objects.filter(claim__project=self.project, voiding=None)
        assert set(signed.values_list("claim__state", flat=True)) <= {ClaimState.SIGNED_OFF.value}

    @invariant()
    def evidence_that_stands_is_the_models(self) -> None:
        standing = Evidence.objects.filter(claim__project=self.project, withdrawal=None)
        assert standing.count() == sum(claim.evidence for claim in self._claims())

    def _answer(self, claim: Any, verification: str | None, chain: Any, worth: str | None) -> Answer:
        """Who names a source that was merged into another names that one."""
        answer = super()._answer(claim, verification, chain, worth)
        return claim.as_merged(answer)

    def _adopt(self, article: ModelArticle) -> list[Any]:
        new = super()._adopt(article)
        for claim in new:
            claim.merged, claim.policy = self.merged, self.policy
        return new

    def _succeeded(self, article, *old, parts, role):  # type: ignore[no-untyped-def]
        for claim in old:
            claim.signed_at = 0
        return super()._succeeded(article, *old, parts=parts, role=role)
