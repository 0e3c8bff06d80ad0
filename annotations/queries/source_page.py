"""One source: what it is called, what it is part of, how others call it, and what it was merged with."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from annotations.domain.external_ids import SCHEMES
from annotations.domain.vocabulary import SourceKind
from annotations.models import Article, Link, Source
from annotations.queries.page_types import Choice
from annotations.queries.registry import claims_named, source_with_aliases

OTHERS_OFFERED = 500
ARTICLES_OFFERED = 100


@dataclass(frozen=True, slots=True)
class AliasLine:
    """A further name; `article` is the title where it holds in one article only, "" for the whole project."""

    id: UUID
    text: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class ExternalId:
    """An id elsewhere: `value` "" where there is none, `address` where a reader finds it."""

    scheme: str
    label: str
    value: str
    example: str
    address: str


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A source as its page shows it. `claims` counts settled answers, `concerned` all claims whose chains name it."""

    id: UUID
    name: str
    kind_label: str
    aliases: Sequence[AliasLine]
    parent: tuple[str, str] | None
    children: Sequence[tuple[str, str]]
    claims: int
    concerned: int
    claims_address: str
    ids: Sequence[ExternalId]
    stub_of: tuple[str, str] | None = None
    merged_into: tuple[str, str] | None = None
    merged_here: Sequence[tuple[str, str]] = ()
    others: Sequence[tuple[str, str]] = ()
    kinds: Sequence[Choice] = ()
    parents: Sequence[Choice] = ()
    articles: Sequence[tuple[str, str]] = ()
    problems: Sequence[str] = ()


def source_page(source: Source, *, may_edit: bool, problems: Sequence[str] = ()) -> SourcePage:
    """The page of a source, which comes with its project."""
    whole = source_with_aliases(source.id)
    place = f"/p/{source.project.slug}/sources"
    target, stub_of = whole.merged_into, whole.article
    others = _others(source) if may_edit else []
    return SourcePage(
        id=source.id,
        name=source.name,
        kind_label=SourceKind(source.kind).label,
        aliases=_aliases(whole),
        parent=(whole.parent.name, f"{place}/{whole.parent_id}/") if whole.parent else None,
        children=_linked(place, Source.objects.filter(parent=source)),
        claims=claims_named([whole]).get(whole.id, 0),
        concerned=claims_concerned(whole),
        claims_address=f"/p/{source.project.slug}/claims/?source={source.id}",
        ids=[
            ExternalId(one.name, one.label, source.external_ids.get(one.name, ""), one.example, one.address)
            for one in SCHEMES.values()
        ],
        stub_of=(stub_of.title or "Untitled", f"/p/{source.project.slug}/articles/{stub_of.id}/")
        if stub_of
        else None,
        merged_into=(target.name, f"{place}/{target.id}/") if target else None,
        merged_here=_linked(place, Source.objects.filter(merged_into=source)),
        others=others,
        kinds=[Choice(kind.value, kind.label, kind.value == source.kind) for kind in SourceKind],
        parents=_parents(source, whole.parent, others),
        articles=_articles(source) if may_edit else [],
        problems=problems,
    )


def claims_concerned(source: Source) -> int:
    """How many claims have an answer whose chain names the source."""
    return Link.objects.filter(source=source).values("decision__claim").distinct().count()


def _linked(place: str, rows: object) -> list[tuple[str, str]]:
    listed = rows.order_by("folded", "id").values_list("id", "name")[:OTHERS_OFFERED]  # type: ignore[attr-defined]
    return [(name, f"{place}/{pk}/") for pk, name in listed]


def _others(source: Source) -> list[tuple[str, str]]:
    named = Source.objects.filter(project_id=source.project_id, article=None, merged_into=None)
    rows = named.exclude(pk=source.pk).order_by("folded", "id").values_list("id", "name")
    return [(str(pk), name) for pk, name in rows[:OTHERS_OFFERED]]


def _parents(source: Source, parent: Source | None, others: Sequence[tuple[str, str]]) -> list[Choice]:
    """The sources it may be part of; the one that it is part of is among them, however many there are."""
    offered = dict(others) | ({str(parent.id): parent.name} if parent and others else {})
    return [Choice(pk, name, pk == str(source.parent_id)) for pk, name in offered.items()]


def _aliases(whole: Source) -> list[AliasLine]:
    aliases = list(whole.aliases.all())
    titles = dict(
        Article.objects.filter(pk__in={one.article_id for one in aliases if one.article_id}).values_list(
            "id", "title"
        )
    )
    return [
        AliasLine(
            one.id, one.text, (titles[one.article_id] or "an untitled article") if one.article_id else ""
        )
        for one in aliases
    ]


def _articles(source: Source) -> list[tuple[str, str]]:
    rows = Article.objects.filter(project_id=source.project_id).order_by("-id").values_list("id", "title")
    return [(str(pk), title or "Untitled") for pk, title in rows[:ARTICLES_OFFERED]]
