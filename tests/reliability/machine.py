"""R-STATE: people import, decide, undo, divide, suggest and export in any order; every invariant holds after each."""

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from annotations import divide, ledger, standing
from annotations.domain.errors import AlreadyThere, Conflict, Invalid, Stale
from annotations.domain.vocabulary import ClaimRole, MemberRole
from annotations.ingest import import_article
from annotations.models import Article, Claim, Decision, Suggestion
from annotations.release import export
from annotations.review import record, undo
from annotations.suggest import propose_for
from annotations.suggesters import SUGGESTERS
from tests.factories import make_member, make_project
from tests.reliability.model import Answer, ModelArticle, ModelClaim, Voice
from tests.reliability.wording import (
    CHAINS,
    NUMBERS,
    PERSON,
    PICK,
    SENTENCES,
    VERIFICATIONS,
    WORTH,
    incoming,
    judgement_of,
    pick_from,
    said,
    told,
    within,
)  # fmt: skip


class Workbench(RuleBasedStateMachine):
    """One project, three people who decide (the last one an editor), and the model of it all."""

    claim_model: Any = ModelClaim

    @initialize(quorum=st.integers(1, 3))
    def begin(self, quorum: int) -> None:
        self.project = make_project(quorum=quorum)
        self.quorum = quorum
        reviewer, editor = MemberRole.REVIEWER, MemberRole.EDITOR
        self.people = [make_member(self.project, role) for role in (reviewer, reviewer, editor)]
        self.editor = self.people[-1]
        self.articles: list[ModelArticle] = []
        self.replaced: list[ModelArticle] = []
        self.entries = self.clock = self.decisions = self.suggestions = 0
        self.hire()

    def hire(self) -> None:
        """Further people, where a test needs them."""

    # What people do

    @rule(
        words=st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4),
        gap=st.sampled_from([" ", "\n\n", "\u00a0"]),
    )
    def import_(self, words: list[str], gap: str) -> None:
        text = f"Report {next(NUMBERS)} on the bridge\n\n{gap.join(words)}\n"
        article = import_article(self.project, incoming(text), by=self.editor)
        made = ModelArticle(article.id, text)
        self.articles.append(made)
        self._adopt(made)
        self.entries += 1

    @precondition(lambda self: self.articles)
    @rule(pick=PICK)
    def import_again(self, pick: int) -> None:
        article = pick_from(self.articles, pick)
        with pytest.raises(AlreadyThere):
            import_article(self.project, incoming(article.text), by=self.editor)

    @precondition(lambda self: self._reviewable())
    @rule(pick=PICK, person=PERSON, verification=VERIFICATIONS, chain=CHAINS, worth=WORTH)
    def decide(self, pick: int, person: int, verification: str | None, chain: Any, worth: str | None) -> None:
        claim = pick_from(self._reviewable(), pick)
        answer = self._answer(claim, verification, chain, worth)
        recorded = self._record(
            claim, person, answer, seen=claim.revision(person), key=f"key-{self.decisions}"
        )
        claim.decide(person, answer)
        assert recorded.decision.revision == claim.revision(person)
        self._grown()

    @precondition(lambda self: self._reviewable() and self.decisions)
    @rule(pick=PICK, person=PERSON, off=st.sampled_from([-1, 1, 7]))
    def decide_on_a_stale_page(self, pick: int, person: int, off: int) -> None:
        claim = pick_from(self._reviewable(), pick)
        answer = self._answer(claim, "supported", [], None)
        with pytest.raises(Stale):
            self._record(claim, person, answer, seen=claim.revision(person) + off, key="stale")

    @precondition(lambda self: self._keyed())
    @rule(pick=PICK)
    def decide_again_with_the_same_key(self, pick: int) -> None:
        claim, person = pick_from(self._keyed(), pick)
        first = Decision.objects.get(claim_id=claim.id, reviewer=self.people[person], revision=1)
        answer = claim.rows[person][0]
        again = self._record(claim, person, answer, seen=0, key=first.idempotency_key)
        assert again.replayed
        assert again.decision.id == first.id

    @precondition(lambda self: self._answered())
    @rule(pick=PICK)
    def undo(self, pick: int) -> None:
        claim, person = pick_from(self._answered(), pick)
        request = {
            "seen_revision": claim.revision(person),
            "idempotency_key": f"undo-{self.decisions}",
            "by": self.people[person],
        }
        if claim.retired or not claim.stacks[person]:
            with pytest.raises(Conflict):
                undo(claim.id, **request)
            return
        self.clock += 1
        undo(claim.id, **request)
        claim.undo(person, at=self.clock)
        self._grown()

    @precondition(lambda self: self.articles)
    @rule(pick=PICK)
    def suggest(self, pick: int) -> None:
        article = pick_from(self.articles, pick)
        made = Suggestion.objects.filter(claim__article_id=article.id).count()
        propose_for(article.id)
        added = Suggestion.objects.filter(claim__article_id=article.id).count() - made
        assert not (article.suggested and added)
        self.suggestions += added
        self.entries += 0 if article.suggested else len(SUGGESTERS)
        article.suggested = True

    @precondition(lambda self: self.articles)
    @rule(pick=PICK, claim=PICK, place=PICK)
    def split(self, pick: int, claim: int, place: int) -> None:
        article = pick_from(self.articles, pick)
        old = pick_from(article.current, claim)
        spaces = [place for place in range(old.start, old.end) if article.text[place] == " "]
        if not spaces:
            with pytest.raises(Invalid):
                divide.split(old.id, at=[old.start], by=self.editor)
            return
        divide.split(old.id, at=[pick_from(spaces, place)], by=self.editor)
        self._succeeded(article, old, parts=2, role=old.role)

    @precondition(lambda self: self.articles)
    @rule(pick=PICK, claim=PICK)
    def merge(self, pick: int, claim: int) -> None:
        article = pick_from(self.articles, pick)
        current = article.current
        index = claim % len(current)
        if index + 1 == len(current):
            with pytest.raises(Conflict):
                divide.merge_next(current[index].id, by=self.editor)
            return
        divide.merge_next(current[index].id, by=self.editor)
        self._succeeded(article, *current[index : index + 2], parts=1, role=current[index].role)

    @precondition(lambda self: self.articles)
    @rule(pick=PICK, claim=PICK, role=st.sampled_from(["body", "caption", "boilerplate"]))
    def change_role(self, pick: int, claim: int, role: str) -> None:
        article = pick_from(self.articles, pick)
        old = pick_from(article.current, claim)
        if old.role == role:
            with pytest.raises(Invalid):
                divide.change_role(old.id, role=ClaimRole(role), by=self.editor)
            return
        copies = [one for one in article.current if one.duplicate_of == old.id]
        divide.change_role(old.id, role=ClaimRole(role), by=self.editor)
        (heir,) = self._succeeded(article, old, parts=1, role=role)
        for copy in copies:
            copy.duplicate_of = heir.id if heir.reviewable else None

    @precondition(lambda self: any(claim.retired for claim in self._claims()))
    @rule(pick=PICK, person=PERSON)
    def decide_what_was_divided(self, pick: int, person: int) -> None:
        claim = pick_from([claim for claim in self._claims() if claim.retired], pick)
        with pytest.raises(Conflict):
            self._record(claim, person, Answer("supported", ()), seen=claim.revision(person), key="retired")

    @precondition(lambda self: self.decisions)
    @rule()
    def export(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            export(self.project, formats=["jsonl"], output=Path(folder) / "out", allow_open=True)
            rows = [
                orjson.loads(line) for line in (Path(folder) / "out/claims.jsonl").read_bytes().splitlines()
            ]
        self.entries += 1
        current = {claim.id: claim for article in self.articles for claim in article.current}
        assert {UUID(row["id"]) for row in rows} == set(current)
        for row in rows:
            claim = current[UUID(row["id"])]
            if claim.duplicate_of is None:
                assert row["state"] == claim.state(self.quorum)
                answer = claim.standing(self.quorum)
                assert row["verification"] == (answer.verification if answer else None)

    @invariant()
    def stored_rows_are_those_of_the_model(self) -> None:
        claims = {claim.id: claim for claim in self._claims()}
        stored = Claim.objects.filter(project=self.project).values_list(
            "id", "state", "decisions_count", "duplicate_of_id", "role", "retired_at"
        )
        assert {row[0] for row in stored} == set(claims)
        for pk, state, decisions, duplicate_of, role, retired_at in stored:
            claim = claims[pk]
            follows = claim.state(self.quorum)
            assert state == follows, f"I3: {state} is stored, {follows} follows"
            assert decisions == sum(map(len, claim.rows.values())) + len(getattr(claim, "adjudicated", ()))
            assert (role, retired_at is not None) == (claim.role, claim.retired)
            assert claim.retired or duplicate_of == claim.duplicate_of
        self._history_is_the_models(claims)

    @invariant()
    def states_follow_from_rows_and_the_ledger_verifies(self) -> None:
        assert all(stored == follows for _, stored, follows in standing.compared_claims(self.project))
        report = ledger.verify(self.project.id)
        assert (report.ok, report.count) == (True, self.entries), report.why
        assert Suggestion.objects.filter(project=self.project).count() == self.suggestions

    @invariant()
    def claims_and_gaps_give_the_text_back(self) -> None:
        for article in self.articles:
            stored = Article.objects.only("text", "gaps").get(pk=article.id)
            pieces = [
                (c.start, c.text)
                for c in Claim.objects.filter(article_id=article.id).current().defer("words")
            ]
            pieces += [(start, stored.text[start:end]) for start, end in stored.gaps]
            assert "".join(text for _, text in sorted(pieces)) == article.text == stored.text

    def _history_is_the_models(self, claims: dict[UUID, ModelClaim]) -> None:
        """I2, I5, I12: every answer of each person in order, without a gap, none changed or gone."""
        found: dict[tuple[UUID, int], list[Decision]] = {}
        numbers = {person.id: index for index, person in enumerate(self.people)}
        rows = Decision.objects.filter(project=self.project, stage="review").order_by("revision")
        for row in rows.prefetch_related("links__source"):
            found.setdefault((row.claim_id, numbers[row.reviewer_id]), []).append(row)
        for claim in claims.values():
            for person, answers in claim.rows.items():
                own = found.pop((claim.id, person))
                assert [row.revision for row in own] == list(range(1, len(answers) + 1))
                assert [told(row) for row in own] == [said(answer) for answer in answers]
        assert not found

    def _answer(self, claim: ModelClaim, verification: str | None, chain: Any, worth: str | None) -> Answer:
        voices: tuple[Voice, ...] | None = None
        if chain is not None:
            voices = tuple((name, known, within(claim, place)) for (name, known), place in chain)
        self.clock += 1
        return Answer(verification, voices, worth, note=f"note {self.clock}", at=self.clock)

    def _record(self, claim: ModelClaim, person: int, answer: Answer, *, seen: int, key: str) -> Any:
        by: dict[str, Any] = {"idempotency_key": key, "by": self.people[person]}
        return record(claim.id, judgement_of(answer), seen_revision=seen, **by)

    def _grown(self) -> None:
        self.entries += 1
        self.decisions += 1

    def _adopt(self, article: ModelArticle) -> list[Any]:
        new = [
            self.claim_model(claim.id, claim.start, claim.end, claim.role, claim.duplicate_of_id)
            for claim in Claim.objects.filter(article_id=article.id).current().order_by("start")
            if claim.id not in article.claims
        ]
        article.claims |= {claim.id: claim for claim in new}
        return new

    def _succeeded(self, article: ModelArticle, *old: ModelClaim, parts: int, role: str) -> list[ModelClaim]:
        article.retire(*old)
        new = self._adopt(article)
        assert [claim.role for claim in new] == [role] * parts
        assert (new[0].start, new[-1].end) == (old[0].start, old[-1].end)
        self.entries += 1
        return new

    def _reviewable(self) -> list[ModelClaim]:
        return [claim for article in self.articles for claim in article.current if claim.reviewable]

    def _answered(self) -> list[tuple[Any, int]]:
        return [(claim, person) for claim in self._claims() for person in claim.rows]

    def _keyed(self) -> list[tuple[Any, int]]:
        return self._answered()  # whose first answer came with a key of theirs

    def _claims(self) -> list[Any]:
        """All that ever were."""
        return [claim for article in self.articles + self.replaced for claim in article.claims.values()]
