"""Whom to tell of what happens, and every message that was to be told."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.domain.ids import new_id
from annotations.domain.webhooks import WebhookEvent


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """Look-ups that begin with who asks."""

    def visible_to(self, user: object) -> "WebhookQuerySet":
        """The webhooks of the projects the person is in."""
        return self.filter(project__membership__user=user)


class Webhook(models.Model):
    """An address that is told of `events`. `told` is the last entry of the ledger that was looked at for it.

    The secret is made from the workbench's key, the id and `salt`; it stands nowhere.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="webhooks")
    url = models.CharField(max_length=2000)
    events = models.JSONField()
    salt = models.CharField(max_length=32)
    is_active = models.BooleanField(default=True)
    told = models.BigIntegerField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ("project", "id")

    def __str__(self) -> str:
        return self.url


class DeliveryState(models.TextChoices):
    """Where a message stands."""

    WAITING = "waiting", "waiting"
    DELIVERED = "delivered", "delivered"
    GIVEN_UP = "given_up", "given up"
    STOPPED = "stopped", "switched off meanwhile"


class Delivery(models.Model):
    """One message to one webhook; `content` is what is sent at every attempt, letter for letter.

    `seq` is the ledger's entry that it tells of, null for a test message. `attempts` lists {"at", "status", "error",
    "ms"}. `covers` is the newest entry when it was sent, for events that sum several entries up.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    event = models.CharField(max_length=24, choices=WebhookEvent.choices)
    subject = models.CharField(max_length=60)
    seq = models.BigIntegerField(null=True)
    covers = models.BigIntegerField(null=True)
    content = models.TextField()
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.JSONField(default=list)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "seq"], name="delivery_once_an_entry", condition=Q(seq__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DeliveryState]), name="delivery_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], name="delivery_due", condition=Q(state="waiting")),
            models.Index(fields=["webhook", "-id"], name="delivery_newest_first"),
            models.Index(fields=["webhook", "event", "subject"], name="delivery_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.subject} ({self.state})"
