"""An editor who never answered a claim settles it; nobody else can, and nothing that was said is lost."""

from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command

from annotations import ledger
from annotations.adjudicate import adjudicate
from annotations.auditing import first_forged_answer
from annotations.domain.errors import Conflict, Invalid, NotFound, NotPermitted, Stale
from annotations.domain.judgements import Judgement
from annotations.domain.submission import judgement_from
from annotations.domain.vocabulary import AdjudicationReason, ClaimState, MemberRole, Verification
from annotations.models import Claim, Decision, Suggestion, Voiding
from annotations.review import undo
from annotations.signing import reopen, sign_off
from annotations.standing import compared_claims
from tests.api.world import make_suggestion
from tests.factories import (
    decide,
    dispute,
    make_article,
    make_member,
    make_project,
    make_user,
    reviewable,
    settle,
)

pytestmark = pytest.mark.django_db
EDITOR = MemberRole.EDITOR


@pytest.fixture
def claim() -> Claim:
    return reviewable(make_article(make_project(quorum=2)))[0]


def require_folded(claim: Claim) -> None:
    assert [pk for pk, stored, follows in compared_claims(claim.project) if stored != follows] == []


def test_the_adjudication_stands_and_the_reviews_stay(claim: Claim) -> None:
    dispute(claim)
    reviews = list(Decision.objects.filter(claim=claim).order_by("decided_at"))
    settled = settle(claim, verification=Verification.MISLEADING)
    assert settled.claim.state == ClaimState.ADJUDICATED
    assert settled.claim.standing_id == settled.decision.id
    assert (settled.decision.stage, settled.decision.revision) == ("adjudication", 1)
    assert settled.decision.adjudication.reason == "slip"
    assert settled.decision.adjudication.reviews == [str(review.id) for review in reviews]
    assert Decision.objects.filter(claim=claim, stage="review").count() == 2
    require_folded(claim)


def test_it_is_one_entry_of_the_ledger_that_names_reason_and_reviews(claim: Claim) -> None:
    dispute(claim)
    before = len(ledger.entries(claim.project_id))
    settled = settle(claim)
    (entry,) = ledger.entries(claim.project_id)[before:]
    assert (entry.verb, entry.subject) == ("adjudicated", f"claim:{claim.id}")
    assert entry.payload["state"] == ["disputed", "adjudicated"]
    assert entry.payload["reason"] == "slip"
    assert entry.payload["reviews"] == settled.decision.adjudication.reviews
    assert first_forged_answer(claim.project) is None


@pytest.mark.parametrize("role", list(MemberRole))
def test_only_editors_adjudicate(claim: Claim, role: MemberRole) -> None:
    dispute(claim)
    person = make_member(claim.project, role)
    if role is EDITOR:
        assert settle(claim, person).claim.state == ClaimState.ADJUDICATED
        return
    with pytest.raises(NotPermitted, match="Only editors can adjudicate claims"):
        settle(claim, person)


def test_a_stranger_finds_nothing(claim: Claim) -> None:
    dispute(claim)
    with pytest.raises(NotFound):
        settle(claim, make_user())


@pytest.mark.parametrize(("one", "other"), list(product((MemberRole.REVIEWER, EDITOR), repeat=2)))
def test_nobody_settles_what_they_answered_whatever_the_roles(
    claim: Claim, one: MemberRole, other: MemberRole
) -> None:
    people = [make_member(claim.project, one), make_member(claim.project, other)]
    dispute(claim, *people)
    for person in people:
        with pytest.raises(NotPermitted):
            settle(claim, person)
    assert settle(claim).claim.state == ClaimState.ADJUDICATED


def test_nobody_settles_what_they_answered_as_a_reviewer_before(claim: Claim) -> None:
    person = make_member(claim.project)
    dispute(claim, person, make_member(claim.project))
    claim.project.membership_set.filter(user=person).update(role=EDITOR)
    with pytest.raises(NotPermitted, match="You decided this claim yourself"):
        settle(claim, person)


def test_an_answer_that_was_taken_back_counts_as_having_answered(claim: Claim) -> None:
    editor = make_member(claim.project, EDITOR)
    decide(claim, editor)
    undo(claim.id, seen_revision=1, idempotency_key="u", by=editor)
    dispute(claim)
    with pytest.raises(NotPermitted, match="You decided this claim yourself"):
        settle(claim, editor)


def test_the_second_of_two_adjudicators_sees_the_first_ones_answer(claim: Claim) -> None:
    dispute(claim)
    settle(claim, verification=Verification.MISLEADING)
    with pytest.raises(Stale) as refused:
        settle(claim, verification=Verification.REFUTED)
    assert refused.value.current["verification"] == "misleading"
    assert refused.value.current["stage"] == "adjudication"
    again = settle(claim, seen_revision=1)
    assert (again.decision.revision, again.claim.standing_id) == (2, again.decision.id)


def test_there_is_nothing_to_settle_unless_answers_differ(claim: Claim) -> None:
    with pytest.raises(Conflict, match="nothing to settle"):
        settle(claim)
    decide(claim, make_member(claim.project))
    decide(claim, make_member(claim.project))
    with pytest.raises(Conflict, match="nothing to settle") as refused:
        settle(claim)
    assert refused.value.current["state"] == "agreed"


def test_the_same_request_has_one_effect_and_another_one_under_its_key_is_refused(claim: Claim) -> None:
    dispute(claim)
    editor = make_member(claim.project, EDITOR)
    first = settle(claim, editor, key="a")
    again = settle(claim, editor, key="a")
    assert again.replayed
    assert again.decision.id == first.decision.id
    with pytest.raises(Invalid, match="came before with another body"):
        settle(claim, editor, key="a", verification=Verification.SUPPORTED)


def test_what_the_reviewers_agree_on_is_taken_over_and_where_they_differ_must_be_said(claim: Claim) -> None:
    dispute(claim)
    with pytest.raises(Invalid) as refused:
        settle(claim, verification=None)
    assert list(refused.value.errors) == ["verification"]
    settled = settle(claim, chain=None)
    assert settled.decision.complete
    assert settled.decision.chain_answered


def test_a_later_answer_opens_the_dispute_again_and_a_later_adjudication_settles_it(claim: Claim) -> None:
    one, other = make_member(claim.project), make_member(claim.project)
    dispute(claim, one, other)
    settle(claim)
    assert decide(claim, one, seen_revision=1).claim.state == ClaimState.DISPUTED
    require_folded(claim)
    assert settle(claim, seen_revision=1).claim.state == ClaimState.ADJUDICATED
    require_folded(claim)


def test_settling_again_after_the_sign_off_voids_it(claim: Claim) -> None:
    dispute(claim)
    settle(claim)
    sign_off(claim.article_id, claims=[claim.id], by=make_member(claim.project, EDITOR))
    settled = settle(claim, seen_revision=1, verification=Verification.CONFLICTING)
    assert settled.claim.state == ClaimState.ADJUDICATED
    assert Voiding.objects.get().because == "adjudicated"
    require_folded(claim)


def test_suggestions_of_another_claim_are_no_part_of_it(claim: Claim) -> None:
    dispute(claim)
    other: Suggestion = make_suggestion(reviewable(claim.article)[1])
    body: dict[str, Any] = {"suggestions": {str(other.id): {"outcome": "accepted"}}}
    with pytest.raises(Invalid, match="Not suggestions about this claim"):
        adjudicate(
            claim.id,
            judgement_from({"verification": "refuted", "chain": [], **body}),
            reason=AdjudicationReason.SLIP,
            seen_revision=0,
            idempotency_key=str(uuid4()),
            by=make_member(claim.project, EDITOR),
        )


def test_an_empty_judgement_settles_nothing(claim: Claim) -> None:
    dispute(claim)
    with pytest.raises(Invalid, match="at least one part"):
        adjudicate(
            claim.id,
            Judgement(),
            reason=AdjudicationReason.SLIP,
            seen_revision=0,
            idempotency_key="k",
            by=make_member(claim.project, EDITOR),
        )


def test_check_states_finds_nothing_to_mend_after_all_of_this(claim: Claim) -> None:
    dispute(claim)
    settle(claim)
    reopen(claim.id, reason="A new document came up.", by=make_member(claim.project, EDITOR))
    call_command("check_states")
