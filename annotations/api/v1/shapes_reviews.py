"""JSON shapes of imported reviews."""

from annotations.api.schema import component
from annotations.api.v1.shapes import (
    COUNT,
    DAY,
    HASH,
    ID,
    TEXT,
    TIME,
    answer,
    body,
    maybe,
    pages,
    some,
    words,
)
from annotations.domain.vocabulary import Verification

REVIEW = component(
    "ImportedReview",
    answer(
        id=ID,
        text=TEXT,
        title=TEXT,
        publisher=TEXT,
        url=TEXT,
        rating=TEXT,
        verification=maybe(words(Verification)),
        reviewed_on=maybe(DAY),
        feed=ID,
    ),
)
REVIEWS = pages("ImportedReview", REVIEW)
FEED = component(
    "ReviewFeed",
    answer(
        id=ID,
        name=TEXT,
        sha256=HASH,
        imported_at=TIME,
        reviews=COUNT,
        added=COUNT,
        known=COUNT,
        passed_over=COUNT,
        why_passed_over=some(TEXT),
    ),
)
FEED_SENT = component(
    "ReviewFeedSent",
    {
        "oneOf": [
            body({"fetch_url": {**TEXT, "minLength": 8, "maxLength": 2000}}),
            body({"reviews": some({"type": "object"}, minItems=1)}),
        ]
    },
)
FEED_FILE_SENT = component(
    "ReviewFeedFileSent",
    {
        "type": "object",
        "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}},
        "required": ["file"],
    },
)
