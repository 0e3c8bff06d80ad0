"""JSON shapes of evidence and of searches."""

from annotations.api.schema import component
from annotations.api.v1.shapes import HASH, ID, TEXT, TIME, Shape, answer, body, maybe, pages, words
from annotations.domain.vocabulary import Stance

EVIDENCE_MEMBERS: dict[str, Shape] = {
    "id": ID,
    "claim": ID,
    "stance": words(Stance),
    "url": TEXT,
    "filename": TEXT,
    "quote": TEXT,
    "published_at": maybe(TIME),
    "origin": maybe(ID),
    "added_by": TEXT,
    "added_at": TIME,
    "archived": {"type": "string", "enum": ["pending", "done", "failed"]},
    "sha256": maybe(HASH),
    "media_type": TEXT,
    "final_url": TEXT,
    "retrieved_at": maybe(TIME),
    "error": TEXT,
    "withdrawn": {"anyOf": [answer(by=TEXT, at=TIME, reason=TEXT), {"type": "null"}]},
}
EVIDENCE = component("Evidence", answer(**EVIDENCE_MEMBERS))
EVIDENCES = pages("Evidence", EVIDENCE)
ABOUT: dict[str, Shape] = {
    "quote": {**TEXT, "maxLength": 10_000},
    "published_at": TIME,
    "origin": ID,
}
EVIDENCE_SENT = component(
    "EvidenceSent",
    body({"url": {**TEXT, "minLength": 8, "maxLength": 2000}, "stance": words(Stance)}, **ABOUT),
)
EVIDENCE_FILE_SENT = component(
    "EvidenceFileSent",
    {
        "type": "object",
        "properties": {
            "file": {"type": "string", "contentMediaType": "application/octet-stream"},
            "stance": words(Stance),
            **ABOUT,
        },
        "required": ["file", "stance"],
    },
)
SOME_WORDS: Shape = {"type": "string", "minLength": 1, "pattern": "\\S"}
REASON_SENT = component("WithdrawalSent", body({"reason": {**SOME_WORDS, "maxLength": 2000}}))
SEARCH = component(
    "Search",
    answer(id=ID, claim=ID, place=TEXT, words=TEXT, found=TEXT, searched_by=TEXT, searched_at=TIME),
)
SEARCHES = pages("Search", SEARCH)
SEARCH_SENT = component(
    "SearchSent",
    body(
        {"place": {**SOME_WORDS, "maxLength": 300}},
        words={**TEXT, "maxLength": 500},
        found={**TEXT, "maxLength": 2000},
    ),
)
