"""The registry of sources, as its page and the desk's combobox show it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from annotations.domain.text import folded
from annotations.domain.vocabulary import SourceKind
from annotations.models import Article, Project, Source, SourceAlias
from annotations.queries.page_types import Pager, SourceLine, SourceList
from annotations.queries.pages import Key, page_of
from annotations.queries.pages import text as _text
from annotations.queries.registry import claims_named
from annotations.sources import name_key

BY_NAME = (Key("folded", _text), Key("id", UUID))
SOURCES_A_PAGE = 60
OFFERED = 12


def source_list(project: Project, *, q: str, cursor: str | None) -> SourceList:
    """A page of the registry by name; `q` is looked for in names and aliases. Raises Invalid for a cursor."""
    rows = _registry(project)
    if q:
        rows = rows.filter(_called(q, project)).distinct()
    page = page_of(rows, BY_NAME, cursor=cursor, limit=SOURCES_A_PAGE)
    counts = claims_named(page.rows)
    return SourceList(
        sources=[_line(project, source, counts.get(source.id, 0)) for source in page.rows],
        pager=Pager(newer=_address(q, page.previous), older=_address(q, page.next)),
        q=q,
    )


def sources_offered(project: Project, article: Article | None, q: str) -> list[dict[str, Any]]:
    """The sources that the combobox offers for some letters: names that begin with them first, then the others.

    Stubs of the article are offered in that article only.
    """
    here = Q(article=None) if article is None else Q(article=None) | Q(article=article)
    begins = name_key(q)
    found = (
        Source.objects.filter(here, _called(q, project), project=project, merged_into=None)
        .annotate(
            rank=Case(
                When(folded__startswith=begins, then=Value(0)), default=Value(1), output_field=IntegerField()
            )
        )
        .select_related("parent")
        .prefetch_related(_aliases())
        .order_by("rank", "folded", "id")
    )[:OFFERED]
    offered = list(found)
    uses = claims_named(offered)
    return [
        {
            "id": str(source.id),
            "name": source.name,
            "kind": source.kind,
            "kind_label": SourceKind(source.kind).label,
            "parent": source.parent.name if source.parent else "",
            "aliases": [alias.text for alias in source.aliases.all()],
            "uses": uses.get(source.id, 0),
            "unnamed": source.article_id is not None,
        }
        for source in offered
    ]


def _address(q: str, cursor: str | None) -> str:
    return "?" + urlencode({"q": q, "cursor": cursor} if q else {"cursor": cursor}) if cursor else ""


def _registry(project: Project) -> QuerySet[Source]:
    return (
        Source.objects.filter(project=project, article=None)
        .select_related("parent", "merged_into")
        .prefetch_related(_aliases())
    )


def _aliases() -> Prefetch:
    return Prefetch("aliases", queryset=SourceAlias.objects.order_by("folded", "id"))


def _called(q: str, project: Project) -> Q:
    part = folded(q)
    aliases = SourceAlias.objects.filter(project=project, folded__contains=part).values("source_id")
    return Q(folded__contains=part) | Q(pk__in=aliases)


def _line(project: Project, source: Source, claims: int) -> SourceLine:
    return SourceLine(
        id=source.id,
        name=source.name,
        kind_label=SourceKind(source.kind).label,
        claims=claims,
        aliases=[alias.text for alias in source.aliases.all()],
        parent=source.parent.name if source.parent else "",
        address=f"/p/{project.slug}/claims/?source={source.id}",
    )
