"""Suggestions that programs outside send."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from annotations import offering
from annotations.access import EDITORS, require_role
from annotations.api.resource import Resource
from annotations.api.schema import component, documented
from annotations.api.v1.shapes import ANYTHING, COUNT, ID, SHARE, TEXT, Shape, answer, body, some
from annotations.domain.offers import KINDS, MAX_EXPLANATION, MAX_RULE, MOST, offers_from
from annotations.queries import scoped
from annotations.receipts import Answer

OFFER: Shape = body(
    {
        "claim": ID,
        "kind": {"type": "string", "enum": [kind.value for kind in KINDS]},
        "value": ANYTHING,
        "confidence": SHARE,
    },
    explanation={**TEXT, "maxLength": MAX_EXPLANATION},
    rule={**TEXT, "maxLength": MAX_RULE},
    spans=some(some(ANYTHING, minItems=3, maxItems=3)),
)
SUGGESTIONS_SENT = component(
    "SuggestionsSent",
    body(
        {
            "suggester": {**TEXT, "pattern": "^[A-Za-z0-9][A-Za-z0-9._/-]{0,59}$"},
            "version": {**TEXT, "pattern": "^[A-Za-z0-9][A-Za-z0-9._+-]{0,39}$"},
            "suggestions": some(OFFER, minItems=1, maxItems=MOST),
        }
    ),
)
OFFERED = component("SuggestionsKept", answer(article=ID, made=COUNT, known=COUNT))


class Suggestions(Resource):
    """Suggestions about an article's claims."""

    @documented(
        "Send what a suggester of yours says about the article's claims",
        body=SUGGESTIONS_SENT,
        answers={201: OFFERED},
    )
    def post(self, request: Request, article_id: UUID) -> Response:
        """For editors. They are shown dotted, under the suggester's name, and decide nothing."""
        found = scoped.article(self.person, article_id)
        require_role(found.role, *EDITORS, to="send suggestions")

        def act() -> Answer:
            read = self.fields("suggester", "version", "suggestions")
            suggester, version = read.text("suggester"), read.text("version")
            for name, value in (("suggester", suggester), ("version", version)):
                if value is None and name not in read.errors:
                    read.wrong(name, f"'{name}' is missing.")
            read.finish()
            kept = offering.offer(
                found.row,
                suggester=suggester or "",
                version=version or "",
                offers=offers_from(read.body.get("suggestions")),
                role=found.role,
                by=self.person,
            )
            return Answer(201, {"article": str(article_id), "made": kept.made, "known": kept.known})

        return self.once(act)
