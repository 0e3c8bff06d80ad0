"""Carrying evidence over to the unchanged claims of a newer version, with the archived copies of its pages."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import connection

from annotations import outbox
from annotations.domain.ids import new_id
from annotations.models import ArchivedCopy, Claim, Evidence

COPIES = """
insert into annotations_archivedcopy
    (id, evidence_id, retrieved_at, final_url, media_type, sha256, content, text, error)
select gen_random_uuid(), pair.new, k.retrieved_at, k.final_url, k.media_type, k.sha256, k.content, k.text, k.error
from unnest(%s::uuid[], %s::uuid[]) as pair(old, new)
join annotations_archivedcopy k on k.evidence_id = pair.old
"""


def carry_evidence(heirs: Mapping[Claim, UUID]) -> list[tuple[UUID, UUID]]:
    """Evidence that was not withdrawn, with the copies of its pages; what has none is fetched."""
    by_origin: dict[UUID, list[Evidence]] = {}
    rows = Evidence.objects.filter(claim__in=set(heirs.values()), withdrawal=None).order_by("added_at", "id")
    for piece in rows:
        by_origin.setdefault(piece.claim_id, []).append(piece)
    made: list[tuple[UUID, Evidence]] = [
        (
            old.id,
            Evidence(
                id=new_id(),
                project_id=old.project_id,
                claim=claim,
                url=old.url,
                filename=old.filename,
                quote=old.quote,
                stance=old.stance,
                published_at=old.published_at,
                origin_id=old.origin_id,
                added_by_id=old.added_by_id,
                added_at=old.added_at,
            ),
        )
        for claim, origin in heirs.items()
        for old in by_origin.get(origin, ())
    ]
    Evidence.objects.bulk_create([new for _, new in made], batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute(COPIES, [[old for old, _ in made], [new.id for _, new in made]])
    _archive_what_has_none([new for _, new in made])
    return [(old, new.id) for old, new in made]


def _archive_what_has_none(evidence: Sequence[Evidence]) -> None:
    there = set(
        ArchivedCopy.objects.filter(evidence__in=[piece.id for piece in evidence]).values_list(
            "evidence", flat=True
        )
    )
    waiting = [piece.id for piece in evidence if piece.url and piece.id not in there]
    if waiting:
        outbox.post(outbox.ARCHIVE_EVIDENCE, waiting, project_id=evidence[0].project_id)
