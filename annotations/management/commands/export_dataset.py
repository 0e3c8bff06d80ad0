"""A data set as a folder."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations import release
from annotations.domain.errors import DomainError
from annotations.domain.licences import LICENCES
from annotations.domain.selections import PARTS, selection_from
from annotations.management.lookups import project_of, user_of
from annotations.queries.dataset import OpenClaims
from annotations.writers import WRITERS

METAVARS = {
    "articles": "ID,…",
    "states": "STATE,…",
    "roles": "ROLE,…",
    "verifications": "WORD,…",
    "sources": "ID,…",
    "since": "DAY",
    "until": "DAY",
}
HELP = {
    "articles": "only these articles",
    "states": "only claims in these states",
    "roles": "only claims with these roles",
    "verifications": "only claims with these standing answers",
    "sources": "only claims whose standing chain names one of these",
    "since": "only articles published on this day (UTC) or later",
    "until": "only articles published on this day (UTC) or earlier",
}


class Command(BaseCommand):
    help = "Writes a project's claims, answers and suggestions to a folder, from one snapshot."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--project", required=True, metavar="SLUG")
        parser.add_argument(
            "--format",
            required=True,
            action="append",
            dest="formats",
            metavar="F",
            help=f"{', '.join(WRITERS)}, or all; more than one by commas or by giving it again",
        )
        parser.add_argument("--output", required=True, metavar="DIR", type=Path, help="absent or empty")
        parser.add_argument(
            "--allow-open",
            action="store_true",
            help="although claims are disputed or reopened, or a sign-off is void",
        )
        parser.add_argument(
            "--override", default="", metavar="REASON", help="although policies hold claims back; needs --as"
        )
        parser.add_argument("--as", dest="person", metavar="USER", help="the editor who exports")
        parser.add_argument("--without-text", action="store_true", help="leave the articles' words out")
        parser.add_argument("--named", action="store_true", help="people by name instead of pseudonym")
        parser.add_argument("--licence", default="", metavar="L", help=f"{', '.join(LICENCES)} or an address")
        for part in PARTS:
            parser.add_argument(f"--{part}", default="", metavar=METAVARS[part], help=HELP[part])

    def handle(self, *args: Any, project: str, formats: list[str], output: Path, **options: Any) -> None:
        try:
            built = release.export(
                project_of(project),
                formats=[name.strip() for words in formats for name in words.split(",")],
                output=output,
                allow_open=options["allow_open"],
                with_text=not options["without_text"],
                selection=selection_from(_chosen(options)),
                named=options["named"],
                licence=options["licence"],
                override=options["override"],
                by=user_of(options["person"]) if options["person"] else release.EXPORTER,
            )
        except OpenClaims as error:
            raise CommandError(f"{error} (--allow-open exports them as they stand.)") from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{output}: {built.claims:,} claims in {len(built.files)} files, as of ledger entry {built.seq}."
        )


def _chosen(options: dict[str, Any]) -> dict[str, Any]:
    """The selection that the options state, as the API takes it."""
    given = {part: options[part] for part in PARTS if options[part]}
    lists = {part: words.split(",") for part, words in given.items() if part not in ("since", "until")}
    return {**given, **lists}
