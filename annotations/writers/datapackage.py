"""datapackage.json: the data set as a Frictionless data package, each file a resource with its size and hash."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from annotations.domain.licences import address_of
from annotations.writers import schema
from annotations.writers.folder import FileEntry
from annotations.writers.records import About
from annotations.writers.splits import NAME as SPLITS
from annotations.writers.splits import table_schema
from annotations.writers.table import COLUMNS

NAME = "datapackage.json"
MEDIA_TYPES: Mapping[str, str] = {
    ".jsonl": "application/jsonl",
    ".ndjson": "application/x-ndjson",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".csv": "text/csv",
    ".md": "text/markdown",
    ".ttl": "text/turtle",
    ".xml": "application/xml",
    ".xmi": "application/vnd.xmi+xml",
    ".conll": "text/plain",
    ".py": "text/x-python",
    ".parquet": "application/vnd.apache.parquet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".spacy": "application/octet-stream",
}
BINARY = frozenset({".parquet", ".xlsx", ".spacy"})


def datapackage(about: About, files: Sequence[FileEntry]) -> dict[str, Any]:
    """The descriptor; tables come with the schema that a validator checks them against."""
    return {
        "profile": "data-package",
        "name": _slug(about.slug),
        "id": about.project_id,
        "title": f"Claims of {about.name}",
        "description": "Claims of news articles, who says each of them, and whether it is so; see README.md.",
        "version": f"1.0.{about.seq}",
        **({"created": about.at} if about.at else {}),
        "licenses": [{"name": about.licence or "not-stated", "path": address_of(about.licence)}],
        "resources": [_resource(entry) for entry in files],
    }


def media_type(name: str) -> str:
    """What a file of a data set holds, by the end of its name."""
    return MEDIA_TYPES.get(PurePosixPath(name).suffix, "application/octet-stream")


def _resource(entry: FileEntry) -> dict[str, Any]:
    suffix = PurePosixPath(entry.name).suffix
    tables = {"claims.csv": schema.table(COLUMNS), SPLITS: table_schema()}
    table = tables.get(entry.name)
    return {
        "name": _slug(entry.name),
        "type": "table" if table else "file",
        "path": entry.name,
        "format": suffix.lstrip("."),
        "mediatype": media_type(entry.name),
        **({} if suffix in BINARY else {"encoding": "utf-8"}),
        "bytes": entry.size,
        "hash": f"sha256:{entry.sha256}",
        **({"schema": table} if table else {}),
    }


def _slug(name: str) -> str:
    """A name of lower-case letters, digits, dots, hyphens and underscores, as the specification wants it."""
    kept = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name.lower())
    return kept.strip("-") or "data"
