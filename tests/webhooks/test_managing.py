"""Webhooks are managed by editors, cost a decision nothing, and leave nothing behind."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations import (
    deliveries,
    outbox,
    suggest,
    tasks,
    webhooks,
)
from annotations.domain.errors import Conflict, Invalid, NotFound, NotPermitted
from annotations.domain.vocabulary import MemberRole
from annotations.models import Delivery, DeliveryState, Job, LedgerEntry, Project, User
from tests.factories import decide, make_article, make_member, make_project, reviewable
from tests.security.web_server import page
from tests.webhooks.given import hook, receiver, run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("names")]


def test_what_is_not_ready_yet_waits_without_an_attempt(project: Project, editor: User) -> None:
    with receiver() as server:
        hook(server, project, editor, "suggestions_ready")
        article = make_article(project, by=editor)
        suggest.propose_for(article.id)
        type(article).objects.update(suggestions="pending")
        run()
        assert (server.sent, Delivery.objects.get().attempts) == ([], [])
        type(article).objects.update(suggestions="done")
        run()
    assert len(server.sent) == 1


def test_switched_off_nothing_is_kept_and_what_waits_is_not_sent(project: Project, editor: User) -> None:
    with receiver(page(b"", status=500)) as server:
        webhook = hook(server, project, editor, "article_imported")
        make_article(project, by=editor)
        run()
        webhooks.change(webhook.id, active=False, by=editor)
        make_article(project, by=editor, text="Another text. It is short.")
        webhooks.change(webhook.id, active=True, by=editor)
        run()
    assert Delivery.objects.get(webhook=webhook).state == DeliveryState.STOPPED


def test_only_editors_of_the_project_manage_webhooks(project: Project, editor: User) -> None:
    with receiver() as server:
        webhook = hook(server, project, editor)
    stranger, reviewer = make_member(make_project(), MemberRole.EDITOR), make_member(project)
    acts: list[Callable[[User], Any]] = [
        lambda by: webhooks.change(webhook.id, active=False, by=by),
        lambda by: webhooks.renew_secret(webhook.id, by=by),
        lambda by: webhooks.test(webhook.id, by=by),
    ]
    for act in acts:
        with pytest.raises(NotFound):
            act(stranger)
        with pytest.raises(NotPermitted):
            act(reviewer)
    with pytest.raises(NotPermitted):
        webhooks.create(project, url="https://press.test/", events=["claim_decided"], by=reviewer)


def test_managing_is_in_the_ledger_and_no_secret_stands_anywhere(project: Project, editor: User) -> None:
    with receiver() as server:
        webhook = hook(server, project, editor, "claim_decided")
        webhooks.change(webhook.id, events=["release_built"], by=editor)
        webhooks.renew_secret(webhook.id, by=editor)
        webhooks.test(webhook.id, by=editor)
    entries = LedgerEntry.objects.filter(project_id=project.id, subject=f"webhook:{webhook.id}").order_by(
        "seq"
    )
    assert [entry.verb for entry in entries] == [
        "webhook_created",
        "webhook_changed",
        "webhook_secret_renewed",
        "webhook_tested",
    ]
    webhook.refresh_from_db()
    stored = [str(value) for value in vars(webhook).values()] + [entry.payload for entry in entries]
    assert not any(webhooks.secret(webhook)[6:] in text for text in stored)


def test_unknown_events_and_too_many_webhooks_are_refused(project: Project, editor: User) -> None:
    for events in ([], ["nothing"], ["ping"]):
        with pytest.raises(Invalid):
            webhooks.create(project, url="https://press.test/", events=events, by=editor)
    for _ in range(webhooks.MOST):
        webhooks.create(project, url="https://press.test/", events=["claim_decided"], by=editor)
    with pytest.raises(Conflict):
        webhooks.create(project, url="https://press.test/", events=["claim_decided"], by=editor)


def test_a_decision_asks_the_database_no_more_with_a_webhook_than_without(
    project: Project, editor: User
) -> None:
    one, two = reviewable(make_article(project, by=editor))[:2]
    people = [make_member(project) for _ in range(2)]
    with CaptureQueriesContext(connection) as without:
        decide(one, people[0])
    webhooks.create(project, url="https://press.test/", events=["claim_decided"], by=editor)
    with CaptureQueriesContext(connection) as with_one:
        decide(two, people[1])
    assert len(with_one) == len(without)


def test_a_worker_that_is_lost_each_time_gives_the_message_up(project: Project, editor: User) -> None:
    with receiver() as server:
        webhook = hook(server, project, editor)
    delivery = webhooks.test(webhook.id, by=editor)
    (job,) = deliveries.relay()
    Job.objects.filter(pk=job).update(
        state="running", attempts=outbox.MAX_ATTEMPTS, lease_until=timezone.now() - timedelta(minutes=1)
    )
    tasks.sweep()
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.GIVEN_UP


def test_old_messages_are_tidied_away(project: Project, editor: User) -> None:
    with receiver() as server:
        webhook = hook(server, project, editor)
        webhooks.test(webhook.id, by=editor)
        run()
    Delivery.objects.update(ended_at=timezone.now() - timedelta(days=91))
    tasks.tidy()
    assert not Delivery.objects.filter(webhook=webhook).exists()
