"""An article by its address: the page is fetched as public pages are, its bytes and its last address are kept."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from annotations import fetch
from annotations.domain.vocabulary import MemberRole
from annotations.models import Article, Project, Upload
from tests.api.world import caller, problem_of
from tests.factories import make_member, make_project
from tests.security.web_server import WebServer, connects, leads_to, page, web_server

HTML = (
    "<html><head><title>Bridge closed</title></head><body><article><h1>Bridge closed</h1>"
    "<p>The harbour bridge was closed on Monday, the port authority said.</p>"
    "<p>Traffic is being diverted to the çity's tunnel.</p></article></body></html>"
).encode("latin-1")


@pytest.fixture
def project(db: None) -> Project:
    return make_project()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    monkeypatch.setattr(fetch, "system_resolver", lambda host, port: ["127.0.0.1"])
    pages = {"/old": leads_to("/story"), "/story": page(HTML, Content_Type="text/html; charset=iso-8859-1")}
    with web_server(pages) as running:
        yield running


def test_the_interface_takes_a_page_by_its_address(project: Project, server: WebServer) -> None:
    editor = caller(make_member(project, MemberRole.EDITOR))
    path = f"projects/{project.slug}/articles/"
    made = editor.post(path, {"fetch_url": server.url("/old"), "outlet": "Herald"}, key="k")
    assert made.status_code == 201, made.content
    assert (made.json()["url"], made.json()["outlet"]) == (server.url("/story"), "Herald")
    article = Article.objects.get()
    assert bytes(article.original.content) == HTML
    assert "çity's tunnel" in article.text
    assert (
        editor.post(path, {"fetch_url": server.url("/old"), "outlet": "Herald"}, key="k").status_code == 200
    )
    assert len(server.asked) == 2  # the redirect and the page; the repeated request fetches nothing
    twice = editor.post(path, {"fetch_url": server.url("/story"), "outlet": "Herald"})
    assert (twice.status_code, problem_of(twice)["current"]) == (409, str(article.id))


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest/meta-data/", "http://0x7f.1/", "file:///etc/passwd", ""]
)
def test_what_is_not_public_is_refused_by_both(project: Project, url: str) -> None:
    editor = make_member(project, MemberRole.EDITOR)
    browser = Client()
    browser.force_login(editor)
    with connects as made:
        refused = caller(editor).post(f"projects/{project.slug}/articles/", {"fetch_url": url})
        said = browser.post(f"/p/{project.slug}/import/", {"fetch_url": url})
    assert made == []
    assert list(problem_of(refused)["errors"]) == ["fetch_url"]
    assert said.status_code == 422
    assert "Nothing was stored." in said.content.decode()
    assert not Article.objects.exists()
    assert not Upload.objects.exists()


def test_a_reviewer_has_nothing_fetched(project: Project, server: WebServer) -> None:
    reviewer = make_member(project)
    browser = Client()
    browser.force_login(reviewer)
    with connects as made:
        assert (
            browser.post(f"/p/{project.slug}/import/", {"fetch_url": server.url("/story")}).status_code == 403
        )
        path = f"projects/{project.slug}/articles/"
        assert caller(reviewer).post(path, {"fetch_url": server.url("/story")}).status_code == 403
    assert made == []


def test_the_page_shows_the_preview_and_stores_it(project: Project, server: WebServer) -> None:
    browser = Client()
    browser.force_login(make_member(project, MemberRole.EDITOR))
    where = f"/p/{project.slug}/import/"
    assert 'name="fetch_url"' in browser.get(where).content.decode()
    preview = browser.post(where, {"fetch_url": server.url("/old")}).content.decode()
    assert server.url("/story") in preview
    token = re.search(r'name="token" value="([^"]+)"', preview)
    assert token
    stored = browser.post(
        where,
        {
            "token": token[1],
            "title": "Bridge closed",
            "url": server.url("/story"),
            "store": "1",
            "outlet": "Herald",
        },
    )
    article = Article.objects.get()
    assert stored.headers["Location"].endswith(f"/articles/{article.id}/")
    assert (article.url, article.filename) == (server.url("/story"), "")
    assert bytes(article.original.content) == HTML
    assert "çity's tunnel" in article.text
