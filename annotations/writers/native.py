"""The native format: claims.jsonl, articles.jsonl and sources.jsonl, one record a line, nothing lost."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from annotations.writers import schema
from annotations.writers.folder import Folder
from annotations.writers.records import SCHEMA_VERSION, About, ArticleRecord, ClaimRecord, SourceRecord

LINE = orjson.OPT_APPEND_NEWLINE


class NativeWriter:
    """Writes what `schema/claim.schema.json` and `schema/article.schema.json` describe."""

    name = "jsonl"

    def __init__(self, folder: Folder, about: About) -> None:
        self._articles = folder.open("articles.jsonl")
        self._claims = folder.open("claims.jsonl")
        self._articles.rows = self._claims.rows = 0
        self._article: dict[str, Any] = {}
        folder.put_json("schema/claim.schema.json", schema.CLAIM)
        folder.put_json("schema/article.schema.json", schema.ARTICLE)

    def article(self, article: ArticleRecord) -> None:
        """One line of articles.jsonl; the claims that follow are this article's."""
        self._articles.write(orjson.dumps(article_line(article), option=LINE))
        self._articles.rows = (self._articles.rows or 0) + 1
        self._article = article_of_claim(article)

    def claim(self, claim: ClaimRecord) -> None:
        """One line of claims.jsonl."""
        self._claims.write(orjson.dumps(claim_line(claim, self._article), option=LINE))
        self._claims.rows = (self._claims.rows or 0) + 1

    def losses(self) -> Mapping[str, int]:
        """Nothing."""
        return {}


def write_sources(folder: Folder, sources: Iterable[SourceRecord]) -> None:
    """One line of sources.jsonl for each source; it goes with the claims and articles that name them."""
    file = folder.open("sources.jsonl")
    file.rows = 0
    for source in sources:
        file.write(orjson.dumps(source_line(source), option=LINE))
        file.rows += 1
    folder.put_json("schema/source.schema.json", schema.SOURCE_LINE)


def source_line(source: SourceRecord) -> dict[str, Any]:
    """The object that stands for a source."""
    return {
        "schema_version": SCHEMA_VERSION,
        "id": source.id,
        "name": source.name,
        "kind": source.kind,
        "parent": source.parent,
        "merged_into": source.merged_into,
        "article": source.article,
        "external_ids": orjson.Fragment(source.external_ids_json),
        "aliases": orjson.Fragment(source.aliases_json),
    }


def article_line(article: ArticleRecord) -> dict[str, Any]:
    """The object that stands for an article."""
    return {
        "schema_version": SCHEMA_VERSION,
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "outlet": article.outlet,
        "outlet_id": article.outlet_id,
        "published_at": article.published_at,
        "language": article.language,
        "sha256": article.sha256,
        "media_type": article.media_type,
        "encoding": article.encoding,
        "length": article.length,
        "coverage": article.coverage,
        "replaces": article.replaces,
        "text": article.text,
        "gaps": orjson.Fragment(article.gaps_json),
        "hidden": orjson.Fragment(article.hidden_json),
        "notes": orjson.Fragment(article.notes_json),
        "left_out": None if article.left_out_json is None else orjson.Fragment(article.left_out_json),
    }


def article_of_claim(article: ArticleRecord) -> dict[str, Any]:
    """What a claim's line says of its article."""
    return {
        "id": article.id,
        "url": article.url,
        "sha256": article.sha256,
        "outlet": article.outlet,
        "published_at": article.published_at,
    }


def claim_line(claim: ClaimRecord, article: Mapping[str, Any]) -> dict[str, Any]:
    """The object that stands for a claim."""
    return {
        "schema_version": SCHEMA_VERSION,
        "id": claim.id,
        "article": article,
        "position": claim.position,
        "role": claim.role,
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        "quote": _quote(claim),
        "duplicate_of": claim.duplicate_of,
        "state": claim.state,
        "chain": None if claim.chain_json is None else orjson.Fragment(claim.chain_json),
        "verification": claim.verification,
        "basis": claim.basis,
        "as_of": claim.as_of,
        "revisit_on": claim.revisit_on,
        "check_worthiness": claim.check_worthiness,
        "priority": claim.priority,
        "guideline_version": claim.guideline_version,
        "resolution": _resolution(claim),
        "evidence": orjson.Fragment(claim.evidence_json),
        "reviews": orjson.Fragment(claim.reviews_json),
        "suggestions": orjson.Fragment(claim.suggestions_json),
        "adjudications": orjson.Fragment(claim.adjudications_json),
        "sign_offs": orjson.Fragment(claim.sign_offs_json),
        "reopenings": orjson.Fragment(claim.reopenings_json),
        "foreign": orjson.Fragment(claim.foreign_json),
    }


def _quote(claim: ClaimRecord) -> dict[str, str | None] | None:
    if claim.text is None:
        return None
    return {"prefix": claim.prefix, "exact": claim.text, "suffix": claim.suffix}


def _resolution(claim: ClaimRecord) -> dict[str, Any] | None:
    kind = claim.resolution
    if kind is None or claim.settled_by_json is None:
        return None
    return {
        "kind": kind,
        "by": orjson.Fragment(claim.settled_by_json),
        "at": claim.settled_at,
        "reason": claim.reason,
    }
