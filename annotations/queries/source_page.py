"""One source: what it is called, what it is part of, and what it was merged with."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from annotations.domain.vocabulary import SourceKind
from annotations.models import Link, Source
from annotations.queries.registry import claims_named, source_with_aliases


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A source as its page shows it. `claims` counts settled answers, `concerned` all claims whose chains name it."""

    id: UUID
    name: str
    kind_label: str
    aliases: Sequence[str]
    parent: str
    claims: int
    concerned: int
    claims_address: str
    merged_into: tuple[str, str] | None = None
    merged_here: Sequence[tuple[str, str]] = ()
    others: Sequence[tuple[str, str]] = ()
    problems: Sequence[str] = ()


OTHERS_OFFERED = 500


def source_page(source: Source, *, may_edit: bool, problems: Sequence[str] = ()) -> SourcePage:
    """The page of a source, which comes with its project."""
    whole = source_with_aliases(source.id)
    slug = source.project.slug
    target = whole.merged_into
    named = Source.objects.filter(project_id=source.project_id, article=None, merged_into=None).exclude(
        pk=source.pk
    )
    others = named.order_by("folded", "id").values_list("id", "name")[:OTHERS_OFFERED] if may_edit else []
    here = Source.objects.filter(merged_into=source).order_by("folded", "id").values_list("id", "name")
    return SourcePage(
        id=source.id,
        name=source.name,
        kind_label=SourceKind(source.kind).label,
        aliases=[alias.text for alias in whole.aliases.all()],
        parent=whole.parent.name if whole.parent else "",
        claims=claims_named([whole]).get(whole.id, 0),
        concerned=claims_concerned(whole),
        claims_address=f"/p/{slug}/claims/?source={source.id}",
        merged_into=(target.name, f"/p/{slug}/sources/{target.id}/") if target else None,
        merged_here=[(name, f"/p/{slug}/sources/{pk}/") for pk, name in here],
        others=[(str(pk), name) for pk, name in others],
        problems=problems,
    )


def claims_concerned(source: Source) -> int:
    """How many claims have an answer whose chain names the source."""
    return Link.objects.filter(source=source).values("decision__claim").distinct().count()
