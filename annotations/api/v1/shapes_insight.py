"""JSON shapes of what is found out from answers: whom an article rests on, and how far people agree."""

from annotations.api.schema import component
from annotations.api.v1.shapes import COUNT, ID, TEXT, TRUTH, answer, maybe, some

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
