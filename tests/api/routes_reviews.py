"""The addresses of imported reviews, for the matrix tests."""

from uuid import uuid4

from annotations.domain.ledger_verbs import LedgerVerb
from tests.api.route import EDITOR, MEMBERS, Route, in_project

REVIEWS = "projects/<slug:slug>/reviews/"
REVIEW_ROUTES = (
    Route("GET", REVIEWS, MEMBERS, in_project("reviews/")),
    Route(
        "POST",
        REVIEWS,
        EDITOR,
        in_project("reviews/"),
        lambda world: {
            "reviews": [{"@type": "ClaimReview", "claimReviewed": f"Pier {uuid4().hex} is open."}]
        },
        (LedgerVerb.REVIEWS_IMPORTED,),
        status=201,
    ),
)
