"""What came in with data sets that others made: people who stand for others, and labels that are not ours."""

from django.conf import settings
from django.db import models

from annotations.domain.ids import new_id


class ImportedPerson(models.Model):
    """An account that nobody can sign in to, for a person of a data set from elsewhere.

    `known_as` is the person's name in the data set, `origin` its format. `pseudonym` is set where the data set is
    one of ours: data sets of this project call the person so again, instead of by a new name.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="+")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="imported")
    origin = models.CharField(max_length=20)
    known_as = models.CharField(max_length=300)
    pseudonym = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ("project", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "origin", "known_as"], name="imported_person_once_a_project"
            ),
            models.UniqueConstraint(
                fields=["project", "pseudonym"],
                name="imported_pseudonym_once",
                condition=~models.Q(pseudonym=""),
            ),
        ]

    def __str__(self) -> str:
        return self.pseudonym or f"person of {self.origin}"


class ForeignKind(models.TextChoices):
    """What a row keeps: an item with its columns, or what a person or a model said about it."""

    ITEM = "item", "item"
    ANSWER = "answer", "answer"
    PREDICTION = "prediction", "prediction"
    DRAFT = "draft", "draft"


class ForeignRecord(models.Model):
    """What another program's data set said about a claim, word for word; with answers of ours or without.

    `labels` lists {"field", "label"}, `regions` {"id", "start", "end", "labels", "field"} in code points of the
    article's text, `relations` {"from_id", "to_id", "labels"}. `details` is what else data sets of ours repeat;
    `original` is the JSON as it came, which may name people and never leaves the workbench.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="+", db_index=False)
    claim = models.ForeignKey("Claim", on_delete=models.PROTECT, related_name="foreign")
    origin = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=ForeignKind.choices)
    key = models.CharField(max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    made_at = models.DateTimeField(null=True)
    labels = models.JSONField(default=list)
    regions = models.JSONField(default=list)
    relations = models.JSONField(default=list)
    details = models.JSONField(default=dict)
    original = models.TextField(blank=True)

    class Meta:
        ordering = ("claim", "id")
        indexes = [models.Index(fields=["project", "by"], name="foreign_record_by_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} of {self.origin}"
