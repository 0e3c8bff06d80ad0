"""R-RACE beyond one revision: people, editors and imports that meet. Nobody is turned away who need not be."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.test import override_settings

from annotations import divide, ledger, standing
from annotations.domain.errors import AlreadyThere, Conflict, Invalid, Stale
from annotations.domain.records import Draft, LinkValue
from annotations.domain.vocabulary import ClaimState, Identification, MemberRole, SourceKind, Verification
from annotations.ingest import Incoming, import_article, import_articles
from annotations.models import Article, Claim, Decision, Job, Project, Source, User
from annotations.review import undo
from tests.factories import TEXT, decide, make_article, make_member, make_project, reviewable
from tests.reliability.threads import at_once, errors

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("committed_db")]
ROUNDS = 5
NAMES = tuple(
    LinkValue(
        depth, source_name=name, source_kind=SourceKind.PERSON, identification=Identification.NAMED_PERSON
    )
    for depth, name in enumerate(("Mira Olsen", "Jonas Weil"), start=1)
)


@pytest.fixture
def article() -> Article:
    return make_article(make_project(quorum=2))


def assert_sound(project: Project) -> None:
    """Stored states follow from the rows, revisions and ledger have no gap, the chain verifies."""
    assert all(stored == follows for _, stored, follows in standing.compared_claims(project))
    own = Decision.objects.filter(project=project).order_by("claim", "reviewer", "revision")
    counted: dict[tuple[Any, Any], int] = {}
    for decision in own:
        key = (decision.claim_id, decision.reviewer_id)
        counted[key] = counted.get(key, 0) + 1
        assert decision.revision == counted[key]
    report = ledger.verify(project.id)
    assert report.ok, report.why


def test_two_reviewers_of_one_claim_at_once_both_succeed(article: Article) -> None:
    people = [make_member(article.project) for _ in range(2)]
    for claim in reviewable(article):
        assert not errors(at_once(*[partial(decide, claim, person) for person in people]))
        claim.refresh_from_db()
        assert (claim.state, claim.decisions_count) == (ClaimState.AGREED, 2)
    assert_sound(article.project)


def differ_at_once(article: Article) -> None:
    people = [make_member(article.project) for _ in range(4)]
    statuses = [Verification.SUPPORTED, Verification.REFUTED] * 2
    for claim in reviewable(article):
        acts = [
            partial(decide, claim, person, verification=status)
            for person, status in zip(people, statuses, strict=True)
        ]
        assert not errors(at_once(*acts))


def test_four_reviewers_who_differ_at_once_make_a_dispute(article: Article) -> None:
    differ_at_once(article)
    assert {claim.state for claim in reviewable(article)} == {ClaimState.DISPUTED}
    assert_sound(article.project)


def test_twin_without_the_claims_lock_a_state_does_not_follow_from_its_rows() -> None:
    with override_settings(PROTECTIONS_OFF=frozenset({"claim lock"})):
        for _ in range(ROUNDS):
            article = make_article(make_project(quorum=2))
            differ_at_once(article)
            if any(s != f for _, s, f in standing.compared_claims(article.project)):
                return
            if set(reviewable(article)[0].decisions.values_list("claim__decisions_count", flat=True)) != {4}:
                return
    pytest.fail("no harm without the lock: this test proves nothing")


def name_at_once(article: Article) -> list[Any]:
    """Four people name the same two new sources on four claims, half of them the other way round."""
    claims = reviewable(article)[:4]
    assert len(claims) == 4
    acts: list[Callable[[], Any]] = []
    for index, claim in enumerate(claims):
        first, second = NAMES if index % 2 else NAMES[::-1]
        chain = (
            LinkValue(1, first.source_name, first.source_kind, identification=first.identification),
            LinkValue(2, second.source_name, second.source_kind, identification=second.identification),
        )
        person = make_member(article.project)
        acts.append(partial(decide, claim, person, chain=chain))
    return at_once(*acts)


def test_people_who_name_one_new_source_at_once_all_succeed() -> None:
    for _ in range(ROUNDS):
        article = make_article(make_project())
        assert errors(name_at_once(article)) == []
        assert Source.objects.filter(project=article.project, kind="person").count() == 2
        assert_sound(article.project)


def test_twin_without_waiting_for_each_others_names_people_are_turned_away() -> None:
    with override_settings(PROTECTIONS_OFF=frozenset({"source names"})):
        assert any(errors(name_at_once(make_article(make_project()))) for _ in range(ROUNDS))


def test_split_and_decision_at_once_one_of_them_sees_the_other(article: Article) -> None:
    reviewer, editor = make_member(article.project), make_member(article.project, MemberRole.EDITOR)
    for claim in reviewable(article):
        cut = claim.start + claim.text.index(" ") + 1
        decided, split = at_once(
            partial(decide, claim, reviewer),
            partial(divide.split, claim.id, at=[cut], by=editor),
        )
        assert not isinstance(split, Exception)
        claim.refresh_from_db()
        assert claim.retired_at is not None
        if isinstance(decided, Exception):
            assert isinstance(decided, Conflict)
            assert claim.decisions_count == 0
        else:
            assert claim.decisions.count() == claim.decisions_count == 1
    assert_sound(article.project)


def test_two_editors_who_split_one_claim_at_once_split_it_once(article: Article) -> None:
    editors = [make_member(article.project, MemberRole.EDITOR) for _ in range(4)]
    for claim in reviewable(article):
        cut = claim.start + claim.text.index(" ") + 1
        results = at_once(*[partial(divide.split, claim.id, at=[cut], by=by) for by in editors])
        assert [type(error) for error in errors(results)] == [Conflict] * 3
    pieces = [(c.start, c.text) for c in Claim.objects.filter(article=article).current()]
    article.refresh_from_db()
    pieces += [(start, article.text[start:end]) for start, end in article.gaps]
    assert "".join(text for _, text in sorted(pieces)) == article.text


def test_undo_and_decision_on_one_revision_exactly_one_wins(article: Article) -> None:
    reviewer = make_member(article.project)
    for claim in reviewable(article):
        decide(claim, reviewer)
        undone, decided = at_once(
            partial(undo, claim.id, seen_revision=1, idempotency_key=str(uuid4()), by=reviewer),
            partial(decide, claim, reviewer, seen_revision=1, verification=Verification.REFUTED),
        )
        (refused,) = errors([undone, decided])
        assert isinstance(refused, Stale)
        assert refused.current is not None
        assert refused.current["revision"] == 2
        newest = claim.decisions.get(revision=2)
        assert (newest.undoes is None) == (refused is undone)
    assert_sound(article.project)


def test_one_key_on_two_claims_at_once_is_taken_once(article: Article) -> None:
    reviewer = make_member(article.project)
    one, other = reviewable(article)[:2]
    for number in range(ROUNDS):
        key, seen = f"key-{number}", Decision.objects.filter(reviewer=reviewer)
        revisions = [seen.filter(claim=claim).count() for claim in (one, other)]
        results = at_once(
            partial(decide, one, reviewer, key=key, seen_revision=revisions[0]),
            partial(decide, other, reviewer, key=key, seen_revision=revisions[1]),
        )
        (refused,) = errors(results)
        assert isinstance(refused, Invalid)
        assert "Idempotency-Key" in refused.errors
        assert seen.filter(idempotency_key=key).count() == 1
    assert_sound(article.project)


def test_people_who_meet_one_unnamed_source_at_once_share_its_stub(article: Article) -> None:
    official = LinkValue(1, source_name="a port official", identification=Identification.UNNAMED_INDIVIDUAL)
    people = [make_member(article.project) for _ in range(4)]
    acts = [
        partial(decide, claim, person, chain=(official,))
        for claim, person in zip(reviewable(article), people, strict=False)
    ]
    assert errors(at_once(*acts)) == []
    assert Source.objects.filter(article=article).count() == 1


def test_one_article_taken_in_four_times_at_once_is_one_article() -> None:
    for number in range(ROUNDS):
        project = make_project()
        editors = [make_member(project, MemberRole.EDITOR) for _ in range(4)]
        incoming = Incoming(
            TEXT.encode(), Draft(text=TEXT, outlet="Courier", url=f"https://c.example/{number}")
        )
        results = at_once(*[partial(import_article, project, incoming, by=by) for by in editors])
        refused = errors(results)
        (article,) = Article.objects.filter(project=project)
        assert [type(error) for error in refused] == [AlreadyThere] * 3
        assert {error.current for error in refused} == {article.id}  # type: ignore[attr-defined]
        assert Source.objects.filter(project=project, kind="media_outlet").count() == 1
        assert Job.objects.filter(subject=article.id).count() == 1
        assert [entry.verb for entry in ledger.entries(project.id)] == ["article_imported"]


def batch_of(numbers: list[int]) -> list[Incoming]:
    texts = [f"Report {number} came in. It rained." for number in numbers]
    return [Incoming(text.encode(), Draft(text=text, outlet=f"Paper {text}")) for text in texts]


def test_batches_that_overlap_in_any_order_are_each_article_once() -> None:
    project = make_project()
    editors: list[User] = [make_member(project, MemberRole.EDITOR) for _ in range(4)]
    orders = [list(range(20)), list(range(19, -1, -1)), list(range(10, 20)), list(range(5, 15))]
    results = at_once(
        *[
            partial(import_articles, project, batch_of(order), by=by)
            for by, order in zip(editors, orders, strict=True)
        ]
    )
    assert errors(results) == []
    assert Article.objects.filter(project=project).count() == 20
    taken = [one.article_id for result in results for one in result if one.article_id]
    assert len(taken) == len(set(taken)) == 20
    assert ledger.verify(project.id).count == 20
