"""What was learned from the desk: trainings that were asked for, their models, and which of them suggest."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from annotations.domain.ids import new_id
from annotations.domain.vocabulary import LearnedPart

WINDOW = 50
"""Outcomes that a project's floor is held against unless it says otherwise."""


class TrainingStatus(models.TextChoices):
    """How far a training is."""

    QUEUED = "queued", "waiting for a worker"
    RUNNING = "running", "running"
    DONE = "done", "done"
    TOO_LITTLE = "too_little", "too little to learn from"
    FAILED = "failed", "failed"


class LearningRules(models.Model):
    """How a project learns: whether it shares its settled answers, and when a suggester switches itself off.

    `pools` lets the projects that share learn from each other's answers. `floor` is the least share accepted,
    0 … 1, of the last `window` outcomes of a suggester; null means no floor.
    """

    project = models.OneToOneField(
        "Project", on_delete=models.PROTECT, primary_key=True, related_name="learning_rules"
    )
    pools = models.BooleanField(default=False)
    floor = models.FloatField(null=True, validators=[MinValueValidator(0.0), MaxValueValidator(1.0)])
    window = models.PositiveIntegerField(default=WINDOW)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(floor=None) | Q(floor__gte=0, floor__lte=1), name="learning_floor_is_a_share"
            ),
            models.CheckConstraint(condition=Q(window__gte=1), name="learning_window_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"learning in {self.project_id}"


class Training(models.Model):
    """One part that is to be learned anew; `words` says in the end what came of it. `asked_by` is null by night."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="trainings")
    part = models.CharField(max_length=20, choices=LearnedPart.choices)
    pooled = models.BooleanField(default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    status = models.CharField(
        max_length=10, choices=TrainingStatus.choices, default=TrainingStatus.QUEUED.value
    )
    words = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-asked_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in TrainingStatus]),
                name="training_status_known",
            ),
            models.CheckConstraint(
                condition=Q(part__in=[part.value for part in LearnedPart]), name="training_part_known"
            ),
            models.UniqueConstraint(
                fields=["project", "part"],
                condition=Q(status__in=[TrainingStatus.QUEUED.value, TrainingStatus.RUNNING.value]),
                name="training_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} of {self.project_id} ({self.status})"


class LearnedModelQuerySet(models.QuerySet["LearnedModel"]):
    """Look-ups that begin with who asks."""

    def visible_to(self, user: object) -> "LearnedModelQuerySet":
        """The models of the projects the person is in."""
        return self.filter(project__membership__user=user)


class LearnedModel(models.Model):
    """One version of a learned part; the row never changes.

    `decided_from` and `decided_until` are the first and the last answer learned from. `counts` has "projects",
    "articles", "examples" and "held_back"; `figures` has "measure", "higher_is_better", "new", "before" and more.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(
        "Project", on_delete=models.PROTECT, related_name="learned_models", db_index=False
    )
    training = models.OneToOneField(Training, on_delete=models.PROTECT, related_name="model")
    part = models.CharField(max_length=20, choices=LearnedPart.choices)
    version = models.PositiveIntegerField()
    pooled = models.BooleanField()
    decided_from = models.DateTimeField()
    decided_until = models.DateTimeField()
    counts = models.JSONField()
    figures = models.JSONField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    created_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = LearnedModelQuerySet.as_manager()

    class Meta:
        ordering = ("project", "part", "-version")
        constraints = [
            models.UniqueConstraint(fields=["project", "part", "version"], name="learned_version_once"),
            models.CheckConstraint(
                condition=Q(part__in=[part.value for part in LearnedPart]), name="learned_part_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.version} of {self.project_id}"


class ActiveModel(models.Model):
    """Which version of a part suggests in a project; without a row it is what ships."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(
        "Project", on_delete=models.PROTECT, related_name="active_models", db_index=False
    )
    part = models.CharField(max_length=20, choices=LearnedPart.choices)
    model = models.ForeignKey(LearnedModel, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "part"], name="active_model_once_a_part")]

    def __str__(self) -> str:
        return f"{self.part} of {self.project_id}"


class SuggesterSwitch(models.Model):
    """Whether a suggester may suggest in a project, and since when; without a row it may.

    Only outcomes after `since` count against the floor, so that who switches it on again gives it a fresh start.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(
        "Project", on_delete=models.PROTECT, related_name="suggester_switches", db_index=False
    )
    suggester = models.CharField(max_length=60)
    is_off = models.BooleanField()
    since = models.DateTimeField()
    why = models.TextField(blank=True)

    class Meta:
        ordering = ("project", "suggester")
        constraints = [
            models.UniqueConstraint(fields=["project", "suggester"], name="switch_once_a_suggester")
        ]

    def __str__(self) -> str:
        return f"{self.suggester} {'off' if self.is_off else 'on'} in {self.project_id}"
