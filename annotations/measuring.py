"""Measuring agreement over all of a project's claims: minutes of work, done by a worker and kept with its time."""

from time import monotonic
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from annotations import outbox
from annotations.access import AUDITORS, require_member
from annotations.models import AgreementFigures, Job, JobState, Project, User
from annotations.queries.agreement import all_shared
from annotations.queries.agreement_gathering import Gathering
from annotations.queries.agreement_page import answers_since, is_large, newest_figures
from annotations.queries.agreement_types import as_json

BUDGET_S = 130.0
"""How long answers are read; a busy machine then measures the newest claims, well within a task's time."""
KEPT = 10
"""Rows kept of each scope: what was shown lately can be looked up."""


@transaction.atomic
def ask(project: Project, *, by: User) -> Job:
    """Have the project measured; one that already waits is enough. Raises NotPermitted."""
    require_member(project, by, *AUDITORS, to="have agreement measured")
    return (
        _waiting(project.id) or outbox.post(outbox.MEASURE_AGREEMENT, [project.id], project_id=project.id)[0]
    )


def ask_where_due() -> list[UUID]:
    """Ask for every large project with answers since it was measured last; the ids of those projects."""
    asked = []
    for project in Project.objects.order_by("id"):
        newest = newest_figures(project, only_settled=False)
        is_behind = newest is None or answers_since(project, newest.measured_at)
        if is_behind and is_large(project) and not _waiting(project.id):
            outbox.post(outbox.MEASURE_AGREEMENT, [project.id], project_id=project.id)
            asked.append(project.id)
    return asked


def measure(project_id: UUID) -> list[AgreementFigures]:
    """Measure and keep: over all shared claims, and in a blind project over those with the quorum, for reviewers.

    Delivered twice, it measures twice, and the newest row is shown.
    """
    project = Project.objects.get(pk=project_id)
    return [
        _measured(project, only_settled=scope) for scope in ((False, True) if project.blind else (False,))
    ]


def _measured(project: Project, *, only_settled: bool) -> AgreementFigures:
    began, measured_at = monotonic(), timezone.now()
    gathering, is_cut = Gathering(), False
    for answers in all_shared(project, only_settled=only_settled):
        if is_cut := monotonic() - began > BUDGET_S:
            break
        gathering.add(answers)
    figures = gathering.figures()
    made = AgreementFigures.objects.create(
        project=project,
        settled_only=only_settled,
        measured_at=measured_at,
        seconds=monotonic() - began,
        claims=figures.claims,
        answers=figures.answers,
        figures={**as_json(figures), "is_cut": is_cut},
    )
    rows = AgreementFigures.objects.filter(project=project, settled_only=only_settled)
    old = list(rows.order_by("-measured_at", "id").values_list("pk", flat=True)[KEPT:])
    rows.filter(pk__in=old).delete()
    return made


def _waiting(project_id: UUID) -> Job | None:
    states = (JobState.QUEUED, JobState.RUNNING)
    rows = Job.objects.filter(kind=outbox.MEASURE_AGREEMENT, subject=project_id, state__in=states)
    return rows.order_by("created_at", "id").first()
