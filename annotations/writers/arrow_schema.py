"""The columns of the Parquet files, made from the JSON Schema of the native format, so that the two cannot part."""

from typing import TYPE_CHECKING, Any

from annotations.writers import schema
from annotations.writers.schema_base import Schema

if TYPE_CHECKING:
    import pyarrow


def claims() -> "pyarrow.Schema":
    """One row a claim: the fields of claims.jsonl and the part by time. Offsets are 32-bit, times UTC microseconds."""
    import pyarrow

    fields = _fields(schema.CLAIM)
    return pyarrow.schema([*fields, pyarrow.field("split_by_time", pyarrow.string())])


def articles() -> "pyarrow.Schema":
    """One row an article: the fields of articles.jsonl and its two parts; `hidden` is a list of offset and text."""
    import pyarrow

    hidden = pyarrow.list_(pyarrow.struct([("at", pyarrow.int32()), ("text", pyarrow.string())]))
    fields = [
        pyarrow.field("hidden", hidden) if field.name == "hidden" else field
        for field in _fields(schema.ARTICLE, leave={"hidden"})
    ]
    parts = [pyarrow.field(name, pyarrow.string()) for name in ("split", "split_by_time")]
    return pyarrow.schema([*fields, *parts])


def _fields(described: Schema, leave: frozenset[str] | set[str] = frozenset()) -> list[Any]:
    import pyarrow

    return [
        pyarrow.field(name, pyarrow.null() if name in leave else _type(what))
        for name, what in described["properties"].items()
    ]


def _type(what: Schema) -> Any:
    """The Arrow type of values so described; an object without stated fields travels as JSON text."""
    import pyarrow

    kind = what.get("type")
    kinds = {kind} if isinstance(kind, str) else set(kind or ())
    kinds.discard("null")
    if "const" in what or "enum" in what:
        values = [what["const"]] if "const" in what else what["enum"]
        return pyarrow.string() if any(isinstance(value, str) for value in values) else pyarrow.int32()
    if kinds == {"object"}:
        return pyarrow.struct(_fields(what)) if "properties" in what else pyarrow.string()
    if kinds == {"array"}:
        return pyarrow.list_(_type(what["items"]))
    if kinds == {"integer"}:
        return pyarrow.int32()
    if kinds == {"number"}:
        return pyarrow.float64()
    if kinds == {"boolean"}:
        return pyarrow.bool_()
    if what.get("format") == "date-time":
        return pyarrow.timestamp("us", "UTC")
    return pyarrow.string()
