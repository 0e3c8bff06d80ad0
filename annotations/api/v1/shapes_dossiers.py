"""JSON shapes of what is known of a source."""

from annotations.api.schema import component
from annotations.api.v1.shapes import COUNT, DAY, ID, TEXT, TIME, Shape, answer, body, maybe, some, words
from annotations.api.v1.shapes_more import SOURCE_MEMBERS, SOURCE_NAME
from annotations.domain.dossier_words import Reliability
from annotations.domain.external_ids import SCHEMES
from annotations.domain.vocabulary import SourceKind, Verification

EXTERNAL_IDS: Shape = {"type": "object", "properties": dict.fromkeys(SCHEMES, TEXT)}
IDS_SENT: Shape = {**EXTERNAL_IDS, "additionalProperties": False}
WHOLE_SOURCE = component("WholeSource", answer(**SOURCE_MEMBERS, external_ids=EXTERNAL_IDS))
SOURCE_CHANGED = component(
    "SourceChanged", body({}, kind=words(SourceKind), parent=ID, external_ids=IDS_SENT)
)
ALIAS_SENT = component("AliasSent", body({"text": SOURCE_NAME}, article=ID))
REASON: Shape = {"type": "string", "minLength": 1, "maxLength": 10_000, "pattern": "\\S"}
RELIABILITY_SENT = component("ReliabilitySent", body({"finding": words(Reliability), "reason": REASON}))
LOG_LINE = component("ReliabilityNoted", answer(id=ID, finding=words(Reliability), reason=TEXT, at=TIME))
DOSSIER = component(
    "Dossier",
    answer(
        source=ID,
        claims=COUNT,
        unnamed=COUNT,
        as_origin=COUNT,
        median_depth=maybe(COUNT),
        median_length=maybe(COUNT),
        verdicts=some(answer(month=DAY, **{word.value: COUNT for word in Verification})),
        reliability=some(answer(finding=words(Reliability), reason=TEXT, by=TEXT, at=TIME)),
    ),
)
PROPOSALS = component(
    "MergeProposals", answer(total=COUNT, proposals=some(answer(source=ID, into=ID, reason=TEXT)))
)
