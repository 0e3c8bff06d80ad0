"""The versions' page, and importing a newer version by form and over HTTP."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations.domain.vocabulary import MemberRole
from annotations.models import Article, Claim, User
from tests.api.world import caller
from tests.factories import decide, make_article, make_member, make_project
from tests.work.test_versions import NEW, OLD, replace

pytestmark = pytest.mark.django_db


@pytest.fixture
def older() -> Article:
    return make_article(make_project(quorum=1), text=OLD, outlet="Herald", url="https://herald.test/a")


@pytest.fixture
def editor(older: Article) -> User:
    return make_member(older.project, MemberRole.EDITOR)


@pytest.fixture
def client(editor: User) -> Client:
    signed_in = Client()
    signed_in.force_login(editor)
    return signed_in


def versions_of(client: Client, article: Article) -> str:
    return client.get(f"/p/{article.project.slug}/articles/{article.id}/versions/").content.decode()


def test_the_words_that_differ_are_marked(client: Client, older: Article, editor: User) -> None:
    page = versions_of(client, replace(older, editor))
    assert '<del><span class="unseen">removed: </span>Two</del>' in page
    assert '<ins><span class="unseen">added: </span>Three</ins>' in page
    assert "3 unchanged, 1 changed, 1 removed, 1 added" in page
    assert page.index("Traffic is being") < page.index("A ferry runs")


def test_the_older_version_says_that_it_was_replaced(client: Client, older: Article, editor: User) -> None:
    assert "Import a newer version" in versions_of(client, older)
    newer = replace(older, editor)
    page = versions_of(client, older)
    assert "A newer version took the place" in page
    assert f"/articles/{newer.id}/versions/" in page
    assert "Import a newer version" not in page


def test_an_editor_replaces_an_article_by_the_form(client: Client, older: Article) -> None:
    address = f"/p/{older.project.slug}/import/"
    decide(Claim.objects.get(article=older, text__contains="closed on"), make_member(older.project))
    form = client.get(f"{address}?replaces={older.id}").content.decode()
    assert f'name="replaces" value="{older.id}"' in form
    preview = client.post(address, {"pasted": NEW, "replaces": str(older.id)})
    shown = preview.context["page"].preview
    assert (shown.outlet, shown.url) == ("Herald", "https://herald.test/a")
    sent = {"token": shown.token, "store": "1", "title": "Bridge", "outlet": shown.outlet, "url": shown.url}
    stored = client.post(address, {**sent, "replaces": str(older.id)})
    newer = Article.objects.get(replaces=older)
    assert stored.headers["Location"].endswith(f"/articles/{newer.id}/versions/")
    assert Claim.objects.get(article=newer, text__contains="closed on").state == "agreed"


def test_a_version_that_was_replaced_meanwhile_is_refused_with_the_way_out(
    client: Client, older: Article, editor: User
) -> None:
    address = f"/p/{older.project.slug}/import/"
    token = (
        client.post(address, {"pasted": "Other text.", "replaces": str(older.id)})
        .context["page"]
        .preview.token
    )
    newer = replace(older, editor)
    answer = client.post(address, {"token": token, "store": "1", "replaces": str(older.id)}, follow=True)
    assert answer.redirect_chain[-1][0].endswith(f"/articles/{newer.id}/versions/")
    assert "was replaced already" in answer.content.decode()


@pytest.mark.parametrize("named", ["0190f0f0-0000-7000-8000-000000000000", "x"])
def test_what_is_no_article_of_the_project_is_not_replaced(
    client: Client, older: Article, named: str
) -> None:
    answer = client.get(f"/p/{older.project.slug}/import/?replaces={named}")
    assert answer.status_code in (404, 422)


def test_over_http_a_second_successor_is_a_conflict_with_the_first(older: Article, editor: User) -> None:
    by, path = caller(editor), f"projects/{older.project.slug}/articles/"
    first = by.post(path, {"text": NEW, "replaces": str(older.id)})
    assert first.status_code == 201, first.content
    again = by.post(path, {"text": "Another one.", "replaces": str(older.id)})
    assert (again.status_code, again.json()["current"]) == (409, first.json()["id"])
    one, other = (by.get(f"articles/{pk}/").json() for pk in (older.id, first.json()["id"]))
    assert (one["replaced_by"], other["replaces"]) == (other["id"], one["id"])


def test_the_history_of_a_claim_leads_through_its_versions(
    client: Client, older: Article, editor: User
) -> None:
    claim = Claim.objects.get(article=older, text__contains="closed on")
    decide(claim, make_member(older.project))
    newer = replace(older, editor)
    heir = Claim.objects.get(article=newer, text__contains="closed on")
    address = f"/p/{older.project.slug}/claims"
    assert "stands unchanged" in client.get(f"{address}/{claim.id}/history/").content.decode()
    assert (
        "carried over from the earlier version"
        in client.get(f"{address}/{heir.id}/history/").content.decode()
    )
    gone = Claim.objects.get(article=older, text__contains="ferry")
    assert "no longer found" in client.get(f"{address}/{gone.id}/history/").content.decode()


def test_the_page_asks_as_often_for_many_sentences_as_for_few(client: Client, editor: User) -> None:
    assert _queries(client, editor, 30) == _queries(client, editor, 1)


def _queries(client: Client, editor: User, sentences: int) -> int:
    old, new = (" ".join(f"The {word}{n} ship left." for n in range(sentences)) for word in ("old", "new"))
    project = make_project()
    make_member(project, MemberRole.EDITOR, editor)
    newer = replace(make_article(project, text=old), editor, text=f"{new} {old}")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        versions_of(client, newer)
    return len(asked)
