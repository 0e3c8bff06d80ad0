"""What the agreement page shows: field by field, label by label, pair by pair, group by group, and the pace.

Up to `COMPARED_AT_MOST` shared claims everything is measured when it is asked for. Beyond them the page shows what a
worker measured over all claims, with the time of it, and counts what has come since.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone

from annotations.domain.agreement import Agreement
from annotations.domain.vocabulary import ClaimState, MemberRole, Stage
from annotations.models import AgreementFigures, Decision, Project
from annotations.queries.agreement import COMPARED_AT_MOST, settled_only, shared_answers, shared_claims
from annotations.queries.agreement_gathering import FIELD_LABELS, GROUPS, Gathering
from annotations.queries.agreement_types import (
    Confusion,
    DifferLine,
    Figures,
    GroupLine,
    LabelLine,
    PairLine,
    from_json,
)
from annotations.queries.progress import progress

PUBLISHED = {"verification": ("two US desks, κ 0.52", 0.52), "spans": ("PolNeAR 0.754", 0.754)}
"""What others measured, for the chart; DOMAIN's words: verdicts of two fact-checking desks, and attribution spans."""
DAYS = 14


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field: its agreement, and a published figure (words, value) to compare with."""

    key: str
    label: str
    found: Agreement
    published: tuple[str, float] | None


@dataclass(frozen=True, slots=True)
class Answered:
    """Whose figures they are. `measured_at` is None where they were measured just now; `since` counts later answers.

    `is_cut` where only the newest claims were compared, because nobody has measured all of them yet.
    """

    figures: Figures
    measured_at: datetime | None = None
    since: int = 0
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """All of it. `pace` is (day, complete answers) for the last days, oldest first; `states` counts claims."""

    answered: Answered
    states: tuple[tuple[ClaimState, int], ...]
    pace: tuple[tuple[date, int], ...]

    @property
    def fields(self) -> tuple[FieldLine, ...]:
        """The fields in order."""
        found = self.answered.figures.fields
        return tuple(
            FieldLine(key, label, found[key], PUBLISHED.get(key)) for key, label in FIELD_LABELS.items()
        )

    @property
    def labels(self) -> tuple[LabelLine, ...]:
        """Label by label."""
        return self.answered.figures.labels

    @property
    def pairs(self) -> tuple[PairLine, ...]:
        """Pair by pair."""
        return self.answered.figures.pairs

    @property
    def groups(self) -> tuple[tuple[str, str, tuple[GroupLine, ...]], ...]:
        """(key, heading, lines) for weeks, versions of the guideline, and what was on screen."""
        lines = self.answered.figures.groups
        return tuple(
            (by, heading, tuple(line for line in lines if line.by == by)) for by, heading in GROUPS.items()
        )

    @property
    def confusion(self) -> Confusion:
        """Status against status."""
        return self.answered.figures.confusion

    @property
    def differ(self) -> tuple[DifferLine, ...]:
        """The claims on which people differ most."""
        return self.answered.figures.differ

    @property
    def differing(self) -> int:
        """How many claims people differ on."""
        return self.answered.figures.differing

    @property
    def claims(self) -> int:
        """How many claims were compared."""
        return self.answered.figures.claims

    @property
    def is_cut(self) -> bool:
        """Whether only the newest claims were compared."""
        return self.answered.is_cut

    @property
    def status(self) -> Agreement:
        """Agreement on the status, the page's finding."""
        return self.answered.figures.fields["verification"]


def agreement_page(project: Project, *, role: MemberRole) -> AgreementPage:
    """The page for a member of this role; the number of queries does not grow with the project."""
    states = progress(project)["states"]
    return AgreementPage(
        agreement_figures(project, role=role),
        states=tuple((state, states[state.value]) for state in ClaimState),
        pace=tuple(_pace(project)),
    )


def agreement_figures(project: Project, *, role: MemberRole) -> Answered:
    """The figures that a member of this role may know: measured now, or by a worker where there are many claims."""
    if is_large(project):
        stored = newest_figures(project, only_settled=settled_only(project, role=role))
        if stored is not None:
            return Answered(
                from_json(stored.figures),
                stored.measured_at,
                answers_since(project, stored.measured_at),
                is_cut=stored.figures["is_cut"],
            )
    shared = shared_answers(project, role=role)
    gathering = Gathering()
    for answers in shared.by_claim().values():
        gathering.add(answers)
    return Answered(gathering.figures(), is_cut=shared.is_cut)


def is_large(project: Project) -> bool:
    """Whether more claims are shared than are measured while somebody waits."""
    return shared_claims(project).order_by()[COMPARED_AT_MOST : COMPARED_AT_MOST + 1].exists()


def newest_figures(project: Project, *, only_settled: bool) -> AgreementFigures | None:
    """What a worker measured last, None where none did."""
    rows = AgreementFigures.objects.filter(project=project, settled_only=only_settled)
    return rows.order_by("-measured_at", "id").first()


def answers_since(project: Project, moment: datetime) -> int:
    """How many answers people gave after the moment."""
    return Decision.objects.filter(project=project, stage=Stage.REVIEW, decided_at__gt=moment).count()


def _pace(project: Project) -> Iterable[tuple[date, int]]:
    today = timezone.localdate()
    first = today - timedelta(days=DAYS - 1)
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS - 1)
    answered = Decision.objects.filter(
        project=project, stage=Stage.REVIEW, complete=True, undoes=None, decided_at__gte=since
    )
    counted = dict(answered.order_by().values_list(TruncDate("decided_at")).annotate(n=Count("id")))
    for number in range(DAYS):
        day = first + timedelta(days=number)
        yield day, counted.get(day, 0)
