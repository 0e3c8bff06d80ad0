"""The next claim: first what is due, never what the person has answered or another is on."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from annotations.domain.errors import NotPermitted
from annotations.domain.vocabulary import MemberRole
from annotations.models import Article, Claim, Lease, Project, User
from annotations.queue import hold, next_claim
from annotations.review import undo
from tests.databases import CommittedDatabase
from tests.factories import TEXT, decide, make_article, make_member, make_project, reviewable
from tests.reliability.threads import at_once

ROUNDS = 15


@pytest.fixture
def project() -> Project:
    return make_project(quorum=2)


@pytest.fixture
def article(project: Project) -> Article:
    return make_article(project)


@pytest.mark.django_db
def test_claims_come_in_reading_order_until_nothing_waits(project: Project, article: Article) -> None:
    reviewer = make_member(project)
    for expected in reviewable(article):
        following = next_claim(project, by=reviewer)
        assert following is not None
        assert following.claim == expected
        decide(expected, reviewer)
    assert next_claim(project, by=reviewer) is None


@pytest.mark.django_db
def test_what_is_due_comes_first(project: Project, article: Article) -> None:
    due = make_article(project, text=TEXT.replace("bridge", "tunnel"))
    Article.objects.filter(pk=article.pk).update(deadline=timezone.now() + timedelta(hours=2))
    first = next_claim(project, by=make_member(project))
    assert first is not None
    assert first.claim.article_id == article.id != due.id
    assert first.why.startswith("due ")


@pytest.mark.django_db
def test_a_further_reading_is_never_by_the_first_reader(project: Project, article: Article) -> None:
    one, other = make_member(project), make_member(project)
    claim = reviewable(article)[0]
    decide(claim, one)
    following = next_claim(project, by=one)
    assert following is not None
    assert following.claim != claim
    second = next_claim(project, by=other)
    assert second is not None
    assert (second.claim, second.why) == (claim, "a further reading")


@pytest.mark.django_db
def test_a_lease_keeps_others_away_until_it_expires_and_only_warns(
    project: Project, article: Article
) -> None:
    one, other = make_member(project), make_member(project)
    first = next_claim(project, by=one)
    second = next_claim(project, by=other)
    assert first is not None
    assert second is not None
    assert first.claim != second.claim
    held = hold(first.claim, by=other)
    assert held is not None
    assert held.user == one
    decide(first.claim, other)
    Lease.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert hold(second.claim, by=one) is None


@pytest.mark.django_db
def test_the_lease_ends_when_its_holder_has_decided_the_claim(project: Project, article: Article) -> None:
    one, other = make_member(project), make_member(project)
    assert given_to_another_after(project, one, other, verification=None) != reviewable(article)[0]
    Lease.objects.filter(user=other).delete()
    assert given_to_another_after(project, one, other, seen_revision=1) == reviewable(article)[0]
    assert not Lease.objects.filter(user=one).exists()


@pytest.mark.django_db
def test_another_ones_decision_and_taking_one_back_leave_the_lease_alone(
    project: Project, article: Article
) -> None:
    one, other = make_member(project), make_member(project)
    claim = reviewable(article)[0]
    for revision in (1, 2):
        decide(claim, other, seen_revision=revision - 1)
    assert hold(claim, by=one) is None
    decide(claim, other, seen_revision=2)
    assert Lease.objects.get(claim=claim).user == one
    decide(claim, one)
    assert hold(claim, by=other) is None
    undo(claim.id, seen_revision=3, idempotency_key="back", by=other)
    assert Lease.objects.get(claim=claim).user == other


@pytest.mark.django_db
def test_twin_without_giving_back_a_decided_claim_stays_shut_to_the_second_reader(
    project: Project, article: Article
) -> None:
    one, other = make_member(project), make_member(project)
    with override_settings(PROTECTIONS_OFF=frozenset({"lease given back"})):
        assert given_to_another_after(project, one, other) != reviewable(article)[0]


def given_to_another_after(project: Project, one: User, other: User, **answer: Any) -> Claim:
    """What `other` is given once `one` has answered the article's first claim under a lease."""
    article = Article.objects.get(project=project)
    assert hold(reviewable(article)[0], by=one) is None
    decide(reviewable(article)[0], one, **answer)
    following = next_claim(project, by=other)
    assert following is not None
    return following.claim


@pytest.mark.django_db
def test_supervisors_are_given_nothing(project: Project, article: Article) -> None:
    with pytest.raises(NotPermitted):
        next_claim(project, by=make_member(project, MemberRole.SUPERVISOR))


def test_two_who_ask_at_once_get_two_claims(committed_db: CommittedDatabase) -> None:
    project = make_project(quorum=2)
    make_article(project)
    people = [make_member(project) for _ in range(4)]
    for _ in range(ROUNDS):
        Lease.objects.all().delete()
        given = at_once(*[lambda person=person: next_claim(project, by=person) for person in people])
        claims = [
            following.claim.pk
            for following in given
            if following is not None and not isinstance(following, Exception)
        ]
        assert len(claims) == len(set(claims)) == 4


@pytest.mark.django_db
def test_a_claim_that_another_took_in_the_meantime_is_not_given_again(
    project: Project, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = reviewable(article)[:2]
    other = taken_meanwhile(project, monkeypatch, first, second)
    following = next_claim(project, by=make_member(project))
    assert following is not None
    assert following.claim == second
    assert Lease.objects.get(claim=first).user == other


@pytest.mark.django_db
def test_twin_without_the_lease_two_people_get_one_claim(
    project: Project, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = reviewable(article)[:2]
    taken_meanwhile(project, monkeypatch, first, second)
    with override_settings(PROTECTIONS_OFF=frozenset({"claim lease"})):
        following = next_claim(project, by=make_member(project))
    assert following is not None
    assert following.claim == first


def taken_meanwhile(project: Project, monkeypatch: pytest.MonkeyPatch, *claims: Claim) -> User:
    """Whoever took the first claim in the moment between the next one's look at the leases and the lock on it."""
    seen = iter([(claim.pk, "order") for claim in claims])
    monkeypatch.setattr("annotations.queue._first", lambda *_: next(seen))
    other = make_member(project)
    assert hold(claims[0], by=other) is None
    return other


@pytest.mark.django_db
def test_the_page_leads_to_the_claim(project: Project, article: Article) -> None:
    client = Client()
    client.force_login(make_member(project))
    place = f"/p/{project.slug}/queue/"
    assert client.get(place).status_code == 200
    first = reviewable(article)[0]
    assert client.post(place).headers["Location"].endswith(f"?claim={first.id}#claim-{first.id}")
