"""Releases: frozen data sets, with what was chosen and the hash of every file."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.domain.ids import new_id


class ReleaseStatus(models.TextChoices):
    """How far the building of a release is."""

    QUEUED = "queued", "queued"
    BUILDING = "building", "building"
    DONE = "done", "done"
    FAILED = "failed", "failed"


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Look-ups that begin with who asks."""

    def visible_to(self, user: object) -> "ReleaseQuerySet":
        """The releases of the projects the person is in."""
        return self.filter(project__membership__user=user)


class Release(models.Model):
    """A data set that was asked for; once done, its files never change.

    `files` lists {"name", "bytes", "sha256", "rows"}; `progress` is the share of claims written, 0 … 1. `named` says
    that people stand in it by name.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="releases")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    formats = models.JSONField()
    selection = models.JSONField(default=dict)
    allow_open = models.BooleanField(default=False)
    with_text = models.BooleanField(default=True)
    named = models.BooleanField(default=False, db_default=False)
    licence = models.CharField(max_length=200, blank=True, default="", db_default="")
    status = models.CharField(max_length=10, choices=ReleaseStatus.choices, default=ReleaseStatus.QUEUED)
    progress = models.FloatField(default=0.0)
    files = models.JSONField(default=list)
    claims = models.PositiveIntegerField(null=True)
    ledger_seq = models.BigIntegerField(null=True)
    snapshot_at = models.DateTimeField(null=True)
    built_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ("-requested_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in ReleaseStatus]),
                name="release_status_known",
            ),
        ]

    def __str__(self) -> str:
        return f"release {self.id}"
