"""The reviews that a project imported, as lists and pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from annotations import access
from annotations.domain.vocabulary import MemberRole
from annotations.models import CheckedVector, ImportedReview, Project, ReviewFeed
from annotations.queries.page_types import Pager
from annotations.queries.pages import Key, Page, page_of

NEWEST = (Key("id", UUID, descending=True),)
SHOWN_FEEDS, SHOWN_REVIEWS = 20, 30


@dataclass(frozen=True, slots=True)
class ReviewsPage:
    """The page of imported reviews: the latest imports, and one page of reviews, newest first.

    `done` says in words what the import just did; `problems` why it did nothing; `waiting` are reviews that have no
    vector yet and are found by their words alone; `is_one` says that one review was asked for.
    """

    count: int
    waiting: int
    is_one: bool
    feeds: Sequence[ReviewFeed]
    reviews: Sequence[ImportedReview]
    pager: Pager
    may_import: bool
    problems: Sequence[str] = ()
    address: str = ""


def reviews_of(
    project: Project, *, cursor: str | None, limit: int, only: UUID | None = None
) -> Page[ImportedReview]:
    """The project's imported reviews, newest first, or only the one of an id."""
    rows = ImportedReview.objects.filter(project=project).defer("words").select_related("feed")
    rows = rows.filter(pk=only) if only else rows
    return page_of(rows, NEWEST, cursor=cursor, limit=limit)


def reviews_page(
    project: Project,
    *,
    role: MemberRole,
    cursor: str | None,
    only: UUID | None = None,
    problems: Sequence[str] = (),
    address: str = "",
) -> ReviewsPage:
    """What the page shows, in four queries."""
    page = reviews_of(project, cursor=cursor, limit=SHOWN_REVIEWS, only=only)
    mine = ImportedReview.objects.filter(project=project)
    has_vector = Exists(CheckedVector.objects.filter(review=OuterRef("pk")))
    return ReviewsPage(
        count=mine.count(),
        waiting=mine.filter(~has_vector).count(),
        is_one=only is not None,
        feeds=list(
            ReviewFeed.objects.filter(project=project)
            .select_related("imported_by")
            .order_by(F("imported_at").desc(), "id")[:SHOWN_FEEDS]
        ),
        reviews=page.rows,
        pager=Pager(newer=_address(page.previous), older=_address(page.next)),
        may_import=access.can_edit(role),
        problems=problems,
        address=address,
    )


def _address(cursor: str | None) -> str:
    return "?" + urlencode({"cursor": cursor}) if cursor else ""


def review_form(review: ImportedReview) -> dict[str, Any]:
    """A review in its JSON form."""
    return {
        "id": str(review.id),
        "text": review.text,
        "title": review.title,
        "publisher": review.publisher,
        "url": review.url,
        "rating": review.rating,
        "verification": review.verification,
        "reviewed_on": review.reviewed_on.isoformat() if review.reviewed_on else None,
        "feed": str(review.feed_id),
    }
