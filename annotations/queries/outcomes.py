"""What became of suggestions: how often they are taken, how honest their confidence is, how far they sway."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, Q
from django.db.models.functions import TruncWeek

from annotations.domain.blindness import shown_without_suggestions
from annotations.domain.calibration import Bin, calibration_error, reliability
from annotations.domain.vocabulary import Outcome, SuggestionKind
from annotations.models import Decision, Project, SuggestionOutcome
from annotations.queries.learning import SilentSuggester, silent_suggesters

PAIRS_AT_MOST = 50_000
FAST_S = 1.0
ANSWERED = Q(outcome__in=(Outcome.ACCEPTED, Outcome.EDITED, Outcome.REJECTED))


@dataclass(frozen=True, slots=True)
class SuggesterLine:
    """One suggester, version and kind. Shares are percent of those answered; None where none was."""

    suggester: str
    version: str
    kind_label: str
    shown: int
    accepted: int
    edited: int
    rejected: int
    ignored: int
    precision: int | None
    seconds: float | None
    fast: int
    calibration_error: float | None
    bins: Sequence[Bin]


@dataclass(frozen=True, slots=True)
class WeekLine:
    """Acceptance in one week."""

    week: datetime
    answered: int
    accepted: int
    precision: int


@dataclass(frozen=True, slots=True)
class SourceLine:
    """How often a suggested source was taken: the innermost of the chain, or "the article itself"."""

    name: str
    answered: int
    precision: int


@dataclass(frozen=True, slots=True)
class Anchoring:
    """Answers to claims shown with and without suggestions: how many, and the share that names a source, percent."""

    with_suggestions: int
    without: int
    attributed_with: int | None
    attributed_without: int | None


@dataclass(frozen=True, slots=True)
class OutcomesPage:
    """The page."""

    suggesters: Sequence[SuggesterLine]
    weeks: Sequence[WeekLine]
    sources: Sequence[SourceLine]
    reasons: Sequence[tuple[str, int]]
    anchoring: Anchoring
    silent: Sequence[SilentSuggester]


def outcomes_page(project: Project) -> OutcomesPage:
    """Everything about what became of the project's suggestions, in a constant number of queries."""
    rows = SuggestionOutcome.objects.filter(decision__project=project)
    return OutcomesPage(
        suggesters=_suggesters(rows),
        weeks=_weeks(rows),
        sources=_sources(rows),
        reasons=_reasons(rows),
        anchoring=_anchoring(project),
        silent=silent_suggesters(project),
    )


def _suggesters(rows: Any) -> list[SuggesterLine]:
    keys = ("suggestion__suggester", "suggestion__version", "suggestion__kind")
    counted = (
        rows.order_by(*keys)
        .values(*keys)
        .annotate(
            shown=Count("id"),
            **{word.value: Count("id", filter=Q(outcome=word)) for word in Outcome},
            seconds=Avg("decision__seconds", filter=Q(outcome=Outcome.ACCEPTED)),
            fast=Count("id", filter=Q(outcome=Outcome.ACCEPTED, decision__seconds__lt=FAST_S)),
        )
    )
    pairs = _pairs(rows)
    return [_line(row, pairs.get(tuple(row[key] for key in keys), [])) for row in counted]


def _line(row: dict[str, Any], pairs: Sequence[tuple[float, bool]]) -> SuggesterLine:
    answered = row["accepted"] + row["edited"] + row["rejected"]
    return SuggesterLine(
        suggester=row["suggestion__suggester"],
        version=row["suggestion__version"],
        kind_label=SuggestionKind(row["suggestion__kind"]).label,
        shown=row["shown"],
        accepted=row["accepted"],
        edited=row["edited"],
        rejected=row["rejected"],
        ignored=row["ignored"],
        precision=_percent(row["accepted"], answered),
        seconds=row["seconds"],
        fast=row["fast"],
        calibration_error=calibration_error(pairs),
        bins=reliability(pairs),
    )


def _pairs(rows: Any) -> dict[tuple[str, ...], list[tuple[float, bool]]]:
    """Confidence and whether it was taken unchanged, for what was answered; the newest fifty thousand."""
    newest = (
        rows.filter(ANSWERED)
        .order_by("-id")
        .values_list(
            "suggestion__suggester",
            "suggestion__version",
            "suggestion__kind",
            "suggestion__confidence",
            "outcome",
        )
    )
    found: dict[tuple[str, ...], list[tuple[float, bool]]] = {}
    for *key, confidence, outcome in newest[:PAIRS_AT_MOST]:
        found.setdefault(tuple(key), []).append((confidence, outcome == Outcome.ACCEPTED))
    return found


def _weeks(rows: Any) -> list[WeekLine]:
    counted = (
        rows.filter(ANSWERED)
        .annotate(week=TruncWeek("decision__decided_at"))
        .order_by("-week")
        .values("week")
        .annotate(answered=Count("id"), accepted=Count("id", filter=Q(outcome=Outcome.ACCEPTED)))
    )
    return [
        WeekLine(
            row["week"], row["answered"], row["accepted"], _percent(row["accepted"], row["answered"]) or 0
        )
        for row in counted[:26]
    ]


def _sources(rows: Any) -> list[SourceLine]:
    chains = rows.filter(ANSWERED, suggestion__kind=SuggestionKind.CHAIN).order_by("-id")
    counts: dict[str, list[int]] = {}
    for value, outcome in chains.values_list("suggestion__value", "outcome")[:PAIRS_AT_MOST]:
        name = ((value[-1]["source"] or {}).get("name") or "not named") if value else "the article itself"
        tally = counts.setdefault(name, [0, 0])
        tally[0] += 1
        tally[1] += outcome == Outcome.ACCEPTED
    most = sorted(counts.items(), key=lambda item: (-item[1][0], item[0]))[:20]
    return [SourceLine(name, answered, _percent(taken, answered) or 0) for name, (answered, taken) in most]


def _reasons(rows: Any) -> list[tuple[str, int]]:
    counted = (
        rows.filter(outcome=Outcome.REJECTED).order_by("reason").values("reason").annotate(count=Count("id"))
    )
    words = {row["reason"]: row["count"] for row in counted}
    return sorted(
        ((reason or "no reason given", count) for reason, count in words.items()), key=lambda item: -item[1]
    )


def _anchoring(project: Project) -> Anchoring:
    """By the claim's place in the blind share, not by what a decision says of itself."""
    answers = Decision.objects.filter(project=project, complete=True, undoes=None).annotate(
        links_count=Count("links")
    )
    found: dict[bool, list[bool]] = {True: [], False: []}
    for claim_id, links in answers.order_by("-id").values_list("claim_id", "links_count")[:PAIRS_AT_MOST]:
        found[shown_without_suggestions(claim_id, share=project.blind_share)].append(links > 0)
    shown, blind = found[False], found[True]
    return Anchoring(
        len(shown), len(blind), _percent(sum(shown), len(shown)), _percent(sum(blind), len(blind))
    )


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None
