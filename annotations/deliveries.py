"""What webhooks are sent, when: messages are made from the ledger, sent through the outbox, tried again with pauses.

The ledger's entries are the events: they stand and fall with what happened, in order and without gaps, so that no verb
does anything for webhooks, and none is slower for them. A message holds ids only; who receives it asks the interface,
with a token of a person in the project, so that nothing is told here that the person may not see.
"""

import time
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

import orjson
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from annotations import fetch, ledger, outbox, protections
from annotations.domain.ids import new_id
from annotations.domain.webhooks import (
    EVENT_OF,
    ID,
    SIGNATURE,
    TIMESTAMP,
    WebhookEvent,
    pause_before,
    secret_of,
    signature,
)
from annotations.models import Article, Delivery, DeliveryState, LedgerEntry, SuggestionsState, Webhook
from annotations.queries.answers import timestamp

TOTAL_S = 15.0
AT_ONCE = 500
HELD_FOR = timedelta(minutes=10)
"""A message that a job was made for is not offered again so long; the job itself is the outbox's care."""
SUGGESTING = timedelta(minutes=10)
"""After so long the article is told of although suggesters are still at it."""
KEPT_FOR = timedelta(days=90)


def relay() -> list[UUID]:
    """Make messages of what the ledger says since the last look, and jobs for those that are due; the jobs' ids."""
    for pk in Webhook.objects.filter(is_active=True).order_by("id").values_list("id", flat=True):
        _collect(pk)
    return _jobs_for_due()


def test_message(webhook: Webhook) -> Delivery:
    """A message that tells of nothing, to be sent at once; inside the caller's transaction."""
    made = _message(webhook, WebhookEvent.PING, f"webhook:{webhook.id}", {}, seq=None, at=timezone.now())
    made.save(force_insert=True)
    return made


def deliver(delivery_id: UUID) -> None:
    """One attempt to send the message; afterwards it is delivered, given up, or due again after a pause."""
    delivery = Delivery.objects.select_related("webhook__project").get(pk=delivery_id)
    if delivery.state != DeliveryState.WAITING:
        return
    if not delivery.webhook.is_active:
        _end(delivery, DeliveryState.STOPPED)
        return
    if _is_too_early(delivery):
        Delivery.objects.filter(pk=delivery.pk).update(next_at=timezone.now())
        return
    if delivery.event == WebhookEvent.SUGGESTIONS_READY:
        newest = ledger.newest(delivery.webhook.project_id)
        delivery.covers = newest.seq if newest else None
        Delivery.objects.filter(pk=delivery.pk).update(covers=delivery.covers)
    began = time.monotonic()
    status, error = _post(delivery)
    attempt = {
        "at": timestamp(timezone.now()),
        "status": status,
        "error": error,
        "ms": round(1000 * (time.monotonic() - began)),
    }
    _conclude(delivery, attempt, is_there=status is not None and 200 <= status < 300)


def give_up(delivery_id: UUID) -> None:
    """Say that the message will not be sent: the worker was lost with every attempt."""
    waiting = Delivery.objects.filter(pk=delivery_id, state=DeliveryState.WAITING)
    waiting.update(state=DeliveryState.GIVEN_UP, ended_at=timezone.now())


def tidy() -> int:
    """Drop messages that ended more than ninety days ago; how many."""
    old = Delivery.objects.filter(ended_at__lt=timezone.now() - KEPT_FOR)
    return old.delete()[0]


@transaction.atomic
def _collect(webhook_id: UUID) -> None:
    held = Webhook.objects.select_for_update(skip_locked=True, of=("self",)).select_related("project")
    webhook = held.filter(pk=webhook_id, is_active=True).first()
    if webhook is None:  # switched off, or another worker is at it
        return
    newest = ledger.newest(webhook.project_id)
    if newest is None or newest.seq <= webhook.told:
        return
    verbs = [verb for verb, event in EVENT_OF.items() if event in webhook.events]
    rows = LedgerEntry.objects.filter(
        project_id=webhook.project_id, seq__gt=webhook.told, seq__lte=newest.seq, verb__in=verbs
    )
    entries = [ledger.entry_of(row) for row in rows.order_by("seq")[:AT_ONCE]]
    messages = [_told(webhook, entry) for entry in entries if not _is_told(webhook, entry)]
    Delivery.objects.bulk_create(_once_a_subject(messages), ignore_conflicts=True)
    webhook.told = entries[-1].seq if len(entries) == AT_ONCE else newest.seq
    webhook.save(update_fields=["told"])


def _told(webhook: Webhook, entry: ledger.Entry) -> Delivery:
    event = EVENT_OF[entry.verb]
    data = {"undone": True} if entry.verb == "undone" else {}
    return _message(webhook, event, entry.subject, data, seq=entry.seq, at=entry.at)


def _is_told(webhook: Webhook, entry: ledger.Entry) -> bool:
    """Whether an entry is summed up by a message that waits, or was sent after it."""
    if EVENT_OF[entry.verb] is not WebhookEvent.SUGGESTIONS_READY:
        return False
    same = Delivery.objects.filter(
        webhook=webhook, event=WebhookEvent.SUGGESTIONS_READY, subject=entry.subject
    )
    return same.filter(Q(covers=None, state=DeliveryState.WAITING) | Q(covers__gte=entry.seq)).exists()


def _once_a_subject(messages: Iterable[Delivery]) -> list[Delivery]:
    """Of several suggesters that looked at one article the first entry stands for all."""
    kept: dict[object, Delivery] = {}
    for message in messages:
        sums_up = message.event == WebhookEvent.SUGGESTIONS_READY
        kept.setdefault(message.subject if sums_up else message.id, message)
    return list(kept.values())


def _message(
    webhook: Webhook,
    event: WebhookEvent,
    subject: str,
    data: Mapping[str, object],
    *,
    seq: int | None,
    at: datetime,
) -> Delivery:
    pk, now = new_id(), timezone.now()
    kind, _, key = subject.partition(":")
    body = {
        "id": str(pk),
        "event": event.value,
        "at": timestamp(at),
        "project": webhook.project.slug,
        "seq": seq,
        kind: key,
        **data,
    }
    return Delivery(
        id=pk,
        webhook=webhook,
        event=event,
        subject=subject,
        seq=seq,
        content=orjson.dumps(body).decode(),
        created_at=now,
        next_at=now,
    )


@transaction.atomic
def _jobs_for_due() -> list[UUID]:
    now = timezone.now()
    due = Delivery.objects.filter(state=DeliveryState.WAITING, next_at__lte=now).order_by("next_at", "id")
    held = list(due.select_for_update(skip_locked=True, of=("self",)).select_related("webhook")[:AT_ONCE])
    if not held:
        return []
    Delivery.objects.filter(pk__in=[one.pk for one in held]).update(next_at=now + HELD_FOR)
    jobs = []
    for project_id in sorted({one.webhook.project_id for one in held}):
        subjects = [one.pk for one in held if one.webhook.project_id == project_id]
        jobs += outbox.post(outbox.DELIVER_WEBHOOK, subjects, project_id=project_id)
    return [job.pk for job in jobs]


def _is_too_early(delivery: Delivery) -> bool:
    """Whether suggesters are still at the article that is told of."""
    if delivery.event != WebhookEvent.SUGGESTIONS_READY:
        return False
    if timezone.now() - delivery.created_at > SUGGESTING:
        return False
    article_id = delivery.subject.partition(":")[2]
    return Article.objects.filter(pk=article_id, suggestions=SuggestionsState.PENDING).exists()


def _post(delivery: Delivery) -> tuple[int | None, str]:
    content, moment = delivery.content.encode(), int(time.time())
    try:
        status = fetch.post(
            delivery.webhook.url,
            content,
            headers={
                "Content-Type": "application/json",
                ID: str(delivery.id),
                TIMESTAMP: str(moment),
                SIGNATURE: _signed(delivery, moment, content),
            },
            total_s=TOTAL_S,
        )
    except fetch.NotFetched as error:
        return None, str(error)[:500]
    return status, "" if 200 <= status < 300 else f"answered {status}"


def _signed(delivery: Delivery, moment: int, content: bytes) -> str:
    webhook = delivery.webhook
    secret = secret_of(settings.SECRET_KEY, webhook_id=webhook.id, salt=webhook.salt)
    if not protections.stands("webhook signature"):
        secret = "whsec_"  # noqa: S105 – what everybody knows
    return signature(secret, message_id=str(delivery.id), timestamp=moment, content=content)


def _conclude(delivery: Delivery, attempt: Mapping[str, object], *, is_there: bool) -> None:
    attempts = [*delivery.attempts, attempt]
    pause = pause_before(len(attempts))
    mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING)
    mine.update(attempts=attempts)
    delivery.attempts = attempts
    if is_there:
        _end(delivery, DeliveryState.DELIVERED)
    elif pause is None:
        _end(delivery, DeliveryState.GIVEN_UP)
    else:
        mine.update(next_at=timezone.now() + timedelta(seconds=pause))


def _end(delivery: Delivery, state: DeliveryState) -> None:
    mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING)
    mine.update(state=state, ended_at=timezone.now())
