"""Learning as acts: asked for, done by a worker, put to use, taken back. Each is one transaction and one entry."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from annotations import ledger, outbox
from annotations.access import EDITORS, require_member
from annotations.domain.errors import Conflict, NotFound
from annotations.domain.ids import new_id
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.vocabulary import LearnedPart
from annotations.models import (
    ActiveModel,
    Claim,
    LearnedModel,
    Project,
    Training,
    TrainingStatus,
    User,
)
from annotations.queries import training_data
from annotations.train.parts import Learned, TooLittle, learn
from annotations.train.rules import rules_of

LEARNER: Final = "component:learning/1"
OPEN: Final = (TrainingStatus.QUEUED, TrainingStatus.RUNNING)
BY_NIGHT_FROM: Final = 100
"""Settled claims below which no night job is spent on a project; an editor may ask by day."""


def request(
    project: Project, *, parts: Sequence[LearnedPart], by: User, pooled: bool | None = None
) -> list[Training]:
    """Ask for parts to be learned anew, which a worker does; those that wait already are not asked for twice.

    `pooled` None takes what the project's rules say. Raises NotPermitted, and Conflict where every part waits
    already, or where other projects' answers are asked for by a project that does not share its own.
    """
    require_member(project, by, *EDITORS, to="have suggestions learned")
    with transaction.atomic():
        shares = rules_of(Project.objects.select_for_update(no_key=True).get(pk=project.pk)).pools
        if pooled and not shares:
            raise Conflict(
                "This project does not share its answers, so it cannot learn from others'. Let it share first.",
                current=None,
            )
        asked = _posted(project, parts, by=by, pooled=shares if pooled is None else pooled)
    if not asked:
        raise Conflict("These parts are being learned already. Wait until they are done.", current=None)
    return asked


def request_by_night() -> list[Training]:
    """Ask for every part of every project in which answers were settled since it was last asked for."""
    asked: list[Training] = []
    for project in Project.objects.order_by("id"):
        settled = Claim.objects.filter(project=project, state__in=training_data.SETTLED)
        if settled[BY_NIGHT_FROM - 1 : BY_NIGHT_FROM].exists() and _has_news(project):
            with transaction.atomic():
                asked += _posted(project, tuple(LearnedPart), by=LEARNER, pooled=rules_of(project).pools)
    return asked


def run(training_id: UUID) -> Training:
    """Learn what was asked for, measure it, keep it as a version, and put it to use if it beats what suggests now.

    One that has ended stays as it is, so that a job delivered twice learns once. Too little to learn from is an
    end with words, no error.
    """
    training = Training.objects.select_related("project").get(pk=training_id)
    if training.status not in OPEN:
        return training
    Training.objects.filter(pk=training.pk, status__in=OPEN).update(status=TrainingStatus.RUNNING)
    projects = training_data.learned_from(training.project, pooled=training.pooled)
    try:
        learned = learn(LearnedPart(training.part), training.project, projects)
        span = training_data.data_range(projects)
        if span is None:
            raise TooLittle("No answer is settled yet.")
    except TooLittle as error:
        _end(training, TrainingStatus.TOO_LITTLE, str(error))
    else:
        _keep(training, learned, span)
    training.refresh_from_db()
    return training


def give_up(training_id: UUID) -> None:
    """Say that nothing will be learned: the worker was lost with every attempt, or failed each time."""
    Training.objects.filter(pk=training_id, status__in=OPEN).update(
        status=TrainingStatus.FAILED,
        words="The work was given up after three attempts; an administrator sees why.",
        ended_at=timezone.now(),
    )


def activate(model_id: UUID, *, by: User) -> LearnedModel:
    """Let a version suggest from now on; an older one than the active is a return.

    Raises NotFound, NotPermitted, and Conflict where it is active already.
    """
    model = (
        LearnedModel.objects.visible_to(by).select_related("project").defer("content").filter(pk=model_id)
    ).first()
    if model is None:
        raise NotFound(f"There is no learned version {model_id} in a project of yours.")
    require_member(model.project, by, *EDITORS, to="say which version suggests")
    with transaction.atomic():
        Project.objects.select_for_update(no_key=True).get(pk=model.project_id)
        before = ActiveModel.objects.filter(project=model.project, part=model.part).first()
        if before is not None and before.model_id == model.id:
            raise Conflict(f"Version {model.version} suggests already.", current=str(model.id))
        _put_to_use(model, by=by)
    return model


def return_to_shipped(project: Project, part: LearnedPart, *, by: User) -> None:
    """Let what ships suggest again in place of a learned version. Raises NotPermitted and Conflict."""
    require_member(project, by, *EDITORS, to="say which version suggests")
    with transaction.atomic():
        Project.objects.select_for_update(no_key=True).get(pk=project.pk)
        active = ActiveModel.objects.filter(project=project, part=part).select_related("model").first()
        if active is None:
            raise Conflict(f"{part.label} is as it ships already.", current=None)
        active.delete()
        ledger.append(
            project.id,
            by=by,
            verb=LedgerVerb.MODEL_RETURNED,
            subject=project,
            payload={"part": part.value, "from": active.model.version, "to": None},
        )


def _posted(
    project: Project, parts: Sequence[LearnedPart], *, by: User | str, pooled: bool
) -> list[Training]:
    waiting = set(Training.objects.filter(project=project, status__in=OPEN).values_list("part", flat=True))
    wanted = [part for part in dict.fromkeys(parts) if part not in waiting]
    now = timezone.now()
    rows = [
        Training(
            id=new_id(),
            project=project,
            part=part,
            pooled=pooled,
            asked_by=by if isinstance(by, User) else None,
            asked_at=now,
        )
        for part in wanted
    ]
    if not rows:
        return []
    Training.objects.bulk_create(rows)
    outbox.post(outbox.LEARN, [row.id for row in rows], project_id=project.id)
    ledger.append(
        project.id,
        by=by,
        verb=LedgerVerb.TRAINING_REQUESTED,
        subject=project,
        payload={"parts": [part.value for part in wanted], "pooled": pooled},
    )
    return rows


def _has_news(project: Project) -> bool:
    last = Training.objects.filter(project=project).aggregate(at=Max("asked_at"))["at"]
    since = Q() if last is None else Q(decided_at__gt=last)
    projects = training_data.learned_from(project, pooled=rules_of(project).pools)
    return training_data.settled_answers(projects).filter(since).exists()


def _end(training: Training, status: TrainingStatus, words: str) -> None:
    Training.objects.filter(pk=training.pk, status__in=OPEN).update(
        status=status, words=words, ended_at=timezone.now()
    )


def _keep(training: Training, learned: Learned, span: training_data.DataRange) -> None:
    """The version, its entry, perhaps its use, and the end of the training: all or nothing."""
    with transaction.atomic():
        Project.objects.select_for_update(no_key=True).get(pk=training.project_id)
        if not Training.objects.filter(pk=training.pk, status__in=OPEN).exists():
            return  # another worker was first
        model = _stored(training, learned, span)
        _note_model(model)
        if learned.is_better:
            _put_to_use(model, by=LEARNER)
        words = "It suggests from now on." if learned.is_better else "It is no better than what suggests now."
        _end(training, TrainingStatus.DONE, f"Version {model.version}. {words}")


def _stored(training: Training, learned: Learned, span: training_data.DataRange) -> LearnedModel:
    earlier = LearnedModel.objects.filter(project=training.project, part=training.part)
    newest = earlier.aggregate(newest=Max("version"))["newest"] or 0
    return LearnedModel.objects.create(
        id=new_id(),
        project=training.project,
        training=training,
        part=training.part,
        version=newest + 1,
        pooled=training.pooled,
        decided_from=span.decided_from,
        decided_until=span.decided_until,
        counts={"projects": span.projects, **learned.counts},
        figures=learned.figures,
        sha256=sha256(learned.content).hexdigest(),
        content=learned.content,
        created_at=timezone.now(),
        asked_by=training.asked_by,
    )


def _note_model(model: LearnedModel) -> None:
    ledger.append(
        model.project_id,
        by=LEARNER,
        verb=LedgerVerb.MODEL_TRAINED,
        subject=model,
        payload={
            "part": model.part,
            "version": model.version,
            "pooled": model.pooled,
            "sha256": model.sha256,
            "counts": model.counts,
            "figures": {name: _plain(value) for name, value in model.figures.items()},
        },
    )


def _put_to_use(model: LearnedModel, *, by: User | str) -> None:
    before = (
        ActiveModel.objects.filter(project=model.project, part=model.part).select_related("model").first()
    )
    earlier = before.model.version if before else None
    ActiveModel.objects.update_or_create(
        project=model.project, part=model.part, defaults={"model": model, "since": timezone.now()}
    )
    is_return = earlier is not None and earlier > model.version
    ledger.append(
        model.project_id,
        by=by,
        verb=LedgerVerb.MODEL_RETURNED if is_return else LedgerVerb.MODEL_ACTIVATED,
        subject=model,
        payload={"part": model.part, "from": earlier, "to": model.version},
    )


def _plain(value: Any) -> Any:
    """A ledger holds no floats: they could be written in more than one way."""
    return repr(value) if isinstance(value, float) else value
