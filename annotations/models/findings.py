"""What is found out about the work itself: checks that were dismissed, refused acts, figures that took long."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.domain.dossier_words import RefusedAct, StoryCheck
from annotations.domain.ids import new_id


class DismissedCheck(models.Model):
    """That somebody looked at a check of the story and let it be, and why. `other` is the sentence it was against."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    claim = models.ForeignKey("Claim", on_delete=models.PROTECT, related_name="dismissed_checks")
    other = models.ForeignKey("Claim", on_delete=models.PROTECT, related_name="+")
    check_kind = models.CharField(max_length=24, choices=StoryCheck.choices)
    reason = models.TextField()
    dismissed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    dismissed_at = models.DateTimeField()

    class Meta:
        ordering = ("claim", "-dismissed_at", "id")
        constraints = [
            models.UniqueConstraint(fields=["claim", "other", "check_kind"], name="check_dismissed_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="dismissal_has_a_reason"),
            models.CheckConstraint(
                condition=Q(check_kind__in=[word.value for word in StoryCheck]), name="story_check_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_kind} of {self.claim_id}"


class RefusedAttempt(models.Model):
    """That a person tried what nobody may do with their own work. The verb refused; nothing else was changed."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=16, choices=RefusedAct.choices)
    subject = models.CharField(max_length=80)
    why = models.TextField()
    attempted_at = models.DateTimeField()

    class Meta:
        ordering = ("-attempted_at", "id")
        indexes = [models.Index(fields=["project", "-attempted_at"], name="refused_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=Q(act__in=[word.value for word in RefusedAct]), name="refused_act_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} of {self.subject}"


class AgreementFigures(models.Model):
    """Agreement over all of a project's claims as a worker measured it.

    `figures` are as queries/agreement_stored writes them; `settled_only` where only claims on which the quorum is
    reached were read. `answers` and `claims` count what was
    compared; `seconds` is how long it took.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="+", db_index=False)
    settled_only = models.BooleanField()
    measured_at = models.DateTimeField()
    seconds = models.FloatField()
    claims = models.PositiveIntegerField()
    answers = models.PositiveIntegerField()
    figures = models.JSONField()

    class Meta:
        ordering = ("-measured_at", "id")
        indexes = [
            models.Index(fields=["project", "settled_only", "-measured_at"], name="figures_newest_first"),
        ]

    def __str__(self) -> str:
        return f"agreement of {self.project_id} at {self.measured_at}"
