"""Who should do what, who is on it now, and what people say to each other about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.domain.ids import new_id


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Look-ups that begin with who asks."""

    def visible_to(self, user: object) -> "AssignmentQuerySet":
        """The assignments of the projects the person is in."""
        return self.filter(project__membership__user=user)


class Assignment(models.Model):
    """That a person should look at an article, or at one claim of it; it ends by being returned or handed over."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="+")
    article = models.ForeignKey("Article", on_delete=models.PROTECT, related_name="assignments")
    claim = models.ForeignKey("Claim", on_delete=models.PROTECT, null=True, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    note = models.TextField(blank=True, default="", db_default="")
    reason = models.TextField(blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ("-assigned_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "user"],
                name="assignment_once_a_person",
                condition=Q(ended_at=None, claim=None),
            ),
            models.UniqueConstraint(
                fields=["claim", "user"],
                name="assignment_once_a_claim",
                condition=Q(ended_at=None, claim__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["user", "project", "assigned_at"],
                name="assignment_open",
                condition=Q(ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.article_id}"


class Lease(models.Model):
    """Who is on a claim until when. It expires in minutes and only warns."""

    claim = models.OneToOneField("Claim", on_delete=models.PROTECT, primary_key=True, related_name="lease")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "until"], name="lease_of_a_person")]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.claim_id} until {self.until}"


class Comment(models.Model):
    """What somebody says about a claim; `resolves` is the comment that it settles."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    claim = models.ForeignKey("Claim", on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    text = models.TextField()
    resolves = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="resolutions")

    class Meta:
        ordering = ("claim", "written_at", "id")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="comment_says_something")]

    def __str__(self) -> str:
        return self.text[:40]
