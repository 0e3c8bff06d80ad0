"""Data sets that were made elsewhere."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations import intake, pipeline
from annotations.domain.errors import DomainError
from annotations.management.lookups import project_of, user_of
from annotations.models import Project, User
from annotations.readers import foreign
from annotations.readers.foreign.reading import files_of
from annotations.readers.native import open_release

NEEDS_A_UNIT = 2


class Command(BaseCommand):
    help = "Takes a data set into a project: all of it, or nothing where anything in it is refused."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="FILE_OR_DIR", type=Path)
        parser.add_argument("--format", required=True, choices=("jsonl", *foreign.FORMATS))
        parser.add_argument("--project", required=True, metavar="SLUG")
        parser.add_argument("--as", required=True, metavar="USER", dest="person")
        parser.add_argument(
            "--offsets", choices=foreign.UNITS, help="how the file counts, where it cannot be told"
        )
        parser.add_argument(
            "--member",
            action="append",
            default=[],
            dest="people",
            metavar="THEIRS=USERNAME",
            help="a person of the data set who is this member of the project; others stay without a name",
        )
        parser.add_argument(
            "--preview", action="store_true", help="say what maps and what does not; store nothing"
        )

    def handle(self, *args: Any, path: Path, project: str, person: str, **options: Any) -> None:
        into, by = project_of(project), user_of(person)
        try:
            if options["format"] == "jsonl":
                self._release(path, into, by)
            else:
                self._foreign(path, into, by, options)
        except foreign.UnitUnknown as error:
            raise CommandError(str(error), returncode=NEEDS_A_UNIT) from error
        except DomainError as error:
            raise CommandError(str(error)) from error

    def _release(self, path: Path, into: Project, by: User) -> None:
        counted = intake.import_release(into, open_release(path), by=by)
        self.stdout.write(
            f"{path}: {counted.articles:,} articles, {counted.claims:,} claims, {counted.decisions:,} decisions, "
            f"{counted.suggestions:,} suggestions, {counted.sources:,} sources, {counted.people:,} people."
        )

    def _foreign(self, path: Path, into: Project, by: User, options: dict[str, Any]) -> None:
        dataset = foreign.read(files_of(path), format=options["format"], unit=options["offsets"])
        if options["preview"]:
            self._show(foreign.preview(dataset))
            return
        taken = pipeline.import_foreign(into, dataset, by=by, people=_people(options["people"]))
        for note in dataset.notes:
            self.stdout.write(note)
        self.stdout.write(
            f"{path}: {len(taken.articles):,} articles of a claim each, {taken.decisions:,} decisions, "
            f"{taken.suggestions:,} suggestions, {taken.comments:,} comments, {taken.people:,} people; "
            f"{taken.records:,} records kept word for word; offsets were {dataset.unit}."
        )

    def _show(self, seen: foreign.Preview) -> None:
        self.stdout.write(
            f"{seen.items:,} items, {seen.answers:,} answers of {len(seen.people)} people ({seen.decisions:,} say "
            f"something in our words), {seen.predictions:,} predictions, {seen.drafts:,} drafts, {seen.spans:,} spans "
            f"({seen.loose:,} in no chain), {seen.relations:,} relations ({seen.dangling:,} lead nowhere), "
            f"{seen.notes:,} notes, {seen.comments:,} comments; offsets: {seen.unit}"
        )
        for count in (*seen.labels, *seen.parts):
            becomes = count.becomes or "no word of ours; kept as it is"
            self.stdout.write(f"  {count.label} ({count.number:,}) -> {becomes}")
        for sample in seen.samples:
            self.stdout.write(f"  item {sample.item}, {sample.label}: {sample.surface!r}")
        for remark in seen.remarks:
            self.stdout.write(f"  {remark}")


def _people(pairs: list[str]) -> dict[str, User]:
    mapped = {}
    for pair in pairs:
        theirs, equals, ours = pair.rpartition("=")
        if not equals:
            raise CommandError(f"--member wants THEIRS=USERNAME, not '{pair}'.")
        mapped[theirs] = user_of(ours)
    return mapped
