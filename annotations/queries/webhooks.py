"""Webhooks and their messages as people and programs read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from annotations.domain.webhooks import CHOICES, WebhookEvent
from annotations.models import Delivery, DeliveryState, Project, Webhook
from annotations.queries.answers import timestamp
from annotations.queries.pages import Key, Page, page_of

BY_ID = (Key("id", UUID),)
NEWEST_FIRST = (Key("id", UUID, descending=True),)


@dataclass(frozen=True, slots=True)
class WebhookLine:
    """A webhook in the list, with how many of its messages stand where."""

    id: UUID
    url: str
    events: Sequence[str]
    is_active: bool
    delivered: int
    waiting: int
    given_up: int


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """A message in the log; `last` is what came of its last attempt."""

    id: UUID
    event: str
    subject: str
    created_at: datetime
    state: str
    state_label: str
    attempts: int
    last: str
    next_at: datetime | None
    may_be_sent_again: bool


@dataclass(frozen=True, slots=True)
class EventChoice:
    """An event that can be chosen."""

    value: str
    label: str
    definition: str
    is_chosen: bool


def webhooks_of(project: Project, *, cursor: str | None, limit: int) -> Page[Webhook]:
    """The project's webhooks, oldest first."""
    return page_of(
        Webhook.objects.filter(project=project).select_related("project"), BY_ID, cursor=cursor, limit=limit
    )


def deliveries_of(webhook: Webhook, *, cursor: str | None, limit: int) -> Page[Delivery]:
    """The webhook's messages, newest first."""
    return page_of(Delivery.objects.filter(webhook=webhook), NEWEST_FIRST, cursor=cursor, limit=limit)


def webhook_form(webhook: Webhook) -> dict[str, Any]:
    """A webhook in JSON, without its secret."""
    return {
        "id": str(webhook.id),
        "project": webhook.project.slug,
        "url": webhook.url,
        "events": webhook.events,
        "active": webhook.is_active,
        "created_at": timestamp(webhook.created_at),
    }


def delivery_form(delivery: Delivery) -> dict[str, Any]:
    """A message in JSON, with every attempt to send it."""
    waits = delivery.state == DeliveryState.WAITING
    return {
        "id": str(delivery.id),
        "event": delivery.event,
        "subject": delivery.subject,
        "state": str(delivery.state),
        "created_at": timestamp(delivery.created_at),
        "next_at": timestamp(delivery.next_at) if waits else None,
        "attempts": delivery.attempts,
    }


def webhook_lines(project: Project) -> list[WebhookLine]:
    """The project's webhooks for the page; one query."""
    rows: QuerySet[Any] = Webhook.objects.filter(project=project).order_by("id")
    for state in (DeliveryState.DELIVERED, DeliveryState.WAITING, DeliveryState.GIVEN_UP):
        rows = rows.annotate(
            **{state.value: Count("deliveries", filter=Q(deliveries__state=state), distinct=True)}
        )
    return [
        WebhookLine(
            id=row.id,
            url=row.url,
            events=[WebhookEvent(event).label for event in row.events],
            is_active=row.is_active,
            delivered=row.delivered,
            waiting=row.waiting,
            given_up=row.given_up,
        )
        for row in rows
    ]


def delivery_line(delivery: Delivery, *, webhook: Webhook) -> DeliveryLine:
    """A message for the log's page."""
    last = delivery.attempts[-1] if delivery.attempts else {}
    answered = f"answered {last['status']} in {last['ms']} ms" if last.get("status") else ""
    waits = delivery.state == DeliveryState.WAITING
    return DeliveryLine(
        id=delivery.id,
        event=WebhookEvent(delivery.event).label,
        subject=delivery.subject,
        created_at=delivery.created_at,
        state=str(delivery.state),
        state_label=delivery.get_state_display(),
        attempts=len(delivery.attempts),
        last=last.get("error") or answered,
        next_at=delivery.next_at if waits else None,
        may_be_sent_again=webhook.is_active and not waits,
    )


def event_choices(chosen: Sequence[str]) -> list[EventChoice]:
    """The events that can be chosen, in order."""
    return [EventChoice(one.value, one.label, one.definition, one.value in chosen) for one in CHOICES]
