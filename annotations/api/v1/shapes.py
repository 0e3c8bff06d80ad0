"""JSON shapes of the contract, as the schema shows them. What is optional may also be null."""

from typing import Any

from annotations.api.schema import component
from annotations.domain.terms import Term
from annotations.domain.vocabulary import (
    Basis,
    CheckWorthiness,
    ClaimRole,
    ClaimState,
    Fidelity,
    Identification,
    MemberRole,
    Mention,
    Outcome,
    Part,
    QuoteType,
    RecordStatus,
    RejectionReason,
    SourceKind,
    Stage,
    SuggestionKind,
    Verification,
)

Shape = dict[str, Any]
TEXT: Shape = {"type": "string"}
NUMBER: Shape = {"type": "number"}
COUNT: Shape = {"type": "integer", "minimum": 0}
TRUTH: Shape = {"type": "boolean"}
ID: Shape = {"type": "string", "format": "uuid"}
TIME: Shape = {"type": "string", "format": "date-time"}
DAY: Shape = {"type": "string", "format": "date"}
SHARE: Shape = {"type": "number", "minimum": 0, "maximum": 1}
HASH: Shape = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
ANYTHING: Shape = {}
SLUG: Shape = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 60}


def words(terms: type[Term]) -> Shape:
    """One of the vocabulary's words."""
    return {"type": "string", "enum": [term.value for term in terms]}


def maybe(shape: Shape) -> Shape:
    """The shape or null."""
    if "null" in shape.get("type", ()) or "anyOf" in shape:
        return shape
    if "enum" in shape:
        return {**shape, "type": [shape["type"], "null"], "enum": [*shape["enum"], None]}
    if isinstance(shape.get("type"), str):
        return {**shape, "type": [shape["type"], "null"]}
    return shape if shape == ANYTHING else {"anyOf": [shape, {"type": "null"}]}


def some(shape: Shape, **limits: int) -> Shape:
    """A list of such things."""
    return {"type": "array", "items": shape, **limits}


def answer(**members: Shape) -> Shape:
    """An object of an answer: every member is there."""
    return {"type": "object", "properties": members, "required": list(members)}


def with_label(shape: Shape) -> Shape:
    """The answer, which names the desk's own label where it has one."""
    return {**shape, "properties": {**shape["properties"], "label": ID}}


def body(required: dict[str, Shape], **optional: Shape) -> Shape:
    """An object of a request: nothing but these fields."""
    fields = {**required, **{name: maybe(shape) for name, shape in optional.items()}}
    shape: Shape = {"type": "object", "properties": fields, "additionalProperties": False}
    return {**shape, "required": list(required)} if required else shape


def pages(name: str, row: Shape) -> Shape:
    """A page of such rows."""
    address = {"type": ["string", "null"], "format": "uri"}
    return component(f"{name}Page", answer(next=address, previous=address, results=some(row)))


SPAN = some(COUNT, minItems=2, maxItems=2)
NAMED_SOURCE = body({}, id=ID, name={**TEXT, "maxLength": 300}, kind=words(SourceKind))
_LINK = {
    "source_span": maybe(SPAN),
    "cue_span": maybe(SPAN),
    "content_spans": some(SPAN),
    "quote_type": words(QuoteType),
    "identification": words(Identification),
    "record": words(RecordStatus),
    "mention": maybe(words(Mention)),
}
LINK = component(
    "Link",
    {
        "type": "object",
        "properties": {
            "depth": {"type": "integer", "minimum": 1},
            "source": {
                "anyOf": [
                    {"type": "object", "properties": {"id": ID, "name": TEXT, "kind": words(SourceKind)}},
                    {"type": "null"},
                ]
            },
            **_LINK,
            "fidelity": words(Fidelity),
        },
        "required": ["depth", "source", *_LINK],
    },
)
LINK_SENT = component(
    "LinkSent", body({}, depth={"type": "integer"}, source=NAMED_SOURCE, **_LINK, fidelity=words(Fidelity))
)
OUTCOME = body({"outcome": words(Outcome)}, reason=words(RejectionReason))
PARTS: dict[str, Shape] = {
    "verification": words(Verification),
    "chain": some(LINK_SENT, maxItems=12),
    "check_worthiness": words(CheckWorthiness),
    "priority": {"type": "integer", "minimum": 1, "maximum": 3},
    "basis": words(Basis),
    "as_of": TIME,
    "revisit_on": DAY,
    "note": {**TEXT, "maxLength": 10_000},
    "flag": TRUTH,
    "suggestions": {"type": "object", "additionalProperties": OUTCOME, "propertyNames": {"format": "uuid"}},
    "seconds": {"type": "number", "minimum": 0},
    "label": ID,
}
REVISION = {"seen_revision": COUNT}
DECISION_SENT = component("DecisionSent", body(REVISION, **PARTS))
UNDO_SENT = component("UndoSent", body(REVISION))
DECISION_MEMBERS = {
    "id": ID,
    "claim": ID,
    "revision": COUNT,
    "reviewer": TEXT,
    "stage": words(Stage),
    "decided_at": TIME,
    "undoes": maybe(COUNT),
    "verification": maybe(words(Verification)),
    "chain": maybe(some(LINK)),
    "check_worthiness": maybe(words(CheckWorthiness)),
    "priority": maybe(COUNT),
    "basis": maybe(words(Basis)),
    "as_of": maybe(TIME),
    "revisit_on": maybe(DAY),
    "note": TEXT,
    "flag": TRUTH,
    "seconds": maybe(NUMBER),
    "guideline_version": COUNT,
    "suggestions_shown": TRUTH,
    "others_hidden": TRUTH,
}
DECISION = component("Decision", with_label(answer(**DECISION_MEMBERS)))
OUTCOMES = {"type": "object", "additionalProperties": {"type": "object"}}
RECORDED = component("RecordedDecision", with_label(answer(**DECISION_MEMBERS, suggestions=OUTCOMES)))
SUGGESTION = component(
    "Suggestion",
    answer(
        id=ID,
        suggester=TEXT,
        version=TEXT,
        kind=words(SuggestionKind),
        value=ANYTHING,
        confidence=SHARE,
        explanation=TEXT,
        spans=some(some(ANYTHING)),
    ),
)
CLAIM = component(
    "Claim",
    answer(
        id=ID,
        article=ID,
        position=COUNT,
        start=COUNT,
        end=COUNT,
        text=TEXT,
        role=words(ClaimRole),
        duplicate_of=maybe(ID),
        state=words(ClaimState),
        decisions=COUNT,
        revision=COUNT,
        suggestions=some(SUGGESTION),
        decision=maybe(DECISION),
    ),
)
CLAIMS = pages("Claim", CLAIM)
SPLIT_SENT = component("SplitSent", body({"at": some({"type": "integer"}, minItems=1)}))
ROLE_SENT = component("RoleSent", body({"role": words(ClaimRole)}))
NOTHING_SENT = component("NothingSent", body({}))
ME = component(
    "Me",
    answer(username=TEXT, name=TEXT, roles={"type": "object", "additionalProperties": words(MemberRole)}),
)
PERSON = component("Person", answer(id=ID, username=TEXT, name=TEXT, active=TRUTH, administrator=TRUTH))
PEOPLE = pages("Person", PERSON)
USERNAME: Shape = {"type": "string", "pattern": "^[A-Za-z0-9_.@+-]+$", "minLength": 1, "maxLength": 150}
PERSON_SENT = component(
    "PersonSent",
    body(
        {"username": USERNAME},
        name={**TEXT, "maxLength": 200},
        password={**TEXT, "minLength": 12, "maxLength": 200},
        administrator=TRUTH,
    ),
)
RULES: dict[str, Shape] = {
    "quorum": {"type": "integer", "minimum": 1, "maximum": 20},
    "blind": TRUTH,
    "blind_share": SHARE,
    "asks": some(words(Part), minItems=1, maxItems=4, uniqueItems=True),
    "guideline": {**TEXT, "maxLength": 200_000},
}
NAME: Shape = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "\\S"}
PROJECT = component(
    "Project",
    answer(
        slug=TEXT,
        name=TEXT,
        quorum=COUNT,
        blind=TRUTH,
        blind_share=SHARE,
        asks=some(words(Part)),
        guideline=TEXT,
        guideline_version=COUNT,
        role=maybe(words(MemberRole)),
    ),
)
PROJECTS = pages("Project", PROJECT)
PROJECT_SENT = component("ProjectSent", body({"slug": SLUG, "name": NAME}, **RULES, editor=USERNAME))
CHANGE_SENT = component("ProjectChangeSent", body({}, name=NAME, **RULES))
MEMBER = component("Member", answer(username=TEXT, name=TEXT, role=words(MemberRole)))
MEMBERS = pages("Member", MEMBER)
MEMBER_SENT = component("MemberSent", body({"username": USERNAME, "role": words(MemberRole)}))
