"""What editors keep about a source: kind, parent, ids elsewhere, names, and how reliable it proved."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from annotations import ledger
from annotations.access import DECIDERS, EDITORS, require_member
from annotations.domain.dossier_words import Reliability
from annotations.domain.errors import Invalid, NotFound
from annotations.domain.external_ids import external_ids_from
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.vocabulary import SourceKind
from annotations.models import ReliabilityEntry, Source, SourceAlias, User

MAX_REASON = 10_000


@transaction.atomic
def change(
    source: Source, *, kind: SourceKind, parent: UUID | None, external_ids: Mapping[str, Any], by: User
) -> Source:
    """Say what the source is, what it is part of, and how other registries call it; all three as they are to be.

    No chain and no state changes; whom a story rests on follows the new parent at once. Raises NotPermitted, and
    Invalid for a malformed id and for a parent that is not of this project, is merged away, belongs to one article
    only, or is the source itself or below it.
    """
    require_member(source.project, by, *EDITORS, to="change sources")
    ids = external_ids_from(external_ids)
    with connection.cursor() as cursor:  # so that two changes at once cannot close a circle of parents
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"parents:{source.project_id}"]
        )
    source = Source.objects.select_for_update(no_key=True).get(pk=source.pk)
    before = {"kind": source.kind, "parent": _id(source.parent_id), "external_ids": source.external_ids}
    above = _parent(source, parent) if parent else None
    after = {"kind": str(kind), "parent": _id(above.id if above else None), "external_ids": ids}
    if before == after:
        return source
    source.kind, source.parent, source.external_ids = kind.value, above, ids
    source.save(update_fields=["kind", "parent", "external_ids"])
    changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    _append(source, by, LedgerVerb.SOURCE_CHANGED, changed)
    return source


@transaction.atomic
def remove_alias(source: Source, alias_id: UUID, *, by: User) -> None:
    """Take a further name from the source; chains that were written with it stay. Raises NotPermitted, NotFound."""
    require_member(source.project, by, *EDITORS, to="take names from sources")
    alias = SourceAlias.objects.select_for_update().filter(pk=alias_id, source=source).first()
    if alias is None:
        raise NotFound(f"{source.name} has no further name {alias_id}; it may have been taken away already.")
    article_id = alias.article_id
    alias.delete()
    _append(source, by, LedgerVerb.ALIAS_REMOVED, {"alias": str(alias_id), "article": _id(article_id)})


@transaction.atomic
def note_reliability(source: Source, finding: Reliability, *, reason: str, by: User) -> ReliabilityEntry:
    """Add an entry to the log, which never changes. Raises NotPermitted, and Invalid for no reason."""
    require_member(source.project, by, *DECIDERS, to="note how reliable a source proved")
    words = reason.strip()
    if not words:
        raise Invalid({"reason": ["'reason' is missing: say what it was seen from."]})
    if len(words) > MAX_REASON:
        raise Invalid(
            {"reason": [f"The reason has {len(words):,} characters; at most {MAX_REASON:,} are kept."]}
        )
    made = ReliabilityEntry.objects.create(
        source=source, finding=finding, reason=words, written_by=by, written_at=timezone.now()
    )
    _append(source, by, LedgerVerb.RELIABILITY_NOTED, {"entry": str(made.id), "finding": str(finding)})
    return made


def _parent(source: Source, parent_id: UUID) -> Source:
    parent = Source.objects.filter(pk=parent_id, project_id=source.project_id, article=None).first()
    if parent is None:
        raise Invalid({"parent": [f"There is no source {parent_id} in this project's registry."]})
    if parent.merged_into_id is not None:
        raise Invalid({"parent": [f"{parent.name} is merged into another source; choose that one."]})
    above: Source | None = parent
    while above is not None:
        if above.id == source.id:
            raise Invalid({"parent": [f"{source.name} cannot be part of itself, nor of what is part of it."]})
        above = above.parent
    return parent


def _append(source: Source, by: User, verb: LedgerVerb, payload: Mapping[str, Any]) -> None:
    ledger.append(source.project_id, by=by, verb=verb, subject=f"source:{source.id}", payload=payload)


def _id(pk: UUID | None) -> str | None:
    return str(pk) if pk else None
