"""JSON shapes of adjudications, sign-offs, reopenings and comments."""

from annotations.api.schema import component
from annotations.api.v1.shapes import (
    DECISION_MEMBERS,
    HASH,
    ID,
    OUTCOMES,
    PARTS,
    REVISION,
    TEXT,
    TIME,
    TRUTH,
    Shape,
    answer,
    body,
    maybe,
    pages,
    some,
    words,
)
from annotations.api.v1.shapes_evidence import EVIDENCE_MEMBERS
from annotations.domain.vocabulary import AdjudicationReason

WORDS: Shape = {**TEXT, "maxLength": 10_000}
SOME_WORDS: Shape = {**WORDS, "minLength": 1, "pattern": "\\S"}
REASON = words(AdjudicationReason)
ADJUDICATION_SENT = component("AdjudicationSent", body({**REVISION, "reason": REASON}, **PARTS))
ADJUDICATED = component(
    "Adjudication", answer(**DECISION_MEMBERS, suggestions=OUTCOMES, reason=REASON, reviews=some(ID))
)
VOIDING = answer(claim=ID, at=TIME, by=TEXT, because=TEXT)
SIGN_OFF = component(
    "SignOff",
    answer(
        id=ID,
        article=ID,
        editor=TEXT,
        signed_at=TIME,
        note=TEXT,
        hash=HASH,
        claims=some(answer(id=ID, hash=HASH)),
        valid=TRUTH,
        voided=some(VOIDING),
    ),
)
SIGN_OFFS = pages("SignOff", SIGN_OFF)
SIGN_OFF_SENT = component("SignOffSent", body({}, note=WORDS, claims=some(ID), override=WORDS))
REOPENING_MEMBERS: dict[str, Shape] = {
    "id": ID,
    "claim": ID,
    "reopened_by": TEXT,
    "reopened_at": TIME,
    "reason": TEXT,
    "state": TEXT,
}
REOPENED = component("Reopening", answer(**REOPENING_MEMBERS))
REOPEN_SENT = component("ReopenSent", body({"reason": SOME_WORDS}))
COMMENT = component(
    "Comment",
    answer(
        id=ID,
        claim=ID,
        author=TEXT,
        written_at=TIME,
        text=TEXT,
        resolves=maybe(ID),
        mentions=some(TEXT),
        resolved=TRUTH,
    ),
)
COMMENTS = pages("Comment", COMMENT)
COMMENT_SENT = component("CommentSent", body({"text": SOME_WORDS}, resolves=ID))
DECIDED_ITEM = answer(
    kind={"type": "string", "enum": ["decision", "adjudication"]}, **DECISION_MEMBERS, suggestions=OUTCOMES
)
EVIDENCE_ITEM = answer(kind={"const": "evidence"}, **EVIDENCE_MEMBERS)
REOPENED_ITEM = answer(kind={"const": "reopening"}, **REOPENING_MEMBERS)
SIGNED_ITEM = answer(
    kind={"const": "sign_off"},
    id=ID,
    claim=ID,
    editor=TEXT,
    signed_at=TIME,
    note=TEXT,
    hash=HASH,
    valid=TRUTH,
    voided_at=maybe(TIME),
    because=maybe(TEXT),
)
ITEM = component("HistoryItem", {"anyOf": [DECIDED_ITEM, EVIDENCE_ITEM, REOPENED_ITEM, SIGNED_ITEM]})
HISTORY = pages("History", ITEM)
