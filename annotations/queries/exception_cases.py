"""How the cases of each kind of exception are found, and counted without reading them.

A case is a row with who, when and where.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from axes.models import AccessFailureLog
from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet

from annotations.domain.dossier_words import RefusedAct
from annotations.domain.vocabulary import Verification
from annotations.models import (
    Decision,
    Evidence,
    LedgerEntry,
    Membership,
    Project,
    RefusedAttempt,
    User,
    Voiding,
)

SHOWN = 200
BURST, BURST_GAP_S, FAST_S = 5, 10, 1.0
"""A burst: so many complete answers in a row, each on the screen for under a second, no gap longer than this."""
NEEDS_EVIDENCE = (Verification.SUPPORTED.value, Verification.REFUTED.value)
_BURSTS = """
with fast as (
    select reviewer_id, claim_id, decided_at,
        decided_at - lag(decided_at) over (partition by reviewer_id order by decided_at, id)
            <= make_interval(secs => %(gap)s) as goes_on
    from annotations_decision
    where project_id = %(project)s and decided_at >= %(since)s and decided_at < %(until)s
        and complete and stage = 'review' and seconds < %(fast)s
), islands as (
    select *, count(*) filter (where goes_on is not true)
        over (partition by reviewer_id order by decided_at) as island from fast
)
select reviewer_id, count(*), min(decided_at), max(decided_at), (array_agg(claim_id order by decided_at))[1]
from islands group by reviewer_id, island having count(*) >= %(burst)s order by 3 desc
"""


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` to before `until`."""

    since: datetime
    until: datetime

    @property
    def before(self) -> "Period":
        """The period of the same length before it."""
        return Period(self.since - (self.until - self.since), self.since)


@dataclass(frozen=True, slots=True)
class Case:
    """One case of an exception: when, who ("" for nobody in particular), what, and the address where it stands."""

    at: datetime
    who: str
    words: str
    address: str = ""


def without_evidence(project: Project, period: Period) -> QuerySet[Decision]:
    """Standing answers that say supported or refuted on nothing that was brought up."""
    evidence = Evidence.objects.filter(claim=OuterRef("claim"), withdrawal=None)
    return Decision.objects.filter(
        ~Exists(evidence),
        project=project,
        decided_at__gte=period.since,
        decided_at__lt=period.until,
        verification__in=NEEDS_EVIDENCE,
        complete=True,
        claim__standing=F("id"),
        claim__retired_at=None,
    )


def without_evidence_cases(project: Project, period: Period) -> Iterable[Case]:
    """The same, newest first, as cases."""
    rows = without_evidence(project, period).select_related("reviewer", "claim").defer("claim__words")
    for row in rows.order_by("-decided_at", "id")[:SHOWN]:
        label = Verification(row.verification or "").label
        words = f"{label}: {row.claim.text[:120]}"
        yield Case(row.decided_at, str(row.reviewer), words, _history(project, row.claim_id))


def entries(*verbs: str) -> tuple[Callable[..., Iterable[Case]], Callable[..., int]]:
    """The ledger's entries with these verbs; a verb that nobody has written yet finds none."""

    def found(project: Project, period: Period) -> QuerySet[LedgerEntry]:
        return LedgerEntry.objects.filter(
            project_id=project.id, verb__in=verbs, at__gte=period.since, at__lt=period.until
        )

    def cases(project: Project, period: Period) -> Iterable[Case]:
        rows = list(found(project, period).order_by("-seq")[:SHOWN])
        people = User.objects.in_bulk({row.actor for row in rows if not row.actor.startswith("component:")})
        names = {str(pk): str(person) for pk, person in people.items()}
        for row in rows:
            words = f"{row.verb.replace('_', ' ').capitalize()}, entry {row.seq:,}, {row.subject.partition(':')[0]}"
            address = f"/p/{project.slug}/audit/?verb={quote(row.verb)}&before={row.seq + 1}"
            yield Case(row.at, names.get(row.actor, row.actor.removeprefix("component:")), words, address)

    return cases, lambda project, period: found(project, period).count()


def attempts(project: Project, period: Period) -> QuerySet[RefusedAttempt]:
    """Refused acts on one's own work."""
    return RefusedAttempt.objects.filter(
        project=project, attempted_at__gte=period.since, attempted_at__lt=period.until
    )


def attempt_cases(project: Project, period: Period) -> Iterable[Case]:
    """The same, newest first, as cases."""
    for row in attempts(project, period).select_related("person").order_by("-attempted_at", "id")[:SHOWN]:
        kind, _, key = row.subject.partition(":")
        place = _history(project, UUID(key)) if kind == "claim" else f"/p/{project.slug}/articles/{key}/"
        words = f"{RefusedAct(row.act).label}. Refused: {row.why}"
        yield Case(row.attempted_at, str(row.person), words, place)


def bursts(project: Project, period: Period) -> list[tuple[Any, ...]]:
    """Person, number of answers, first, last and the first claim of each burst."""
    values: dict[str, Any] = {
        "project": project.id, "since": period.since, "until": period.until,
        "gap": BURST_GAP_S, "fast": FAST_S, "burst": BURST,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_BURSTS, values)
        return list(cursor.fetchall())


def burst_cases(project: Project, period: Period) -> Iterable[Case]:
    """The same, newest first, as cases."""
    rows = bursts(project, period)
    people = User.objects.in_bulk({row[0] for row in rows})
    for person, number, first, last, claim in rows:
        seconds = max(1, round((last - first).total_seconds()))
        words = f"{number} complete answers in {seconds} s, each on the screen for under a second"
        yield Case(first, str(people[person]), words, _history(project, claim))


def voided(project: Project, period: Period, *because: str) -> QuerySet[Voiding]:
    """Signatures that these acts made void."""
    rows = Voiding.objects.filter(signed_claim__claim__project=project, because__in=because)
    return rows.filter(voided_at__gte=period.since, voided_at__lt=period.until)


def voided_cases(project: Project, period: Period, *because: str) -> Iterable[Case]:
    """The same, newest first, as cases."""
    rows = list(
        voided(project, period, *because)
        .select_related("signed_claim__claim")
        .defer("signed_claim__claim__words")
        .order_by("-voided_at", "id")[:SHOWN]
    )
    people = User.objects.in_bulk({row.by for row in rows if not row.by.startswith("component:")})
    names = {str(pk): str(person) for pk, person in people.items()}
    for row in rows:
        claim = row.signed_claim.claim
        yield Case(row.voided_at, names.get(row.by, row.by), claim.text[:160], _history(project, claim.id))


def failures(project: Project, period: Period) -> QuerySet[Any]:
    """Sign-ins that failed with the name of a member; whose hand it was is not known."""
    names = Membership.objects.filter(project=project).values("user__username")
    rows: QuerySet[Any] = AccessFailureLog.objects.filter(
        username__in=names, attempt_time__gte=period.since, attempt_time__lt=period.until
    )
    return rows


def failure_cases(project: Project, period: Period) -> Iterable[Case]:
    """The same, newest first, as cases."""
    for row in failures(project, period).order_by("-attempt_time", "id")[:SHOWN]:
        locked = "; locked out" if row.locked_out else ""
        yield Case(row.attempt_time, row.username, f"A sign-in failed, from {row.ip_address}{locked}")


def decided(**conditions: Any) -> tuple[Callable[..., Iterable[Case]], Callable[..., int]]:
    """Decisions under these conditions: how their cases are found, and how they are counted."""

    def found(project: Project, period: Period) -> QuerySet[Decision]:
        return Decision.objects.filter(
            project=project, decided_at__gte=period.since, decided_at__lt=period.until, **conditions
        )

    def cases(project: Project, period: Period) -> Iterable[Case]:
        rows = found(project, period).select_related("reviewer", "claim").defer("claim__words")
        for row in rows.order_by("-decided_at", "id")[:SHOWN]:
            yield Case(
                row.decided_at, str(row.reviewer), row.claim.text[:160], _history(project, row.claim_id)
            )

    return cases, lambda project, period: found(project, period).count()


def _history(project: Project, claim_id: UUID) -> str:
    return f"/p/{project.slug}/claims/{claim_id}/history/"
