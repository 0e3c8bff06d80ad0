"""R-RACE for editors: of several adjudicators one wins; a signature never stands on an answer that changed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.test import override_settings

from annotations.domain.errors import Conflict, Stale
from annotations.domain.vocabulary import MemberRole, Verification
from annotations.models import Claim, Decision, LedgerEntry, SignedClaim
from annotations.signing import claim_hashes, sign_off, signable
from annotations.standing import compared_claims
from tests.databases import CommittedDatabase
from tests.factories import TEXT, decide, dispute, make_article, make_member, make_project, reviewable, settle

WORDS = tuple(Verification)
ROUNDS = 6


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """What each act gave, or the conflict it met; all begin at the same moment."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(30)
            return act()
        except Conflict as conflict:
            return conflict
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


@pytest.fixture
def claim(committed_db: CommittedDatabase) -> Claim:
    return reviewable(make_article(make_project(quorum=2)))[0]


@pytest.mark.slow
@pytest.mark.parametrize("editors", [2, 8])
def test_of_several_adjudicators_one_wins_and_the_others_see_what_was_said(
    claim: Claim, editors: int
) -> None:
    dispute(claim)
    people = [make_member(claim.project, MemberRole.EDITOR) for _ in range(editors)]
    got = at_once(
        [
            lambda person=person, word=word: settle(claim, person, verification=word)
            for person, word in zip(people, WORDS * 2, strict=False)
        ]
    )
    refused = [one for one in got if isinstance(one, Stale)]
    assert len(refused) == editors - 1
    kept = Decision.objects.get(stage="adjudication")
    assert {one.current["id"] for one in refused} == {str(kept.id)}
    assert all(one.current["verification"] == kept.verification for one in refused)
    assert LedgerEntry.objects.filter(project_id=claim.project_id, verb="adjudicated").count() == 1
    require_folded(claim)


@pytest.mark.slow
def test_an_adjudication_and_a_late_answer_both_stand_and_the_state_says_so(claim: Claim) -> None:
    one, other = make_member(claim.project), make_member(claim.project)
    for current in reviewable(claim.article):
        dispute(current, one, other)
        at_once(
            [
                lambda current=current: settle(current, make_member(current.project, MemberRole.EDITOR)),
                lambda current=current: decide(current, one, seen_revision=1),
            ]
        )
    assert Decision.objects.filter(stage="adjudication").count() == len(reviewable(claim.article))
    require_folded(claim)


def signed_while_edited() -> tuple[Claim, int]:
    """A claim of articles signed while it was answered anew; and how many valid signatures cover a changed answer."""
    harm = 0
    project = make_project(quorum=2)
    editor = make_member(project, MemberRole.EDITOR)
    for number in range(ROUNDS):
        article = make_article(project, text=TEXT.replace("bridge", f"bridge {number}"), by=editor)
        one, other = make_member(project), make_member(project)
        for each in reviewable(article):
            decide(each, one)
            decide(each, other)
        claim = reviewable(article)[-1]
        at_once(
            [
                lambda article=article: sign_off(article.id, by=editor),
                lambda claim=claim, one=one: decide(claim, one, seen_revision=1, note="late"),
            ]
        )
        hashes = claim_hashes(signable(article))
        valid = SignedClaim.objects.filter(claim__article=article, voiding=None)
        late = Decision.objects.get(claim=claim, reviewer=one, revision=2)
        harm += sum(
            hashes[str(signed.claim_id)] != signed.hash
            or (signed.claim_id == claim.id and signed.sign_off.signed_at < late.decided_at)
            for signed in valid.select_related("sign_off")
        )
    return claim, harm


def require_folded(claim: Claim) -> None:
    assert [pk for pk, stored, follows in compared_claims(claim.project) if stored != follows] == []


@pytest.mark.slow
def test_a_late_answer_voids_the_signature_or_is_signed_itself(committed_db: CommittedDatabase) -> None:
    claim, harm = signed_while_edited()
    assert harm == 0
    require_folded(claim)


@pytest.mark.slow
def test_without_the_claims_lock_a_signature_stands_on_an_answer_that_changed(
    committed_db: CommittedDatabase,
) -> None:
    with override_settings(PROTECTIONS_OFF=frozenset({"claim lock"})):
        claim, harm = signed_while_edited()
    stored_wrong = [pk for pk, stored, follows in compared_claims(claim.project) if stored != follows]
    assert harm or stored_wrong
