"""A project's ledger as a file for an outsider, with the program that verifies it."""

import os
import shutil
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations import ledger, verify_ledger
from annotations.domain.ledger_verbs import SITE
from annotations.management.chains import chain_of

VERIFIER = Path(verify_ledger.__file__)


class Command(BaseCommand):
    help = "Writes a project's ledger to FILE, and verify_ledger.py beside it."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--project", metavar="SLUG")
        which.add_argument("--site", action="store_true", help="the chain about people and tokens")
        parser.add_argument("--output", metavar="FILE", type=Path, required=True)

    def handle(self, *args: Any, project: str | None, site: bool, output: Path, **options: Any) -> None:
        project_id = SITE if site else chain_of(str(project))
        if output.name == VERIFIER.name:
            raise CommandError(f"{output} is where the verifier goes; give the ledger another name.")
        try:
            count = _write(project_id, output)
            if output.with_name(VERIFIER.name).resolve() != VERIFIER:
                shutil.copyfile(VERIFIER, output.with_name(VERIFIER.name))
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror}.") from error
        self.stdout.write(f"{output}: {count} entries. Verify: python {VERIFIER.name} {output.name}")


def _write(project_id: UUID, output: Path) -> int:
    """The count of entries; the file is whole or not there, and an older one stays until then."""
    draft = output.with_name(f".{output.name}.{os.getpid()}.draft")
    try:
        with draft.open("wb") as file:
            lines = sum(1 for line in ledger.exported(project_id) if file.write(line))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(output)
    finally:
        draft.unlink(missing_ok=True)
    return lines - 2
