"""JSON shapes of what is found out from answers: whom an article rests on, and how far people agree."""

from annotations.api.schema import component
from annotations.api.v1.shapes import (
    COUNT,
    ID,
    NUMBER,
    TEXT,
    TIME,
    TRUTH,
    Shape,
    answer,
    body,
    maybe,
    some,
    words,
)
from annotations.domain.dossier_words import StoryCheck
from annotations.queries.agreement import FIELDS

ORIGINS = component(
    "Origins",
    answer(
        claims=COUNT,
        based_on={"type": "string", "enum": ["decided", "suggested", "mixed"]},
        independent_origins=COUNT,
        origins=some(answer(source=maybe(TEXT), claims=COUNT, named=TRUTH)),
        own_voice=COUNT,
        unspecified=COUNT,
        unanswered=COUNT,
        followed=some(answer(claim=ID, **{"from": TEXT}, because=ID)),
        fewer_than_two_origins=some(ID),
        sentence=TEXT,
    ),
)
PROJECT_ORIGINS = component(
    "ProjectOrigins",
    answer(
        claims=COUNT,
        own_voice=COUNT,
        unspecified=COUNT,
        independent_origins=COUNT,
        origins=some(
            answer(
                source=TEXT,
                claims=COUNT,
                named=TRUTH,
                articles=some(ID),
                outlets=some(TEXT),
                relays=some(TEXT),
                circular=TRUTH,
            )
        ),
        fewer_than_two_origins=some(ID),
        sentence=TEXT,
    ),
)
_CHECK = {"check": words(StoryCheck), "claim": ID, "other": ID}
CHECKS = component(
    "StoryChecks",
    answer(
        open=some(answer(**_CHECK, hedges=some(TEXT), why=TEXT)),
        dismissed=some(answer(**_CHECK, by=TEXT, at=TIME, reason=TEXT)),
    ),
)
DISMISSAL_REASON: Shape = {"type": "string", "minLength": 1, "maxLength": 2000, "pattern": "\\S"}
DISMISSAL_SENT = component("DismissalSent", body({**_CHECK, "reason": DISMISSAL_REASON}))
DISMISSED = component("Dismissed", answer(id=ID, **_CHECK))
FIELD_AGREEMENT = component(
    "FieldAgreement",
    answer(
        n=COUNT,
        percent=maybe(NUMBER),
        kappa=maybe(NUMBER),
        alpha=maybe(NUMBER),
        interval=maybe(some(NUMBER, minItems=2, maxItems=2)),
        why=TEXT,
    ),
)
AGREEMENT = component("Agreement", answer(**dict.fromkeys(FIELDS, FIELD_AGREEMENT)))
