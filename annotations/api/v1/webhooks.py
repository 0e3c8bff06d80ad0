"""Webhooks: who is told what happens in a project."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from annotations import webhooks
from annotations.access import EDITORS, require_role
from annotations.api.resource import Resource
from annotations.api.schema import PAGES, documented
from annotations.api.v1.shapes_webhooks import (
    DELIVERIES,
    DELIVERY,
    WEBHOOK,
    WEBHOOK_CHANGE,
    WEBHOOK_SENT,
    WEBHOOK_WITH_SECRET,
    WEBHOOKS,
)
from annotations.domain.fields import FieldReader
from annotations.models import Webhook
from annotations.queries import scoped
from annotations.queries.webhooks import deliveries_of, delivery_form, webhook_form, webhooks_of
from annotations.receipts import Answer


class WithSecret(Resource):
    """What answers with a secret: it is made anew for the answer, so that no receipt keeps it."""

    def with_secret(self, act: Callable[[], Webhook], *, status: int) -> Response:
        """What `act` makes, once a key, with the secret it has now."""
        response = self.once(lambda: Answer(status, webhook_form(act())))
        made = Webhook.objects.get(pk=response.data["id"])
        response.data = {**response.data, "secret": webhooks.secret(made)}
        return response


class Webhooks(WithSecret):
    """A project's webhooks."""

    @documented("The project's webhooks", answers={200: WEBHOOKS}, query=PAGES, refusals=(403,))
    def get(self, request: Request, slug: str) -> Response:
        """For editors."""
        found = scoped.project(self.person, slug)
        require_role(found.role, *EDITORS, to="manage webhooks")
        cursor, limit = self.page_asked()
        return self.paged(webhooks_of(found.row, cursor=cursor, limit=limit), webhook_form)

    @documented(
        "Have an address told what happens from now on",
        body=WEBHOOK_SENT,
        answers={201: WEBHOOK_WITH_SECRET},
    )
    def post(self, request: Request, slug: str) -> Response:
        """For editors. The secret that signs the messages is shown this once."""
        found = scoped.project(self.person, slug)
        require_role(found.role, *EDITORS, to="manage webhooks")

        def act() -> Webhook:
            read = self.fields("url", "events")
            url, events = read.text("url"), events_in(read)
            for name, value in (("url", url), ("events", events)):
                if value is None and name not in read.errors:
                    read.wrong(name, f"'{name}' is missing.")
            read.finish()
            return webhooks.create(found.row, url=url or "", events=events or (), by=self.person)

        return self.with_secret(act, status=201)


class OneWebhook(Resource):
    """One webhook."""

    @documented("Change a webhook, or switch it off or on", body=WEBHOOK_CHANGE, answers={200: WEBHOOK})
    def patch(self, request: Request, webhook_id: UUID) -> Response:
        """For editors. While it is off nothing is kept for it."""
        require_role(scoped.webhook(self.person, webhook_id).role, *EDITORS, to="manage webhooks")

        def act() -> Answer:
            read = self.fields("url", "events", "active")
            given: dict[str, Any] = {
                "url": read.text("url"),
                "events": events_in(read),
                "active": read.truth("active"),
            }
            read.finish()
            return Answer(200, webhook_form(webhooks.change(webhook_id, by=self.person, **given)))

        return self.once(act)


class RenewSecret(WithSecret):
    """Another secret."""

    @documented("Give a webhook another secret", answers={200: WEBHOOK_WITH_SECRET}, writes=True)
    def post(self, request: Request, webhook_id: UUID) -> Response:
        """For editors. The old one signs nothing any more; the new one is shown this once."""
        require_role(scoped.webhook(self.person, webhook_id).role, *EDITORS, to="manage webhooks")
        return self.with_secret(lambda: webhooks.renew_secret(webhook_id, by=self.person), status=200)


class TestMessage(Resource):
    """A test message."""

    @documented("Send a test message", answers={201: DELIVERY})
    def post(self, request: Request, webhook_id: UUID) -> Response:
        """For editors. A worker sends it within seconds; `deliveries/` says what came of it."""
        require_role(scoped.webhook(self.person, webhook_id).role, *EDITORS, to="manage webhooks")
        return self.once(lambda: Answer(201, delivery_form(webhooks.test(webhook_id, by=self.person))))


class Deliveries(Resource):
    """A webhook's messages."""

    @documented(
        "The webhook's messages, newest first", answers={200: DELIVERIES}, query=PAGES, refusals=(403,)
    )
    def get(self, request: Request, webhook_id: UUID) -> Response:
        """With every attempt to send them, for ninety days."""
        found = scoped.webhook(self.person, webhook_id)
        require_role(found.role, *EDITORS, to="manage webhooks")
        cursor, limit = self.page_asked()
        return self.paged(deliveries_of(found.row, cursor=cursor, limit=limit), delivery_form)


def events_in(read: FieldReader) -> list[str] | None:
    """The list of words in `events`, None where it is absent."""
    value = read.body.get("events")
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        read.wrong("events", f"'events' must be a list of words, not {value!r:.80}.")
        return None
    return value
