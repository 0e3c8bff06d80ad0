"""What became of an article's claims in its newer version, and which answers were carried over to it."""

from django.db import models
from django.db.models import Q

from annotations.domain.anchoring import Anchoring
from annotations.domain.ids import new_id


class Reanchoring(models.Model):
    """One claim of an older version beside its counterpart in `article`, the newer one; one of the two may be null."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    article = models.ForeignKey("Article", on_delete=models.PROTECT, related_name="reanchorings")
    before = models.OneToOneField("Claim", on_delete=models.PROTECT, null=True, related_name="became")
    after = models.OneToOneField("Claim", on_delete=models.PROTECT, null=True, related_name="was")
    outcome = models.CharField(max_length=10, choices=Anchoring.choices)

    class Meta:
        ordering = ("article", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=[outcome.value for outcome in Anchoring]),
                name="reanchoring_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(before__isnull=False) | Q(after__isnull=False), name="reanchoring_names_a_claim"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}: {self.outcome}"


class CarriedAnswer(models.Model):
    """That a decision repeats the `origin`'s answer for an unchanged claim of a newer version.

    `spans_lost` counts spans of its chain whose words no longer stand there word for word.
    """

    append_only = True

    decision = models.OneToOneField(
        "Decision", on_delete=models.PROTECT, primary_key=True, related_name="carried"
    )
    origin = models.ForeignKey("Decision", on_delete=models.PROTECT, related_name="carried_on")
    spans_lost = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("decision",)

    def __str__(self) -> str:
        return f"{self.decision_id} repeats {self.origin_id}"
