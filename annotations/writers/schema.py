"""What the files hold, as JSON Schema (2020-12) and as a table schema (Frictionless), made from the vocabulary."""

from collections.abc import Iterable, Mapping
from typing import Any

from annotations.domain.terms import Term
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

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
ID: Schema = {"type": "string", "format": "uuid"}
ID_OR_NULL: Schema = {"type": ["string", "null"], "format": "uuid"}
TIME: Schema = {"type": "string", "format": "date-time"}
TIME_OR_NULL: Schema = {"type": ["string", "null"], "format": "date-time"}
COUNT: Schema = {"type": "integer", "minimum": 0}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
TRUTH: Schema = {"type": "boolean"}
OFFSET: Schema = {"type": "integer", "minimum": 0}
SPAN: Schema = {"type": "array", "items": OFFSET, "minItems": 2, "maxItems": 2}
SPAN_OR_NULL: Schema = {**SPAN, "type": ["array", "null"]}
PERSON: Schema = {
    "type": "string",
    "description": "A pseudonym, the same person in all releases of the project, or a name where the manifest says so.",
}


def words(terms: Iterable[Term]) -> Schema:
    """One of the vocabulary's words, each with its label and definition."""
    return {
        "type": "string",
        "oneOf": [
            {"const": term.value, "title": term.label, "description": term.definition} for term in terms
        ],
    }


def words_or_null(terms: Iterable[Term]) -> Schema:
    """One of the vocabulary's words, or null for not answered."""
    known = words(terms)
    return {"type": ["string", "null"], "oneOf": [*known["oneOf"], {"const": None}]}


def listed(items: Schema) -> Schema:
    """A list of such things."""
    return {"type": "array", "items": items}


def fixed(properties: Mapping[str, Schema], *, optional: Iterable[str] = (), null: bool = False) -> Schema:
    """An object with these fields and no other, all required but the `optional` ones."""
    return {
        "type": ["object", "null"] if null else "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in set(optional)],
        "additionalProperties": False,
    }


def table(columns: Iterable[str]) -> Schema:
    """A table schema of claims.csv."""
    whole = {"position", "start", "end", "priority", "reviews", "suggestions"}
    whole |= {"guideline_version", "schema_version"}
    return {
        "fields": [{"name": name, "type": "integer" if name in whole else "string"} for name in columns],
        "primaryKey": "id",
        "missingValues": [""],
    }


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
