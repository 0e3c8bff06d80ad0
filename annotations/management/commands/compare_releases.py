"""What changed from one data set to another."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.domain.errors import DomainError
from annotations.queries.release_comparison import changes_as_json


class Command(BaseCommand):
    help = "Compares two folders of data sets: claims added, changed and removed, one a line, as JSON; counts last."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("older", metavar="OLDER", type=Path, help="a folder that export_dataset wrote")
        parser.add_argument("newer", metavar="NEWER", type=Path)

    def handle(self, *args: Any, older: Path, newer: Path, **options: Any) -> None:
        try:
            for line in changes_as_json(older, newer):
                self.stdout.write(line.decode(), ending="")
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}.") from error
        except DomainError as error:
            raise CommandError(str(error)) from error
