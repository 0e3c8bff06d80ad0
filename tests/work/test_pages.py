"""Every page opens for whom it is meant, and asks the database as often for thirty rows as for one."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations import suggest
from annotations.domain.vocabulary import MemberRole
from annotations.models import Article, Project, User
from tests.factories import TEXT, decide, make_article, make_member, make_project, make_user, reviewable

pytestmark = pytest.mark.django_db

PAGES = (
    "/",
    "/p/{slug}/",
    "/p/{slug}/articles/",
    "/p/{slug}/articles/{article}/",
    "/p/{slug}/articles/{article}/origins/",
    "/p/{slug}/articles/{article}/origins/csv/",
    "/p/{slug}/articles/{article}/sign-off/",
    "/p/{slug}/articles/{article}/versions/",
    "/p/{slug}/claims/",
    "/p/{slug}/claims/?q=bridge&state=in_review",
    "/p/{slug}/claims/{claim}/history/",
    "/p/{slug}/claims/{claim}/evidence/",
    "/p/{slug}/sources/",
    "/p/{slug}/agreement/",
    "/p/{slug}/learning/",
    "/p/{slug}/agreement/csv/pairs/",
    "/p/{slug}/releases/",
    "/p/{slug}/reviews/",
    "/p/{slug}/assignments/",
    "/p/{slug}/settings/guideline/",
    "/p/{slug}/settings/policies/",
    "/password/",
)
EDITORS_PAGES = (
    "/p/{slug}/settings/",
    "/p/{slug}/import/",
    "/p/{slug}/import/many/",
    "/p/{slug}/import/dataset/",
    "/p/{slug}/webhooks/",
    "/p/{slug}/labels/",
    "/p/{slug}/labels/waiting/",
)
AUDITORS_PAGES = (
    "/p/{slug}/adjudication/",
    "/p/{slug}/overrides/",
    "/p/{slug}/adjudication/{claim}/",
    "/p/{slug}/audit/",
    "/p/{slug}/audit/?claim={claim}",
    "/p/{slug}/audit/articles/{article}/",
)


@pytest.fixture
def article() -> Article:
    article = make_article(make_project(quorum=2), outlet="Tessamar Courier")
    suggest.propose_for(article.id)
    claim = reviewable(article)[0]
    decide(claim, make_member(article.project), note="looked at the log")
    return article


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(page: str, article: Article) -> str:
    return page.format(slug=article.project.slug, article=article.id, claim=reviewable(article)[0].id)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", list(MemberRole))
def test_members_of_every_role_open_the_page(article: Article, page: str, role: MemberRole) -> None:
    answer = signed_in(make_member(article.project, role)).get(address(page, article))
    assert answer.status_code == 200, answer.content[:500]


@pytest.mark.parametrize(
    ("pages", "allowed"),
    [
        (EDITORS_PAGES, {MemberRole.EDITOR}),
        (AUDITORS_PAGES, {MemberRole.EDITOR, MemberRole.SUPERVISOR}),
    ],
)
def test_pages_for_some_roles_are_refused_to_the_others(
    article: Article, pages: tuple[str, ...], allowed: set[MemberRole]
) -> None:
    for role in MemberRole:
        client = signed_in(make_member(article.project, role))
        for page in pages:
            assert client.get(address(page, article)).status_code == (200 if role in allowed else 403), page


@pytest.mark.parametrize("page", [*PAGES[1:-1], *EDITORS_PAGES, *AUDITORS_PAGES])
def test_strangers_find_nothing_and_nobody_reads_unsigned(article: Article, page: str) -> None:
    where = address(page, article)
    assert signed_in(make_user()).get(where).status_code == 404
    assert Client().get(where).headers["Location"].startswith("/sign-in/")


def test_administration_is_for_administrators(article: Article) -> None:
    assert signed_in(make_user(is_staff=True)).get("/administration/").status_code == 200
    assert (
        signed_in(make_member(article.project, MemberRole.EDITOR)).get("/administration/").status_code == 404
    )


def grow(project: Project, editor: User, reviewers: list[User], first: int, count: int) -> list[Article]:
    articles = []
    for number in range(first, first + count):
        article = make_article(project, text=TEXT.replace("bridge", f"bridge {number}"), by=editor)
        suggest.propose_for(article.id)
        for reviewer in reviewers:
            decide(reviewable(article)[0], reviewer)
        articles.append(article)
    return articles


def test_pages_ask_as_often_for_thirty_rows_as_for_one() -> None:
    project = make_project()
    editor = make_member(project, MemberRole.EDITOR)
    reviewers = [make_member(project), make_member(project)]
    client = signed_in(editor)
    article = grow(project, editor, reviewers, 0, 1)[0]
    places = [address(page, article) for page in (*PAGES[:-1], *AUDITORS_PAGES)]
    before = {place: queries_of(client, place) for place in places}
    grow(project, editor, reviewers, 1, 29)
    after = {place: queries_of(client, place) for place in places}
    assert {place: count for place, count in after.items() if count > before[place]} == {}


def queries_of(client: Client, place: str) -> int:
    client.get(place)
    with CaptureQueriesContext(connection) as asked:
        client.get(place)
    return len(asked)


def test_the_desk_asks_as_often_for_three_hundred_sentences_as_for_three(
    django_assert_num_queries: Callable[..., Any],
) -> None:
    project = make_project()
    editor = make_member(project, MemberRole.EDITOR)
    short = make_article(project, text="One sentence. Another one. A third one.", by=editor)
    long = make_article(project, text=" ".join(f"The mayor spoke {n} times." for n in range(300)), by=editor)
    client = signed_in(editor)
    for article in (short, long):
        suggest.propose_for(article.id)
        for claim in reviewable(article):
            decide(claim, editor)
        client.get(f"/p/{project.slug}/articles/{article.id}/")
    with django_assert_num_queries(13):
        client.get(f"/p/{project.slug}/articles/{short.id}/")
    with django_assert_num_queries(13):
        client.get(f"/p/{project.slug}/articles/{long.id}/")


def test_ten_thousand_sentences_are_shown_page_by_page() -> None:
    project = make_project()
    article = make_article(project, text=" ".join(f"The mayor spoke {n} times." for n in range(10_000)))
    client = signed_in(make_member(project))
    page = client.get(f"/p/{project.slug}/articles/{article.id}/?page=9").content.decode()
    assert len(re.findall(r"data-claim=", page)) == 200
    last = reviewable(article)[-1]
    assert (
        f'id="claim-{last.id}"'
        in client.get(f"/p/{project.slug}/articles/{article.id}/?claim={last.id}").content.decode()
    )
