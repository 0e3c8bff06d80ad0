"""An account without a browser."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations import admit
from annotations.domain.errors import DomainError
from annotations.management.lookups import COMMANDS


class Command(BaseCommand):
    help = "Makes an account and prints its first password, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="NAME")
        parser.add_argument("--name", default="", help="the person's name as others see it")
        parser.add_argument(
            "--admin", action="store_true", help="may make people, tokens and projects on pages"
        )

    def handle(self, *args: Any, username: str, name: str, admin: bool, **options: Any) -> None:
        try:
            user, password = admit.invite_user(username, name=name, administrator=admin, by=COMMANDS)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{user.username}\t{password}")
