"""JSON shapes of what is found out from answers: whom an article rests on, and how far people agree."""

from annotations.api.schema import component
from annotations.api.v1.shapes import COUNT, ID, NUMBER, TEXT, TRUTH, answer, maybe, some
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
        sentence=TEXT,
    ),
)
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
