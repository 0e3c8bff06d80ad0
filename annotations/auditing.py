"""What auditors do: have the ledger verified, and have it handed out."""

import time
from collections.abc import Iterator
from itertools import islice

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from annotations import ledger
from annotations.access import AUDITORS, require_member
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.keeping import digest_of
from annotations.models import Decision, LedgerCheck, LedgerEntry, Link, Project, User

ANSWERS = (
    LedgerVerb.DECIDED,
    LedgerVerb.UNDONE,
    LedgerVerb.ADJUDICATED,
    LedgerVerb.ANSWER_CARRIED,
    LedgerVerb.IMPORTED,
)
ENTRIES_AT_ONCE = 1000


def check_ledger(project: Project, *, by: User) -> LedgerCheck:
    """Verify every link of the project's ledger and keep what was found. Raises NotPermitted."""
    require_member(project, by, *AUDITORS, to="verify the ledger")
    began = time.perf_counter()
    report = ledger.verify(project.id)
    broken = (report.first_bad_seq, report.why) if not report.ok else first_forged_answer(project)
    return LedgerCheck.objects.create(
        project=project,
        checked_by=by,
        checked_at=timezone.now(),
        seconds=time.perf_counter() - began,
        entries=report.count,
        head=report.head.rpartition(":")[2],
        ok=broken is None,
        first_bad_seq=broken[0] if broken else None,
        why=broken[1] if broken else "",
    )


def first_forged_answer(project: Project) -> tuple[int, str] | None:
    """The first entry whose decision is missing or says something else than was recorded, with the reason.

    The chain proves the ledger; this proves that the tables of answers still say what the ledger recorded.
    """
    rows = LedgerEntry.objects.filter(project_id=project.id, verb__in=ANSWERS).order_by("seq")
    entries = (ledger.entry_of(row) for row in rows.iterator(chunk_size=ENTRIES_AT_ONCE))
    while batch := list(islice(entries, ENTRIES_AT_ONCE)):
        decisions = _decisions([entry.payload["decision"] for entry in batch])
        for entry in batch:
            decision = decisions.get(entry.payload["decision"])
            if decision is None:
                return entry.seq, f"decision {entry.payload['decision']}, which the entry records, is gone."
            if digest_of(decision) != entry.payload["answer"]:
                return entry.seq, f"decision {decision.id} does not say what the entry recorded."
    return None


def _decisions(ids: list[str]) -> dict[str, Decision]:
    links = Prefetch("links", queryset=Link.objects.select_related("source").order_by("depth"))
    return {str(found.id): found for found in Decision.objects.filter(pk__in=ids).prefetch_related(links)}


def export_ledger(project: Project, *, by: User) -> Iterator[bytes]:
    """The ledger's lines for an outsider; that they were asked for is itself the last entry in them.

    Raises NotPermitted.
    """
    require_member(project, by, *AUDITORS, to="export the ledger")
    with transaction.atomic():
        ledger.append(project.id, by=by, verb=LedgerVerb.LEDGER_EXPORTED, subject=project, payload={})
    yield from ledger.exported(project.id)
