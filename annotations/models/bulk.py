"""Many rows at once, by COPY: what an import writes. Constraints and triggers hold as for any other row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from annotations.domain.claim_lines import COLUMNS, ClaimLines, claim_lines
from annotations.domain.claim_lines import ClaimRow as ClaimRow


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article to be written, with its original bytes (None where they did not come along) and its claims."""

    id: UUID
    project_id: UUID
    title: str
    outlet_id: UUID | None
    url: str
    published_at: datetime | None
    language: str
    deadline: datetime | None
    replaces_id: UUID | None
    text: str
    gaps: Sequence[tuple[int, int]]
    sha256: str
    content: bytes | None
    media_type: str
    encoding: str
    filename: str
    coverage: float
    left_out: Sequence[str]
    hidden: Sequence[tuple[int, str]]
    notes: Sequence[str]
    imported_by_id: UUID
    imported_at: datetime
    suggestions: str
    claims: Sequence[ClaimRow] | ClaimLines


ARTICLE_COLUMNS = (
    *("id", "project_id", "title", "outlet_id", "url", "published_at", "language", "deadline", "replaces_id"),
    *(
        "text",
        "length",
        "gaps",
        "sha256",
        "media_type",
        "encoding",
        "filename",
        "coverage",
        "left_out",
        "hidden",
    ),
    *("notes", "imported_by_id", "imported_at", "suggestions", "suggestions_why"),
)


def write_articles(rows: Sequence[ArticleRow]) -> None:
    """Write the articles, their originals and their claims inside the caller's transaction."""
    _copy("annotations_article", ARTICLE_COLUMNS, map(_article, rows))
    originals = ((row.id, row.content) for row in rows if row.content is not None)
    _copy("annotations_articleoriginal", ["article_id", "content"], originals)
    with connection.cursor() as cursor, cursor.copy(_statement("annotations_claim", COLUMNS)) as copy:
        for row in rows:
            lines = row.claims if isinstance(row.claims, ClaimLines) else claim_lines(row.id, row.claims)
            copy.write(lines.of_project(row.project_id))


def _article(row: ArticleRow) -> tuple[Any, ...]:
    return (
        row.id,
        row.project_id,
        row.title,
        row.outlet_id,
        row.url,
        row.published_at,
        row.language,
        row.deadline,
        row.replaces_id,
        row.text,
        len(row.text),
        _json(row.gaps),
        row.sha256,
        row.media_type,
        row.encoding,
        row.filename,
        row.coverage,
        _json(row.left_out),
        _json(row.hidden),
        _json(row.notes),
        row.imported_by_id,
        row.imported_at,
        row.suggestions,
        "",
    )


def _copy(table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(_statement(table, columns)) as copy:
        for row in rows:
            copy.write_row(row)


def _statement(table: str, columns: Sequence[str]) -> str:
    named = ", ".join(f'"{column}"' for column in columns)
    return f'copy "{table}" ({named}) from stdin'


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
