"""The desk's own labels below the six verification words, every change of them, and labels given to answers later."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.domain.ids import new_id
from annotations.domain.label_changes import LabelAct
from annotations.domain.vocabulary import Verification


class DeskLabelQuerySet(models.QuerySet["DeskLabel"]):
    """Look-ups that begin with who asks."""

    def visible_to(self, user: object) -> "DeskLabelQuerySet":
        """The labels of the projects the person is in."""
        return self.filter(project__membership__user=user)

    def current(self) -> "DeskLabelQuerySet":
        """Labels that can be given: neither merged nor split nor taken back."""
        return self.filter(retired_at=None)


class DeskLabel(models.Model):
    """A label of a desk below one of the six words. `merged_into` and `is_split` say why it is retired, if either.

    `part_of` is the label that it was split from.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="labels")
    verification = models.CharField(max_length=20, choices=Verification.choices)
    name = models.CharField(max_length=60)
    folded = models.CharField(max_length=120)
    definition = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    part_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    is_split = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DeskLabelQuerySet.as_manager()

    class Meta:
        ordering = ("project", "verification", "folded", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "folded"], name="desk_label_name_once", condition=Q(retired_at=None)
            ),
            models.CheckConstraint(
                condition=Q(verification__in=[word.value for word in Verification]),
                name="desk_label_verification_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LabelChangeQuerySet(models.QuerySet["LabelChange"]):
    """Look-ups that begin with who asks."""

    def visible_to(self, user: object) -> "LabelChangeQuerySet":
        """What was done to labels of the projects the person is in."""
        return self.filter(project__membership__user=user)


class LabelChange(models.Model):
    """One act on labels; `before` and `after` say what it changed, `undoes` which act it takes back."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=10, choices=LabelAct.choices)
    labels = models.JSONField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = LabelChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(act__in=[act.value for act in LabelAct]), name="label_change_act_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.labels}"


class Labelling(models.Model):
    """A label (or none) given to an answer after it was made; the newest one of an answer counts.

    `change` is the split that asked for it: with the split taken back the labelling no longer counts.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey("Decision", on_delete=models.PROTECT, related_name="labellings")
    label = models.ForeignKey(DeskLabel, on_delete=models.PROTECT, null=True, related_name="+")
    change = models.ForeignKey(LabelChange, on_delete=models.PROTECT, null=True, related_name="labellings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("decision", "-id")

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.label_id}"
