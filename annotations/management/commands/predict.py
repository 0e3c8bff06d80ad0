"""`manage.py predict TASK`: what the workbench would say of texts outside the database, as JSON Lines."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.domain.errors import Invalid
from annotations.predictions.tasks import TASKS


class Command(BaseCommand):
    help = "Predicts a task for texts on standard input; reads and writes JSON Lines, needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        chosen = parser.add_subparsers(dest="task", metavar="TASK", required=True)
        for name, task in TASKS.items():
            task.add_arguments(chosen.add_parser(name, help=task.help, description=task.help))

    def handle(self, *args: Any, **options: Any) -> None:
        # The streams are opened anew: a scorer's files are UTF-8 whatever the locale says.
        with (
            open(sys.stdin.fileno(), encoding="utf-8-sig", newline="\n", closefd=False) as lines,
            open(sys.stdout.fileno(), "w", encoding="utf-8", newline="\n", closefd=False) as output,
        ):
            try:
                TASKS[options["task"]].run(options, lines, output)
            except (Invalid, UnicodeDecodeError) as error:
                raise CommandError(f"Cannot predict {options['task']}. {error}") from error
            except BrokenPipeError:
                _silence(sys.stdout.fileno())


def _silence(stream: int) -> None:
    # The reader has gone (`| head`); without this, closing the stream raises once more.
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
