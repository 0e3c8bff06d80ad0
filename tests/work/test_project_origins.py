"""Whom a project rests on, and checks of an article against itself: pages, figures, and who may know what."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from annotations import checking, ledger
from annotations.domain.dossier_words import StoryCheck
from annotations.domain.errors import AlreadyThere, Invalid, NotFound, NotPermitted
from annotations.domain.records import LinkValue
from annotations.domain.vocabulary import Identification, MemberRole, SourceKind, Stance
from annotations.evidence import add as add_evidence
from annotations.models import Article, Claim, Project, Source, User
from annotations.queries.origins import article_story
from annotations.queries.project_origins import project_origins
from tests.factories import decide, make_article, make_member, make_project, reviewable

pytestmark = pytest.mark.django_db
TEXT = (
    "Iran delivers missiles to Russia\n\nRussia bought short-range missiles from Tehran.\n\n"
    "Russia bought short-range missiles from Tehran this spring, a US official said. "
    "Iran may deliver more missiles to Russia. The mayor spoke.\n"
)


def link(
    name: str, depth: int = 1, identification: Identification = Identification.NAMED_ORGANISATION
) -> LinkValue:
    return LinkValue(
        depth, source_name=name, source_kind=SourceKind.GOVERNMENT, identification=identification
    )


@pytest.fixture
def project() -> Project:
    return make_project()


@pytest.fixture
def editor(project: Project) -> User:
    return make_member(project, MemberRole.EDITOR)


def told_by(project: Project, outlet: str, *names: str, by: User) -> Article:
    """An article of the outlet whose first sentences rest on the named origins, one each."""
    text = " ".join(f"{outlet} tells thing {number}." for number in range(len(names) + 1))
    article = make_article(project, text=text, by=by, outlet=outlet)
    for claim, name in zip(reviewable(article), names, strict=False):
        decide(claim, by, chain=(link("Agency"), link(name, 2)))
    return article


def page(project: Project, rest: str, user: User | None = None) -> Any:
    client = Client()
    client.force_login(user or make_member(project, MemberRole.SUPERVISOR))
    return client.get(f"/p/{project.slug}/{rest}")


def test_the_same_origin_behind_two_outlets_is_listed_with_its_articles(
    project: Project, editor: User
) -> None:
    one = told_by(project, "Herald", "White House", "White House", by=editor)
    other = told_by(project, "Post", "White House", "Mayor", by=editor)
    found = project_origins(project, role=MemberRole.EDITOR)
    (circular,) = found.circular
    assert (circular.name, circular.claims) == ("White House", 3)
    assert [found.names[key] for key in circular.outlets] == ["Herald", "Post"]
    assert found.thin == {str(one.id): 1}
    shown = page(project, "origins/").content.decode()
    for article in (one, other):
        assert f"/articles/{article.id}/origins/" in shown
    assert "White House" in shown
    assert 'class="story-picture flows"' in shown
    rows = list(csv.DictReader(io.StringIO(page(project, "origins/csv/").content.decode())))
    assert [(row["origin"], row["claims"], row["several_outlets"]) for row in rows] == [
        ("White House", "3", "yes"),
        ("Mayor", "1", "no"),
    ]


def test_articles_of_unknown_outlets_are_not_taken_for_one(project: Project, editor: User) -> None:
    for number in range(2):
        article = make_article(project, text=f"The mayor spoke {number} times.", by=editor)
        decide(reviewable(article)[0], editor, chain=(link("Mayor"),))
    found = project_origins(project, role=MemberRole.EDITOR)
    assert len(found.origins[0].outlets) == 2


def test_reviewers_of_a_blind_project_hear_of_settled_claims_only(editor: User, project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(blind=True, quorum=2)
    project.refresh_from_db()
    article = told_by(project, "Herald", "White House", by=editor)
    assert project_origins(project, role=MemberRole.EDITOR).claims == 1
    assert project_origins(project, role=MemberRole.REVIEWER).claims == 0
    decide(reviewable(article)[0], make_member(project), chain=(link("Agency"), link("White House", 2)))
    assert project_origins(project, role=MemberRole.REVIEWER).claims == 1


def test_many_articles_ask_no_more_than_one(
    project: Project, editor: User, django_assert_max_num_queries: Any
) -> None:
    told_by(project, "Herald", "White House", by=editor)
    with django_assert_max_num_queries(8):
        project_origins(project, role=MemberRole.EDITOR)
    for number in range(12):
        told_by(project, f"Outlet {number}", f"Source {number}", by=editor)
    with django_assert_max_num_queries(8):
        assert len(project_origins(project, role=MemberRole.EDITOR).origins) == 13


def test_a_second_origin_by_evidence_passes_the_two_source_check(project: Project, editor: User) -> None:
    article = told_by(project, "Herald", "White House", "Mayor", by=editor)
    first, second = reviewable(article)[:2]
    ngo = Source.objects.create(project=project, name="Red Cross", folded="red cross", kind="ngo")

    def thin() -> frozenset[str]:
        return article_story(article, viewer=editor, role=MemberRole.EDITOR).thin

    assert thin() == {str(first.id), str(second.id)}
    add_evidence(first.id, stance=Stance.REFUTES, by=editor, url="https://example.org/a", origin=ngo.id)
    assert thin() == {str(first.id), str(second.id)}
    add_evidence(first.id, stance=Stance.SUPPORTS, by=editor, url="https://example.org/b", origin=ngo.id)
    assert thin() == {str(second.id)}
    shown = page(project, f"articles/{article.id}/origins/").content.decode()
    assert "1 of 3 claims rest on fewer than two independent origins" in shown


@pytest.fixture
def article(project: Project, editor: User) -> Article:
    """The second sentence says in its own voice what the third attributes; the fourth hedges what the headline says."""
    article = make_article(project, text=TEXT, by=editor)
    official = link("US official", identification=Identification.UNNAMED_INDIVIDUAL)
    for claim in reviewable(article):
        decide(claim, editor, chain=(official,) if "spring" in claim.text else (), verification=None)
    return article


def sentence(article: Article, words: str) -> Claim:
    return Claim.objects.filter(article=article).reviewable().get(text__contains=words)


def test_the_story_shows_its_checks_and_lets_them_be_with_a_reason(
    project: Project, editor: User, article: Article
) -> None:
    fact, said = sentence(article, "from Tehran."), sentence(article, "spring")
    client = Client()
    client.force_login(editor)
    place = f"/p/{project.slug}/articles/{article.id}/"
    shown = client.get(place + "origins/").content.decode()
    assert "Attribution lost" in shown
    assert "Stronger than the body" in shown
    sent = {"check": "attribution_lost", "claim": str(fact.id), "other": str(said.id), "reason": ""}
    assert client.post(place + "checks/dismiss/", sent).status_code == 422
    sent["reason"] = "Confirmed by two papers."
    assert client.post(place + "checks/dismiss/", sent).status_code == 302
    assert client.post(place + "checks/dismiss/", sent).status_code == 409
    shown = client.get(place + "origins/").content.decode()
    assert "Confirmed by two papers." in shown
    assert shown.count("<b>Attribution lost</b>") == 0
    entry = ledger.newest(project.id)
    assert entry is not None
    assert (entry.verb, entry.payload["other"]) == ("check_dismissed", str(said.id))


def test_a_check_is_let_be_only_by_those_who_decide_and_only_in_its_article(
    project: Project, editor: User, article: Article
) -> None:
    fact, said = sentence(article, "from Tehran."), sentence(article, "spring")
    kind = StoryCheck.ATTRIBUTION_LOST
    supervisor = make_member(project, MemberRole.SUPERVISOR)
    with pytest.raises(NotPermitted):
        checking.dismiss(article, kind, claim=fact.id, other=said.id, reason="x", by=supervisor)
    elsewhere = reviewable(make_article(project, text="The mayor spoke twice.", by=editor))[0]
    for other in (elsewhere.id, fact.id):
        with pytest.raises(NotFound):
            checking.dismiss(article, kind, claim=fact.id, other=other, reason="x", by=editor)
    with pytest.raises(Invalid, match="Say why"):
        checking.dismiss(article, kind, claim=fact.id, other=said.id, reason=" ", by=editor)
    checking.dismiss(article, kind, claim=fact.id, other=said.id, reason="x", by=editor)
    with pytest.raises(AlreadyThere):
        checking.dismiss(article, kind, claim=fact.id, other=said.id, reason="x", by=editor)
