"""Kept versions of learned parts, as a training leaves them."""

from hashlib import sha256

from django.utils import timezone

from annotations.domain.vocabulary import LearnedPart
from annotations.models import LearnedModel, Project, Training, TrainingStatus


def kept_version(
    project: Project,
    part: LearnedPart,
    learned: bytes,
    *,
    kept: bytes | None = None,
    measure: str,
    new: float,
) -> LearnedModel:
    """The next version of the part. `kept` are other bytes than its hash is of: a row that was broken later."""
    now = timezone.now()
    training = Training.objects.create(project=project, part=part, asked_at=now, status=TrainingStatus.DONE)
    return LearnedModel.objects.create(
        project=project,
        training=training,
        part=part,
        version=1 + LearnedModel.objects.filter(project=project).count(),
        pooled=False,
        decided_from=now,
        decided_until=now,
        counts={"projects": 1, "examples": 120, "held_back": 30},
        figures={"measure": measure, "before": 0.2, "new": new},
        sha256=sha256(learned).hexdigest(),
        content=learned if kept is None else kept,
        created_at=now,
    )
