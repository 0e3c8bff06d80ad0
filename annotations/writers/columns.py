"""Parquet: train, dev and test by article with typed, nested columns, and the articles beside them."""

import os
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import orjson

from annotations.writers import arrow_schema
from annotations.writers.folder import Folder, HashedFile
from annotations.writers.native import LINE, article_line, article_of_claim, claim_line
from annotations.writers.records import About, ArticleRecord, ClaimRecord
from annotations.writers.sinks import Sink
from annotations.writers.split import PARTS, Part, Split, by_time
from annotations.writers.worker import Worker

if TYPE_CHECKING:
    import pyarrow

JSON_AT_ONCE = 1 << 20
"""Bytes of JSON lines that are made columns at a time, for each file."""
ROW_GROUP = 4 << 20
"""Bytes of columns in a row group, for each file: smaller ones make the list of row groups long, larger ones memory."""
FILE = 1 << 28
"""Bytes of JSON lines in a file, after which its part goes on in another: a file's list of row groups is held."""
PIECE = 1 << 16
"""Bytes of pages that Arrow puts together before it hands them to Python, for each file."""
MATCH, DETAILS = '"match":{', '"details":{'
"""Where an object begins whose fields are not ours to state; no text can hold this, as its quotes are escaped."""


class ColumnWriter:
    """Writes train, dev and test.parquet, what claims.jsonl holds, and articles.parquet, what articles.jsonl holds.

    A part without a claim has no file, as `datasets` refuses one without rows; a data set without any has a train.
    A large part goes on in train-2.parquet and so on. Columns are made and written on a worker, beside what reads.
    """

    name = "parquet"

    def __init__(self, folder: Folder, about: About) -> None:
        # The usual pool keeps what it is given back; Arrow looks here once, when it is loaded.
        os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
        self._folder = folder
        self._columns, self._of_articles = arrow_schema.claims(), arrow_schema.articles()
        self._worker = Worker()
        self._open: dict[str, _Table] = {}
        self._files = Counter[str]()
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
        self._add("articles", orjson.dumps({**article_line(article), "hidden": hidden, **parts}, option=LINE))

    def claim(self, claim: ClaimRecord) -> None:
        """One row of the article's part."""
        if MATCH in claim.suggestions_json:
            claim = claim._replace(suggestions_json=_as_text(claim.suggestions_json, "match"))
        if DETAILS in claim.foreign_json:
            claim = claim._replace(foreign_json=_as_text(claim.foreign_json, "details"))
        line = claim_line(claim, self._article)
        line["split_by_time"] = self._time
        self._add(self._part, orjson.dumps(line, option=LINE))

    def losses(self) -> Mapping[str, int]:
        """Nothing; objects whose fields others choose (a match, what another program said) stand as JSON text."""
        if not self._files["articles"]:
            self._table("articles")
        if not any(self._files[part] for part in PARTS):
            self._table("train")
        for table in self._open.values():
            table.close()
        self._worker.end()
        return {}

    def _add(self, name: str, line: bytes) -> None:
        table = self._table(name)
        table.add(line)
        if table.read >= FILE:
            table.close()
            self._folder.close_file(_file_name(name, self._files[name]))
            del self._open[name]

    def _table(self, name: str) -> "_Table":
        """The file that the rows of this name go to; one that was full is followed by another."""
        if name not in self._open:
            self._files[name] += 1
            file = self._folder.open(_file_name(name, self._files[name]))
            columns = self._of_articles if name == "articles" else self._columns
            self._open[name] = _Table(file, columns, self._worker)
        return self._open[name]


class _Table:
    """One Parquet file: lines of JSON in, row groups out. `_parse`, `_write` and `_end` run on the worker."""

    def __init__(self, file: HashedFile, columns: "pyarrow.Schema", worker: Worker) -> None:
        from pyarrow import BufferedOutputStream, PythonFile
        from pyarrow.parquet import ParquetWriter

        self._file, self._schema, self._worker = file, columns, worker
        self._lines: list[bytes] = []
        self._bytes = self.read = 0
        self._tables: list[pyarrow.Table] = []
        self._waiting = 0
        # The smallest and largest of nested values help no reader, and are kept in memory for each row group.
        plain = [field.name for field in columns if field.type.num_fields == 0]
        # Pieces of pages are put together before they reach Python, which would keep the worker waiting for each.
        self._sink = BufferedOutputStream(PythonFile(Sink(worker.into(file)), mode="w"), PIECE)
        # Ids and texts hardly repeat, words do within a page: zstd alone makes smaller files, and in less time.
        self._writer = ParquetWriter(
            self._sink, columns, compression="zstd", write_statistics=plain, use_dictionary=False
        )
        file.rows = 0

    def add(self, line: bytes) -> None:
        """A row, as a line of JSON."""
        self._lines.append(line)
        self._bytes += len(line)
        self._file.rows = (self._file.rows or 0) + 1
        if self._bytes >= JSON_AT_ONCE:
            self._hand_over()

    def close(self) -> None:
        """Write what waits, and the file's end."""
        self._hand_over()
        self._worker.do(self._end)
        self._worker.wait()

    def _hand_over(self) -> None:
        if self._lines:
            lines, self._lines = self._lines, []
            self.read += self._bytes
            self._bytes = 0
            self._worker.do(lambda: self._parse(b"".join(lines)))

    def _parse(self, data: bytes) -> None:
        from pyarrow import BufferReader
        from pyarrow.json import ParseOptions, ReadOptions, read_json

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

    def _end(self) -> None:
        self._write()
        self._writer.close()
        self._sink.flush()


def _file_name(name: str, number: int) -> str:
    return f"{name}.parquet" if number == 1 else f"{name}-{number}.parquet"


def _as_text(listed: str, field: str) -> str:
    """The list with this field of its objects as JSON text."""
    entries = orjson.loads(listed)
    for entry in entries:
        if entry[field] is not None:
            entry[field] = orjson.dumps(entry[field]).decode()
    return orjson.dumps(entries).decode()
