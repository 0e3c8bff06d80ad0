"""Learning from the desk here and now, without a worker."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations import train
from annotations.domain.errors import DomainError
from annotations.domain.vocabulary import LearnedPart
from annotations.management.lookups import project_of, user_of
from annotations.models import TrainingStatus


class Command(BaseCommand):
    help = "Learns a project's suggestions anew from its settled answers, in this process; needs memory."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--project", required=True, metavar="SLUG")
        parser.add_argument(
            "--as", required=True, metavar="USER", dest="user", help="An editor of the project."
        )
        parser.add_argument("--part", action="append", choices=[part.value for part in LearnedPart])
        parser.add_argument(
            "--pooled", action="store_true", help="From all projects that share their answers."
        )

    def handle(
        self, *args: Any, project: str, user: str, part: list[str] | None, pooled: bool, **options: Any
    ) -> None:
        parts = [LearnedPart(word) for word in part] if part else list(LearnedPart)
        try:
            asked = train.request(project_of(project), parts=parts, by=user_of(user), pooled=pooled or None)
        except DomainError as error:
            raise CommandError(str(error)) from error
        failed = 0
        for training in asked:
            done = train.run(training.id)
            failed += done.status == TrainingStatus.FAILED
            self.stdout.write(f"{done.part}: {TrainingStatus(done.status).label}. {done.words}")
        if failed:
            raise CommandError(f"{failed} parts could not be learned.")
