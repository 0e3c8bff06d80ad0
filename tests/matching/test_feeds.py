"""Feeds of ClaimReviews: what is taken, what is refused, and that nothing is taken twice."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations import feeds
from annotations.domain.claim_reviews import MOST_REVIEWS, read_feed, verification_of
from annotations.domain.errors import NotPermitted, Unreadable
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.vocabulary import MemberRole, Verification
from annotations.models import ImportedReview, Job, LedgerEntry, ReviewFeed
from annotations.queries.review_list import reviews_page
from tests.factories import make_member, make_project


def review(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": f"https://checks.example/{number}",
        "claimReviewed": f"The harbour bridge was closed {number} times.",
        "author": {"@type": "Organization", "name": "Checks Desk"},
        "reviewRating": {"@type": "Rating", "alternateName": "False", "ratingValue": "1"},
        "datePublished": "2024-03-05T10:00:00Z",
        **fields,
    }


def as_bytes(value: Any) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize(
    "shape",
    [
        lambda one: one,
        lambda one: [one],
        lambda one: {"@graph": [{"@type": "WebPage"}, one]},
        lambda one: {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [one]}]},
        lambda one: {
            "@type": "ItemList",
            "itemListElement": [{"item": {**one, "@type": ["Review", "ClaimReview"]}}],
        },
        lambda one: {**one, "@type": "http://schema.org/ClaimReview"},
    ],
)
def test_reviews_are_found_however_they_are_nested(shape: Any) -> None:
    (found,) = read_feed(as_bytes(shape(review()))).reviews

    assert (found.text, found.publisher, found.rating) == (
        "The harbour bridge was closed 1 times.",
        "Checks Desk",
        "False",
    )
    assert found.verification is Verification.REFUTED
    assert str(found.reviewed_on) == "2024-03-05"


def test_json_lines_are_taken() -> None:
    lines = b"\n".join(as_bytes(review(k)) for k in range(3))

    assert len(read_feed(lines).reviews) == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html>no</html>", "not JSON"),
        (b"", "not JSON|no ClaimReview"),
        (b'{"@type": "Article"}', "no ClaimReview"),
        (b"[]", "no ClaimReview"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"[" * 200_000, "nested too deeply|not JSON"),
        (b'{"@type": "ClaimReview"}\n{oops', "line 2"),
    ],
)
def test_what_is_no_feed_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read_feed(content)


def test_a_feed_of_a_hundred_thousand_is_refused_with_the_way_out() -> None:
    huge = as_bytes([{"@type": "ClaimReview", "claimReviewed": f"Claim {k}"} for k in range(100_000)])

    with pytest.raises(Unreadable, match=f"more than {MOST_REVIEWS:,} reviews.*Divide it"):
        read_feed(huge)


def test_a_review_without_a_claim_is_passed_over_and_named() -> None:
    feed = read_feed(as_bytes([review(1), {"@type": "ClaimReview", "url": "https://x.example"}, review(1)]))

    assert len(feed.reviews) == 1
    assert feed.passed_over == ("Review 2: “claimReviewed” is missing or empty.",)


def test_odd_values_do_no_harm() -> None:
    odd = review(
        1, author=[None], reviewRating="True", url="javascript:alert(1)", datePublished="soon", headline=7
    )

    (found,) = read_feed(as_bytes(odd)).reviews

    assert (found.url, found.reviewed_on, found.title, found.verification) == ("", None, "7", None)


def test_publishers_words_lead_to_a_status_or_to_none() -> None:
    assert verification_of("Pants on Fire!") is Verification.REFUTED
    assert verification_of("MISSING CONTEXT") is Verification.MISLEADING
    assert verification_of("Four Pinocchios") is None


@pytest.mark.django_db
def test_importing_stores_each_review_once_and_says_so_in_the_ledger() -> None:
    project = make_project()
    editor = make_member(project, MemberRole.EDITOR)

    first = feeds.import_reviews(project, as_bytes([review(1), review(2)]), name="feed.json", by=editor)
    again = feeds.import_reviews(project, as_bytes([review(2), review(3)]), name="feed.json", by=editor)

    assert (first.feed.added, first.known) == (2, 0)
    assert (again.feed.added, again.known) == (1, 1)
    assert ImportedReview.objects.filter(project=project).count() == 3
    entries = LedgerEntry.objects.filter(project_id=project.id, verb=LedgerVerb.REVIEWS_IMPORTED)
    assert [json.loads(entry.payload)["added"] for entry in entries.order_by("seq")] == [2, 1]
    assert Job.objects.filter(project=project, kind="read_reviews").count() == 2


@pytest.mark.django_db
def test_only_editors_import_and_nothing_of_a_bad_feed_is_stored() -> None:
    project = make_project()

    with pytest.raises(NotPermitted):
        feeds.import_reviews(project, as_bytes(review()), name="f", by=make_member(project))
    with pytest.raises(Unreadable):
        feeds.import_reviews(project, b"{", name="f", by=make_member(project, MemberRole.EDITOR))
    assert not ReviewFeed.objects.exists()


@pytest.mark.django_db
def test_the_page_imports_a_file_says_what_came_of_it_and_lists_it(client: Client) -> None:
    project = make_project()
    client.force_login(make_member(project, MemberRole.EDITOR))
    place = f"/p/{project.slug}/reviews/"

    file = SimpleUploadedFile("feed.json", as_bytes([review(1), {"@type": "ClaimReview"}]))
    answered = client.post(place, {"file": file}, follow=True)

    shown = answered.content.decode()
    assert answered.redirect_chain[-1][0] == place
    assert "1 review imported." in shown
    assert "“claimReviewed” is missing or empty." in shown
    assert "The harbour bridge was closed 1 times." in shown
    assert "https://checks.example/1" in shown


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"file": b"no json"}, "not JSON"),
        ({}, "Choose a file"),
        ({"fetch_url": "http://127.0.0.1/feed.json"}, "127.0.0.1"),
        ({"fetch_url": "file:///etc/passwd"}, "http"),
    ],
)
def test_a_bad_feed_is_refused_on_the_page_in_words(client: Client, sent: dict[str, Any], words: str) -> None:
    project = make_project()
    client.force_login(make_member(project, MemberRole.EDITOR))
    if "file" in sent:
        sent = {"file": SimpleUploadedFile("feed.json", sent["file"])}

    answered = client.post(f"/p/{project.slug}/reviews/", sent)

    assert answered.status_code == 422
    assert words in answered.content.decode()
    assert not ReviewFeed.objects.exists()


@pytest.mark.django_db
def test_reviewers_read_the_page_and_do_not_import(client: Client) -> None:
    project = make_project()
    client.force_login(make_member(project))
    place = f"/p/{project.slug}/reviews/"

    assert "Import the reviews" not in client.get(place).content.decode()
    assert client.post(place, {"fetch_url": "https://x.example/"}).status_code == 403


@pytest.mark.django_db
def test_thirty_reviews_cost_as_many_queries_as_one() -> None:
    counted = []
    for number in (1, 29):
        project = make_project()
        editor = make_member(project, MemberRole.EDITOR)
        feed = as_bytes([review(k) for k in range(number)])
        feeds.import_reviews(project, feed, name="feed.json", by=editor)
        with CaptureQueriesContext(connection) as caught:
            reviews_page(project, role=MemberRole.EDITOR, cursor=None)
        counted.append(len(caught))
    assert counted[0] == counted[1]
