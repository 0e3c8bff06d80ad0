"""Suggestions here and now, without a worker."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations import suggest
from annotations.management.lookups import project_of
from annotations.models import Article


class Command(BaseCommand):
    help = "Runs the suggesters on a project's articles, or on one, in this process."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--project", required=True, metavar="SLUG")
        parser.add_argument("--article", metavar="ID", type=UUID)

    def handle(self, *args: Any, project: str, article: UUID | None, **options: Any) -> None:
        articles = Article.objects.filter(project=project_of(project)).order_by("id")
        chosen = articles.filter(pk=article) if article else articles
        if article and not chosen.exists():
            raise CommandError(f"There is no article {article} in project '{project}'.")
        failed = 0
        for pk in chosen.values_list("pk", flat=True):
            state = suggest.propose_for(pk)
            failed += state in ("partial", "failed")
            self.stdout.write(f"{pk}: {state}")
        if failed:
            raise CommandError(f"On {failed} articles a suggester failed; the log says why.")
