"""Importing what others have checked: ClaimReviews from a file or an address, each review once a project."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from annotations import fetch, ledger, outbox
from annotations.access import EDITORS, require_member
from annotations.domain.claim_reviews import Review, read_feed
from annotations.domain.errors import Invalid
from annotations.domain.ids import new_id
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.text import refuse_unstorable
from annotations.models import ImportedReview, Project, ReviewFeed, User

AT_ONCE = 1000
SHOWN = 20


@dataclass(frozen=True, slots=True)
class ImportedFeed:
    """What came of an import: the feed's row, how many reviews the project had already, and what was passed over."""

    feed: ReviewFeed
    known: int
    passed_over: tuple[str, ...]


def import_reviews(project: Project, content: bytes, *, name: str, by: User) -> ImportedFeed:
    """Take in the reviews that the project does not have yet; vectors are made by a worker.

    `name` says where the bytes come from. Raises NotPermitted, and Unreadable for bytes that hold no ClaimReview or
    more than 20,000; nothing was stored then.
    """
    require_member(project, by, *EDITORS, to="import reviews")
    refuse_unstorable(name, field="file")
    read = read_feed(content)
    with transaction.atomic():
        # Two imports of one feed wait for each other, so that what each says it added is so.
        Project.objects.select_for_update(no_key=True).get(pk=project.pk)
        known = _known(project, [review.key for review in read.reviews])
        new = [review for review in read.reviews if review.key not in known]
        feed = ReviewFeed.objects.create(
            project=project,
            name=name[:2000],
            sha256=hashlib.sha256(content).hexdigest(),
            reviews_count=len(read.reviews),
            added=len(new),
            passed_over=len(read.passed_over),
            imported_by=by,
            imported_at=timezone.now(),
        )
        rows = [_row(project, feed, review) for review in new]
        ImportedReview.objects.bulk_create(rows, batch_size=AT_ONCE)
        if rows:
            outbox.post(outbox.READ_REVIEWS, [feed.id], project_id=project.id)
        ledger.append(
            project.id,
            by=by,
            verb=LedgerVerb.REVIEWS_IMPORTED,
            subject=f"feed:{feed.id}",
            payload={"sha256": feed.sha256, "reviews": feed.reviews_count, "added": feed.added},
        )
    return ImportedFeed(feed, feed.reviews_count - feed.added, read.passed_over[:SHOWN])


def fetched_reviews(project: Project, url: str, *, by: User) -> ImportedFeed:
    """Take in the reviews at an address. Raises as `import_reviews`, and Invalid where the page does not come."""
    require_member(project, by, *EDITORS, to="import reviews")
    try:
        came = fetch.get(url.strip())
    except fetch.NotFetched as error:
        raise Invalid({"fetch_url": [word for words in error.errors.values() for word in words]}) from None
    return import_reviews(project, came.content, name=came.final_url, by=by)


def _known(project: Project, keys: list[str]) -> set[str]:
    rows = ImportedReview.objects.filter(project=project, key__in=keys)
    return set(rows.values_list("key", flat=True))


def _row(project: Project, feed: ReviewFeed, review: Review) -> ImportedReview:
    made: UUID = new_id()
    return ImportedReview(
        id=made,
        project=project,
        feed=feed,
        key=review.key,
        text=review.text,
        title=review.title,
        publisher=review.publisher,
        url=review.url,
        rating=review.rating,
        verification=review.verification,
        reviewed_on=review.reviewed_on,
    )
