"""R-STATE with newer versions of articles and with policies, between all other acts of reviewers and editors."""

from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from annotations import policing
from annotations.admit import write_policies
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.records import Draft
from annotations.ingest import Incoming, import_article
from annotations.models import Evidence, Reanchoring
from tests.reliability.model import Answer, ModelArticle
from tests.reliability.settling_machine import SETTLED, Desk
from tests.reliability.settling_model import ModelRule, SettledClaim
from tests.reliability.wording import (
    CHAINS,
    NUMBERS,
    PERSON,
    PICK,
    SENTENCES,
    VERIFICATIONS,
    WORTH,
    pick_from,
)

RULES = (
    ModelRule("quorum", people=2),
    ModelRule("quorum", ("refuted",), people=3),
    ModelRule("evidence", ("supported", "refuted")),
    ModelRule("second_editor", ("refuted",)),
    ModelRule("second_editor"),
)
POLICIES = st.lists(st.sampled_from(RULES), max_size=2, unique=True)
EDITS = st.sampled_from(["keep", "drop", "reword", "turn round", "repeat"])


class NewsDesk(Desk):
    """The desk whose articles are written anew, and whose rules change."""

    @precondition(lambda self: self.articles)
    @rule(pick=PICK, edit=EDITS, at_start=st.booleans(), added=st.sampled_from(SENTENCES))
    def replace(self, pick: int, edit: str, at_start: bool, added: str) -> None:
        older = pick_from(self.articles, pick)
        before = older.current
        text = edited([older.text[one.start : one.end] for one in before], edit, added, at_start=at_start)
        article = import_article(
            self.project,
            Incoming(text.encode(), Draft(text=text, language="en"), replaces=older.id),
            by=self.editor,
        )
        newer = ModelArticle(article.id, text)
        after = self._adopt(newer)
        pairs = self._pairs(older, newer)
        carried = sum(new.carry(origin_of(old, older), shifts(pairs)) for old, new in pairs if new.reviewable)
        older.retire(*before)
        for claim in before:
            claim.signed_at = 0
        self.articles[self.articles.index(older)] = newer
        self.replaced.append(older)
        self._adopt_evidence(after)
        self.entries += 2 + carried

    @precondition(lambda self: self.replaced)
    @rule(pick=PICK)
    def replace_an_older_version(self, pick: int) -> None:
        older = pick_from(self.replaced, pick)
        text = f"Report {next(NUMBERS)} on the bridge\n"
        with pytest.raises(Conflict):
            import_article(
                self.project,
                Incoming(text.encode(), Draft(text=text, language="en"), replaces=older.id),
                by=self.editor,
            )

    @rule(rules=POLICIES)
    def write_policies(self, rules: list[ModelRule]) -> None:
        write_policies(self.project, [one.as_written() for one in rules], by=self.editor)
        self.policy[:] = rules
        self.entries += 1

    @precondition(lambda self: self.articles)
    @rule(pick=PICK, number=st.integers(0, 2))
    def endorse(self, pick: int, number: int) -> None:
        article = pick_from(self.articles, pick)
        name, by = [("signer", self.signer), ("adjudicator", self.adjudicator), (2, self.editor)][number]
        waiting = [
            (claim, claim.standing(self.quorum).at)
            for claim in article.current
            if claim.reviewable
            and claim.state(self.quorum) in SETTLED
            and any(one.demand == "second_editor" for one in claim.held_by(self.quorum))
        ]
        new = [(claim, at) for claim, at in waiting if (name, at) not in claim.endorsed]
        if not new:
            with pytest.raises(Conflict):
                policing.endorse(article.id, by=by)
            return
        policing.endorse(article.id, by=by)
        for claim, at in new:
            claim.endorsed.add((name, at))
        self.entries += 1

    @precondition(lambda self: self._reviewable())
    @rule(pick=PICK, person=PERSON, verification=VERIFICATIONS, chain=CHAINS, worth=WORTH)
    def decide(self, pick: int, person: int, verification: str | None, chain: Any, worth: str | None) -> None:
        claim = pick_from(self._reviewable(), pick)
        answer = Answer(verification)
        if claim.lacks_evidence(answer):
            with pytest.raises(Invalid):
                self._record(claim, person, answer, seen=claim.revision(person), key="refused")
            return
        super().decide(pick=pick, person=person, verification=verification, chain=chain, worth=worth)

    @precondition(lambda self: self.decisions)
    @rule()
    def export(self) -> None:
        if any(
            claim.state(self.quorum) in SETTLED and claim.held_by(self.quorum) for claim in self._reviewable()
        ):
            with pytest.raises(policing.HeldBack):
                super().export()
            return
        super().export()

    def _pairs(self, older: ModelArticle, newer: ModelArticle) -> list[tuple[Any, Any]]:
        """The claims that stand word for word in both, as they were stored: all that can, and only such."""
        rows = Reanchoring.objects.filter(article=newer.id).values_list("before", "after", "outcome")
        pairs = [
            (older.claims[one], newer.claims[other]) for one, other, outcome in rows if outcome == "unchanged"
        ]
        words = [(older.text[old.start : old.end], newer.text[new.start : new.end]) for old, new in pairs]
        assert all(one == other for one, other in words)
        here, there = (
            Counter(article.text[claim.start : claim.end] for claim in article.current)
            for article in (older, newer)
        )
        assert Counter(one for one, _ in words) == here & there
        assert sorted(str(one) for one, _, _ in rows if one) == sorted(str(one.id) for one in older.current)
        assert sorted(str(one) for _, one, _ in rows if one) == sorted(str(one.id) for one in newer.current)
        return pairs

    def _adopt_evidence(self, claims: list[SettledClaim]) -> None:
        known = {claim.id: claim for claim in claims}
        for piece, claim in (
            Evidence.objects.filter(claim__in=known).order_by("id").values_list("id", "claim")
        ):
            self.pieces.append((known[claim], piece))

    def _keyed(self) -> list[tuple[Any, int]]:
        return [(claim, person) for claim, person in self._answered() if person not in claim.carried]


def edited(sentences: list[str], edit: str, added: str, *, at_start: bool) -> str:
    """A newer text: the first sentence, the others as the edit leaves them, and one that stands in no other text."""
    first, *others = sentences
    if edit == "drop":
        others = others[1:]
    elif edit == "reword" and others:
        others = [f"{others[0].rstrip('.')}, it was said.", *others[1:]]
    elif edit == "turn round":
        others = others[::-1]
    elif edit == "repeat":
        others = [*others, added]
    news = f"Update {next(NUMBERS)} came in."
    return "\n\n".join([first, news, *others] if at_start else [first, *others, news]) + "\n"


def origin_of(claim: SettledClaim, article: ModelArticle) -> SettledClaim:
    """The claim whose answers count for this one: a duplicate has none of its own."""
    return article.claims[claim.duplicate_of] if claim.duplicate_of else claim  # type: ignore[return-value]


def shifts(pairs: list[tuple[SettledClaim, SettledClaim]]) -> dict[UUID, int]:
    """How far the words of each unchanged claim have moved."""
    return {old.id: new.start - old.start for old, new in pairs}
