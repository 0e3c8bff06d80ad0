"""JSON shapes of the desk's own labels."""

from annotations.api.schema import component
from annotations.api.v1.shapes import (
    ANYTHING,
    COUNT,
    ID,
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
from annotations.domain.label_changes import MAX_DEFINITION, MAX_NAME, PARTS_AT_MOST, LabelAct
from annotations.domain.vocabulary import Verification

NAME: Shape = {**TEXT, "minLength": 1, "maxLength": MAX_NAME, "pattern": "\\S"}
DEFINITION: Shape = {**TEXT, "maxLength": MAX_DEFINITION}
LABEL = component(
    "Label",
    answer(
        id=ID,
        verification=words(Verification),
        name=TEXT,
        definition=TEXT,
        in_use=TRUTH,
        merged_into=maybe(ID),
        part_of=maybe(ID),
        split=TRUTH,
    ),
)
LABELS = component("Labels", answer(results=some(LABEL)))
PARTS = component("LabelParts", answer(results=some(LABEL)))
LABEL_SENT = component(
    "LabelSent", body({"verification": words(Verification), "name": NAME}, definition=DEFINITION)
)
LABEL_CHANGE = component("LabelChangeSent", body({}, name=NAME, definition=DEFINITION))
MERGE_SENT = component("LabelMergeSent", body({"into": ID}))
PART_SENT = body({"name": NAME}, definition=DEFINITION)
SPLIT_SENT = component("LabelSplitSent", body({"into": some(PART_SENT, minItems=2, maxItems=PARTS_AT_MOST)}))
CHANGE = component(
    "LabelChange",
    answer(id=ID, act=words(LabelAct), labels=some(ID), before=ANYTHING, after=ANYTHING, undoes=maybe(ID)),
)
CHANGES = component("LabelChanges", answer(results=some(CHANGE)))
CLAIMS_WITH = component(
    "ClaimsWithLabel", answer(count=COUNT, results=some(answer(id=ID, article=ID, text=TEXT)))
)
WAITING = component(
    "WaitingForLabel",
    answer(
        count=COUNT,
        results=some(
            answer(claim=ID, article=ID, text=TEXT, label=TEXT, choices=some(answer(id=ID, name=TEXT)))
        ),
    ),
)
LABELLED_SENT = component("LabelledSent", body({"label": maybe(ID)}))
LABELLED = component("Labelled", answer(claim=ID, decision=ID, label=maybe(ID), at=TIME))
