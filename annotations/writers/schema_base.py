"""What the schemas of the files are made of: JSON Schema (2020-12) of single values, lists and objects."""

from collections.abc import Iterable, Mapping
from typing import Any

from annotations.domain.terms import Term

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


FOREIGN = fixed(
    {
        "id": ID,
        "origin": {**TEXT, "description": "The format of the data set it came with."},
        "kind": {"enum": ["item", "answer", "prediction", "draft"]},
        "key": {**TEXT, "description": "Its number there."},
        "by": TEXT_OR_NULL,
        "made_at": TIME_OR_NULL,
        "labels": listed(fixed({"field": TEXT, "label": TEXT})),
        "regions": listed(
            fixed({"id": TEXT, "start": OFFSET, "end": OFFSET, "labels": listed(TEXT), "field": TEXT})
        ),
        "relations": listed(fixed({"from_id": TEXT, "to_id": TEXT, "labels": listed(TEXT)})),
        "details": {"type": "object"},
    }
)
