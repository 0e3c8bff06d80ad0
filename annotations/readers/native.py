"""A release of ours read back: its files checked against the manifest, then an article at a time with its claims."""

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any

import orjson

from annotations.domain.errors import Invalid, Unreadable

ARTICLES, CLAIMS, SOURCES, MANIFEST = "articles.jsonl", "claims.jsonl", "sources.jsonl", "manifest.json"
NAMES = (ARTICLES, CLAIMS, SOURCES, MANIFEST)
MAX_LINE = 256 * 1024 * 1024
MAX_BYTES = 1024 * 1024 * 1024
"""Of an archive's files together, unpacked."""
SCHEMA_VERSION = 1
Form = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReleaseFolder:
    """A release's folder. `rules` are the project's that it came from; empty where the manifest does not say."""

    path: Path
    manifest: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rules(self) -> Mapping[str, Any]:
        """Quorum, parts asked for, blindness of the project it was made in."""
        found = self.manifest.get("rules")
        return found if isinstance(found, Mapping) else {}

    @property
    def are_pseudonyms(self) -> bool:
        """Whether people stand in it by pseudonyms, and not by their names."""
        return bool(self.manifest.get("people", "pseudonyms") == "pseudonyms")

    def articles(self) -> Iterator[tuple[Form, list[Form]]]:
        """Each article with its claims, in the order of the files. Raises Unreadable naming file and line."""
        articles = self._lines(ARTICLES)
        for article_id, own in groupby(self._lines(CLAIMS), key=_article_of):
            article = next(articles, None)
            if article is None or article.get("id") != article_id:
                raise Unreadable(
                    f"{CLAIMS} has claims of article {article_id} where {ARTICLES} has "
                    f"{article.get('id') if article else 'nothing'}: the files are not of one data set."
                )
            yield article, list(own)
        if (more := next(articles, None)) is not None:
            raise Unreadable(f"{ARTICLES} has the article {more.get('id')}, of which {CLAIMS} has no claim.")

    def sources(self) -> Iterator[Form]:
        """The sources, by id; none where the data set was made before they were part of it."""
        if (self.path / SOURCES).is_file():
            yield from self._lines(SOURCES)

    def _lines(self, name: str) -> Iterator[Form]:
        with (self.path / name).open("rb") as file:
            number = 0
            while line := file.readline(MAX_LINE):
                number += 1
                yield _object(name, number, line)


@dataclass(frozen=True, slots=True)
class ReleaseSeen:
    """What an import of a release would bring. `quorum` and `asks` are those that the project would take over."""

    articles: int
    claims: int
    decisions: int
    sources: int
    people: Sequence[str]
    quorum: int | None
    asks: Sequence[str]


def open_release(path: Path) -> ReleaseFolder:
    """The release in the folder, each file of it as the manifest says. Raises Unreadable naming what is wrong."""
    folder = path if path.is_dir() else path.parent
    for name in (ARTICLES, CLAIMS):
        if not (folder / name).is_file():
            raise Unreadable(f"{folder} holds no {name}. Name the folder of a release in the format jsonl.")
    if not (folder / MANIFEST).is_file():
        return ReleaseFolder(folder)
    manifest = _object(MANIFEST, 1, (folder / MANIFEST).read_bytes())
    if manifest.get("with_text") is False:
        raise Unreadable("The data set was made without the articles' texts. Ask for one with texts.")
    for entry in manifest.get("files") or []:
        if (
            entry["name"] in (ARTICLES, CLAIMS, SOURCES)
            and _sha256(folder / entry["name"]) != entry["sha256"]
        ):
            raise Unreadable(
                f"{entry['name']} is not the file that {MANIFEST} lists: it was changed or cut off."
            )
    return ReleaseFolder(folder, manifest)


def unpack_release(content: bytes, folder: Path) -> ReleaseFolder:
    """The release in a ZIP archive, its files written to the folder, which is empty. Raises Unreadable.

    Only the files that an import reads are taken, by their own names: no path of the archive leads anywhere.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _unpack(archive, folder)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise Unreadable(f"This is no ZIP archive that can be opened: {error}.") from None
    for name in (ARTICLES, CLAIMS):
        if not (folder / name).is_file():
            raise Unreadable(
                f"The archive holds no {name}. Send the ZIP of a release made with the format jsonl."
            )
    return open_release(folder)


def _unpack(archive: zipfile.ZipFile, folder: Path) -> None:
    wanted = [one for one in archive.infolist() if PurePosixPath(one.filename).name in NAMES]
    left = MAX_BYTES
    for one in wanted:
        path = folder / PurePosixPath(one.filename).name
        if path.exists():
            raise Unreadable(f"The archive holds {path.name} twice. Send one release at a time.")
        with archive.open(one) as packed, path.open("wb") as unpacked:
            # What the archive says of a size is not believed.
            while chunk := packed.read(1024 * 1024):
                if (left := left - len(chunk)) < 0:
                    raise Unreadable(
                        f"The archive unpacks to more than {MAX_BYTES // 1024**2} MB. Import it with the command."
                    )
                unpacked.write(chunk)


def _article_of(claim: Form) -> Any:
    article = claim.get("article")
    return article.get("id") if isinstance(article, Mapping) else None


def _object(name: str, number: int, line: bytes) -> Form:
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise Unreadable(f"{name}, line {number} is no JSON (column {error.colno}: {error.msg}).") from None
    if not isinstance(found, dict) or found.get("schema_version") != SCHEMA_VERSION:
        raise Unreadable(f"{name}, line {number} is no object of schema version {SCHEMA_VERSION}.")
    return found


def _sha256(path: Path) -> str:
    if not path.is_file():
        raise Unreadable(f"{path.name} is missing, though {MANIFEST} lists it.")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def wrong(where: str, error: Exception) -> Invalid:
    """What to say of a record that lacks a field or has a value nobody knows."""
    said = f"the field {error} is missing" if isinstance(error, KeyError) else str(error)
    return Unreadable(f"{where}: {said}. Nothing was imported.")
