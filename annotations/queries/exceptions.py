"""What differs from the desk's own rules: how much of each kind in a week, and each case to look at.

Ways of going around a rule come first, then haste, then what left the house.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from annotations.domain.vocabulary import ClaimState
from annotations.models import Claim, Project
from annotations.queries import exception_cases as found
from annotations.queries.exception_cases import BURST, FAST_S, SHOWN, Case, Period
from annotations.queries.page_types import ExceptionLine

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of exception: its name in the address, what people call it, and how its cases are found."""

    name: str
    what: str
    detail: str
    cases: Callable[[Project, Period], Iterable[Case]]
    count: Callable[[Project, Period], int]


def last_week() -> Period:
    """The seven days up to now."""
    now = timezone.now()
    return Period(now - WEEK, now + timedelta(seconds=1))


def exceptions(project: Project, period: Period) -> list[ExceptionLine]:
    """Every kind that has a case in the period or waits now, in order of weight, with the change to the one before."""
    place = f"/p/{project.slug}"
    lines = [
        ExceptionLine(
            number,
            kind.what,
            kind.detail,
            f"{place}/exceptions/{kind.name}/",
            _change(number, kind.count(project, period.before)),
        )
        for kind in KINDS
        if (number := kind.count(project, period))
    ]
    disputed = Claim.objects.filter(project=project, state=ClaimState.DISPUTED).reviewable().count()
    if disputed:
        words = "Reviewers differ in a part the project asks for."
        lines.append(ExceptionLine(disputed, "Claims in dispute", words, f"{place}/claims/?state=disputed"))
    return lines


def cases_of(project: Project, kind: Kind, period: Period) -> list[Case]:
    """The newest cases of a kind."""
    return list(kind.cases(project, period))[:SHOWN]


def exceptions_form(project: Project, period: Period) -> dict[str, Any]:
    """How many cases of each kind, and in the period before."""
    return {
        "since": period.since.isoformat(),
        "until": period.until.isoformat(),
        "exceptions": [
            {
                "kind": kind.name,
                "what": kind.what,
                "count": kind.count(project, period),
                "before": kind.count(project, period.before),
            }
            for kind in KINDS
        ],
    }


def _change(now: int, before: int) -> str:
    if now == before:
        return "as the week before"
    return f"{'+' if now > before else '−'}{abs(now - before)}"


_REOPENED = "reopened"
_ANEW = ("decided", "undone", "adjudicated")
KINDS: Sequence[Kind] = (
    Kind(
        "overrides", "Policies overridden", "A rule of the project was set aside, with a reason.",
        *found.entries("policy_overridden"),
    ),
    Kind(
        "own-work", "Attempts on one's own work", "Somebody tried to settle or sign what is their own; it was refused.",
        found.attempt_cases, lambda project, period: found.attempts(project, period).count(),
    ),
    Kind(
        "without-evidence", "Decided without evidence", "Supported or refuted stands, and nothing was brought up.",
        found.without_evidence_cases, lambda project, period: found.without_evidence(project, period).count(),
    ),
    Kind(
        "reopened", "Reopened after sign-off", "A signed claim was opened again.",
        lambda project, period: found.voided_cases(project, period, _REOPENED),
        lambda project, period: found.voided(project, period, _REOPENED).count(),
    ),
    Kind(
        "corrected", "Corrected after sign-off", "The answer that was signed was given anew.",
        lambda project, period: found.voided_cases(project, period, *_ANEW),
        lambda project, period: found.voided(project, period, *_ANEW).count(),
    ),
    Kind(
        "bursts", "Bursts of one-second answers", f"{BURST} or more complete answers in a row, each under a second.",
        found.burst_cases, lambda project, period: len(found.bursts(project, period)),
    ),
    Kind(
        "fast", "Answers in under a second", "Complete answers to a claim that was on the screen that short.",
        *found.decided(seconds__lt=FAST_S, complete=True),
    ),
    Kind(
        "taken-back", "Answers taken back", "Revisions that undo an earlier one.", *found.decided(undoes__isnull=False)
    ),
    Kind(
        "handed-out", "Data sets and ledgers handed out", "What left the house: releases, exports, ledgers.",
        *found.entries("release_built", "dataset_exported", "ledger_exported"),
    ),
    Kind(
        "sign-ins", "Failed sign-ins", "With the name of a member; whose hand it was is not known.",
        found.failure_cases, lambda project, period: found.failures(project, period).count(),
    ),
)  # fmt: skip
BY_NAME = {kind.name: kind for kind in KINDS}
