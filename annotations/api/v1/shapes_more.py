"""JSON shapes of articles, sources, progress, ledger and releases."""

from annotations.api.schema import component
from annotations.api.v1.shapes import (
    ANYTHING,
    COUNT,
    HASH,
    ID,
    NUMBER,
    SHARE,
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
from annotations.domain.vocabulary import ClaimState, SourceKind
from annotations.models import ReleaseStatus, SuggestionsState

_ARTICLE = answer(
    id=ID,
    title=TEXT,
    outlet=TEXT,
    url=TEXT,
    published_at=maybe(TIME),
    language=TEXT,
    sha256=HASH,
    length=COUNT,
    coverage=SHARE,
    claims=COUNT,
    suggestions={"type": "string", "enum": SuggestionsState.values},
)
_ARTICLE["properties"]["why"] = TEXT
ARTICLE = component("Article", _ARTICLE)
ARTICLES = pages("Article", ARTICLE)
_REFUSED = answer(number=COUNT, why=TEXT, current=maybe(ID))
ARTICLES_TAKEN = component("ArticlesTaken", answer(articles=some(ARTICLE), refused=some(_REFUSED)))
ARTICLE_TAKEN = component("ArticleTaken", {"oneOf": [ARTICLE, ARTICLES_TAKEN]})
_WHOLE = {
    **_ARTICLE["properties"],
    "text": TEXT,
    "left_out": some(TEXT),
    "hidden": some(some(ANYTHING)),
    "notes": some(TEXT),
    "replaces": maybe(ID),
    "replaced_by": maybe(ID),
}
WHOLE_ARTICLE = component(
    "WholeArticle", {**_ARTICLE, "properties": _WHOLE, "required": [*_ARTICLE["required"], "text"]}
)
ABOUT: dict[str, Shape] = {
    "title": {**TEXT, "maxLength": 1000},
    "url": {**TEXT, "maxLength": 2000},
    "outlet": {**TEXT, "maxLength": 300},
    "published_at": TIME,
    "language": {**TEXT, "maxLength": 35},
    "deadline": TIME,
    "replaces": ID,
}
ARTICLE_SENT = component("ArticleSent", body({}, text=TEXT, html=TEXT, fetch_url=TEXT, **ABOUT))
ARTICLE_FORM = component(
    "ArticleForm",
    {
        "type": "object",
        "properties": {
            "file": {"type": "string", "contentMediaType": "application/octet-stream"},
            **ABOUT,
            "encoding": TEXT,
            "mapping": {**TEXT, "description": "For JSONL and CSV: text=body,article=doc"},
        },
        "required": ["file"],
    },
)
SOURCE_MEMBERS: dict[str, Shape] = {
    "id": ID,
    "name": TEXT,
    "kind": words(SourceKind),
    "parent": maybe(ID),
    "aliases": some(answer(text=TEXT, article=maybe(ID))),
    "claims": COUNT,
    "merged_into": maybe(ID),
    "article": maybe(ID),
}
SOURCE = component("Source", answer(**SOURCE_MEMBERS))
SOURCES = pages("Source", SOURCE)
SOURCE_NAME: Shape = {"type": "string", "minLength": 1, "maxLength": 300, "pattern": "\\w"}
SOURCE_SENT = component(
    "SourceSent",
    body(
        {"name": SOURCE_NAME, "kind": words(SourceKind)},
        parent=ID,
        aliases=some(body({"text": SOURCE_NAME}, article=ID), maxItems=100),
    ),
)
NEXT = component("NextClaim", answer(claim=ID, article=ID, until=TIME, why=TEXT))
MERGE_SENT = component("MergeSent", body({"into": ID}))
PROGRESS = component(
    "Progress",
    answer(claims=COUNT, states=answer(**{state.value: COUNT for state in ClaimState}), articles=COUNT),
)
ENTRY = component(
    "LedgerEntry",
    answer(
        seq=COUNT,
        at=TIME,
        actor=TEXT,
        actor_name=TEXT,
        verb=TEXT,
        subject=TEXT,
        payload={"type": ["object", "null"]},
        previous=HASH,
        hash=HASH,
    ),
)
ENTRIES = pages("LedgerEntry", ENTRY)
RELEASE = component(
    "Release",
    answer(
        id=ID,
        status={"type": "string", "enum": ReleaseStatus.values},
        progress=NUMBER,
        files=some(answer(name=TEXT, bytes=COUNT, sha256=HASH, rows=maybe(COUNT))),
        error=TEXT,
        formats=some(TEXT),
        selection={"type": "object", "additionalProperties": some(TEXT)},
        allow_open=TRUTH,
        with_text=TRUTH,
        people={"type": "string", "enum": ["names", "pseudonyms"]},
        licence=maybe(TEXT),
        claims=maybe(COUNT),
        ledger_seq=maybe(COUNT),
        snapshot_at=maybe(TIME),
        requested_by=TEXT,
        requested_at=TIME,
        built_at=maybe(TIME),
    ),
)
RELEASES = pages("Release", RELEASE)
RELEASE_SENT = component(
    "ReleaseSent",
    body(
        {"formats": some(TEXT, minItems=1)},
        selection={"type": "object"},
        allow_open=TRUTH,
        with_text=TRUTH,
        named=TRUTH,
        licence=TEXT,
        override=TEXT,
    ),
)
