"""A newer version of an article: unchanged claims keep their answers, changed ones are asked again, nothing is lost."""

from typing import Any

import pytest

from annotations import auditing, evidence, ledger, signing, suggest
from annotations.assigning import assign
from annotations.domain.errors import Conflict, NotFound
from annotations.domain.records import Draft, LinkValue
from annotations.domain.vocabulary import ClaimState, Identification, MemberRole, Stance, Verification
from annotations.ingest import Incoming, import_article, import_articles
from annotations.models import (
    Article,
    Assignment,
    Claim,
    Decision,
    Evidence,
    Project,
    Reanchoring,
    SignedClaim,
    User,
)
from annotations.review import undo
from annotations.standing import compared_claims
from tests.factories import decide, dispute, make_article, make_member, make_project, reviewable, settle

pytestmark = pytest.mark.django_db
OLD = (
    "Harbour bridge closed after inspection\n\n"
    "The harbour bridge was closed on Monday. Two cables were damaged, the port authority said.\n\n"
    "Traffic is being diverted. A ferry runs hourly.\n"
)
NEW = (
    "Harbour bridge closed after inspection\n\n"
    "A tug was hired. The harbour bridge was closed on Monday. Three cables were damaged, the port authority said.\n\n"
    "Traffic is being diverted.\n"
)


@pytest.fixture
def project() -> Project:
    return make_project(quorum=2)


@pytest.fixture
def older(project: Project) -> Article:
    return make_article(project, text=OLD)


@pytest.fixture
def editor(project: Project) -> User:
    return make_member(project, MemberRole.EDITOR)


def replace(older: Article, by: User, text: str = NEW) -> Article:
    return import_article(older.project, Incoming(text.encode(), Draft(text=text), replaces=older.id), by=by)


def claim_of(article: Article, words: str) -> Claim:
    return Claim.objects.get(article=article, text__contains=words)


def outcomes(article: Article) -> dict[str, str]:
    rows = Reanchoring.objects.filter(article=article).select_related("before", "after")
    return {(row.after or row.before).text[:12]: row.outcome for row in rows}  # type: ignore[union-attr]


def answered(claim: Claim, *people: User, **answer: Any) -> None:
    for person in people:
        decide(claim, person, **answer)


def test_every_claim_is_anchored_and_the_older_ones_leave_the_queue(older: Article, editor: User) -> None:
    newer = replace(older, editor)
    assert outcomes(newer) == {
        "Harbour brid": "unchanged",
        "A tug was hi": "added",
        "The harbour ": "unchanged",
        "Three cables": "changed",
        "Traffic is b": "unchanged",
        "A ferry runs": "removed",
    }
    assert reviewable(older) == []
    assert len(reviewable(newer)) == 5


def test_an_unchanged_claim_keeps_state_answers_people_and_moments(older: Article, editor: User) -> None:
    one, two = make_member(older.project), make_member(older.project)
    old = claim_of(older, "closed on")
    answered(old, one, two, note="Looked at the log.")
    new = claim_of(replace(older, editor), "closed on")
    assert new.state == ClaimState.AGREED
    kept = Decision.objects.filter(claim=new).order_by("decided_at")
    first = Decision.objects.filter(claim=old).order_by("decided_at")
    said = ("reviewer", "verification", "note", "decided_at", "complete", "guideline_version")
    assert list(kept.values_list(*said)) == list(first.values_list(*said))
    assert [answer.carried.origin for answer in kept] == list(first)
    assert new.standing == kept.last()


def test_a_changed_claim_is_asked_again_and_its_history_stays(older: Article, editor: User) -> None:
    old = claim_of(older, "cables")
    answered(old, make_member(older.project), make_member(older.project))
    new = claim_of(replace(older, editor), "cables")
    assert (new.state, new.decisions_count) == (ClaimState.UNREVIEWED, 0)
    assert Decision.objects.filter(claim=old).count() == 2
    assert old.successions.get().successor == new


def test_spans_of_a_carried_chain_stand_on_their_words(older: Article, editor: User) -> None:
    old = claim_of(older, "closed on")
    place = older.text.index("harbour bridge was")
    link = LinkValue(
        depth=1,
        source_name="an engineer",
        source_span=(place, place + 7),
        cue_span=(older.text.index("ferry"), older.text.index("ferry") + 5),
        identification=Identification.UNNAMED_INDIVIDUAL,
        mention="definite_noun_phrase",  # type: ignore[arg-type]
    )
    answered(old, make_member(older.project), make_member(older.project), chain=(link,))
    newer = replace(older, editor)
    new = claim_of(newer, "closed on")
    for decision in Decision.objects.filter(claim=new):
        carried = decision.links.get()
        start, end = carried.source_span
        assert newer.text[start:end] == "harbour"
        assert carried.cue_span is None
        assert decision.carried.spans_lost == 1
        assert carried.source is not None
        assert carried.source.article == newer
    assert new.state == ClaimState.AGREED


def test_adjudications_disputes_and_reopenings_stand_as_they_stood(older: Article, editor: User) -> None:
    settled, disputed = claim_of(older, "closed on"), claim_of(older, "Traffic")
    settle(dispute(settled))
    dispute(disputed)
    reopened = claim_of(older, "inspection")
    answered(reopened, make_member(older.project), make_member(older.project))
    signing.reopen(reopened.id, reason="A document came up.", by=editor)
    newer = replace(older, editor)
    states = {words: claim_of(newer, words).state for words in ("closed on", "Traffic", "inspection")}
    assert states == {
        "closed on": ClaimState.ADJUDICATED,
        "Traffic": ClaimState.DISPUTED,
        "inspection": ClaimState.REOPENED,
    }
    assert [claim for claim, stored, folded in compared_claims(older.project) if stored != folded] == []


def test_a_reopening_stands_though_the_answers_before_it_were_taken_back(
    older: Article, editor: User
) -> None:
    reopened = claim_of(older, "inspection")
    people = [make_member(older.project), make_member(older.project)]
    answered(reopened, *people)
    signing.reopen(reopened.id, reason="A document came up.", by=editor)
    for person in people:
        undo(reopened.id, seen_revision=1, idempotency_key="back", by=person)
    assert claim_of(replace(older, editor), "inspection").state == ClaimState.REOPENED
    assert [claim for claim, stored, folded in compared_claims(older.project) if stored != folded] == []


def test_sign_offs_of_the_older_version_are_void_and_say_why(older: Article, editor: User) -> None:
    claim = claim_of(older, "closed on")
    answered(claim, make_member(older.project), make_member(older.project))
    signing.sign_off(older.id, claims=[claim.id], by=editor)
    new = claim_of(replace(older, editor), "closed on")
    assert SignedClaim.objects.get(claim=claim).voiding.because == "article_replaced"
    assert new.state == ClaimState.AGREED


def test_evidence_comes_along_and_what_was_withdrawn_does_not(older: Article, editor: User) -> None:
    claim = claim_of(older, "closed on")
    file = evidence.EvidenceFile("minutes.txt", b"It was closed.", "text/plain")
    kept = evidence.add(claim.id, stance=Stance.SUPPORTS, file=file, quote="closed", by=editor)
    gone = evidence.add(claim.id, stance=Stance.REFUTES, url="https://press.test/a", by=editor)
    evidence.withdraw(gone.id, reason="Another bridge.", by=editor)
    new = claim_of(replace(older, editor), "closed on")
    carried = Evidence.objects.get(claim=new)
    assert (carried.filename, carried.quote, carried.added_by) == ("minutes.txt", "closed", editor)
    assert bytes(carried.copies.get().content) == b"It was closed."
    assert Evidence.objects.filter(claim=claim).count() == 2
    assert carried.id != kept.id


def test_the_ledger_says_it_and_proves_the_answers(older: Article, editor: User) -> None:
    answered(claim_of(older, "closed on"), make_member(older.project), make_member(older.project))
    newer = replace(older, editor)
    last = ledger.entries(older.project_id)[-3:]
    assert [entry.verb for entry in last] == ["article_replaced", "answer_carried", "answer_carried"]
    assert last[0].subject == f"article:{newer.id}"
    assert (last[0].payload["unchanged"], last[0].payload["removed"]) == (3, 1)
    assert auditing.check_ledger(older.project, by=editor).ok


def test_the_reviewer_goes_on_from_the_carried_answer(older: Article, editor: User) -> None:
    person = make_member(older.project)
    decide(claim_of(older, "closed on"), person)
    new = claim_of(replace(older, editor), "closed on")
    again = decide(new, person, seen_revision=1, verification=Verification.REFUTED)
    assert again.decision.revision == 2


def test_a_third_version_carries_on_from_the_second(older: Article, editor: User) -> None:
    answered(claim_of(older, "closed on"), make_member(older.project), make_member(older.project))
    third = replace(replace(older, editor), editor, text=NEW + "\nNobody was hurt.\n")
    assert claim_of(third, "closed on").state == ClaimState.AGREED
    assert claim_of(third, "Nobody").state == ClaimState.UNREVIEWED


def test_a_version_has_one_successor(older: Article, editor: User) -> None:
    newer = replace(older, editor)
    with pytest.raises(Conflict) as refused:
        replace(older, editor, text="Another text. It is short.")
    assert refused.value.current == str(newer.id)
    texts = ("One more text.", "And one more text.")
    both = [Incoming(text.encode(), Draft(text=text), replaces=newer.id) for text in texts]
    first, second = import_articles(older.project, both, by=editor)
    assert first.error is None
    assert isinstance(second.error, Conflict)


def test_an_article_of_another_project_is_not_there_to_be_replaced(older: Article) -> None:
    elsewhere = make_project()
    foreign = make_member(elsewhere, MemberRole.EDITOR)
    with pytest.raises(NotFound):
        import_article(elsewhere, Incoming(b"Text.", Draft(text="Text."), replaces=older.id), by=foreign)
    assert len(reviewable(older)) == 5


def test_what_the_older_version_said_cannot_be_answered_any_more(older: Article, editor: User) -> None:
    claim = claim_of(older, "closed on")
    replace(older, editor)
    with pytest.raises(Conflict, match="newer version"):
        decide(claim, make_member(older.project))


def test_suggestions_are_made_for_the_newer_version(older: Article, editor: User) -> None:
    suggest.propose_for(older.id)
    newer = replace(older, editor)
    suggest.propose_for(newer.id)
    assert claim_of(newer, "Three cables").suggestions.exists()


def test_whoever_was_asked_to_read_the_older_version_reads_the_newer(older: Article, editor: User) -> None:
    person = make_member(older.project)
    cables, ferry = claim_of(older, "cables"), claim_of(older, "ferry")
    assign(older.project, person, articles=[older.id], claims=[cables.id, ferry.id], by=editor)
    newer = replace(older, editor)
    held = Assignment.objects.filter(user=person, ended_at=None)
    assert {(one.article, one.claim) for one in held} == {(newer, None), (newer, claim_of(newer, "cables"))}
    ended = Assignment.objects.filter(user=person, article=older)
    assert {one.reason for one in ended} == {"A newer version took the article's place."}
