"""JSON shapes of policies, guidelines, assignments and notices."""

from annotations.api.schema import component
from annotations.api.v1.shapes import (
    COUNT,
    ID,
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
from annotations.api.v1.shapes_settling import REOPENED, SOME_WORDS, WORDS
from annotations.domain.vocabulary import (
    Basis,
    CheckWorthiness,
    ClaimRole,
    Demand,
    NoticeKind,
    Verification,
)

PRIORITY: Shape = {"type": "integer", "minimum": 1, "maximum": 3}
USERNAME: Shape = {**TEXT, "minLength": 1, "maxLength": 150}
RULE = component(
    "PolicyRule",
    {
        "type": "object",
        "properties": {
            "when": {
                "type": "object",
                "properties": {
                    "priority": some(PRIORITY),
                    "verification": some(words(Verification)),
                    "check_worthiness": some(words(CheckWorthiness)),
                    "basis": some(words(Basis)),
                    "role": some(words(ClaimRole)),
                    "unnamed_origin": maybe(TRUTH),
                    "single_origin": maybe(TRUTH),
                    "sample": {"type": ["number", "null"], "exclusiveMinimum": 0, "maximum": 1},
                },
                "additionalProperties": False,
            },
            "demand": words(Demand),
            "people": {"type": "integer", "minimum": 1, "maximum": 20},
        },
        "required": ["demand"],
        "additionalProperties": False,
    },
)
_WRITTEN = {"written_by": TEXT, "written_at": TIME}
POLICY = component("Policy", answer(version=COUNT, rules=some(RULE), note=TEXT, **_WRITTEN))
POLICIES = pages("Policy", POLICY)
POLICY_SENT = component(
    "PolicySent", body({"rules": some(RULE, maxItems=50)}, note=WORDS, seen_version=COUNT)
)
OVERRIDE = component(
    "PolicyOverride",
    answer(
        id=ID,
        claim=ID,
        decision=ID,
        demand=words(Demand),
        rule=TEXT,
        policy_version=COUNT,
        reason=TEXT,
        overridden_by=TEXT,
        overridden_at=TIME,
    ),
)
OVERRIDES = pages("PolicyOverride", OVERRIDE)
GUIDELINE = component("Guideline", answer(version=COUNT, text=TEXT, **_WRITTEN))
GUIDELINES = pages("Guideline", GUIDELINE)
MEMBER_LEAVES = component("MemberLeaves", body({"username": USERNAME}))
MEMBER_LEFT = component("MemberLeft", answer(username=TEXT))
ASSIGNMENT = component(
    "Assignment",
    answer(
        id=ID,
        article=ID,
        claim=maybe(ID),
        username=TEXT,
        assigned_by=TEXT,
        assigned_at=TIME,
        note=TEXT,
        ended_at=maybe(TIME),
        ended_by=maybe(TEXT),
        reason=TEXT,
    ),
)
ASSIGNMENTS = pages("Assignment", ASSIGNMENT)
ASSIGNED = component("Assigned", answer(assigned=some(ASSIGNMENT)))
ASSIGNMENT_SENT = component(
    "AssignmentSent", body({"username": USERNAME}, articles=some(ID), claims=some(ID), note=WORDS)
)
GIVEN_BACK = component("GivenBack", body({"reason": SOME_WORDS}))
HANDED_OVER = component("HandedOver", body({"username": USERNAME}, reason=WORDS))
SCHEDULE_SENT = component(
    "ScheduleSent", body({"articles": some(ID, minItems=1)}, deadline=TIME, priority=PRIORITY)
)
SCHEDULED = component("Scheduled", answer(changed=COUNT))
ENDORSED = component("Endorsed", answer(claims=some(ID)))
ENDORSE_SENT = component("EndorseSent", body({}, claims=some(ID)))
SENT_BACK = REOPENED
NOTICE = component(
    "Notice",
    answer(
        id=ID,
        kind=words(NoticeKind),
        project=TEXT,
        article=maybe(ID),
        claim=maybe(ID),
        by=maybe(TEXT),
        made_at=TIME,
        read_at=maybe(TIME),
        words=TEXT,
        address=TEXT,
    ),
)
NOTICES = pages("Notice", NOTICE)
READ_SENT = component("NoticesRead", body({}, ids=some(ID)))
READ = component("NoticesReadAnswer", answer(read=COUNT))
