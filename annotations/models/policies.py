"""Policies of a project as versioned rows, what was let pass against them, and who stood by an answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.domain.ids import new_id
from annotations.domain.vocabulary import Demand


class Policy(models.Model):
    """One version of a project's policies: a list of rules in the form that `domain/policies.py` reads.

    The newest version stands on the project's row too, so that a decision reads it with the claim.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    rules = models.JSONField(default=list)
    note = models.TextField(blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("project", "version")
        constraints = [models.UniqueConstraint(fields=["project", "version"], name="policy_version_once")]

    def __str__(self) -> str:
        return f"policies, version {self.version}"


class PolicyOverride(models.Model):
    """That an editor let one claim pass against one demand of a policy, for the answer that stood then."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey("Claim", on_delete=models.PROTECT, related_name="overrides")
    decision = models.ForeignKey("Decision", on_delete=models.PROTECT, related_name="+", db_index=False)
    demand = models.CharField(max_length=16, choices=Demand.choices)
    policy_version = models.PositiveIntegerField()
    rule = models.TextField()
    reason = models.TextField()
    overridden_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    overridden_at = models.DateTimeField()

    class Meta:
        ordering = ("-overridden_at", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason"),
            models.CheckConstraint(
                condition=Q(demand__in=[demand.value for demand in Demand]), name="override_demand_known"
            ),
        ]
        indexes = [models.Index(fields=["project", "-overridden_at", "id"], name="override_newest_first")]

    def __str__(self) -> str:
        return f"{self.demand} of {self.claim_id} overridden"


class Endorsement(models.Model):
    """That an editor stood by a settled answer as a second editor; it holds for that answer only."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    claim = models.ForeignKey("Claim", on_delete=models.PROTECT, related_name="endorsements", db_index=False)
    decision = models.ForeignKey("Decision", on_delete=models.PROTECT, related_name="+", db_index=False)
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    endorsed_at = models.DateTimeField()

    class Meta:
        ordering = ("claim", "endorsed_at", "id")
        constraints = [
            models.UniqueConstraint(fields=["claim", "decision", "editor"], name="endorsement_once_an_editor")
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} endorsed by {self.editor_id}"
