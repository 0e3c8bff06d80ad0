"""What a desk keeps about a source beside its names: how reliable it proved, and notes that few may open."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.domain.dossier_words import Reliability
from annotations.domain.ids import new_id


class ReliabilityEntry(models.Model):
    """What somebody found out about how far a source can be relied on, with the reason."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey("Source", on_delete=models.PROTECT, related_name="reliability")
    finding = models.CharField(max_length=16, choices=Reliability.choices)
    reason = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("source", "-written_at", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="reliability_has_a_reason"),
            models.CheckConstraint(
                condition=Q(finding__in=[word.value for word in Reliability]),
                name="reliability_finding_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}: {self.finding}"


class Confidence(models.Model):
    """A named group of people who may open confidential notes; its members are rows of `Confidant`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="confidences")
    name = models.CharField(max_length=100)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("project", "name", "id")
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="confidence_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="confidence_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Confidant(models.Model):
    """That a person is in a group. Being taken out removes the row; both acts stand in the ledger."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    confidence = models.ForeignKey(Confidence, on_delete=models.PROTECT, related_name="confidants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        ordering = ("confidence", "since", "id")
        constraints = [models.UniqueConstraint(fields=["confidence", "user"], name="confidant_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.confidence_id}"


class ConfidentialNote(models.Model):
    """A note on a source for one group only. No export, data set or interface reads this table."""

    append_only = True
    secret = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey("Source", on_delete=models.PROTECT, related_name="+")
    confidence = models.ForeignKey(Confidence, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("source", "-written_at", "id")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="confidential_note_says_something")]

    def __str__(self) -> str:
        return f"note on {self.source_id}"
