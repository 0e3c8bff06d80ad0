"""Assignments: who should look at what, handing over, returning, and what the queue makes of them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from annotations import suggest
from annotations.assigning import assign, give_back, hand_over, plan, schedule
from annotations.domain.errors import Conflict, Invalid, NotFound, NotPermitted
from annotations.domain.vocabulary import MemberRole
from annotations.models import Article, Assignment, Claim, LedgerEntry, Project, Suggestion, User
from annotations.queue import next_claim
from annotations.signing import reopen
from tests.databases import CommittedDatabase
from tests.factories import TEXT, decide, make_article, make_member, make_project, make_user, reviewable
from tests.reliability.threads import at_once, errors


@pytest.fixture
def project() -> Project:
    return make_project(quorum=2)


@pytest.fixture
def editor(project: Project) -> User:
    return make_member(project, MemberRole.EDITOR)


@pytest.fixture
def articles(project: Project, editor: User) -> list[Article]:
    return [
        make_article(project, text=TEXT.replace("bridge", word), by=editor)
        for word in ("bridge", "pier", "quay")
    ]


def given(project: Project, by: User) -> tuple[Claim, str]:
    following = next_claim(project, by=by)
    assert following is not None
    return following.claim, following.why


@pytest.mark.django_db
def test_articles_and_claims_are_assigned_in_one_entry(
    project: Project, editor: User, articles: list[Article]
) -> None:
    reviewer = make_member(project)
    claim = reviewable(articles[1])[2]
    made = assign(
        project, reviewer, articles=[articles[0].id], claims=[claim.id], note="Before noon.", by=editor
    )
    assert {(one.article_id, one.claim_id) for one in made} == {
        (articles[0].id, None),
        (articles[1].id, claim.id),
    }
    assert LedgerEntry.objects.filter(verb="assigned").count() == 1
    assert assign(project, reviewer, articles=[articles[0].id], claims=[claim.id], by=editor) == []
    assert LedgerEntry.objects.filter(verb="assigned").count() == 1


@pytest.mark.django_db
def test_a_preview_says_what_would_be_left_out_and_changes_nothing(
    project: Project, editor: User, articles: list[Article]
) -> None:
    reviewer = make_member(project)
    first, second = reviewable(articles[0])[:2]
    decide(first, reviewer)
    assign(project, reviewer, articles=[articles[1].id], by=editor)
    before = Assignment.objects.count()
    looked = plan(
        project,
        reviewer,
        articles=[articles[1].id, articles[2].id],
        claims=[first.id, second.id],
        by=editor,
    )
    assert [article.id for article in looked.articles] == [articles[2].id]
    assert [claim.id for claim in looked.claims] == [second.id]
    assert (looked.already, looked.answered) == (1, 1)
    assert Assignment.objects.count() == before


@pytest.mark.django_db
def test_what_cannot_be_assigned_is_named(project: Project, editor: User, articles: list[Article]) -> None:
    reviewer, here = make_member(project), [articles[0].id]
    with pytest.raises(NotPermitted):
        assign(project, reviewer, articles=here, by=reviewer)
    for person in (make_user(), make_member(project, MemberRole.SUPERVISOR)):
        with pytest.raises(Invalid, match="is no reviewer or editor in this project"):
            assign(project, person, articles=here, by=editor)
    elsewhere = make_article(make_project())
    for foreign in (elsewhere.id, uuid4()):
        with pytest.raises(NotFound, match=f"no article {foreign} in this project"):
            assign(project, reviewer, articles=[foreign], by=editor)
    with pytest.raises(NotFound):
        assign(project, reviewer, claims=[reviewable(elsewhere)[0].id], by=editor)
    with pytest.raises(Invalid, match="at least one"):
        assign(project, reviewer, by=editor)
    assert not Assignment.objects.exists()


@pytest.mark.django_db
def test_the_queue_gives_assigned_claims_then_assigned_articles_then_the_rest(
    project: Project, editor: User, articles: list[Article]
) -> None:
    reviewer = make_member(project)
    Article.objects.filter(pk=articles[2].pk).update(deadline=timezone.now() + timedelta(hours=1))
    single = reviewable(articles[1])[1]
    assign(project, reviewer, articles=[articles[0].id], by=editor)
    assign(project, reviewer, claims=[single.id], by=editor)
    claim, why = given(project, reviewer)
    assert (claim, why) == (single, "assigned to you, not yet read")
    decide(claim, reviewer)
    for expected in reviewable(articles[0]):
        claim, why = given(project, reviewer)
        assert (claim, why) == (expected, "assigned to you, not yet read")
        decide(claim, reviewer)
    claim, why = given(project, reviewer)
    assert claim.article_id == articles[2].id
    assert why.startswith("due ")


@pytest.mark.django_db
def test_of_equal_deadlines_priority_then_uncertainty_comes_first(
    project: Project, editor: User, articles: list[Article]
) -> None:
    Article.objects.update(uncertainty=0.1)
    Article.objects.filter(pk=articles[0].pk).update(uncertainty=0.9)
    assert given(project, make_member(project))[0].article_id == articles[0].id
    schedule(project, [articles[1].id], deadline=None, priority=3, by=editor)
    assert given(project, make_member(project))[0].article_id == articles[1].id
    due = timezone.now() + timedelta(days=2)
    assert schedule(project, [articles[2].id], deadline=due, priority=None, by=editor) == 1
    assert given(project, make_member(project))[0].article_id == articles[2].id
    assert schedule(project, [articles[2].id], deadline=due, priority=None, by=editor) == 0
    assert LedgerEntry.objects.filter(verb="scheduled").count() == 2
    with pytest.raises(Invalid, match="Priority 4"):
        schedule(project, [articles[2].id], deadline=None, priority=4, by=editor)


@pytest.mark.django_db
def test_what_was_opened_again_comes_back_to_who_answered_it(
    project: Project, editor: User, articles: list[Article]
) -> None:
    one, other = make_member(project), make_member(project)
    for claim in reviewable(articles[0]):
        for person in (one, other):
            decide(claim, person)
    Article.objects.exclude(pk=articles[0].pk).update(deadline=timezone.now() + timedelta(days=9))
    again = reviewable(articles[0])[1]
    reopen(again.id, reason="New log.", by=editor)
    claim, why = given(project, one)
    assert (claim, why) == (again, "the article you are on, opened again")


@pytest.mark.django_db
def test_handing_over_ends_ones_own_and_begins_the_others(
    project: Project, editor: User, articles: list[Article]
) -> None:
    one, other = make_member(project), make_member(project)
    (mine,) = assign(project, one, articles=[articles[0].id], by=editor)
    with pytest.raises(NotPermitted):
        hand_over(mine.id, to=other, by=other)
    theirs = hand_over(mine.id, to=other, reason="On leave.", by=one)
    mine.refresh_from_db()
    assert (mine.ended_by, mine.reason, theirs.user, theirs.ended_at) == (one, "On leave.", other, None)
    assert LedgerEntry.objects.filter(verb="handed_over").count() == 1
    with pytest.raises(Conflict, match="has ended already"):
        hand_over(mine.id, to=other, by=editor)
    with pytest.raises(Invalid, match="already"):
        hand_over(theirs.id, to=other, by=editor)


@pytest.mark.django_db
def test_an_assignment_is_returned_with_a_reason(
    project: Project, editor: User, articles: list[Article]
) -> None:
    reviewer = make_member(project)
    (mine,) = assign(project, reviewer, articles=[articles[0].id], by=editor)
    with pytest.raises(Invalid, match="say why"):
        give_back(mine.id, reason=" ", by=reviewer)
    with pytest.raises(NotPermitted):
        give_back(mine.id, reason="x", by=make_member(project))
    with pytest.raises(NotFound):
        give_back(mine.id, reason="x", by=make_user())
    give_back(mine.id, reason="It is about my brother.", by=reviewer)
    assert LedgerEntry.objects.filter(verb="returned").count() == 1
    (again,) = assign(project, reviewer, articles=[articles[0].id], by=editor)
    assert again.id != mine.id


def test_two_editors_who_assign_at_once_assign_once(committed_db: CommittedDatabase) -> None:
    project = make_project()
    article = make_article(project)
    reviewer = make_member(project)
    editors = [make_member(project, MemberRole.EDITOR) for _ in range(4)]
    made = at_once(*[lambda by=by: assign(project, reviewer, articles=[article.id], by=by) for by in editors])
    assert errors(made) == []
    assert sorted(len(one) for one in made) == [0, 0, 0, 1]


def test_of_handing_over_and_returning_at_once_one_wins(committed_db: CommittedDatabase) -> None:
    project = make_project()
    article = make_article(project)
    editor = make_member(project, MemberRole.EDITOR)
    one, other = make_member(project), make_member(project)
    (mine,) = assign(project, one, articles=[article.id], by=editor)
    got = at_once(
        lambda: hand_over(mine.id, to=other, by=one),
        lambda: give_back(mine.id, reason="x", by=editor),
        lambda: hand_over(mine.id, to=editor, by=editor),
    )
    assert [type(error) for error in errors(got)] == [Conflict, Conflict]
    assert LedgerEntry.objects.filter(verb__in=("handed_over", "returned")).count() == 1


@pytest.mark.django_db
def test_suggesting_says_how_unsure_it_was(articles: list[Article]) -> None:
    assert articles[0].uncertainty is None
    suggest.propose_for(articles[0].id)
    articles[0].refresh_from_db()
    chains = Suggestion.objects.filter(claim__article=articles[0], kind="chain", rank=0)
    mean = sum(chain.confidence for chain in chains) / len(chains)
    assert articles[0].uncertainty == pytest.approx(1 - mean)
