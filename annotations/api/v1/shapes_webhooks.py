"""JSON shapes of webhooks and their messages."""

from annotations.api.schema import component
from annotations.api.v1.shapes import (
    COUNT,
    ID,
    TEXT,
    TIME,
    TRUTH,
    Shape,
    answer,
    body,
    maybe,
    pages,
    some,
    words,
)
from annotations.domain.webhooks import CHOICES, WebhookEvent
from annotations.models import DeliveryState

EVENT: Shape = {"type": "string", "enum": [event.value for event in CHOICES]}
URL: Shape = {**TEXT, "maxLength": 2000}
_MEMBERS: dict[str, Shape] = {
    "id": ID,
    "project": TEXT,
    "url": TEXT,
    "events": some(EVENT),
    "active": TRUTH,
    "created_at": TIME,
}
WEBHOOK = component("Webhook", answer(**_MEMBERS))
WEBHOOKS = pages("Webhook", WEBHOOK)
WEBHOOK_WITH_SECRET = component("WebhookWithSecret", answer(**_MEMBERS, secret=TEXT))
EVENTS_SENT = some(EVENT, minItems=1)
WEBHOOK_SENT = component("WebhookSent", body({"url": URL, "events": EVENTS_SENT}))
WEBHOOK_CHANGE = component("WebhookChange", body({}, url=URL, events=EVENTS_SENT, active=TRUTH))
ATTEMPT = answer(at=TIME, status=maybe(COUNT), error=TEXT, ms=COUNT)
DELIVERY = component(
    "Delivery",
    answer(
        id=ID,
        event=words(WebhookEvent),
        subject=TEXT,
        state={"type": "string", "enum": DeliveryState.values},
        created_at=TIME,
        next_at=maybe(TIME),
        attempts=some(ATTEMPT),
    ),
)
DELIVERIES = pages("Delivery", DELIVERY)
