"""A token for somebody's scripts, without a browser."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations import admit
from annotations.domain.errors import DomainError
from annotations.management.lookups import COMMANDS, user_of


class Command(BaseCommand):
    help = "Issues a token for the API and prints it, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="NAME")
        parser.add_argument("--name", default="command line", help="what the token is called in the list")

    def handle(self, *args: Any, username: str, name: str, **options: Any) -> None:
        try:
            _, secret = admit.issue_token(user_of(username), name=name, by=COMMANDS)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(secret)
