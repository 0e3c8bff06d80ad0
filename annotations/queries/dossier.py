"""A source's dossier: what settled claims say with it, over time, and what is known of its reliability."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from annotations.domain.dossier_words import Reliability
from annotations.domain.vocabulary import Identification, Verification
from annotations.models import Confidence, ConfidentialNote, ReliabilityEntry, Source, User
from annotations.queries.claims import SETTLED

MONTHS_SHOWN = 24
UNNAMED = [
    Identification.UNNAMED_INDIVIDUAL.value,
    Identification.UNNAMED_GROUP.value,
    Identification.UNNAMED_COLLECTIVE.value,
]
_SETTLED_WITH_IT = """
with family as (select id from annotations_source where id = %(source)s or merged_into_id = %(source)s),
named as (
    select decision_id, min(depth) as depth from annotations_link
    where source_id in (select id from family) group by decision_id
),
settled as (
    select d.id, n.depth, d.verification, date_trunc('month', d.decided_at at time zone 'UTC')::date as month
    from named n
    join annotations_decision d on d.id = n.decision_id
    join annotations_claim c on c.id = d.claim_id and c.standing_id = d.id
    where c.state = any(%(settled)s) and c.retired_at is null
)
"""
_VERDICTS = "".join(
    (
        _SETTLED_WITH_IT,
        """
select month, coalesce(verification, ''), count(*) from settled group by 1, 2 order by 1, 2
""",
    )
)
_FIGURES = "".join(
    (
        _SETTLED_WITH_IT,
        """
select count(*),
    count(*) filter (where inmost.identification = any(%(unnamed)s)),
    count(*) filter (where inmost.depth = s.depth),
    percentile_disc(0.5) within group (order by s.depth),
    percentile_disc(0.5) within group (order by inmost.depth)
from settled s cross join lateral (
    select identification, depth from annotations_link where decision_id = s.id order by depth desc limit 1
) inmost
""",
    )
)


@dataclass(frozen=True, slots=True)
class Month:
    """The settled claims of a month by verification; `counts` in the vocabulary's order, `undecided` without one."""

    first: date
    counts: tuple[tuple[Verification, int], ...]
    undecided: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.undecided + sum(number for _, number in self.counts)


@dataclass(frozen=True, slots=True)
class LogLine:
    """An entry of the reliability log."""

    finding: Reliability
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NoteLine:
    """That there is a confidential note; its words are not here."""

    id: UUID
    confidence: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is known of a source. Claims are settled ones whose chain names it, under whichever merged name.

    `unnamed` of them rest on an unnamed innermost source, `as_origin` on this source itself; `depth` is the median
    depth at which it stands, `length` the median length of those chains, None without claims.
    """

    claims: int
    unnamed: int
    as_origin: int
    depth: int | None
    length: int | None
    months: tuple[Month, ...]
    log: tuple[LogLine, ...]
    notes: tuple[NoteLine, ...]
    confidences: tuple[tuple[UUID, str], ...]

    @property
    def unnamed_share(self) -> int:
        """Of a hundred claims, how many rest on somebody unnamed."""
        return round(100 * self.unnamed / self.claims) if self.claims else 0


def dossier(source: Source, *, viewer: User) -> Dossier:
    """The dossier in five queries; confidential notes are listed for their group only, without their words."""
    values = {"source": source.id, "settled": [state.value for state in SETTLED], "unnamed": UNNAMED}
    verdicts, figures = _rows(_VERDICTS, values), _rows(_FIGURES, values)
    claims, unnamed, as_origin, depth, length = figures[0]
    return Dossier(
        claims, unnamed, as_origin, depth, length,
        months=_months(verdicts),
        log=tuple(_log(source)),
        notes=tuple(_notes(source, viewer)),
        confidences=tuple(
            Confidence.objects.filter(project_id=source.project_id, confidants__user=viewer)
            .order_by("name", "id")
            .values_list("id", "name")
        ),
    )  # fmt: skip


def dossier_form(source: Source, found: Dossier) -> dict[str, Any]:
    """The dossier in JSON form; nothing confidential is in it."""
    return {
        "source": str(source.id),
        "claims": found.claims,
        "unnamed": found.unnamed,
        "as_origin": found.as_origin,
        "median_depth": found.depth,
        "median_length": found.length,
        "verdicts": [
            {"month": month.first.isoformat(), **{word.value: number for word, number in month.counts}}
            for month in found.months
        ],
        "reliability": [
            {"finding": line.finding.value, "reason": line.reason, "by": line.by, "at": line.at.isoformat()}
            for line in found.log
        ],
    }


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _months(rows: Sequence[tuple[date, str, int]]) -> tuple[Month, ...]:
    """The newest months with claims, oldest first."""
    by_month: dict[date, dict[str, int]] = {}
    for month, verification, number in rows:
        by_month.setdefault(month, {})[verification] = number
    return tuple(
        Month(month, tuple((word, counts.get(word.value, 0)) for word in Verification), counts.get("", 0))
        for month, counts in sorted(by_month.items())[-MONTHS_SHOWN:]
    )


def _log(source: Source) -> list[LogLine]:
    rows = ReliabilityEntry.objects.filter(source=source).select_related("written_by")
    return [
        LogLine(Reliability(row.finding), row.reason, str(row.written_by), row.written_at)
        for row in rows.order_by("-written_at", "id")
    ]


def _notes(source: Source, viewer: User) -> list[NoteLine]:
    rows = ConfidentialNote.objects.filter(source=source, confidence__confidants__user=viewer)
    columns = ("id", "confidence__name", "written_by__username", "written_at")
    return [NoteLine(*row) for row in rows.order_by("-written_at", "id").values_list(*columns)]
