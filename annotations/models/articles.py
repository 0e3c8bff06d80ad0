"""Articles: the bytes as they came, the text as it will always be, and what is known about both."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from annotations.domain.ids import new_id


class ArticleQuerySet(models.QuerySet["Article"]):
    """Look-ups that begin with who asks."""

    def visible_to(self, user: object) -> "ArticleQuerySet":
        """The articles of the projects the person is in."""
        return self.filter(project__membership__user=user)


class SuggestionsState(models.TextChoices):
    """How far the pre-filling of an article is."""

    PENDING = "pending", "pending"
    DONE = "done", "done"
    PARTIAL = "partial", "partly failed"
    FAILED = "failed", "failed"
    NONE = "none", "none"


class Article(models.Model):
    """A news article. `text`, `length` and `sha256` never change (trigger); offsets are code points of `text`.

    `gaps` lists the stretches of white space between current claims as [start, end]; with the claims they give
    back the text letter for letter, and a change of the division changes both. `hidden` lists
    [offset, name] of characters that a reader cannot see. `priority` (1 … 3, most urgent 3) is an editor's;
    `uncertainty` (0 … 1) is how unsure the suggesters were of the article's claims, null without suggestions.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="articles", db_index=False)
    title = models.CharField(max_length=1000, blank=True)
    outlet = models.ForeignKey("Source", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    url = models.CharField(max_length=2000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=35, blank=True)
    deadline = models.DateTimeField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(null=True, blank=True)
    uncertainty = models.FloatField(null=True, blank=True)
    text = models.TextField()
    length = models.PositiveIntegerField()
    gaps = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    encoding = models.CharField(max_length=40, blank=True)
    filename = models.CharField(max_length=300, blank=True)
    coverage = models.FloatField(default=1.0)
    left_out = models.JSONField(default=list)
    hidden = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    # The earlier version of an article that came in with a data set in which that version is not.
    replaces_elsewhere = models.UUIDField(null=True, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()
    suggestions = models.CharField(
        max_length=10, choices=SuggestionsState.choices, default=SuggestionsState.PENDING
    )
    suggestions_why = models.CharField(max_length=500, blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ("project", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "sha256", "outlet", "url"],
                name="article_once_a_project",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(priority=None) | Q(priority__range=(1, 3)), name="article_priority_known"
            ),
        ]
        indexes = [
            models.Index(fields=["project", "-id"], name="article_newest_first"),
            models.Index(
                "project",
                F("deadline").asc(nulls_last=True),
                F("priority").desc(nulls_last=True),
                F("uncertainty").desc(nulls_last=True),
                F("id").desc(),
                name="article_next",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.filename or str(self.id)


class ArticleOriginal(models.Model):
    """The bytes of an article as they came in; kept apart so that no page reads them by accident."""

    append_only = True

    article = models.OneToOneField(
        Article, on_delete=models.PROTECT, primary_key=True, related_name="original"
    )
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"original of {self.article_id}"


class Upload(models.Model):
    """Bytes that wait for a person to look at the preview; gone once the article is stored, or after a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=300, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    content = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "id")

    def __str__(self) -> str:
        return self.filename or "pasted text"
