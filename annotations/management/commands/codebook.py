"""The codebook: every word with its definition, written from the vocabulary."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.domain.codebook import codebook


class Command(BaseCommand):
    help = "Writes docs/codebook.md from the vocabulary; with --check, only says whether it is up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "codebook.md"
        wanted = codebook()
        if check:
            if not path.exists() or path.read_text(encoding="utf-8") != wanted:
                raise CommandError(
                    "docs/codebook.md is not what the vocabulary says. Run `manage.py codebook`."
                )
            return
        path.write_text(wanted, encoding="utf-8")
        self.stdout.write(f"{path.name} written.")
