"""Files that hold many articles: feeds, and tables (JSONL, CSV) of articles or of their sentences.

A table's columns are mapped to what an article has; without a mapping, columns of the same or a usual name are taken.
Nothing of a file is taken when any row of it is wrong.
"""

import csv
import dataclasses
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from annotations.domain.errors import Invalid, Unreadable
from annotations.domain.records import Draft, Stretch
from annotations.domain.text import hidden_characters, refuse_unstorable
from annotations.domain.vocabulary import ClaimRole
from annotations.readers import MAX_BYTES, guarded
from annotations.readers.dividing import Incoming, Prepared, prepare, prepared_as
from annotations.readers.encodings import decode

SUFFIXES: Final = {
    ".rss": "rss",
    ".atom": "rss",
    ".xml": "rss",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
}
FORMATS: Final = ("rss", "jsonl", "csv")
MAX_ROWS: Final = 200_000
USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "text": ("text", "body", "content", "sentence", "claim", "article_text"),
    "title": ("title", "headline"),
    "url": ("url", "link", "address"),
    "outlet": ("outlet", "publisher", "source"),
    "published_at": ("published_at", "published", "date"),
    "language": ("language", "lang"),
    "article": ("article", "article_id", "document", "doc_id"),
    "position": ("position", "sentence_number"),
}
"""What a column can be. `article` names the article that a row is a sentence of, `position` its place there."""

Row = Mapping[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """A file's rows, its columns in order, and how they are mapped: our name → the column's."""

    columns: tuple[str, ...]
    rows: Sequence[Row]
    mapping: Mapping[str, str]
    encoding: str


def format_of(filename: str) -> str | None:
    """The format of a file of many articles, by the end of its name; None for any other file."""
    return next((name for end, name in SUFFIXES.items() if filename.lower().endswith(end)), None)


def read(
    data: bytes,
    *,
    format: str,
    filename: str = "",
    encoding: str | None = None,
    mapping: Mapping[str, str] | None = None,
    max_bytes: int = MAX_BYTES,
) -> list[Prepared]:
    """The articles of the file in order, each divided and with bytes of its own (its XML, its rows).

    With a column for `article` the rows are sentences: each is one claim, and those of one article stand in it in
    order. Raises Unreadable and Invalid naming the row and what is wrong with it.
    """
    if len(data) > max_bytes:
        raise Unreadable(
            f"The file has {len(data) / 1_048_576:.1f} MB; at most {max_bytes / 1_048_576:g} MB are read. Split it."
        )
    if not data.strip():
        raise Unreadable("The file is empty. Choose the file that holds the articles.")
    if format == "rss":
        items = guarded.read_many("feed", data)
        return [prepare(Incoming(own, _checked(draft), filename=filename)) for own, draft in items]
    return _articles(table(data, format=format, encoding=encoding, mapping=mapping), format, filename)


def table(
    data: bytes, *, format: str, encoding: str | None = None, mapping: Mapping[str, str] | None = None
) -> Table:
    """The rows of a JSONL or CSV file and the mapping of its columns. Raises Invalid for a column that is not there."""
    rows = rows_of(data, format=format, encoding=encoding)
    columns = columns_of(rows)
    return Table(columns, rows, _mapped(columns, mapping), decode(data, encoding=encoding).encoding)


def rows_of(data: bytes, *, format: str, encoding: str | None = None) -> list[Row]:
    """The rows of a JSONL or CSV file, whatever their columns mean. Raises Unreadable naming the line."""
    text = decode(data, encoding=encoding).text
    rows = _json_rows(text) if format == "jsonl" else _csv_rows(text)
    if not rows:
        raise Unreadable("The file has no rows.")
    if len(rows) > MAX_ROWS:
        raise Unreadable(f"The file has {len(rows):,} rows; at most {MAX_ROWS:,} are read at once. Split it.")
    return rows


def columns_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """The columns' names, in the order in which they come up."""
    return tuple(dict.fromkeys(name for row in rows for name in row))


def _mapped(columns: Sequence[str], mapping: Mapping[str, str] | None) -> dict[str, str]:
    there = ", ".join(columns[:40])
    given = {name: column for name, column in (mapping or {}).items() if column}
    unknown = [name for name in given if name not in USUAL]
    missing = [column for column in given.values() if column not in columns]
    if unknown:
        raise Invalid({"mapping": [f"An article has no '{unknown[0]:.40}'; it has {', '.join(USUAL)}."]})
    if missing:
        raise Invalid({"mapping": [f"The file has no column '{missing[0]:.60}'; it has {there}."]})
    if not given:
        usual = {name: [one for one in names if one in columns] for name, names in USUAL.items()}
        given = {name: named[0] for name, named in usual.items() if named}
    if "text" not in given:
        raise Invalid({"mapping": [f"Say which column is the text (text=COLUMN); the file has {there}."]})
    return given


def _json_rows(text: str) -> list[Row]:
    rows: list[Row] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise Unreadable(f"Line {number} is no JSON (column {error.colno}: {error.msg}).") from None
        if not isinstance(row, dict):
            raise Unreadable(f"Line {number} is no JSON object with named fields.")
        rows.append(row)
    return rows


def _csv_rows(text: str) -> list[Row]:
    sample = text[:65_536].partition("\n")[0]
    delimiter = max(",;\t|", key=sample.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    try:
        names = next(reader, [])
        if len(set(names)) < len(names):
            raise Unreadable("Two columns of the table have one name. Rename one of them.")
        for cells in reader:
            if not any(cells):
                continue
            if len(cells) != len(names):
                raise Unreadable(
                    f"Row {len(rows) + 1} (line {reader.line_num}) has {len(cells)} cells, the head {len(names)}."
                )
            rows.append(dict(zip(names, cells, strict=True)))
    except csv.Error as error:
        raise Unreadable(f"Line {reader.line_num} of the table cannot be read: {error}.") from None
    return rows


def _articles(found: Table, format: str, filename: str) -> list[Prepared]:
    grouped: dict[Any, list[tuple[int, Row]]] = {}
    column = found.mapping.get("article")
    for number, row in enumerate(found.rows, start=1):
        grouped.setdefault(str(row.get(column)) if column else number, []).append((number, row))
    made = []
    for rows in grouped.values():
        own = _in_order(rows, found.mapping.get("position"))
        content = b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for _, row in own)
        draft, stretches = _draft(own, found, by_sentence=column is not None)
        incoming = Incoming(content, draft, filename=filename)
        prepared = prepared_as(incoming, stretches) if column else prepare(incoming)
        if prepared.error is not None:
            raise Unreadable(f"Row {own[0][0]}: {prepared.error}")
        made.append(prepared)
    return made


def _in_order(rows: list[tuple[int, Row]], column: str | None) -> list[tuple[int, Row]]:
    if column is None:
        return rows
    try:
        return sorted(rows, key=lambda pair: float(pair[1][column]))
    except (KeyError, TypeError, ValueError):
        raise Invalid({"mapping": [f"The column '{column}' does not hold a number in every row."]}) from None


def _draft(
    rows: Sequence[tuple[int, Row]], found: Table, *, by_sentence: bool
) -> tuple[Draft, list[Stretch]]:
    texts = [_text(number, row, found.mapping["text"]) for number, row in rows]
    stretches, at = [], 0
    for text in texts:
        left = len(text) - len(text.lstrip())
        stretches.append(Stretch(at + left, at + len(text.rstrip()), ClaimRole.BODY))
        at += len(text) + 1
    number, first = rows[0]
    said = {name: _word(first, column) for name, column in found.mapping.items()}
    draft = Draft(
        text="\n".join(texts),
        title=said.get("title", ""),
        url=said.get("url", ""),
        outlet=said.get("outlet", ""),
        language=said.get("language", ""),
        published_at=_moment(number, said.get("published_at", "")),
        encoding=found.encoding,
        media_type="application/jsonl",
    )
    return _checked(draft), stretches if by_sentence else []


def _text(number: int, row: Row, column: str) -> str:
    value = row.get(column)
    if not isinstance(value, str) or not value.strip():
        raise Unreadable(f"Row {number} has no text in the column '{column}'.")
    return value


def _word(row: Row, column: str) -> str:
    value = row.get(column)
    return "" if value is None else str(value).strip()


def _moment(number: int, words: str) -> datetime | None:
    if not words:
        return None
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        raise Unreadable(f"Row {number}: '{words:.40}' is no time such as 2024-01-04T18:36:00Z.") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _checked(draft: Draft) -> Draft:
    refuse_unstorable(draft.text)
    return dataclasses.replace(draft, hidden=hidden_characters(draft.text))


def mapping_of(pairs: Iterable[str]) -> dict[str, str]:
    """A mapping from words such as `text=body`. Raises Invalid for a word without its column."""
    mapping = {}
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if not equals or not name.strip() or not column.strip():
            raise Invalid({"mapping": [f"Write a mapping as OURS=COLUMN, not '{pair:.60}'."]})
        mapping[name.strip()] = column.strip()
    return mapping
