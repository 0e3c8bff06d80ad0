"""The registry of sources: one row a real-world thing, per project."""

from django.db import models
from django.db.models import Q

from annotations.domain.ids import new_id
from annotations.domain.vocabulary import SourceKind


class SourceQuerySet(models.QuerySet["Source"]):
    """Look-ups that begin with who asks."""

    def visible_to(self, user: object) -> "SourceQuerySet":
        """The sources of the projects the person is in."""
        return self.filter(project__membership__user=user)


class Source(models.Model):
    """A source. An unnamed one is a stub of one article (`article` set) and never merged by its string.

    `folded` is the name as look-ups compare it (domain/text.py). A merged source stays, and points at the one
    it was merged into; chains keep pointing at the source they were written with.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="sources", db_index=False)
    article = models.ForeignKey(
        "Article", on_delete=models.PROTECT, null=True, blank=True, related_name="stubs", db_index=False
    )
    name = models.CharField(max_length=300)
    folded = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=SourceKind.choices)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    external_ids = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ("project", "folded", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "folded"],
                name="source_name_once",
                condition=Q(article=None, merged_into=None),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in SourceKind]), name="source_kind_known"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="source_has_a_name"),
        ]
        indexes = [
            models.Index(fields=["project", "folded"], name="source_by_name"),
            models.Index(fields=["article"], name="source_stubs", condition=Q(article__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name


class SourceAlias(models.Model):
    """Another name of a source: in the whole project, or in one article only ('the newspaper')."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="aliases")
    article = models.ForeignKey("Article", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=300)
    folded = models.CharField(max_length=300)

    class Meta:
        ordering = ("source", "folded", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "folded", "article"], name="alias_means_one_source", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.text
