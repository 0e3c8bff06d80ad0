"""Articles from files and folders, one line an article."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations import pipeline, readers
from annotations.domain.errors import AlreadyThere, DomainError
from annotations.domain.records import Draft
from annotations.ingest import BATCH, Imported, Incoming
from annotations.management.lookups import project_of, user_of
from annotations.models import Project, User

MEDIA_TYPES = {"text": "text/plain", "html": "text/html"}
SUFFIXES = tuple(suffix for reader in readers.READERS for suffix in reader.suffixes)


class Command(BaseCommand):
    help = (
        "Imports articles from files or folders into a project; those refused are named, the others imported."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", type=Path)
        parser.add_argument("--project", required=True, metavar="SLUG")
        parser.add_argument("--as", required=True, metavar="USER", dest="person")
        parser.add_argument(
            "--format", choices=sorted(MEDIA_TYPES), help="read every file as this; else by its name"
        )
        parser.add_argument("--encoding", metavar="E", help="the files' encoding; else it is detected")

    def handle(self, *args: Any, paths: list[Path], project: str, person: str, **options: Any) -> None:
        into, by = project_of(project), user_of(person)
        refused = 0
        for batch in _batches(_files(paths)):
            refused += self._import(batch, into, by, options)
        if refused:
            raise CommandError(
                f"{refused} of the articles were refused; the others are imported.", returncode=1
            )

    def _import(self, files: Sequence[Path], into: Project, by: User, options: dict[str, Any]) -> int:
        incoming: list[tuple[Path, Incoming]] = []
        refused = 0
        for path in files:
            try:
                content, draft = _read(path, options)
            except (DomainError, OSError) as error:
                self.stderr.write(f"{path}: refused: {_words(error)}")
                refused += 1
            else:
                incoming.append((path, Incoming(content, draft, filename=path.name)))
        try:
            results = pipeline.import_articles(into, [article for _, article in incoming], by=by)
        except DomainError as error:
            raise CommandError(str(error)) from error
        return refused + sum(
            self._tell(path, a.draft, r) for (path, a), r in zip(incoming, results, strict=True)
        )

    def _tell(self, path: Path, draft: Draft, result: Imported) -> bool:
        """Print the article's line; True where it was refused."""
        if isinstance(result.error, AlreadyThere):
            self.stdout.write(f"{path}: already there: {result.error.current}")
        elif result.error is not None:
            self.stderr.write(f"{path}: refused: {result.error}")
            return True
        else:
            self.stdout.write(
                f"{path}: {result.article_id}: {result.claims} claims, {draft.encoding or 'text'}"
            )
        return False


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file()
            )
        else:
            yield path


def _batches(files: Iterator[Path]) -> Iterator[list[Path]]:
    while batch := list(islice(files, BATCH)):
        yield batch


def _read(path: Path, options: dict[str, Any]) -> tuple[bytes, Draft]:
    content = path.read_bytes()
    media_type = MEDIA_TYPES.get(options["format"] or "")
    return content, readers.read(
        content, media_type=media_type, filename=path.name, encoding=options["encoding"]
    )


def _words(error: Exception) -> str:
    return f"{error.strerror}." if isinstance(error, OSError) and error.strerror else str(error)
