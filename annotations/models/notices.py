"""What people are told: one row a person and thing, read or not, mailed or not."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.domain.ids import new_id
from annotations.domain.vocabulary import NoticeKind


class Notice(models.Model):
    """One thing that somebody is told. `subject` is the id of what happened: a comment, a release and so on;
    `number` of the things that one act was about.

    A worker that delivers twice writes once: `user`, `kind` and `subject` are unique together.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices", db_index=False
    )
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=NoticeKind.choices)
    subject = models.UUIDField()
    article = models.ForeignKey(
        "Article", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    claim = models.ForeignKey("Claim", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    number = models.PositiveIntegerField(default=1, db_default=1)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("user", "-made_at", "-id")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "subject"], name="notice_once_a_person"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in NoticeKind]), name="notice_kind_known"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-made_at", "-id"], name="notice_newest_first"),
            models.Index(fields=["user"], name="notice_unread", condition=Q(read_at=None)),
            models.Index(
                fields=["user", "made_at"], name="notice_to_mail", condition=Q(read_at=None, mailed_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.user_id}"
