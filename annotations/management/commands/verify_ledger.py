"""Whether the ledger in the database holds: every link, and the head rows."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations import ledger
from annotations.domain.ledger_verbs import SITE
from annotations.management.chains import chain_of
from annotations.models import Project


class Command(BaseCommand):
    help = (
        "Recomputes every link of the ledger: exit 0 and the count when intact, 1 naming the first bad seq."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--project", metavar="SLUG", help="one project (default: every chain, the site's too)"
        )

    def handle(self, *args: Any, project: str | None = None, **options: Any) -> None:
        named = dict(Project.objects.values_list("id", "slug")) | {SITE: "site"}
        asked = [chain_of(project)] if project else sorted({*ledger.projects(), *named})
        count, broken = 0, []
        for project_id in asked:
            report, name = (
                _verified(project_id),
                f"{named.get(project_id, 'no project of today')} ({project_id})",
            )
            count += report.count
            if report.ok:
                self.stdout.write(f"{name}: {report.count} entries, head {report.count}:{report.head}")
            else:
                broken.append(f"{name}: first bad seq {report.first_bad_seq}: {report.why}")
        if broken:
            raise CommandError("broken: " + "\nbroken: ".join(broken))
        self.stdout.write(f"intact: {count} entries")


def _verified(project_id: UUID) -> ledger.Report:
    """A project without any entry is broken too: its creation was recorded."""
    report = ledger.verify(project_id)
    if report.ok and not report.count and project_id != SITE:
        return ledger.Report(0, False, report.head, 1, "the project exists, but its chain is empty")
    return report
