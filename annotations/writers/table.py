"""CSV: one claim a row, safe to open in a spreadsheet, and what was made safe can be made as it was."""

import csv
import io
from collections.abc import Callable, Mapping
from typing import Any

from annotations.writers import schema
from annotations.writers.folder import Folder
from annotations.writers.losses import Losses
from annotations.writers.records import SCHEMA_VERSION, About, ArticleRecord, ClaimRecord

COLUMNS = (
    "id",
    "article",
    "article_title",
    "article_url",
    "article_sha256",
    "outlet",
    "published_at",
    "position",
    "role",
    "start",
    "end",
    "text",
    "duplicate_of",
    "state",
    "verification",
    "basis",
    "as_of",
    "revisit_on",
    "check_worthiness",
    "priority",
    "sources",
    "chain",
    "resolution",
    "resolved_at",
    "reviews",
    "suggestions",
    "guideline_version",
    "schema_version",
    "escaped",
)
DANGEROUS = frozenset("=+-@\t\r\n\0＝＋－＠﹢﹣﹦﹫−")
"""How a cell begins that a spreadsheet may take for a formula, or cut off: OWASP's list, NUL, and the wide,
small and mathematical forms, which some programs fold to the plain ones."""

HELD_OF_ARTICLE = ("title", "url", "sha256", "outlet", "published_at")
HELD_OF_CLAIM = (
    "position",
    "role",
    "text",
    "duplicate_of",
    "state",
    "verification",
    "basis",
    "as_of",
    "revisit_on",
    "check_worthiness",
    "priority",
    "chain",
    "guideline_version",
    "resolution.kind",
    "resolution.at",
)
"""What a row has a place for; reviews and suggestions are only counted."""

Guard = Callable[[list[Any]], list[Any]]


class TableWriter:
    """Writes claims.csv: UTF-8, commas, quotes doubled, CR LF at the end of a row (RFC 4180)."""

    name = "csv"

    def __init__(self, folder: Folder, about: About, *, guard: Guard | None = None) -> None:
        self._guard = guard or safe
        self._file = folder.open("claims.csv")
        self._file.rows = 0
        self._buffer = io.StringIO(newline="")
        self._row = csv.writer(self._buffer).writerow
        self._article: tuple[str | None, ...] = ()
        self._lost = Losses(article=HELD_OF_ARTICLE, claim=HELD_OF_CLAIM)
        self._write(COLUMNS)
        folder.put_json("schema/claims.csv.schema.json", schema.table(COLUMNS))

    def article(self, article: ArticleRecord) -> None:
        """Kept for the rows of its claims. What a table has no place for is counted as lost."""
        self._article = article_cells(article)
        self._lost.article(article)

    def claim(self, claim: ClaimRecord) -> None:
        """One row."""
        self._write(self._guard(cells(claim, self._article)))
        self._file.rows = (self._file.rows or 0) + 1
        self._lost.claim(claim)

    def losses(self) -> Mapping[str, int]:
        """How many values of each field the table has no place for; reviews and suggestions are only counted."""
        return self._lost.as_dict()

    def _write(self, cells: Any) -> None:
        self._row(cells)
        self._file.write(self._buffer.getvalue().encode())
        self._buffer.seek(0)
        self._buffer.truncate()


def article_cells(article: ArticleRecord) -> tuple[str | None, ...]:
    """The cells that say which article a claim is from."""
    return (article.title, article.url, article.sha256, article.outlet, article.published_at)


def cells(claim: ClaimRecord, article: tuple[str | None, ...]) -> list[Any]:
    """The cells of a claim's row, all but the last column."""
    return [
        claim.id,
        claim.article_id,
        *article,
        claim.position,
        claim.role,
        claim.start,
        claim.end,
        claim.text,
        claim.duplicate_of,
        claim.state,
        claim.verification,
        claim.basis,
        claim.as_of,
        claim.revisit_on,
        claim.check_worthiness,
        claim.priority,
        _sources(claim),
        claim.chain_json,
        claim.resolution,
        claim.settled_at,
        claim.reviews,
        claim.suggestions,
        claim.guideline_version,
        SCHEMA_VERSION,
    ]


def safe(row: list[Any]) -> list[Any]:
    """The cells, those that could be taken for a formula behind an apostrophe, and one more that names these.

    The last cell holds their columns' names between spaces: to undo, take one character off the front of each.
    """
    escaped = []
    for index, cell in enumerate(row):
        if isinstance(cell, str) and is_dangerous(cell):
            row[index] = "'" + cell
            escaped.append(COLUMNS[index])
    return [*row, " ".join(escaped)]


def is_dangerous(cell: str) -> bool:
    """Whether a spreadsheet could take the cell for a formula; blanks before the sign do not make it safe."""
    return cell[:1] in DANGEROUS or cell.lstrip()[:1] in DANGEROUS


def as_it_was(row: Mapping[str, str]) -> dict[str, str]:
    """A row as it was before it was made safe, by its column `escaped`."""
    escaped = set(row["escaped"].split())
    return {name: cell[1:] if name in escaped else cell for name, cell in row.items()}


def _sources(claim: ClaimRecord) -> str | None:
    """Who says so, outermost first: "Wall Street Journal > US official"; empty for the article's own voice."""
    chain = claim.chain
    if chain is None:
        return None
    return " > ".join(link["source"]["name"] if link["source"] else "unspecified" for link in chain)
