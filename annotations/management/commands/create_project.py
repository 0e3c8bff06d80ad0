"""A project without a browser."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations import admit
from annotations.domain.errors import DomainError
from annotations.management.lookups import COMMANDS, user_of


class Command(BaseCommand):
    help = "Makes a project with its first editor, who adds the others."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--name", required=True)
        parser.add_argument("--editor", required=True, metavar="USER")
        parser.add_argument("--quorum", type=int, default=1)

    def handle(self, *args: Any, slug: str, name: str, editor: str, quorum: int, **options: Any) -> None:
        rules = admit.Rules(quorum=quorum)
        try:
            project = admit.create_project(slug, name=name, editor=user_of(editor), rules=rules, by=COMMANDS)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{project.slug}: {project.name}, editor {editor}")
