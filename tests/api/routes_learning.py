"""Addresses of learning from the desk, for the matrix tests."""

from hashlib import sha256
from uuid import uuid4

from django.utils import timezone

from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.vocabulary import LearnedPart
from annotations.models import ActiveModel, LearnedModel, SuggesterSwitch, Training, TrainingStatus
from tests.api.route import EDITOR, MEMBERS, Route, in_project
from tests.api.world import World

LEARNING = "projects/<slug:slug>/learning/"


def learned(world: World, *, part: LearnedPart = LearnedPart.CALIBRATION) -> LearnedModel:
    """A further version made without a verb, so that the ledger shows only the request's own entries."""
    now = timezone.now()
    training = Training.objects.create(
        project=world.project, part=part, asked_at=now, status=TrainingStatus.DONE, ended_at=now
    )
    return LearnedModel.objects.create(
        project=world.project,
        training=training,
        part=part,
        version=1 + LearnedModel.objects.filter(project=world.project, part=part).count(),
        pooled=False,
        decided_from=now,
        decided_until=now,
        counts={"projects": 1, "examples": 1, "held_back": 1},
        figures={"measure": "x", "higher_is_better": True, "before": 0.1, "new": 0.2},
        sha256=sha256(b"{}").hexdigest(),
        content=b"{}",
        created_at=now,
    )


def in_use(world: World) -> None:
    """A version of check-worthiness suggests."""
    part = LearnedPart.CHECK_WORTHINESS
    ActiveModel.objects.update_or_create(
        project=world.project,
        part=part,
        defaults={"model": learned(world, part=part), "since": timezone.now()},
    )


def silent(world: World) -> None:
    SuggesterSwitch.objects.update_or_create(
        project=world.project, suggester="x", defaults={"is_off": True, "since": timezone.now()}
    )


def none_waits(world: World) -> None:
    Training.objects.filter(project=world.project).update(status=TrainingStatus.DONE)


LEARNING_ROUTES = (
    Route("GET", LEARNING, MEMBERS, in_project("learning/")),
    Route(
        "PATCH",
        LEARNING,
        EDITOR,
        in_project("learning/"),
        lambda world: {"window": 1 + uuid4().int % 9000},
        (LedgerVerb.LEARNING_CHANGED,),
    ),
    Route(
        "POST",
        LEARNING + "trainings/",
        EDITOR,
        in_project("learning/trainings/"),
        lambda world: {"parts": ["calibration"]},
        (LedgerVerb.TRAINING_REQUESTED,),
        status=202,
        prepare=none_waits,
    ),
    Route(
        "POST",
        LEARNING + "return/",
        EDITOR,
        in_project("learning/return/"),
        lambda world: {"part": "check_worthiness"},
        (LedgerVerb.MODEL_RETURNED,),
        prepare=in_use,
    ),
    Route(
        "POST",
        LEARNING + "switch-on/",
        EDITOR,
        in_project("learning/switch-on/"),
        lambda world: {"suggester": "x"},
        (LedgerVerb.SUGGESTER_SWITCHED_ON,),
        prepare=silent,
    ),
    Route(
        "POST",
        "models/<uuid:model_id>/activate/",
        EDITOR,
        lambda world: f"models/{learned(world).id}/activate/",
        verbs=(LedgerVerb.MODEL_ACTIVATED,),
    ),
)
