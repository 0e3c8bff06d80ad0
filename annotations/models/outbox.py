"""Work to follow: rows written in the verb's own transaction. The broker's message is only a wake-up."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.domain.ids import new_id


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", "queued"
    RUNNING = "running", "running"
    DONE = "done", "done"
    DEAD = "dead", "given up"


class Job(models.Model):
    """One piece of work to follow. `sent_at` is when a worker was last told.

    `attempt` is the token of the worker that holds the lease until `lease_until`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=60)
    subject = models.UUIDField()
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    attempt = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ("-created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in JobState]), name="job_state_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at", "id"],
                name="job_open",
                condition=Q(state__in=[JobState.QUEUED.value, JobState.RUNNING.value]),
            ),
            models.Index(fields=["subject"], name="job_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} ({self.state})"


class Heartbeat(models.Model):
    """When a worker last showed that it works."""

    name = models.CharField(max_length=60, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Receipt(models.Model):
    """The first answer to a request with an idempotency key, given again when the request comes again."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "id")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="receipt_once_a_key")]

    def __str__(self) -> str:
        return f"{self.key}: {self.status}"
