"""What the files hold, as JSON Schema (2020-12) and as a table schema (Frictionless), made from the vocabulary."""

from collections.abc import Mapping

from annotations.domain.vocabulary import (
    AdjudicationReason,
    Basis,
    CheckWorthiness,
    ClaimRole,
    ClaimState,
    Fidelity,
    Identification,
    Mention,
    Outcome,
    QuoteType,
    RecordStatus,
    RejectionReason,
    SourceKind,
    Stance,
    SuggestionKind,
    Verification,
)
from annotations.writers.schema_base import (
    COUNT,
    DIALECT,
    FOREIGN,
    ID,
    ID_OR_NULL,
    OFFSET,
    PERSON,
    SHARE,
    SPAN,
    SPAN_OR_NULL,
    TEXT,
    TEXT_OR_NULL,
    TIME,
    TIME_OR_NULL,
    TRUTH,
    Schema,
    fixed,
    listed,
    words,
    words_or_null,
)
from annotations.writers.schema_base import (
    table as table,
)

SOURCE = fixed(
    {"id": ID, "name": TEXT, "kind": words(SourceKind), "merged_into": ID_OR_NULL},
    optional=("id", "merged_into"),  # a suggested source need not stand in the registry yet
    null=True,
)
LINK = fixed(
    {
        "depth": {
            "type": "integer",
            "minimum": 1,
            "description": "1 is the outermost voice inside the article.",
        },
        "source": SOURCE,
        "source_span": SPAN_OR_NULL,
        "cue_span": SPAN_OR_NULL,
        "content_spans": listed(SPAN),
        "quote_type": words(QuoteType),
        "identification": words(Identification),
        "record": words(RecordStatus),
        "mention": words_or_null(Mention),
        "fidelity": words_or_null(Fidelity),
    },
    optional=("fidelity",),
)
CHAIN: Schema = {
    "type": ["array", "null"],
    "items": LINK,
    "description": "Who says so, outermost first; [] is the article's own voice, null is not answered.",
}
ANSWER: Mapping[str, Schema] = {
    "id": ID,
    "reviewer": PERSON,
    "revision": {"type": "integer", "minimum": 1},
    "undoes": {
        "type": ["integer", "null"],
        "description": "The reviewer's revision that this one takes back.",
    },
    "decided_at": TIME,
    "complete": {"type": "boolean", "description": "Whether every part the project asked for was answered."},
    "chain": CHAIN,
    "verification": words_or_null(Verification),
    "basis": words_or_null(Basis),
    "as_of": TIME_OR_NULL,
    "revisit_on": {"type": ["string", "null"], "format": "date"},
    "check_worthiness": words_or_null(CheckWorthiness),
    "priority": {"enum": [1, 2, 3, None]},
    "flag": TRUTH,
    "seconds": {"type": ["number", "null"], "description": "How long the claim was on the screen."},
    "guideline_version": COUNT,
    "suggestions_shown": TRUTH,
    "others_hidden": {"type": "boolean", "description": "Blind: others' answers could not be seen."},
}
REVIEW = fixed({**ANSWER, "earlier": listed(fixed(ANSWER))})
SUGGESTION = fixed(
    {
        "id": ID,
        "suggester": TEXT,
        "version": TEXT,
        "kind": words(SuggestionKind),
        "rank": COUNT,
        "value": {"type": ["string", "null"], "description": "The word; null for a chain or a match."},
        "chain": CHAIN,
        "match": {"type": ["object", "null"]},
        "confidence": SHARE,
        "explanation": TEXT_OR_NULL,
        "rule": TEXT,
        "spans": listed(fixed({"start": OFFSET, "end": OFFSET, "what": TEXT_OR_NULL})),
        "created_at": TIME,
        "outcomes": listed(
            fixed({"review": ID, "outcome": words(Outcome), "reason": words_or_null(RejectionReason)})
        ),
    }
)
EVIDENCE = fixed(
    {
        "id": ID,
        "stance": words(Stance),
        "url": {**TEXT, "description": "Empty for a file."},
        "quote": TEXT_OR_NULL,
        "published_at": TIME_OR_NULL,
        "origin": fixed(
            {"id": ID, "name": TEXT, "kind": words(SourceKind), "merged_into": ID_OR_NULL}, null=True
        ),
        "added_by": PERSON,
        "added_at": TIME,
        "sha256": {**TEXT_OR_NULL, "description": "Of the archived bytes; null while there are none."},
        "retrieved_at": TIME_OR_NULL,
        "withdrawn_at": {**TIME_OR_NULL, "description": "Evidence is withdrawn, never deleted."},
    }
)
ADJUDICATION = fixed({**ANSWER, "reason": words(AdjudicationReason), "settled": listed(ID)})
SIGN_OFF = fixed(
    {
        "id": ID,
        "by": PERSON,
        "signed_at": TIME,
        "whole_hash": {**TEXT, "description": "Of everything under the signature."},
        "hash": {**TEXT, "description": "SHA-256 of what was signed about this claim."},
        "voided_at": TIME_OR_NULL,
        "voided_by": {**TEXT_OR_NULL, "description": "A pseudonym; null also where a component did it."},
        "because": {**TEXT_OR_NULL, "description": "The act that made the signature void."},
    }
)
REOPENING = fixed({"id": ID, "by": PERSON, "at": TIME})
CLAIM: Schema = {
    "$schema": DIALECT,
    "title": "One line of claims.jsonl",
    "description": "A claim. Spans are half-open, in code points of the article's text; times are UTC.",
    **fixed(
        {
            "schema_version": {"const": 1},
            "id": ID,
            "article": fixed(
                {
                    "id": ID,
                    "url": TEXT,
                    "sha256": TEXT,
                    "outlet": TEXT_OR_NULL,
                    "published_at": TIME_OR_NULL,
                }
            ),
            "position": COUNT,
            "role": words(ClaimRole),
            "start": OFFSET,
            "end": OFFSET,
            "text": TEXT_OR_NULL,
            "quote": fixed({"prefix": TEXT, "exact": TEXT, "suffix": TEXT}, null=True),
            "duplicate_of": {**ID_OR_NULL, "description": "The claim whose answer this one takes."},
            "state": words(ClaimState),
            "chain": CHAIN,
            "verification": words_or_null(Verification),
            "basis": words_or_null(Basis),
            "as_of": TIME_OR_NULL,
            "revisit_on": {"type": ["string", "null"], "format": "date"},
            "check_worthiness": words_or_null(CheckWorthiness),
            "priority": {"enum": [1, 2, 3, None]},
            "guideline_version": {"type": ["integer", "null"]},
            "resolution": fixed(
                {
                    "kind": {"enum": ["single", "unanimous", "adjudicated"]},
                    "by": listed(PERSON),
                    "at": TIME,
                    "reason": words_or_null(AdjudicationReason),
                },
                null=True,
            ),
            "evidence": {**listed(EVIDENCE), "description": "Brought up for and against, as it came."},
            "reviews": {**listed(REVIEW), "description": "Each reviewer's latest answer, older ones inside."},
            "suggestions": {**listed(SUGGESTION), "description": "What machines proposed; never an answer."},
            "adjudications": {
                **listed(ADJUDICATION),
                "description": "Every settlement by an editor, oldest first.",
            },
            "sign_offs": {**listed(SIGN_OFF), "description": "Every signature, the void ones too."},
            "reopenings": listed(REOPENING),
            "foreign": {
                **listed(FOREIGN),
                "description": "What another program's data set said, word for word; regions in code points.",
            },
        }
    ),
}
ARTICLE: Schema = {
    "$schema": DIALECT,
    "title": "One line of articles.jsonl",
    "description": "An article. Its claims and `gaps` together give the text back letter for letter.",
    **fixed(
        {
            "schema_version": {"const": 1},
            "id": ID,
            "url": TEXT,
            "title": TEXT,
            "outlet": TEXT_OR_NULL,
            "outlet_id": ID_OR_NULL,
            "published_at": TIME_OR_NULL,
            "language": TEXT,
            "sha256": {**TEXT, "description": "Of the original bytes."},
            "media_type": TEXT,
            "encoding": TEXT,
            "length": {**COUNT, "description": "Of the text, in code points."},
            "coverage": {**SHARE, "description": "Share of the original's letters that the text holds."},
            "replaces": ID_OR_NULL,
            "text": TEXT_OR_NULL,
            "gaps": listed(SPAN),
            "hidden": listed({"type": "array", "prefixItems": [OFFSET, TEXT], "minItems": 2, "maxItems": 2}),
            "notes": listed(TEXT),
            "left_out": {"type": ["array", "null"], "items": TEXT},
        }
    ),
}
SOURCE_LINE: Schema = {
    "$schema": DIALECT,
    "title": "One line of sources.jsonl",
    "description": "A source that claims, articles or evidence name, or that such a one is part of.",
    **fixed(
        {
            "schema_version": {"const": 1},
            "id": ID,
            "name": TEXT,
            "kind": words(SourceKind),
            "parent": ID_OR_NULL,
            "merged_into": ID_OR_NULL,
            "article": {**ID_OR_NULL, "description": "The one in which an unnamed source stands."},
            "external_ids": {"type": "object"},
            "aliases": listed(fixed({"text": TEXT, "article": ID_OR_NULL})),
        }
    ),
}
MANIFEST: Schema = {
    "$schema": DIALECT,
    "title": "manifest.json",
    **fixed(
        {
            "schema_version": {"const": 1},
            "label_set_version": TEXT,
            "guideline_version": COUNT,
            "guideline_versions": listed(COUNT),
            "project": fixed({"id": ID, "slug": TEXT, "name": TEXT}),
            "rules": fixed({"quorum": COUNT, "asks": listed(TEXT), "blind": TRUTH, "blind_share": SHARE}),
            "formats": listed(TEXT),
            "selection": {"type": "object", "additionalProperties": listed(TEXT)},
            "with_text": TRUTH,
            "people": {"enum": ["pseudonyms", "names"]},
            "licence": TEXT_OR_NULL,
            "snapshot": fixed({"seq": COUNT, "at": TIME_OR_NULL}),
            "split": {"type": "object", "description": "How articles are divided, by lot and by time."},
            "counts": {"type": "object"},
            "files": listed(
                fixed(
                    {
                        "name": TEXT,
                        "bytes": COUNT,
                        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                        "rows": {"type": ["integer", "null"]},
                    }
                )
            ),
        }
    ),
}
