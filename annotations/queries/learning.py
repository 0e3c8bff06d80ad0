"""What a project has learned: versions of each part with their figures, trainings, and suggesters that are silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from annotations.domain.vocabulary import LearnedPart
from annotations.models import (
    ActiveModel,
    LearnedModel,
    LearningRules,
    Project,
    SuggesterSwitch,
    Training,
    TrainingStatus,
)
from annotations.queries.answers import timestamp

TRAININGS_SHOWN = 12
VERSIONS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a part; `figures` are those of articles held back, before and after."""

    id: UUID
    version: int
    is_active: bool
    pooled: bool
    decided_from: datetime
    decided_until: datetime
    counts: dict[str, int]
    figures: dict[str, Any]
    sha256: str
    created_at: datetime
    asked_by: str


@dataclass(frozen=True, slots=True)
class PartBlock:
    """One part with its versions, newest first; `active` is the version that suggests, None for what ships."""

    part: LearnedPart
    active: int | None
    versions: Sequence[VersionLine]


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """One training; `is_open` while it waits or runs."""

    id: UUID
    part_label: str
    part: str
    pooled: bool
    status: str
    status_label: str
    is_open: bool
    words: str
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class SilentSuggester:
    """A suggester that is switched off, since when and why."""

    suggester: str
    since: datetime
    why: str


@dataclass(frozen=True, slots=True)
class LearningPage:
    """The page. `pools`, `floor` (0 … 1 or None) and `window` are the project's rules."""

    pools: bool
    floor: float | None
    window: int
    parts: Sequence[PartBlock]
    trainings: Sequence[TrainingLine]
    silent: Sequence[SilentSuggester]


def learning_page(project: Project) -> LearningPage:
    """Everything about learning in a project, in a constant number of queries."""
    rules = LearningRules.objects.filter(project=project).first() or LearningRules(project=project)
    active = dict(ActiveModel.objects.filter(project=project).values_list("part", "model_id"))
    models = LearnedModel.objects.filter(project=project).defer("content").select_related("asked_by")
    versions: dict[str, list[VersionLine]] = {}
    for model in models.order_by("part", "-version"):
        versions.setdefault(model.part, []).append(_version(model, active.get(model.part)))
    trainings = (
        Training.objects.filter(project=project).select_related("asked_by").order_by("-asked_at", "id")
    )
    return LearningPage(
        pools=rules.pools,
        floor=rules.floor,
        window=rules.window,
        parts=[_block(part, versions.get(part, [])) for part in LearnedPart],
        trainings=[_training(row) for row in trainings[:TRAININGS_SHOWN]],
        silent=silent_suggesters(project),
    )


def silent_suggesters(project: Project) -> list[SilentSuggester]:
    """The suggesters that are switched off in a project, by name."""
    rows = SuggesterSwitch.objects.filter(project=project, is_off=True).order_by("suggester")
    return [SilentSuggester(row.suggester, row.since, row.why) for row in rows]


def learning_form(page: LearningPage) -> dict[str, Any]:
    """The page in the interface's JSON form."""
    return {
        "rules": {"pools": page.pools, "floor": page.floor, "window": page.window},
        "parts": [
            {
                "part": block.part.value,
                "active": block.active,
                "versions": [version_form(line) for line in block.versions],
            }
            for block in page.parts
        ],
        "trainings": [training_form(line) for line in page.trainings],
        "switched_off": [
            {"suggester": one.suggester, "since": timestamp(one.since), "why": one.why} for one in page.silent
        ],
    }


def version_form(line: VersionLine) -> dict[str, Any]:
    """A version in the interface's JSON form."""
    return {
        "id": str(line.id),
        "version": line.version,
        "active": line.is_active,
        "pooled": line.pooled,
        "decided_from": timestamp(line.decided_from),
        "decided_until": timestamp(line.decided_until),
        "counts": line.counts,
        "figures": line.figures,
        "sha256": line.sha256,
        "created_at": timestamp(line.created_at),
        "asked_by": line.asked_by or None,
    }


def training_form(line: TrainingLine) -> dict[str, Any]:
    """A training in the interface's JSON form."""
    return {
        "id": str(line.id),
        "part": line.part,
        "pooled": line.pooled,
        "status": line.status,
        "words": line.words,
        "asked_by": line.asked_by or None,
        "asked_at": timestamp(line.asked_at),
    }


def training_line(row: Training) -> TrainingLine:
    """A training as it is shown; `asked_by` is read unless it was selected."""
    return _training(row)


def _block(part: LearnedPart, lines: Sequence[VersionLine]) -> PartBlock:
    active = next((line.version for line in lines if line.is_active), None)
    shown = [line for at, line in enumerate(lines) if at < VERSIONS_SHOWN or line.is_active]
    return PartBlock(part, active, shown)


def _version(model: LearnedModel, active: UUID | None) -> VersionLine:
    return VersionLine(
        id=model.id,
        version=model.version,
        is_active=model.id == active,
        pooled=model.pooled,
        decided_from=model.decided_from,
        decided_until=model.decided_until,
        counts=model.counts,
        figures=model.figures,
        sha256=model.sha256,
        created_at=model.created_at,
        asked_by=model.asked_by.username if model.asked_by else "",
    )


def _training(row: Training) -> TrainingLine:
    status = TrainingStatus(row.status)
    return TrainingLine(
        id=row.id,
        part_label=LearnedPart(row.part).label,
        part=row.part,
        pooled=row.pooled,
        status=status.value,
        status_label=str(status.label),
        is_open=status in (TrainingStatus.QUEUED, TrainingStatus.RUNNING),
        words=row.words,
        asked_by=row.asked_by.username if row.asked_by else "",
        asked_at=row.asked_at,
    )
