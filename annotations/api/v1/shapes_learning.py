"""JSON shapes of learning from the desk."""

from annotations.api.schema import component
from annotations.api.v1.shapes import (
    COUNT,
    HASH,
    ID,
    SHARE,
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
from annotations.domain.vocabulary import LearnedPart
from annotations.models import TrainingStatus

OPEN: Shape = {"type": "object"}
WINDOW: Shape = {"type": "integer", "minimum": 1, "maximum": 10_000}
VERSION = component(
    "LearnedVersion",
    answer(
        id=ID,
        version=COUNT,
        active=TRUTH,
        pooled=TRUTH,
        decided_from=TIME,
        decided_until=TIME,
        counts=OPEN,
        figures=OPEN,
        sha256=HASH,
        created_at=TIME,
        asked_by=maybe(TEXT),
    ),
)
TRAINING = component(
    "Training",
    answer(
        id=ID,
        part=words(LearnedPart),
        pooled=TRUTH,
        status={"type": "string", "enum": TrainingStatus.values},
        words=TEXT,
        asked_by=maybe(TEXT),
        asked_at=TIME,
    ),
)
TRAININGS = component("Trainings", answer(trainings=some(TRAINING)))
LEARNING = component(
    "Learning",
    answer(
        rules=answer(pools=TRUTH, floor=maybe(SHARE), window=WINDOW),
        parts=some(answer(part=words(LearnedPart), active=maybe(COUNT), versions=some(VERSION))),
        trainings=some(TRAINING),
        switched_off=some(answer(suggester=TEXT, since=TIME, why=TEXT)),
    ),
)
RULES_SENT = component("LearningRulesSent", body({}, pools=TRUTH, floor=SHARE, window=WINDOW))
TRAINING_SENT = component("TrainingSent", body({}, parts=some(words(LearnedPart), minItems=1), pooled=TRUTH))
PART_SENT = component("LearnedPartSent", body({"part": words(LearnedPart)}))
SUGGESTER_SENT = component("SuggesterSent", body({"suggester": {**TEXT, "maxLength": 60}}))
