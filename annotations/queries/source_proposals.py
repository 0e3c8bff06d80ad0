"""Sources that may be one, and what merging two would do: to be looked at before anything is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from annotations.domain.source_names import MergeProposal, NamedSource, merge_proposals
from annotations.domain.vocabulary import SourceKind
from annotations.models import Article, Project, Source, SourceAlias
from annotations.queries.pages import Key, page_of, text
from annotations.queries.registry import claims_named

SHOWN = 100
STUBS_A_PAGE = 60
BY_NAME = (Key("folded", text), Key("id", UUID))


@dataclass(frozen=True, slots=True)
class Proposals:
    """The first `SHOWN` proposals, and how many there are."""

    shown: Sequence[MergeProposal]
    total: int


@dataclass(frozen=True, slots=True)
class StubLine:
    """An unnamed source of one article, with its settled claims."""

    id: UUID
    name: str
    kind_label: str
    article_id: UUID
    article: str
    claims: int


def proposals_for(project: Project) -> Proposals:
    """Pairs of the project's sources that may be one; stubs and merged sources are never proposed. Three queries."""
    rows = list(
        Source.objects.filter(project=project, article=None, merged_into=None).only("id", "name", "kind")
    )
    aliases: dict[UUID, list[str]] = {}
    for source_id, name in SourceAlias.objects.filter(project=project, article=None).values_list(
        "source_id", "text"
    ):
        aliases.setdefault(source_id, []).append(name)
    uses = claims_named(rows)
    found = merge_proposals(
        [
            NamedSource(
                row.id, row.name, SourceKind(row.kind), tuple(aliases.get(row.id, ())), uses.get(row.id, 0)
            )
            for row in rows
        ]
    )
    return Proposals(found[:SHOWN], len(found))


def unnamed_sources(project: Project, *, cursor: str | None) -> tuple[list[StubLine], str | None, str | None]:
    """A page of the stubs by name, with the cursors of the pages before and after. Raises Invalid for a cursor."""
    rows = Source.objects.filter(project=project, article__isnull=False)
    page = page_of(rows, BY_NAME, cursor=cursor, limit=STUBS_A_PAGE)
    uses = claims_named(page.rows)
    titles = dict(
        Article.objects.filter(pk__in={row.article_id for row in page.rows}).values_list("id", "title")
    )
    lines = [
        StubLine(
            row.id,
            row.name,
            SourceKind(row.kind).label,
            row.article_id,
            titles[row.article_id] or "Untitled",
            uses.get(row.id, 0),
        )
        for row in page.rows
        if row.article_id is not None
    ]
    return lines, page.previous, page.next
