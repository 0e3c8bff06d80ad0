"""JSON shapes of importing data sets."""

from annotations.api.schema import component
from annotations.api.v1.shapes import COUNT, TEXT, answer, body, some

FORMAT = {"type": "string", "enum": ["jsonl", "label-studio", "doccano"]}
UNIT = {"type": "string", "enum": ["code-points", "utf-16", "graphemes"]}
LABEL = answer(label=TEXT, number=COUNT, becomes=TEXT)

DATASET_SENT = component(
    "DataSetSent",
    body(
        {
            "format": {"type": "string", "enum": ["label-studio", "doccano"]},
            "text": {**TEXT, "minLength": 1, "description": "The file's content: JSON, or JSONL."},
        },
        offsets=UNIT,
        people={
            "type": "object",
            "additionalProperties": TEXT,
            "description": "Their name, and the account of the member whom it means.",
        },
    ),
)
DATASET_FILE_SENT = component(
    "DataSetFileSent",
    {
        "type": "object",
        "properties": {
            "format": FORMAT,
            "offsets": UNIT,
            "file": {"type": "string", "contentMediaType": "application/octet-stream"},
        },
        "required": ["format", "file"],
    },
)
DATASET_SEEN = component(
    "DataSetSeen",
    {
        "type": "object",
        "description": "What an import would bring. A release of ours: articles, claims, decisions, sources, people, "
        "quorum, asks. Another program's data set: what maps to our words and what is kept as it is.",
        "properties": {"format": FORMAT, "labels": some(LABEL), "remarks": some(TEXT), "people": some(TEXT)},
        "required": ["format", "people"],
    },
)
DATASET_TAKEN = component(
    "DataSetTaken",
    answer(
        format=FORMAT,
        articles=COUNT,
        claims=COUNT,
        decisions=COUNT,
        suggestions=COUNT,
        sources=COUNT,
        comments=COUNT,
        records=COUNT,
        people=COUNT,
    ),
)
