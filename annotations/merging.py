"""Merging sources: two rows that are one thing of the world. A logged act that rewrites no chain and can be undone."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from annotations import ledger
from annotations.access import EDITORS, require_member
from annotations.domain.errors import AlreadyThere, Conflict, Invalid
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.models import Claim, Link, Source, User
from annotations.standing import refold

SHOWN = 50
"""Claims whose change a preview names."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do: `claims` whose chains name the source, and those that would stand otherwise.

    `changes` are (claim, state now, state then) of the first `SHOWN`; `changed` counts all of them; `moved` are the
    names that were merged into the source before and would follow it.
    """

    source: Source
    into: Source
    claims: int
    changed: int
    changes: tuple[tuple[Claim, str, str], ...]
    moved: tuple[str, ...]


def preview(source: Source, *, into: UUID, by: User) -> Preview:
    """What `merge` would do, found by doing it and taking it back: nothing is left. Raises as `merge` does."""
    require_member(source.project, by, *EDITORS, to="merge sources")
    with transaction.atomic():
        source, target = _both(source, into)
        moved = list(Source.objects.filter(merged_into=source).order_by("folded", "id"))
        named = Link.objects.filter(source__in=[source, target, *moved]).values("decision__claim")
        rows = Claim.objects.filter(pk__in=named).defer("words")
        before = dict(rows.values_list("id", "state"))
        own = Link.objects.filter(source__in=[source, *moved]).values("decision__claim").distinct().count()
        Source.objects.filter(pk__in=[source.id, *(one.id for one in moved)]).update(merged_into=target)
        refold(before)
        changes = [
            (claim, before[claim.id], claim.state)
            for claim in rows.select_related("article").order_by("-article_id", "start")
            if before[claim.id] != claim.state
        ]
        transaction.set_rollback(True)
    names = tuple(one.name for one in moved)
    return Preview(source, target, own, len(changes), tuple(changes[:SHOWN]), names)


@transaction.atomic
def merge(source: Source, *, into: UUID, by: User) -> Source:
    """Say that `source` is the same as `into`. Chains keep the source they were written with; look-ups follow.

    Sources that were merged into `source` follow it. Claims whose reviewers differed only in these names agree from
    now on. Raises NotPermitted, Invalid for itself and for a source of another project, and Conflict where one of
    the two was merged already.
    """
    require_member(source.project, by, *EDITORS, to="merge sources")
    source, target = _both(source, into)
    moved = list(Source.objects.filter(merged_into=source).order_by("id").values_list("id", flat=True))
    Source.objects.filter(pk__in=[source.id, *moved]).update(merged_into=target)
    changed = _refold([source.id, target.id, *moved])
    ledger.append(
        source.project_id,
        by=by,
        verb=LedgerVerb.SOURCES_MERGED,
        subject=f"source:{source.id}",
        payload={"into": str(target.id), "moved": [str(pk) for pk in moved], "claims_changed": changed},
    )
    source.refresh_from_db()
    return source


@transaction.atomic
def unmerge(source: Source, *, by: User) -> Source:
    """Take a merge back: the source, and those that followed it, stand for themselves again.

    Raises NotPermitted, Conflict where it was not merged, and AlreadyThere where its name was given to another.
    """
    require_member(source.project, by, *EDITORS, to="take merges back")
    source = Source.objects.select_for_update(no_key=True).get(pk=source.pk)
    if source.merged_into_id is None:
        raise Conflict(f"{source.name} is not merged into another source.", current=None)
    target_id, moved = source.merged_into_id, _moved_with(source)
    try:
        with transaction.atomic():
            Source.objects.filter(pk=source.pk).update(merged_into=None)
    except IntegrityError as error:
        raise _name_taken(source) from error
    Source.objects.filter(pk__in=moved, merged_into=target_id).update(merged_into=source)
    changed = _refold([source.id, target_id, *moved])
    ledger.append(
        source.project_id,
        by=by,
        verb=LedgerVerb.MERGE_UNDONE,
        subject=f"source:{source.id}",
        payload={"from": str(target_id), "moved": [str(pk) for pk in moved], "claims_changed": changed},
    )
    source.refresh_from_db()
    return source


def _both(source: Source, into: UUID) -> tuple[Source, Source]:
    if source.id == into:
        raise Invalid({"into": ["A source cannot be merged into itself."]})
    pair = {
        row.id: row for row in Source.objects.select_for_update(no_key=True).filter(pk__in=[source.id, into])
    }
    target = pair.get(into)
    if target is None or target.project_id != source.project_id:
        raise Invalid({"into": [f"There is no source {into} in this project."]})
    for row in (pair[source.id], target):
        if row.merged_into_id is not None:
            raise Conflict(
                f"{row.name} is merged already; merge with the source it stands for.", current=None
            )
    return pair[source.id], target


def _moved_with(source: Source) -> list[UUID]:
    entries = ledger.entries(
        source.project_id, verb=LedgerVerb.SOURCES_MERGED, subject=f"source:{source.id}", limit=1000
    )
    return [UUID(pk) for pk in entries[-1].payload["moved"]] if entries else []


def _name_taken(source: Source) -> AlreadyThere:
    other = Source.objects.get(
        project_id=source.project_id, folded=source.folded, article=None, merged_into=None
    )
    return AlreadyThere(
        f"Another source is called {other.name} by now; merge the two instead.", current=other.id
    )


def _refold(source_ids: Iterable[UUID]) -> int:
    claims = Link.objects.filter(source__in=list(source_ids)).values_list("decision__claim", flat=True)
    return refold(set(claims))
