"""How claims are settled: adjudications, sign-offs and what voids them, reopenings."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.domain.ids import new_id
from annotations.domain.vocabulary import AdjudicationReason


class Adjudication(models.Model):
    """Why the decision at stage `adjudication` was made, and the reviews (ids of decisions) that it settled."""

    append_only = True

    decision = models.OneToOneField(
        "Decision", on_delete=models.PROTECT, primary_key=True, related_name="adjudication"
    )
    reason = models.CharField(max_length=24, choices=AdjudicationReason.choices)
    reviews = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=[reason.value for reason in AdjudicationReason]),
                name="adjudication_reason_known",
            ),
        ]

    def __str__(self) -> str:
        return f"adjudication {self.decision_id}"


class SignOff(models.Model):
    """An editor's signature on an article or some of its claims. `hash` covers text, chains, verdicts, evidence."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="+")
    article = models.ForeignKey("Article", on_delete=models.PROTECT, related_name="sign_offs")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    note = models.TextField(blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("-signed_at", "id")

    def __str__(self) -> str:
        return f"sign-off {self.id}"


class SignedClaim(models.Model):
    """One claim under a sign-off, with the hash of what was signed about it."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sign_off = models.ForeignKey(SignOff, on_delete=models.PROTECT, related_name="claims")
    claim = models.ForeignKey("Claim", on_delete=models.PROTECT, related_name="signatures")
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("sign_off", "claim")
        constraints = [models.UniqueConstraint(fields=["sign_off", "claim"], name="signed_claim_once")]

    def __str__(self) -> str:
        return f"{self.claim_id} in {self.sign_off_id}"


class Voiding(models.Model):
    """That a later change made a sign-off void for one of its claims, and which act it was."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    signed_claim = models.OneToOneField(SignedClaim, on_delete=models.PROTECT, related_name="voiding")
    voided_at = models.DateTimeField()
    by = models.CharField(max_length=80)
    because = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.signed_claim_id} void: {self.because}"


class Reopening(models.Model):
    """That a settled claim was opened again, or a disputed one was `returned` to its reviewers, and why."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    claim = models.ForeignKey("Claim", on_delete=models.PROTECT, related_name="reopenings")
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField()
    reason = models.TextField()
    returned = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering = ("-reopened_at", "id")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="reopening_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.claim_id} reopened"
