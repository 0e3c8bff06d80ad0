"""What findings rest on: evidence with archived copies, withdrawals with reasons, searches that found nothing."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.domain.ids import new_id
from annotations.domain.vocabulary import Stance


class Evidence(models.Model):
    """A page or file brought up for or against a claim. A row never changes; it is withdrawn, never deleted."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey("Claim", on_delete=models.PROTECT, related_name="evidence")
    url = models.CharField(max_length=2000, blank=True)
    filename = models.CharField(max_length=300, blank=True)
    quote = models.TextField(blank=True)
    stance = models.CharField(max_length=10, choices=Stance.choices)
    published_at = models.DateTimeField(null=True)
    origin = models.ForeignKey("Source", on_delete=models.PROTECT, null=True, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("claim", "added_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(stance__in=[stance.value for stance in Stance]), name="evidence_stance_known"
            ),
            models.CheckConstraint(condition=~Q(url="", filename=""), name="evidence_has_a_place"),
        ]

    def __str__(self) -> str:
        return self.url or self.filename


class ArchivedCopy(models.Model):
    """One attempt to archive a piece of evidence: the bytes as they came, or why they did not."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="copies")
    retrieved_at = models.DateTimeField()
    final_url = models.CharField(max_length=2000, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    content = models.BinaryField(null=True)
    text = models.TextField(blank=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ("evidence", "-retrieved_at", "id")

    def __str__(self) -> str:
        return self.sha256 or self.error


class Withdrawal(models.Model):
    """That a piece of evidence was withdrawn, by whom and why."""

    append_only = True

    evidence = models.OneToOneField(
        Evidence, on_delete=models.PROTECT, primary_key=True, related_name="withdrawal"
    )
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="withdrawal_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.evidence_id} withdrawn"


class SearchLog(models.Model):
    """Where somebody looked for evidence, with which words, and what came of it."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    claim = models.ForeignKey("Claim", on_delete=models.PROTECT, related_name="searches")
    searched_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    searched_at = models.DateTimeField()
    place = models.CharField(max_length=300)
    words = models.CharField(max_length=500, blank=True)
    found = models.TextField(blank=True)

    class Meta:
        ordering = ("claim", "-searched_at", "id")

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"
