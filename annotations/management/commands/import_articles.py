"""Articles from files and folders, one line an article."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations import pipeline, readers
from annotations.domain.errors import AlreadyThere, DomainError
from annotations.domain.records import Draft
from annotations.ingest import BATCH, Imported
from annotations.management.lookups import project_of, user_of
from annotations.models import Project, User
from annotations.readers import docx, many
from annotations.readers.dividing import Prepared
from annotations.readers.files import Read, read_files

BATCH_BYTES = 1_000_000
MEDIA_TYPES = {
    "text": "text/plain",
    "html": "text/html",
    "docx": docx.media_types[0],
    "pdf": "application/pdf",
}
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
            "--format",
            choices=sorted((*MEDIA_TYPES, *many.FORMATS)),
            help="read every file as this; else by its name",
        )
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="OURS=COLUMN",
            help=f"a column of a JSONL or CSV file: {', '.join(many.USUAL)}; with `article`, rows are sentences",
        )
        parser.add_argument("--encoding", metavar="E", help="the files' encoding; else it is detected")

    def handle(self, *args: Any, paths: list[Path], project: str, person: str, **options: Any) -> None:
        into, by = project_of(project), user_of(person)
        try:
            options["map"] = many.mapping_of(options["map"])
        except DomainError as error:
            raise CommandError(str(error)) from error
        refused = sum(
            self._import(batch, into, by)
            for batch in _ahead(_batches(_files(paths, options["format"])), options)
        )
        if refused:
            raise CommandError(f"Refused: {refused:,}. What else was named is imported.", returncode=1)

    def _import(self, batch: Sequence[Read], into: Project, by: User) -> int:
        """Store what was read; how many were refused."""
        refused = 0
        for path, prepared, error in batch:
            if prepared is None:
                self.stderr.write(f"{path}: refused: {error}")
                refused += 1
        sound = [(path, prepared) for path, prepared, _ in batch if prepared is not None]
        for at in range(0, len(sound), BATCH):
            refused += self._store(sound[at : at + BATCH], into, by)
        return refused

    def _store(self, sound: Sequence[tuple[str, Prepared]], into: Project, by: User) -> int:
        try:
            results = pipeline.import_articles(into, [prepared for _, prepared in sound], by=by)
        except DomainError as error:
            raise CommandError(str(error)) from error
        told = zip(sound, results, strict=True)
        return sum(self._tell(path, read.incoming.draft, result) for (path, read), result in told)

    def _tell(self, path: str, draft: Draft, result: Imported) -> bool:
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


def _files(paths: Sequence[Path], format: str | None) -> Iterator[Path]:
    """The files named, and those of folders; tables and feeds in a folder only where the format says so."""
    wanted = tuple(end for end, name in many.SUFFIXES.items() if name == format) or SUFFIXES
    for path in paths:
        if path.is_dir():
            yield from sorted(
                file for file in path.rglob("*") if file.suffix.lower() in wanted and file.is_file()
            )
        else:
            yield path


def _batches(files: Iterator[Path]) -> Iterator[list[Path]]:
    """Files for one transaction each: two hundred, or fewer where they are large."""
    batch: list[Path] = []
    held = 0
    for file in files:
        size = file.stat().st_size if file.is_file() else 0
        if batch and (len(batch) == BATCH or held + size > BATCH_BYTES):
            yield batch
            batch, held = [], 0
        batch.append(file)
        held += size
    if batch:
        yield batch


def _ahead(batches: Iterator[list[Path]], options: dict[str, Any]) -> Iterator[list[Read]]:
    """Each batch read and divided in another process while the one before it is stored; a single one right here."""
    format = options["format"] or ""
    of_many = format if format in many.FORMATS else None
    how = MEDIA_TYPES.get(format), options["encoding"], of_many, options["map"]
    first, second = next(batches, []), next(batches, [])
    if not second:
        yield read_files(first, *how)
        return
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as reader:
        waiting = reader.submit(read_files, first, *how)
        for batch in chain([second], batches):
            following = reader.submit(read_files, batch, *how)
            yield waiting.result()
            waiting = following
        yield waiting.result()
