"""The registry of sources as lists show it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Prefetch

from annotations.models import Link, Project, Source, SourceAlias
from annotations.queries.claims import SETTLED
from annotations.queries.pages import Key, Page, page_of, text

BY_NAME = (Key("folded", text), Key("id", UUID))


def sources_of(project: Project, *, cursor: str | None, limit: int) -> Page[Source]:
    """The project's sources by folded name, those of one article and merged ones too."""
    return page_of(_with_aliases().filter(project=project), BY_NAME, cursor=cursor, limit=limit)


def source_with_aliases(source_id: UUID) -> Source:
    """One source as the list shows it."""
    return _with_aliases().get(pk=source_id)


def claims_named(sources: Sequence[Source]) -> dict[UUID, int]:
    """In how many claims the settled answer names each of the sources; those in none are left out."""
    counted = (
        Link.objects.filter(source__in=sources)
        .filter(decision__claim__standing=F("decision_id"), decision__claim__state__in=SETTLED)
        .order_by()
        .values_list("source_id")
        .annotate(n=Count("decision_id", distinct=True))
    )
    return dict(counted)


def source_form(source: Source, *, claims: int) -> dict[str, Any]:
    """A source in CONTRACT's JSON form; `article` is set where it is a source of one article only."""
    return {
        "id": str(source.id),
        "name": source.name,
        "kind": str(source.kind),
        "parent": _id(source.parent_id),
        "aliases": [{"text": alias.text, "article": _id(alias.article_id)} for alias in source.aliases.all()],
        "claims": claims,
        "merged_into": _id(source.merged_into_id),
        "article": _id(source.article_id),
    }


def _with_aliases() -> Any:
    return Source.objects.prefetch_related(
        Prefetch("aliases", queryset=SourceAlias.objects.order_by("folded", "id"))
    )


def _id(pk: UUID | None) -> str | None:
    return str(pk) if pk else None
