"""Proves the stored states of claims equal to what follows from their rows."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.management.lookups import project_of
from annotations.standing import compared_claims


class Command(BaseCommand):
    help = "Compares every claim's stored state and standing answer with the pure function of its rows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--project", metavar="SLUG")

    def handle(self, *args: Any, project: str | None, **options: Any) -> None:
        count, wrong = 0, 0
        for claim, stored, follows in compared_claims(project_of(project) if project else None):
            count += 1
            if stored != follows:
                wrong += 1
                self.stderr.write(f"claim {claim}: stored {stored}, but its rows say {follows}")
        if wrong:
            raise CommandError(f"{wrong} of {count} claims are stored otherwise than their rows say.")
        self.stdout.write(f"{count} claims are stored as their rows say.")
