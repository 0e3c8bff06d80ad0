"""The pages that import many articles or a data set: plain forms, a look first, then all of it."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from annotations.domain.vocabulary import MemberRole
from annotations.models import Article, Claim, Decision, Project, Upload, User
from tests.factories import make_member
from tests.readers.office import FEED, pdf, word

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(editor: User) -> Client:
    signed_in = Client()
    signed_in.force_login(editor)
    return signed_in


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def token(page: str) -> str:
    return page.partition('name="token" value="')[2].partition('"')[0]


def test_a_table_is_mapped_looked_at_and_stored(client: Client, project: Project) -> None:
    place = f"/p/{project.slug}/import/many/"
    table = b"id,said,doc\n1,It rained.,a\n2,It <b>poured</b>.,a\n"
    asked = client.post(place, {"file": file("rows.csv", table)})
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "Say which column is the text" in page
    assert '<option value="said">' in page
    mapping = {"token": token(page), "map_text": "said", "map_article": "doc"}
    page = client.post(place, mapping).content.decode()
    assert "1 article to import" in page
    assert "It &lt;b&gt;poured&lt;/b&gt;." in page
    assert not Article.objects.exists()
    done = client.post(place, {**mapping, "store": "1"}, follow=True)
    assert "1 articles stored" in done.content.decode()
    assert list(Claim.objects.order_by("start").values_list("text", flat=True)) == [
        "It rained.",
        "It <b>poured</b>.",
    ]
    assert not Upload.objects.exists()


def test_a_feed_shows_its_items_first(client: Client, project: Project) -> None:
    place = f"/p/{project.slug}/import/many/"
    page = client.post(place, {"file": file("feed.rss", FEED)}).content.decode()
    assert "2 articles to import" in page
    client.post(place, {"token": token(page), "store": "1"})
    assert set(Article.objects.values_list("title", flat=True)) == {"Bridge closed 🌉", "Rain"}
    again = client.post(place, {"file": file("feed.rss", FEED), "store": "1"}, follow=True)
    assert "2 were there already" in again.content.decode()


def test_what_is_no_feed_or_table_is_refused_in_words(client: Client, project: Project) -> None:
    refused = client.post(f"/p/{project.slug}/import/many/", {"file": file("x.exe", b"MZ")})
    assert refused.status_code == 422
    assert "no feed or table by its name" in refused.content.decode()


def test_a_data_set_shows_what_maps_and_what_does_not(client: Client, project: Project, editor: User) -> None:
    place = f"/p/{project.slug}/import/dataset/"
    example = {
        "id": 1,
        "text": "Rents 🏘️ doubled.",
        "cats": ["refuted", "Pants on fire"],
        "entities": [[6, 9, "Cue"]],
    }
    upload = file("anna.jsonl", json.dumps(example).encode())
    asked = client.post(place, {"file": upload, "format": "doccano"})
    assert asked.status_code == 422
    page = asked.content.decode()
    assert "Give --offsets" in page
    said = {"token": token(page), "format": "doccano", "offsets": "utf-16"}
    page = client.post(place, said).content.decode()
    assert "no word of ours; kept as it is" in page
    assert "🏘️" in page
    assert not Article.objects.exists()
    client.post(place, {**said, "store": "1", "person_0": str(editor.pk)})
    assert Decision.objects.get().reviewer == editor
    upload.seek(0)
    twice = client.post(place, {**said, "token": "", "file": upload, "store": "1"})
    assert twice.status_code == 409
    assert "already there" in twice.content.decode()


def test_a_word_document_and_a_pdf_come_in_by_the_import_page(client: Client, project: Project) -> None:
    place = f"/p/{project.slug}/import/"
    page = client.post(place, {"file": file("a.docx", word(("Title", "Rain"), ("Normal", "It rained.")))})
    assert "headline" in page.content.decode()
    page = client.post(place, {"file": file("a.pdf", pdf(["It rained all day."]))})
    assert "It rained all day." in page.content.decode()
    refused = client.post(place, {"file": file("a.pdf", pdf([], encrypted=True))})
    assert "locked by a password" in refused.content.decode()
    assert not Article.objects.exists()


@pytest.mark.parametrize("page", ["many", "dataset"])
def test_reviewers_are_told_that_they_may_not(page: str, project: Project) -> None:
    client = Client()
    client.force_login(make_member(project, MemberRole.REVIEWER))
    assert client.get(f"/p/{project.slug}/import/{page}/").status_code == 403
