"""A signature covers what stands at that moment, is never one person's alone, and is void after any later change."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from annotations import divide, ledger
from annotations.domain.errors import Conflict, Invalid, NotFound, NotPermitted
from annotations.domain.vocabulary import ClaimRole, ClaimState, MemberRole, Verification
from annotations.models import Article, Claim, Evidence, SignedClaim, SignOff, User, Voiding, Withdrawal
from annotations.review import undo
from annotations.signing import claim_hashes, reopen, sign_off, signable
from annotations.standing import compared_claims
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
def article() -> Article:
    return make_article(make_project(quorum=2))


@pytest.fixture
def editor(article: Article) -> User:
    return make_member(article.project, EDITOR)


def agree(article: Article) -> tuple[User, User]:
    """Two reviewers give every claim the same answer."""
    one, other = make_member(article.project), make_member(article.project)
    for claim in reviewable(article):
        decide(claim, one)
        decide(claim, other)
    return one, other


def states(article: Article) -> set[str]:
    return {claim.state for claim in reviewable(article)}


def is_valid(signed: SignOff) -> bool:
    return not SignedClaim.objects.filter(sign_off=signed, voiding__isnull=False).exists()


def require_folded(article: Article) -> None:
    assert [pk for pk, stored, follows in compared_claims(article.project) if stored != follows] == []


def test_an_article_is_signed_with_all_its_reviewed_claims(article: Article, editor: User) -> None:
    agree(article)
    signed = sign_off(article.id, note="read twice", by=editor)
    assert states(article) == {ClaimState.SIGNED_OFF}
    assert signed.claims.count() == len(reviewable(article))
    assert len(signed.hash) == 64
    entry = ledger.entries(article.project_id)[-1]
    assert (entry.verb, entry.payload["hash"]) == ("signed_off", signed.hash)
    require_folded(article)


def test_some_claims_can_be_signed_alone_and_unreviewed_roles_are_left_out(
    article: Article, editor: User
) -> None:
    agree(article)
    first = reviewable(article)[0]
    other = Claim.objects.filter(article=article).exclude(pk__in=[c.pk for c in reviewable(article)]).first()
    named = [first.id, *([other.id] if other else [])]
    signed = sign_off(article.id, claims=named, by=editor)
    assert [one.claim_id for one in signed.claims.all()] == [first.id]
    assert states(article) == {ClaimState.SIGNED_OFF, ClaimState.AGREED}


def test_what_is_not_settled_is_named_and_nothing_is_signed(article: Article, editor: User) -> None:
    agree(article)
    disputed, reopened, *_ = reviewable(article)
    decide(disputed, make_member(article.project), verification=Verification.REFUTED)
    reopen(reopened.id, reason="New documents.", by=editor)
    with pytest.raises(Conflict, match="2 claims are disputed, reopened or not yet decided") as refused:
        sign_off(article.id, by=editor)
    assert {claim["id"]: claim["state"] for claim in refused.value.current["claims"]} == {
        str(disputed.id): "disputed",
        str(reopened.id): "reopened",
    }
    assert not SignOff.objects.exists()


def test_claims_without_the_quorum_cannot_be_signed(article: Article, editor: User) -> None:
    with pytest.raises(Conflict, match="not yet decided by enough people"):
        sign_off(article.id, by=editor)


@pytest.mark.parametrize("role", [MemberRole.REVIEWER, MemberRole.SUPERVISOR])
def test_only_editors_sign_and_reopen(article: Article, role: MemberRole) -> None:
    agree(article)
    person = make_member(article.project, role)
    with pytest.raises(NotPermitted, match="Only editors can sign off"):
        sign_off(article.id, by=person)
    with pytest.raises(NotPermitted, match="Only editors can reopen claims"):
        reopen(reviewable(article)[0].id, reason="x", by=person)


def test_strangers_and_foreign_claims_are_not_there(article: Article, editor: User) -> None:
    agree(article)
    foreign = reviewable(make_article())[0]
    with pytest.raises(NotFound):
        sign_off(article.id, by=make_user())
    with pytest.raises(NotFound, match="no claim"):
        sign_off(article.id, claims=[foreign.id], by=editor)


def test_nobody_signs_an_answer_that_is_theirs_alone() -> None:
    article = make_article(make_project(quorum=1))
    editor = make_member(article.project, EDITOR)
    for claim in reviewable(article):
        decide(claim, editor)
    with pytest.raises(NotPermitted, match="yours alone on sentence"):
        sign_off(article.id, by=editor)
    assert sign_off(article.id, by=make_member(article.project, EDITOR)).hash


def test_one_of_several_who_agree_may_sign(article: Article, editor: User) -> None:
    for claim in reviewable(article):
        decide(claim, editor)
        decide(claim, make_member(article.project))
    assert is_valid(sign_off(article.id, by=editor))


def test_an_adjudicator_does_not_sign_their_own_settlement(article: Article, editor: User) -> None:
    claim = reviewable(article)[0]
    dispute(claim)
    settle(claim, editor)
    with pytest.raises(NotPermitted, match="yours alone"):
        sign_off(article.id, claims=[claim.id], by=editor)
    assert sign_off(article.id, claims=[claim.id], by=make_member(article.project, EDITOR)).hash


def test_after_a_reopening_only_the_new_answers_are_behind_the_settled_one() -> None:
    article = make_article(make_project(quorum=1))
    editor, claim = make_member(article.project, EDITOR), reviewable(article)[0]
    decide(claim, make_member(article.project))
    reopen(claim.id, reason="New documents.", by=editor)
    decide(claim, editor)
    with pytest.raises(NotPermitted, match="yours alone"):
        sign_off(article.id, claims=[claim.id], by=editor)


def answered_anew(claim: Claim, people: tuple[User, User]) -> None:
    decide(claim, people[0], seen_revision=1, note="once more")


def taken_back(claim: Claim, people: tuple[User, User]) -> None:
    undo(claim.id, seen_revision=1, idempotency_key="u", by=people[0])


def answered_by_another(claim: Claim, people: tuple[User, User]) -> None:
    decide(claim, make_member(claim.project))


def opened_again(claim: Claim, people: tuple[User, User]) -> None:
    reopen(claim.id, reason="New documents.", by=make_member(claim.project, EDITOR))


def divided(claim: Claim, people: tuple[User, User]) -> None:
    divide.split(claim.id, at=[claim.start + 8], by=make_member(claim.project, EDITOR))


def given_another_role(claim: Claim, people: tuple[User, User]) -> None:
    divide.change_role(claim.id, role=ClaimRole.CAPTION, by=make_member(claim.project, EDITOR))


CHANGES = (answered_anew, taken_back, answered_by_another, opened_again, divided, given_another_role)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_any_later_change_voids_it(
    article: Article, editor: User, change: Callable[[Claim, tuple[User, User]], Any]
) -> None:
    people = agree(article)
    signed = sign_off(article.id, by=editor)
    assert is_valid(signed)
    claim = reviewable(article)[0]
    change(claim, people)
    assert not is_valid(signed)
    assert [voiding.signed_claim.claim_id for voiding in Voiding.objects.all()] == [claim.id]
    require_folded(article)


def test_a_void_signature_is_mended_by_a_new_one(article: Article, editor: User) -> None:
    one, _ = agree(article)
    first = sign_off(article.id, by=editor)
    claim = reviewable(article)[0]
    assert decide(claim, one, seen_revision=1).claim.state == ClaimState.AGREED
    second = sign_off(article.id, by=editor)
    assert (is_valid(first), is_valid(second)) == (False, True)
    assert states(article) == {ClaimState.SIGNED_OFF}


def test_the_hash_is_of_what_stands_and_of_the_evidence(article: Article, editor: User) -> None:
    agree(article)
    before = claim_hashes(signable(article))
    assert before == claim_hashes(signable(article))
    claim = reviewable(article)[0]
    piece = Evidence.objects.create(
        project=article.project,
        claim=claim,
        url="https://example.org/log",
        stance="supports",
        added_by=editor,
        added_at=timezone.now(),
    )
    with_evidence = claim_hashes(signable(article))
    assert {pk for pk in before if before[pk] != with_evidence[pk]} == {str(claim.id)}
    Withdrawal.objects.create(
        evidence=piece, withdrawn_by=editor, withdrawn_at=timezone.now(), reason="a forgery"
    )
    assert claim_hashes(signable(article)) == before
    assert len(set(before.values())) == len(before)


def test_a_reopened_claim_needs_the_quorum_anew(article: Article, editor: User) -> None:
    one, other = agree(article)
    claim = reviewable(article)[0]
    reopening = reopen(claim.id, reason=" New documents. ", by=editor)
    claim.refresh_from_db()
    assert (reopening.reason, claim.state) == ("New documents.", ClaimState.REOPENED)
    assert decide(claim, one, seen_revision=1).claim.state == ClaimState.REOPENED
    assert decide(claim, other, seen_revision=1).claim.state == ClaimState.AGREED
    require_folded(article)


def test_taking_the_only_answer_back_after_a_reopening_leaves_the_claim_reopened() -> None:
    claim = reviewable(make_article(make_project(quorum=1)))[0]
    person = make_member(claim.project)
    decide(claim, person)
    reopen(claim.id, reason="New documents.", by=make_member(claim.project, EDITOR))
    decide(claim, person, seen_revision=1)
    undo(claim.id, seen_revision=2, idempotency_key="u", by=person)
    decide(claim, person, seen_revision=3, chain=None)
    claim.refresh_from_db()
    assert claim.state == ClaimState.REOPENED
    require_folded(claim.article)


def test_reopening_needs_a_reason_and_something_settled(article: Article, editor: User) -> None:
    claim = reviewable(article)[0]
    with pytest.raises(Conflict, match="only what is settled can be reopened"):
        reopen(claim.id, reason="x", by=editor)
    agree(article)
    with pytest.raises(Invalid, match="'reason' is missing"):
        reopen(claim.id, reason="  ", by=editor)


def test_signing_asks_the_database_as_often_for_many_claims_as_for_few(
    django_assert_max_num_queries: Any,
) -> None:
    project = make_project(quorum=1)
    reviewer, editor = make_member(project), make_member(project, EDITOR)
    for text in ("One sentence. Another one.", " ".join(f"The mayor spoke {n} times." for n in range(40))):
        article = make_article(project, text=text, by=editor)
        for claim in reviewable(article):
            decide(claim, reviewer)
        with django_assert_max_num_queries(32):
            sign_off(article.id, by=editor)
