"""Articles over HTTP: by text, HTML and file; what is refused stores nothing."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from annotations.models import Article, Claim
from tests.api.world import World, problem_of
from tests.readers.office import pdf, word

FIELDS = [
    "id",
    "title",
    "outlet",
    "url",
    "published_at",
    "language",
    "sha256",
    "length",
    "coverage",
    "claims",
]


def upload(world: World, data: bytes, *, name: str = "article.txt", **fields: Any) -> Any:
    file = SimpleUploadedFile(name, data, content_type="application/octet-stream")
    return world["editor"].client.post(f"/api/v1/projects/{world.slug}/articles/", {"file": file, **fields})


def send(world: World, **body: Any) -> Any:
    return world["editor"].post(f"projects/{world.slug}/articles/", body)


def test_a_text_comes_in_with_what_is_said_about_it(world: World) -> None:
    response = send(
        world,
        text="A ferry ran aground. Nobody was hurt.",
        title="Ferry",
        outlet="The Courier",
        url="https://herald.example/ferry",
        published_at="2026-01-05T10:00:00+01:00",
        language="en",
        deadline="2026-02-01T00:00:00Z",
        replaces=str(world.article.id),
    )
    assert response.status_code == 201, response.content
    article = response.json()
    assert list(article) == [*FIELDS, "suggestions"]
    assert (article["title"], article["outlet"]) == ("Ferry", "The Courier")
    assert (article["published_at"], article["language"]) == ("2026-01-05T09:00:00Z", "en")
    assert (article["claims"], article["suggestions"], article["coverage"]) == (2, "pending", 1.0)
    whole = world["reviewer"].get(f"articles/{article['id']}/").json()
    assert whole["text"] == "A ferry ran aground. Nobody was hurt."
    assert Article.objects.get(pk=article["id"]).replaces == world.article


def test_a_page_comes_in_without_its_scripts(world: World) -> None:
    html = (
        "<html lang=en><head><title>Ferry</title><script>alert('x')</script></head><body><article><h1>Ferry aground"
        "</h1><p>A ferry ran aground near the pier on Monday morning.</p><p onclick=alert(1)>Nobody was hurt, the "
        "harbour master said in a statement.</p><script>steal()</script></article></body></html>"
    )
    response = send(world, html=html)
    assert response.status_code == 201, response.content
    text = world["editor"].get(f"articles/{response.json()['id']}/").json()["text"]
    assert "Nobody was hurt" in text
    assert "alert" not in text
    assert "steal" not in text


def test_a_file_comes_in_in_its_own_encoding(world: World) -> None:
    response = upload(
        world, "Die Fähre lief auf Grund. Niemand wurde verletzt.".encode("cp1252"), outlet="Blatt"
    )
    assert response.status_code == 201, response.content
    assert "Fähre" in world["editor"].get(f"articles/{response.json()['id']}/").json()["text"]
    stated = upload(world, "Grüße aus Łódź. Alles ist gut.".encode("cp1250"), encoding="cp1250")
    assert "Łódź" in world["editor"].get(f"articles/{stated.json()['id']}/").json()["text"]


def test_the_same_bytes_outlet_and_url_are_409_with_the_articles_id(world: World) -> None:
    body = {
        "text": "A ferry ran aground. Nobody was hurt.",
        "outlet": "Herald",
        "url": "https://herald.example/1",
    }
    first = send(world, **body)
    again = send(world, **body)
    assert again.status_code == 409
    assert problem_of(again)["current"] == first.json()["id"]
    assert send(world, **{**body, "outlet": "Courier"}).status_code == 201


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, ""),
        ({"title": "Nothing else"}, ""),
        ({"text": "a", "html": "b"}, ""),
        ({"text": ""}, "text"),
        ({"text": "  \n "}, "text"),
        ({"text": 7}, "text"),
        ({"text": "nul \x00 here"}, "text"),
        ({"text": "half \ud800 pair"}, "text"),
        ({"text": "Fine.", "title": "x" * 10_000}, "title"),
        ({"text": "Fine.", "title": "a\x00"}, "title"),
        ({"text": "Fine.", "outlet": "x" * 301}, "outlet"),
        ({"text": "Fine.", "url": "https://e.example/" + "x" * 2001}, "url"),
        ({"text": "Fine.", "url": "javascript:alert(1)"}, "url"),
        ({"text": "Fine.", "language": "x" * 36}, "language"),
        ({"text": "Fine.", "published_at": "yesterday"}, "published_at"),
        ({"text": "Fine.", "deadline": "2026-02-30T00:00:00Z"}, "deadline"),
        ({"text": "Fine.", "replaces": "7"}, "replaces"),
        ({"text": "Fine.", "colour": "red"}, "colour"),
        ({"fetch_url": "https://10.0.0.1/story"}, "fetch_url"),
    ],
)
def test_bad_input_is_named_and_stores_nothing(world: World, body: Any, field: str) -> None:
    response = send(world, **body)
    assert response.status_code == 422, response.content
    assert field in problem_of(response)["errors"], response.json()
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        (b"", {}),
        (b"%PDF-1.7 \x00\x01", {}),
        (bytes(range(256)) * 40, {}),
        (b"text \x00 here", {}),
        (b"\xed\xa0\x80 lone", {}),
        ("Grüße".encode("cp1252"), {"encoding": "utf-8"}),
        (b"text", {"encoding": "klingon"}),
    ],
)
def test_a_file_that_is_no_text_is_refused_in_words(world: World, data: bytes, fields: Any) -> None:
    response = upload(world, data, **fields)
    assert response.status_code == 422, response.content
    assert all(words for words in problem_of(response)["errors"].values())
    assert Article.objects.count() == 1


def test_bidi_controls_are_shown_not_removed(world: World) -> None:
    article = send(world, text="Pay \u202e001\u202c now. Or else.").json()
    whole = world["reviewer"].get(f"articles/{article['id']}/").json()
    assert "\u202e" in whole["text"]
    assert [offset for offset, _ in whole["hidden"]] == [4, 8]


@pytest.mark.slow
def test_one_line_of_five_megabytes_comes_in(world: World) -> None:
    line = "The harbour bridge was closed on Monday. " * 125_000
    response = upload(world, line.encode())
    assert response.status_code in (201, 422), response.content[:500]
    if response.status_code == 201:
        pk = response.json()["id"]
        assert Article.objects.get(pk=pk).text == line
        assert Claim.objects.filter(article=pk).count() == response.json()["claims"]


def test_a_body_that_is_too_large_is_413(world: World) -> None:
    response = world["reviewer"].post(
        f"claims/{world.claims[0].id}/decisions/", {"note": "x" * 3_000_000}, key="k"
    )
    assert response.status_code == 413
    problem_of(response)


@override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=3)
def test_a_form_of_too_many_fields_is_400(world: World) -> None:
    response = upload(world, b"A text.", title="a", outlet="b", language="en", url="https://e.example")
    assert response.status_code == 400
    problem_of(response)


def test_a_broken_form_is_400(world: World) -> None:
    path = f"/api/v1/projects/{world.slug}/articles/"
    response = world["editor"].client.post(path, b"nonsense", content_type="multipart/form-data")
    assert response.status_code == 400
    problem_of(response)


def test_the_list_is_newest_first_without_texts_in_constant_queries(
    world: World, connection_queries: Any
) -> None:
    path = f"projects/{world.slug}/articles/"
    with connection_queries as one:
        assert len(world["reviewer"].get(path).json()["results"]) == 1
    for number in range(29):
        send(world, text=f"A ferry ran aground {number} times. Nobody was hurt.", outlet=f"Outlet {number}")
    with connection_queries as many:
        listed = world["reviewer"].get(path).json()["results"]
    assert len(listed) == 30
    assert len(many) == len(one) <= 4
    assert "text" not in listed[0]
    assert [row["id"] for row in listed] == sorted((row["id"] for row in listed), reverse=True)
    assert {row["claims"] for row in listed[:29]} == {2}


def test_a_table_brings_many_articles_and_says_which_are_there(world: World) -> None:
    table = b'{"body": "It rained.", "t": "A"}\n{"body": "It poured.", "t": "B"}\n'
    response = upload(world, table, name="rows.jsonl", mapping="text=body,title=t")
    assert response.status_code == 201, response.content
    assert [one["title"] for one in response.json()["articles"]] == ["A", "B"]
    assert response.json()["refused"] == []
    again = upload(
        world, table + b'{"body": "It stopped.", "t": "C"}\n', name="rows.jsonl", mapping="text=body,title=t"
    )
    assert [one["title"] for one in again.json()["articles"]] == ["C"]
    there = {one["number"]: one["current"] for one in again.json()["refused"]}
    assert there == {n: one["id"] for n, one in enumerate(response.json()["articles"], start=1)}


def test_a_table_with_a_bad_row_or_column_stores_nothing(world: World) -> None:
    before = Article.objects.count()
    for mapping, words in (("text=no", "no column 'no'"), ("text=body", "Row 2 has no text")):
        response = upload(
            world, b'{"body": "It rained."}\n{"body": ""}\n', name="rows.jsonl", mapping=mapping
        )
        assert response.status_code == 422
        assert words in response.content.decode()
    assert Article.objects.count() == before


def test_a_word_document_comes_in_and_a_locked_pdf_is_refused(world: World) -> None:
    document = word(("Title", "Rain"), ("Normal", "It rained all day."))
    assert upload(world, document, name="a.docx").json()["title"] == "Rain"
    refused = upload(world, pdf(["x"], encrypted=True), name="a.pdf")
    assert refused.status_code == 422
    assert "locked by a password" in refused.content.decode()
