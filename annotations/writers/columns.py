"""Parquet: train, dev and test by article with typed, nested columns, and the articles beside them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import orjson

from annotations.writers import arrow_schema
from annotations.writers.folder import Folder, HashedFile
from annotations.writers.native import LINE, article_line, article_of_claim, claim_line
from annotations.writers.records import About, ArticleRecord, ClaimRecord
from annotations.writers.sinks import Sink
from annotations.writers.split import Part, Split, by_time

if TYPE_CHECKING:
    import pyarrow

JSON_AT_ONCE = 1 << 20
"""Bytes of JSON lines that are made columns at a time, for each file."""
ROW_GROUP = 4 << 20
"""Bytes of columns in a row group, for each file: smaller ones make the list of row groups long, larger ones memory."""
MATCH, DETAILS = '"match":{', '"details":{'
"""Where an object begins whose fields are not ours to state; no text can hold this, as its quotes are escaped."""


class ColumnWriter:
    """Writes train, dev and test.parquet, what claims.jsonl holds, and articles.parquet, what articles.jsonl holds.

    A part without a claim has no file, as `datasets` refuses one without rows; a data set without any has a train.
    """

    name = "parquet"

    def __init__(self, folder: Folder, about: About) -> None:
        self._folder, self._columns = folder, arrow_schema.claims()
        self._parts: dict[Part, _Table] = {}
        self._articles = _Table(folder.open("articles.parquet"), arrow_schema.articles())
        self._split, self._cuts = Split(), about.time_cuts
        self._article: dict[str, Any] = {}
        self._time: Part | None = None
        self._part: Part = "train"

    def article(self, article: ArticleRecord) -> None:
        """One row of articles.parquet; says where the rows of its claims go."""
        self._part = part = self._split.part(article)
        self._time = by_time(article.published_at, self._cuts)
        self._article = article_of_claim(article)
        hidden = [{"at": at, "text": text} for at, text in orjson.loads(article.hidden_json)]
        parts = {"split": part, "split_by_time": self._time}
        self._articles.add(orjson.dumps({**article_line(article), "hidden": hidden, **parts}, option=LINE))

    def claim(self, claim: ClaimRecord) -> None:
        """One row of the article's part."""
        if MATCH in claim.suggestions_json:
            claim = claim._replace(suggestions_json=_as_text(claim.suggestions_json, "match"))
        if DETAILS in claim.foreign_json:
            claim = claim._replace(foreign_json=_as_text(claim.foreign_json, "details"))
        line = claim_line(claim, self._article)
        line["split_by_time"] = self._time
        self._table(self._part).add(orjson.dumps(line, option=LINE))

    def losses(self) -> Mapping[str, int]:
        """Nothing; objects whose fields others choose (a match, what another program said) stand as JSON text."""
        if not self._parts:
            self._table("train")
        for table in (*self._parts.values(), self._articles):
            table.close()
        return {}

    def _table(self, part: Part) -> "_Table":
        if part not in self._parts:
            self._parts[part] = _Table(self._folder.open(f"{part}.parquet"), self._columns)
        return self._parts[part]


class _Table:
    """One Parquet file: lines of JSON in, row groups out."""

    def __init__(self, file: HashedFile, columns: "pyarrow.Schema") -> None:
        from pyarrow import PythonFile
        from pyarrow.parquet import ParquetWriter

        self._file, self._schema = file, columns
        self._lines: list[bytes] = []
        self._bytes = 0
        self._tables: list[pyarrow.Table] = []
        self._waiting = 0
        # The smallest and largest of nested values help no reader, and are kept in memory for each row group.
        plain = [field.name for field in columns if field.type.num_fields == 0]
        sink = PythonFile(Sink(file), mode="w")
        self._writer = ParquetWriter(sink, columns, compression="zstd", write_statistics=plain)
        file.rows = 0

    def add(self, line: bytes) -> None:
        """A row, as a line of JSON."""
        self._lines.append(line)
        self._bytes += len(line)
        self._file.rows = (self._file.rows or 0) + 1
        if self._bytes >= JSON_AT_ONCE:
            self._parse()

    def close(self) -> None:
        """Write what waits, and the file's end."""
        self._parse()
        self._write()
        self._writer.close()

    def _parse(self) -> None:
        from pyarrow import BufferReader
        from pyarrow.json import ParseOptions, ReadOptions, read_json

        if not self._lines:
            return
        data = b"".join(self._lines)
        self._lines.clear()
        self._bytes = 0
        table = read_json(
            BufferReader(data),
            read_options=ReadOptions(use_threads=False, block_size=len(data) + 1),
            parse_options=ParseOptions(explicit_schema=self._schema, unexpected_field_behavior="error"),
        )
        self._tables.append(table.select(self._schema.names))
        self._waiting += table.nbytes
        if self._waiting >= ROW_GROUP:
            self._write()

    def _write(self) -> None:
        from pyarrow import concat_tables, default_memory_pool

        if self._tables:
            table = concat_tables(self._tables)
            self._writer.write_table(table, row_group_size=table.num_rows)
            self._tables.clear()
            self._waiting = 0
            default_memory_pool().release_unused()


def _as_text(listed: str, field: str) -> str:
    """The list with this field of its objects as JSON text."""
    entries = orjson.loads(listed)
    for entry in entries:
        if entry[field] is not None:
            entry[field] = orjson.dumps(entry[field]).decode()
    return orjson.dumps(entries).decode()
