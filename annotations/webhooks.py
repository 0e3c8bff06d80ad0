"""Telling other programs what happened: who is told of what, and secrets. What is sent when: `deliveries.py`."""

import secrets
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from annotations import deliveries, fetch, ledger
from annotations.access import EDITORS, require_member, require_role
from annotations.domain.errors import Conflict, Invalid, NotFound
from annotations.domain.ids import new_id
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.webhooks import CHOICES, WebhookEvent, secret_of
from annotations.models import Delivery, DeliveryState, Project, User, Webhook

MOST = 20
"""Webhooks of one project."""


@transaction.atomic
def create(project: Project, *, url: str, events: Sequence[str], by: User) -> Webhook:
    """A webhook that is told of everything of these kinds that happens from now on.

    Raises NotPermitted, Invalid for an address that is not public or an unknown event, Conflict for a 21st one.
    """
    require_member(project, by, *EDITORS, to="manage webhooks")
    if Webhook.objects.filter(project=project).count() >= MOST:
        raise Conflict(f"A project has at most {MOST} webhooks; change one that is switched off.")
    made = Webhook.objects.create(
        id=new_id(),
        project=project,
        url=_sound_url(url),
        events=_sound_events(events),
        salt=secrets.token_hex(16),
        told=_head(project),
        created_by=by,
    )
    _note(made, LedgerVerb.WEBHOOK_CREATED, by)
    return made


@transaction.atomic
def change(
    webhook_id: UUID,
    *,
    by: User,
    url: str | None = None,
    events: Sequence[str] | None = None,
    active: bool | None = None,
) -> Webhook:
    """Another address, other events, off or on again; what is None stays.

    While it is off nothing is kept for it, and what waited is not sent. Raises NotFound, NotPermitted, Invalid.
    """
    webhook = _locked(webhook_id, by)
    if url is not None:
        webhook.url = _sound_url(url)
    if events is not None:
        webhook.events = _sound_events(events)
    if active is not None and active != webhook.is_active:
        webhook.is_active = active
        webhook.told = _head(webhook.project)
        if not active:
            waiting = Delivery.objects.filter(webhook=webhook, state=DeliveryState.WAITING)
            waiting.update(state=DeliveryState.STOPPED, ended_at=timezone.now())
    webhook.save(update_fields=["url", "events", "is_active", "told"])
    _note(webhook, LedgerVerb.WEBHOOK_CHANGED, by)
    return webhook


@transaction.atomic
def renew_secret(webhook_id: UUID, *, by: User) -> Webhook:
    """Give the webhook another secret; the old one signs nothing any more. Raises NotFound and NotPermitted."""
    webhook = _locked(webhook_id, by)
    webhook.salt = secrets.token_hex(16)
    webhook.save(update_fields=["salt"])
    _note(webhook, LedgerVerb.WEBHOOK_SECRET_RENEWED, by)
    return webhook


@transaction.atomic
def test(webhook_id: UUID, *, by: User) -> Delivery:
    """Send a test message. Raises NotFound, NotPermitted, and Conflict for a webhook that is switched off."""
    webhook = _locked(webhook_id, by)
    if not webhook.is_active:
        raise Conflict("The webhook is switched off; switch it on first.")
    _note(webhook, LedgerVerb.WEBHOOK_TESTED, by)
    return deliveries.test_message(webhook)


@transaction.atomic
def send_again(delivery_id: UUID, *, by: User) -> Delivery:
    """Send a message that was given up once more, with all its attempts. Raises NotFound, NotPermitted, Conflict."""
    found = Delivery.objects.filter(pk=delivery_id).values_list("webhook", flat=True).first()
    if found is None:
        raise NotFound(f"There is no message {delivery_id} in your projects.")
    webhook = _locked(found, by)
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    if delivery.state == DeliveryState.WAITING or not webhook.is_active:
        raise Conflict("The message waits to be sent already, or its webhook is switched off.")
    delivery.state, delivery.next_at, delivery.ended_at = DeliveryState.WAITING, timezone.now(), None
    delivery.attempts = []
    delivery.save(update_fields=["state", "next_at", "ended_at", "attempts"])
    _note(webhook, LedgerVerb.WEBHOOK_TESTED, by)
    return delivery


def secret(webhook: Webhook) -> str:
    """The secret that signs the webhook's messages."""
    return secret_of(settings.SECRET_KEY, webhook_id=webhook.id, salt=webhook.salt)


def _locked(webhook_id: UUID, by: User) -> Webhook:
    rows = Webhook.objects.visible_to(by).filter(pk=webhook_id)
    role = rows.annotate(by_role=F("project__membership__role")).values_list("by_role", flat=True).first()
    if role is None:
        raise NotFound(f"There is no webhook {webhook_id} in your projects.")
    require_role(role, *EDITORS, to="manage webhooks")
    held = Webhook.objects.select_for_update(of=("self",)).select_related("project")
    return held.get(pk=webhook_id)


def _head(project: Project) -> int:
    newest = ledger.newest(project.id)
    return newest.seq if newest else 0


def _sound_url(url: str) -> str:
    try:
        fetch.require_fetchable(url.strip())
    except fetch.NotFetched as error:
        raise Invalid({"url": [str(error)]}) from None
    return fetch.placed(url.strip()).url


def _sound_events(events: Iterable[str]) -> list[str]:
    chosen = list(dict.fromkeys(str(event) for event in events))
    legal = [event.value for event in CHOICES]
    unknown = [event for event in chosen if event not in legal]
    if unknown or not chosen:
        what = f"{unknown[0]!r:.60} is none of them." if unknown else "Choose one at least."
        raise Invalid({"events": [f"Events are {', '.join(legal)}. {what}"]})
    return [event for event in legal if event in chosen]


def _note(webhook: Webhook, verb: LedgerVerb, by: User) -> None:
    ledger.append(
        webhook.project_id,
        by=by,
        verb=verb,
        subject=f"webhook:{webhook.id}",
        payload={
            "host": fetch.placed(webhook.url).host,
            "events": [WebhookEvent(event).value for event in webhook.events],
            "active": webhook.is_active,
        },
    )
