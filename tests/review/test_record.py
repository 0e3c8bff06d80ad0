"""An answer is a row that never changes, and a further answer a further row."""

import pytest
from django.db import IntegrityError, connection, transaction

from annotations import ledger
from annotations.domain.errors import Invalid, NotFound, NotPermitted, Stale
from annotations.domain.records import LinkValue
from annotations.domain.vocabulary import ClaimState, Identification, MemberRole, SourceKind, Verification
from annotations.models import Claim, Decision, Link, Source
from annotations.review import undo
from tests.factories import decide, make_article, make_member, make_project, make_user, reviewable

pytestmark = pytest.mark.django_db
NAMED = LinkValue(
    1, source_name="Mira Olsen", source_kind=SourceKind.PERSON, identification=Identification.NAMED_PERSON
)


@pytest.fixture
def claim() -> Claim:
    return reviewable(make_article(make_project(quorum=2)))[0]


def test_answers_count_revisions_a_reviewer(claim: Claim) -> None:
    one, other = make_member(claim.project), make_member(claim.project)
    assert decide(claim, one).decision.revision == 1
    assert decide(claim, one, seen_revision=1).decision.revision == 2
    assert decide(claim, other).decision.revision == 1


def test_state_follows_the_answers(claim: Claim) -> None:
    one, other = make_member(claim.project), make_member(claim.project)
    assert decide(claim, one).claim.state == ClaimState.IN_REVIEW
    assert decide(claim, other, verification=Verification.REFUTED).claim.state == ClaimState.DISPUTED
    agreed = decide(claim, other, seen_revision=1)
    assert agreed.claim.state == ClaimState.AGREED
    assert agreed.claim.standing_id == agreed.decision.id


def test_incomplete_answer_leaves_the_claim_undecided(claim: Claim) -> None:
    kept = decide(claim, make_member(claim.project), chain=None)
    assert kept.claim.state == ClaimState.UNREVIEWED
    assert kept.decision.chain_answered is False


def test_stale_revision_is_refused_and_shows_the_newer_one(claim: Claim) -> None:
    reviewer = make_member(claim.project)
    decide(claim, reviewer, verification=Verification.MISLEADING)
    with pytest.raises(Stale) as refused:
        decide(claim, reviewer)
    assert refused.value.current["verification"] == "misleading"
    assert refused.value.current["revision"] == 1


def test_same_key_gives_the_first_answer_again(claim: Claim) -> None:
    reviewer = make_member(claim.project)
    first = decide(claim, reviewer, key="a")
    again = decide(claim, reviewer, key="a")
    assert again.replayed
    assert again.decision.id == first.decision.id
    assert Decision.objects.count() == 1


def test_same_key_with_another_answer_is_refused(claim: Claim) -> None:
    reviewer = make_member(claim.project)
    decide(claim, reviewer, key="a")
    with pytest.raises(Invalid, match="came before with another body"):
        decide(claim, reviewer, key="a", verification=Verification.REFUTED)


def test_undo_walks_back_one_answer_at_a_time(claim: Claim) -> None:
    reviewer = make_member(claim.project)
    decide(claim, reviewer, verification=Verification.SUPPORTED)
    decide(claim, reviewer, seen_revision=1, verification=Verification.REFUTED)
    back = undo(claim.id, seen_revision=2, idempotency_key="u1", by=reviewer).decision
    assert (back.revision, back.undoes, back.verification) == (3, 2, "supported")
    empty = undo(claim.id, seen_revision=3, idempotency_key="u2", by=reviewer)
    assert (empty.decision.revision, empty.decision.verification, empty.decision.chain_answered) == (
        4,
        None,
        False,
    )
    assert empty.claim.state == ClaimState.UNREVIEWED
    assert Decision.objects.filter(claim=claim).count() == 4


def test_new_name_enters_the_registry_and_is_found_again(claim: Claim) -> None:
    one, other = make_member(claim.project), make_member(claim.project)
    decide(claim, one, chain=(NAMED,))
    decide(claim, other, chain=(LinkValue(1, source_name="mira  OLSEN"),))
    assert Source.objects.filter(project=claim.project, kind="person").count() == 1
    assert Claim.objects.get(pk=claim.pk).state == ClaimState.AGREED


def test_unnamed_source_becomes_a_stub_of_its_article(claim: Claim) -> None:
    unnamed = LinkValue(1, source_name="a port official", identification=Identification.UNNAMED_INDIVIDUAL)
    decide(claim, make_member(claim.project), chain=(unnamed,))
    assert Link.objects.get().source.article_id == claim.article_id


def test_stranger_finds_nothing_and_supervisor_may_not(claim: Claim) -> None:
    with pytest.raises(NotFound):
        decide(claim, make_user())
    with pytest.raises(NotPermitted, match="Only reviewers and editors can decide claims"):
        decide(claim, make_member(claim.project, MemberRole.SUPERVISOR))


@pytest.mark.parametrize(
    "change", ["update annotations_decision set note = 'x'", "delete from annotations_decision"]
)
def test_decisions_cannot_be_changed_or_deleted(claim: Claim, change: str) -> None:
    decide(claim, make_member(claim.project))
    with pytest.raises(Exception, match=r"permission denied|never change"), transaction.atomic():
        connection.cursor().execute(change)


def test_text_of_a_claim_cannot_be_changed(claim: Claim) -> None:
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(text="another")


def test_each_answer_is_one_ledger_entry(claim: Claim) -> None:
    before = len(ledger.entries(claim.project_id))
    kept = decide(claim, make_member(claim.project))
    entries = ledger.entries(claim.project_id)
    assert len(entries) == before + 1
    assert entries[-1].payload["decision"] == str(kept.decision.id)
    assert ledger.verify(claim.project_id).ok
