"""The evidence of a claim on its pages: plain forms, the row's figure, the panel, the time line."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations import evidence
from annotations.domain.vocabulary import MemberRole, Stance
from annotations.models import Claim, Evidence, SearchLog, User
from tests.factories import make_article, make_member, make_project, reviewable

URL = "https://press.test/story"


@pytest.fixture
def claim(db: None) -> Claim:
    return reviewable(make_article())[0]


@pytest.fixture
def reviewer(claim: Claim) -> User:
    return make_member(claim.project)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def place(claim: Claim, rest: str = "evidence/") -> str:
    return f"/p/{claim.project.slug}/claims/{claim.id}/{rest}"


def desk(claim: Claim) -> str:
    return f"/p/{claim.project.slug}/articles/{claim.article_id}/?claim={claim.id}"


def test_a_plain_form_brings_up_a_page_and_shows_it_on_the_desk(claim: Claim, reviewer: User) -> None:
    client = signed_in(reviewer)
    sent = {
        "stance": "refutes",
        "url": URL,
        "quote": "The bridge <b>is open</b>.",
        "published_at": "2024-01-04",
    }
    done = client.post(place(claim), sent)
    assert done.headers["Location"] == f"{desk(claim)}#claim-{claim.id}"
    shown = client.get(desk(claim)).content.decode()
    assert "The bridge &lt;b&gt;is open&lt;/b&gt;." in shown
    assert '1<span class="unseen"> piece of evidence' in shown
    assert "not archived yet" in shown
    assert 'data-action="evidence"' in shown
    history = client.get(place(claim, "history/")).content.decode()
    assert "brought up evidence" in history
    again = client.post(place(claim), sent, follow=True).content.decode()
    assert "You brought this up already" in again
    assert Evidence.objects.count() == 1


def test_a_file_is_kept_and_handed_out_to_be_saved(claim: Claim, reviewer: User) -> None:
    client = signed_in(reviewer)
    file = SimpleUploadedFile("x.html", b"<script>alert(1)</script>", "text/html")
    assert client.post(place(claim), {"stance": "context", "file": file}).status_code == 302
    made = Evidence.objects.get()
    where = f"/p/{claim.project.slug}/evidence/{made.id}/copy/"
    copy = client.get(where)
    assert copy.content == b"<script>alert(1)</script>"
    assert copy.headers["Content-Disposition"].startswith("attachment")
    assert copy.headers["X-Content-Type-Options"] == "nosniff"
    assert copy.headers["Content-Type"] == "application/octet-stream"
    other = make_member(make_project(), MemberRole.EDITOR)
    assert signed_in(other).get(where).status_code == 404
    elsewhere = make_project()
    make_member(elsewhere, MemberRole.REVIEWER, reviewer)
    assert client.get(where.replace(claim.project.slug, elsewhere.slug)).status_code == 404
    assert Client().get(where).status_code == 302


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"stance": "proves", "url": URL},
        {"stance": "supports"},
        {"stance": "supports", "url": "http://127.0.0.1/"},
        {"stance": "supports", "url": URL, "published_at": "soon"},
        {"stance": "supports", "url": URL, "origin": "x"},
    ],
    ids=str,
)
def test_what_is_refused_is_said_and_kept_in_the_form(
    claim: Claim, reviewer: User, sent: dict[str, str]
) -> None:
    answer = signed_in(reviewer).post(place(claim), {**sent, "quote": "words I typed"})
    assert answer.status_code == 422
    assert "Nothing was kept." in answer.content.decode()
    assert "words I typed" in answer.content.decode()
    assert not Evidence.objects.exists()


def test_it_is_struck_with_its_reason(claim: Claim, reviewer: User) -> None:
    client = signed_in(reviewer)
    made = evidence.add(claim.id, stance=Stance.SUPPORTS, url=URL, quote="closed", by=reviewer)
    where = f"/p/{claim.project.slug}/evidence/{made.id}/withdraw/"
    assert client.post(where, {"reason": ""}).status_code == 422
    assert client.post(where, {"reason": "another bridge"}).status_code == 302
    shown = client.get(desk(claim)).content.decode()
    assert "<s><q" in shown
    assert "another bridge" in shown
    assert "piece of evidence" not in shown
    assert "withdrew evidence" in client.get(place(claim, "history/")).content.decode()
    assert "Nothing was changed" in client.post(where, {"reason": "again"}, follow=True).content.decode()


def test_a_search_that_found_nothing_stands_in_the_panel(claim: Claim, reviewer: User) -> None:
    client = signed_in(reviewer)
    assert client.post(place(claim, "searches/"), {"place": "", "words": "x"}).status_code == 422
    assert (
        client.post(place(claim, "searches/"), {"place": "Land registry", "words": "bridge"}).status_code
        == 302
    )
    assert SearchLog.objects.get().found == ""
    shown = client.get(desk(claim)).content.decode()
    assert "looked in Land registry for “bridge”: found nothing" in shown
    assert "looked here, found nothing" in client.get(place(claim, "history/")).content.decode()


def test_a_supervisor_reads_and_adds_nothing(claim: Claim) -> None:
    client = signed_in(make_member(claim.project, MemberRole.SUPERVISOR))
    assert "Add evidence" not in client.get(place(claim)).content.decode()
    assert client.post(place(claim), {"stance": "supports", "url": URL}).status_code == 403
    assert client.post(place(claim, "searches/"), {"place": "x"}).status_code == 403


def test_in_a_blind_project_the_desk_hides_what_others_brought_up(db: None) -> None:
    claim = reviewable(make_article(make_project(blind=True, quorum=2)))[0]
    one, two = make_member(claim.project), make_member(claim.project)
    made = evidence.add(claim.id, stance=Stance.REFUTES, url=URL, quote="secret words", by=one)
    for page in (desk(claim), place(claim), place(claim, "history/")):
        assert "secret words" in signed_in(one).get(page).content.decode()
        assert "secret words" not in signed_in(two).get(page).content.decode()
    copy = f"/p/{claim.project.slug}/evidence/{made.id}/copy/"
    assert signed_in(two).get(copy).status_code == 404


def test_the_desk_asks_as_often_with_evidence_on_every_sentence(claim: Claim, reviewer: User) -> None:
    client = signed_in(reviewer)
    claims = reviewable(claim.article)

    def queries() -> int:
        client.get(desk(claim))
        with CaptureQueriesContext(connection) as asked:
            client.get(desk(claim))
        return len(asked)

    evidence.add(claim.id, stance=Stance.SUPPORTS, url=URL, by=reviewer)
    evidence.log_search(claim.id, place="archive", by=reviewer)
    one = queries()
    for number, each in enumerate(claims * 4):
        evidence.add(each.id, stance=Stance.REFUTES, url=f"{URL}/{number}", by=reviewer)
        evidence.log_search(each.id, place=f"archive {number}", by=reviewer)
    assert queries() == one
