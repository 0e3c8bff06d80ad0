"""Reviews of others: importing ClaimReview feeds, and what was imported."""

import json
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from annotations import pipeline
from annotations.access import EDITORS, require_role
from annotations.api.parsing import FormBody, JSONBody
from annotations.api.resource import Resource
from annotations.api.schema import PAGES, documented
from annotations.api.v1.shapes_reviews import FEED, FEED_FILE_SENT, FEED_SENT, REVIEWS
from annotations.domain.claim_reviews import MOST_BYTES
from annotations.models import Project
from annotations.queries import scoped
from annotations.queries.review_list import review_form, reviews_of
from annotations.receipts import Answer


class Reviews(Resource):
    """A project's imported reviews."""

    parser_classes = (JSONBody, FormBody)
    body_max = MOST_BYTES + 1024 * 1024

    @documented("The reviews that the project imported, newest first", answers={200: REVIEWS}, query=PAGES)
    def get(self, request: Request, slug: str) -> Response:
        """`verification` is null where the publisher's rating leads to none of ours."""
        project = scoped.project(self.person, slug).row
        cursor, limit = self.page_asked()
        return self.paged(reviews_of(project, cursor=cursor, limit=limit), review_form)

    @documented(
        "Import ClaimReviews: a file, a list, or the address of a feed",
        body=FEED_SENT,
        form=FEED_FILE_SENT,
        answers={201: FEED},
    )
    def post(self, request: Request, slug: str) -> Response:
        """Reviews that the project has already are counted as `known` and not stored again."""
        found = scoped.project(self.person, slug)
        require_role(found.role, *EDITORS, to="import reviews")
        return self.once(lambda: self._import(found.row))

    def _import(self, project: Project) -> Answer:
        file = self.request.FILES.get("file")
        read = self.fields("file") if file else self.fields("fetch_url", "reviews")
        address = None if file else read.text("fetch_url")
        inline = None if file else self.body.get("reviews")
        if not file and (address is None) == (inline is None) and not read.errors:
            read.wrong(
                "", "Send one of: a multipart file, 'fetch_url', or 'reviews', a list of ClaimReviews."
            )
        if inline is not None and not isinstance(inline, list):
            read.wrong("reviews", "'reviews' must be a list of ClaimReviews.")
        read.finish()
        if address is not None:
            taken = pipeline.fetch_reviews(project, address, by=self.person)
        else:
            content = _content_of(file) if file else json.dumps(inline).encode()
            name = (file.name or "file") if file else "sent by a program"
            taken = pipeline.import_reviews(project, content, name=name, by=self.person)
        feed = taken.feed
        return Answer(
            201,
            {
                "id": str(feed.id),
                "name": feed.name,
                "sha256": feed.sha256,
                "imported_at": feed.imported_at.isoformat(),
                "reviews": feed.reviews_count,
                "added": feed.added,
                "known": taken.known,
                "passed_over": feed.passed_over,
                "why_passed_over": list(taken.passed_over),
            },
        )


def _content_of(file: Any) -> bytes:
    content: bytes = file.read()
    file.seek(0)
    return content
