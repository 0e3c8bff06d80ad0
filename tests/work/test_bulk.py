"""Many chains at once: separate answers, one transaction, undone in one step."""

import pytest
from django.test import Client

from annotations import bulk, ledger, suggest
from annotations.domain.errors import Conflict, Invalid, NotFound, NotPermitted
from annotations.domain.vocabulary import MemberRole, Verification
from annotations.models import Article, Decision, User
from tests.factories import decide, make_article, make_member, make_project, make_user, reviewable

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    article = make_article(make_project(quorum=2))
    suggest.propose_for(article.id)
    return article


@pytest.fixture
def reviewer(article: Article) -> User:
    return make_member(article.project)


def test_each_chain_is_an_answer_and_an_entry_of_its_own(article: Article, reviewer: User) -> None:
    before = len(ledger.entries(article.project_id))
    wanted = bulk.acceptable_chains(article.id, above=0.0, by=reviewer)
    done = bulk.accept_chains(article.id, above=0.0, by=reviewer)
    assert len(done.decisions) == len(wanted) == Decision.objects.count() > 2
    assert len(ledger.entries(article.project_id)) == before + len(wanted)
    for decision in done.decisions:
        assert decision.chain_answered
        assert decision.verification is None
        assert decision.outcomes.get().outcome == "accepted"
    assert bulk.acceptable_chains(article.id, above=0.0, by=reviewer) == []


def test_what_was_answered_stays_and_unsure_chains_are_left(article: Article, reviewer: User) -> None:
    first, second = reviewable(article)[:2]
    decide(first, reviewer, chain=None, verification=Verification.REFUTED, note="seen the log")
    decide(second, reviewer)
    bulk.accept_chains(article.id, above=0.0, by=reviewer)
    kept = Decision.objects.filter(claim=first).order_by("-revision")[0]
    assert (kept.verification, kept.note, kept.chain_answered) == ("refuted", "seen the log", True)
    assert Decision.objects.filter(claim=second).count() == 1
    with pytest.raises(Conflict, match=r"surer than 1\.00"):
        bulk.accept_chains(article.id, above=1.0, by=reviewer)


def test_the_blind_share_is_left_out(article: Article, reviewer: User) -> None:
    article.project.blind_share = 1.0
    article.project.save()
    assert bulk.acceptable_chains(article.id, above=0.0, by=reviewer) == []


def test_one_step_takes_back_what_was_not_answered_again(article: Article, reviewer: User) -> None:
    done = bulk.accept_chains(article.id, above=0.0, by=reviewer)
    changed = done.decisions[0].claim
    decide(changed, reviewer, seen_revision=1)
    assert bulk.undo_accepted(done.key, by=reviewer) == len(done.decisions) - 1
    for claim in reviewable(article):
        latest = Decision.objects.filter(claim=claim).order_by("-revision").first()
        assert latest is None or latest.chain_answered is (claim == changed)
    with pytest.raises(Conflict, match="answered all"):
        bulk.undo_accepted(done.key, by=reviewer)


def test_who_may_not_decide_may_not_accept(article: Article, reviewer: User) -> None:
    done = bulk.accept_chains(article.id, above=0.5, by=reviewer)
    with pytest.raises(NotFound):
        bulk.undo_accepted(done.key, by=make_member(article.project))
    with pytest.raises(NotFound):
        bulk.accept_chains(article.id, above=0.5, by=make_user())
    with pytest.raises(NotPermitted):
        bulk.accept_chains(article.id, above=0.5, by=make_member(article.project, MemberRole.SUPERVISOR))
    with pytest.raises(Invalid, match="0 to 1"):
        bulk.accept_chains(article.id, above=7.0, by=reviewer)


def test_the_page_shows_accepts_and_takes_back(article: Article, reviewer: User) -> None:
    client = Client()
    client.force_login(reviewer)
    place = f"/p/{article.project.slug}/articles/{article.id}/accept-chains/"
    assert "surer than 0.10" in client.get(place + "?above=0.1").content.decode()
    done = client.post(place, {"above": "0.1"})
    step = done.context["step"]
    assert Decision.objects.exists()
    assert client.post(place, {"above": "0.1"}).status_code == 409
    assert client.post(place + "undo/", {"step": step}).status_code == 302
    assert not Decision.objects.filter(undoes=None, chain_answered=True).exclude(revision=1).exists()
    assert client.get(place + "?above=much").status_code == 422
