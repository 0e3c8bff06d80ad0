"""Assignments, returns and notices as pages; who else is on an article."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations.admit import write_guideline
from annotations.assigning import assign
from annotations.models import (
    Article,
    Assignment,
    LedgerEntry,
    Notice,
    Project,
    Reopening,
    User,
)
from annotations.queue import next_claim
from tests.factories import (
    TEXT,
    dispute,
    make_article,
    make_member,
    make_project,
    make_user,
    reviewable,
)
from tests.work.given_settings import content_of, signed_in, told

pytestmark = pytest.mark.django_db


def test_work_is_assigned_after_a_look_and_the_filters_stay(
    project: Project, client: Client, editor: User, article: Article
) -> None:
    other = make_article(project, text=TEXT.replace("bridge", "pier"), by=editor)
    reviewer = make_member(project, user=make_user("ada"))
    place = f"/p/{project.slug}/assignments/"
    look = f"{place}?q=Harbour&person=-&to=ada&look=1&pick-article={article.id}&pick-article={other.id}"
    content = content_of(client, look)
    assert "gets 2 articles and 0 claims" in content
    assert not Assignment.objects.exists()
    assert 'name="q" value="Harbour"' in content
    back = re.search(r'name="back" value="([^"]*)"', content)
    assert back is not None
    sent = {
        "to": "ada", "pick-article": [str(article.id), str(other.id)], "note": "Before noon.",
        "back": back[1].replace("&amp;", "&"),
    }  # fmt: skip
    answer = client.post(f"{place}assign/", sent)
    assert answer.headers["Location"] == f"{place}?q=Harbour&person=-"
    assert Assignment.objects.filter(user=reviewer).count() == 2
    mine = signed_in(reviewer)
    assert content_of(mine, "/").count("Before noon.") == 2
    due = {"pick-article": [str(article.id)], "deadline": "2026-12-01T18:00", "priority": "3"}
    assert client.post(f"{place}schedule/", due).status_code == 302
    article.refresh_from_db()
    assert (article.priority, f"{article.deadline:%d %H:%M %Z}") == (3, "01 18:00 UTC")
    for wrong in ({"pick-article": ["x"]}, {**due, "priority": "9"}, {**due, "deadline": "noon"}):
        assert "Nothing was changed" in client.post(f"{place}schedule/", wrong, follow=True).content.decode()
    assert "Choose the person first" in content_of(client, f"{place}?look=1&pick-article={article.id}")
    claims = content_of(client, f"{place}?what=claims&state=unreviewed")
    assert claims.count('name="pick-claim"') > 3


def test_an_assignment_is_handed_over_and_returned_on_the_page(
    project: Project, client: Client, editor: User, article: Article
) -> None:
    ada, ben = (make_member(project, user=make_user(name)) for name in ("ada", "ben"))
    (one,) = assign(project, ada, articles=[article.id], by=editor)
    place = f"/p/{project.slug}/assignments/"
    mine = signed_in(ada)
    assert f"{place}{one.id}/hand-over/" in content_of(mine, place)
    assert mine.post(f"{place}{one.id}/hand-over/", {"to": "ben"}).status_code == 302
    (theirs,) = Assignment.objects.filter(user=ben)
    assert mine.post(f"{place}{theirs.id}/return/", {"reason": "x"}).status_code == 403
    assert "say why" in signed_in(ben).post(f"{place}{theirs.id}/return/", follow=True).content.decode()
    signed_in(ben).post(f"{place}{theirs.id}/return/", {"reason": "No time."})
    theirs.refresh_from_db()
    assert theirs.reason == "No time."


def test_a_disputed_claim_is_returned_from_its_page(
    project: Project, client: Client, article: Article
) -> None:
    claim = reviewable(article)[0]
    dispute(claim)
    place = f"/p/{project.slug}/adjudication/{claim.id}/"
    assert f'action="{place}return/"' in content_of(client, place)
    assert client.post(f"{place}return/", {"reason": ""}).headers["Location"] == place
    assert client.post(f"{place}return/", {"reason": "Read it again."}).status_code == 302
    assert Reopening.objects.get().returned
    history = content_of(client, f"/p/{project.slug}/claims/{claim.id}/history/")
    assert "returned it to its reviewers" in history
    assert "Read it again." in history


def test_notices_are_counted_in_the_menu_read_and_mailed_where_the_person_wants(
    project: Project, editor: User, article: Article
) -> None:
    ada = make_member(project, user=make_user("ada"))
    claim = reviewable(article)[0]
    told(project, claim, editor, "ada")
    client = signed_in(ada)
    for place in ("/", f"/p/{project.slug}/", "/notices/"):
        assert '1<span class="unseen"> not read</span>' in content_of(client, place)
    content = content_of(client, "/notices/?unread=1")
    address = re.search(r'href="(/p/[^"]*#(comment-[^"]*))"', content)
    assert address is not None
    assert f'id="{address[2]}"' in content_of(client, address[1].split("#")[0])
    notice = Notice.objects.get()
    stranger = signed_in(make_user())
    assert stranger.post("/notices/read/", {"notice": str(notice.id)}).status_code == 404
    assert client.post("/notices/read/", {"notice": str(notice.id)}).status_code == 302
    assert "not read</span>" not in content_of(client, "/")
    client.post("/notices/mail/", {"email": "ada@example.org"})
    client.post("/notices/mail/", {"email": "nonsense"})
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
    entry = LedgerEntry.objects.get(verb="user_changed")
    assert "ada" not in entry.payload
    assert Client().get("/notices/").status_code == 302


def test_the_pages_ask_as_often_for_thirty_rows_as_for_one(
    project: Project, client: Client, editor: User
) -> None:
    reviewer = make_member(project, user=make_user("ada"))
    for text in ("One: misleading.", "Two: misleading."):
        project.refresh_from_db()
        write_guideline(project, text, by=editor)
    counts: list[int] = []
    places = [
        f"/p/{project.slug}/{rest}"
        for rest in ("settings/", "settings/guideline/2/", "settings/policies/", "overrides/", "assignments/")
    ]
    mine = signed_in(reviewer)
    for number in (1, 14):
        for index in range(number):
            made = make_article(project, text=TEXT.replace("bridge", f"{number} {index}"), by=editor)
            assign(project, reviewer, articles=[made.id], claims=[reviewable(made)[0].id], by=editor)
            told(project, reviewable(made)[0], editor, "ada")
        for browser, place in [(client, place) for place in places] + [(mine, "/"), (mine, "/notices/")]:
            browser.get(place)
            with CaptureQueriesContext(connection) as asked:
                browser.get(place)
            counts.append(len(asked))
    half = len(counts) // 2
    assert counts[:half] == counts[half:]


def test_the_desk_says_who_else_is_on_the_article(project: Project, editor: User, article: Article) -> None:
    ada, ben = (make_member(project, user=make_user(name)) for name in ("ada", "ben"))
    place = f"/p/{project.slug}/articles/{article.id}/"
    assert "Also here" not in content_of(signed_in(ada), place)
    assign(project, ben, articles=[article.id], by=editor)
    next_claim(project, by=ada)
    assert "Also here: ben</span>" in content_of(signed_in(ada), place)
    assert "Also here: ada (now)</span>" in content_of(signed_in(ben), place)
    stranger = make_article(make_project(), text=TEXT.replace("bridge", "dam"))
    elsewhere = signed_in(make_member(stranger.project))
    assert "Also here" not in content_of(elsewhere, f"/p/{stranger.project.slug}/articles/{stranger.id}/")
