"""What machines propose. Never in one table with answers, so that provenance is never lost."""

from django.db import models

from annotations.domain.ids import new_id
from annotations.domain.vocabulary import SuggestionKind


class Suggestion(models.Model):
    """One proposal about one claim. A row never changes; a new version of a suggester adds rows beside."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="+", db_index=False)
    claim = models.ForeignKey("Claim", on_delete=models.PROTECT, related_name="suggestions", db_index=False)
    suggester = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=SuggestionKind.choices)
    rank = models.PositiveSmallIntegerField(default=0)
    value = models.JSONField()
    confidence = models.FloatField()
    explanation = models.TextField(blank=True)
    rule = models.CharField(max_length=100, blank=True)
    spans = models.JSONField(default=list)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("claim", "kind", "-confidence", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "suggester", "version", "kind", "rank"], name="suggestion_once_a_version"
            ),
            models.CheckConstraint(
                condition=models.Q(confidence__gte=0) & models.Q(confidence__lte=1),
                name="suggestion_confidence_is_a_share",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in SuggestionKind]),
                name="suggestion_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggester} {self.version}: {self.kind}"


class SuggestionRun(models.Model):
    """That a suggester of a version looked at an article, and how it ended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    article = models.ForeignKey("Article", on_delete=models.PROTECT, related_name="suggestion_runs")
    suggester = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    made = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    ended_at = models.DateTimeField()

    class Meta:
        ordering = ("article", "suggester", "version")
        constraints = [
            models.UniqueConstraint(fields=["article", "suggester", "version"], name="suggestion_run_once"),
        ]

    def __str__(self) -> str:
        return f"{self.suggester} {self.version} on {self.article_id}"
