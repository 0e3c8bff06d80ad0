"""Webhooks: whatever the ledger says is told, once, signed, to public addresses only, and again until it arrives."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations import (
    deliveries,
    fetch,
    ledger,
    outbox,
    pipeline,
    release,
    signing,
    suggest,
    tasks,
    webhooks,
)
from annotations.domain.errors import Conflict, Invalid, NotFound, NotPermitted
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.vocabulary import MemberRole
from annotations.domain.webhooks import ID, PAUSES_S, SIGNATURE, TIMESTAMP, is_genuine, signature
from annotations.models import Delivery, DeliveryState, Job, LedgerEntry, Project, User, Webhook
from tests.factories import decide, dispute, make_article, make_member, make_project, reviewable, settle
from tests.security.web_server import Answer, WebServer, connects, page, web_server

pytestmark = pytest.mark.django_db
ALL = (
    *("article_imported", "suggestions_ready", "claim_decided", "claim_adjudicated"),
    *("article_signed_off", "release_built"),
)


@pytest.fixture(autouse=True)
def _names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "system_resolver", lambda host, port: ["127.0.0.1"])


@pytest.fixture
def project() -> Project:
    return make_project()


@pytest.fixture
def editor(project: Project) -> User:
    return make_member(project, MemberRole.EDITOR)


@contextmanager
def receiver(answer: Answer = page(b"ok"), *, allowed: bool = True) -> Iterator[WebServer]:  # noqa: B008
    with web_server({"/hook": answer}, allowed=allowed) as server:
        yield server


def hook(server: WebServer, project: Project, editor: User, *events: str) -> Webhook:
    return webhooks.create(project, url=server.url("/hook"), events=events or ALL, by=editor)


def run() -> None:
    """What the workers do at one look: messages are made, and each job is done."""
    for job in deliveries.relay():
        tasks.run_job(str(job))


def told(server: WebServer) -> list[dict[str, Any]]:
    return [json.loads(body) for body in server.sent]


def headers_of(server: WebServer, index: int = -1) -> dict[str, str]:
    return {name.lower(): value for name, value in server.asked[index].items()}


def test_every_event_of_a_desk_is_told_in_order(project: Project, editor: User) -> None:
    with receiver() as server:
        hook(server, project, editor)
        article = make_article(project, by=editor)
        run()
        suggest.propose_for(article.id)
        run()
        claim, other = reviewable(article)[:2]
        decide(claim, make_member(project))
        settle(dispute(other))
        signing.sign_off(article.id, claims=[claim.id], by=editor)
        asked = release.request(project, formats=["jsonl"], allow_open=True, by=editor)
        # What the builder appends; the build itself reads on a connection of its own, which sees no test's rows.
        ledger.append(
            project.id, by=release.BUILDER, verb=LedgerVerb.RELEASE_BUILT, subject=asked, payload={}
        )
        run()
        run()
        got = told(server)
    assert [one["event"] for one in got] == [
        "article_imported",
        "suggestions_ready",
        *["claim_decided"] * 3,
        "claim_adjudicated",
        "article_signed_off",
        "release_built",
    ]
    assert [one["seq"] for one in got] == sorted(one["seq"] for one in got)
    assert got[0]["article"] == got[1]["article"] == got[-2]["article"] == str(article.id)
    assert (got[2]["claim"], got[-1]["release"]) == (str(claim.id), str(asked.id))
    assert {one["project"] for one in got} == {project.slug}


def test_a_message_holds_ids_and_no_answers(project: Project, editor: User) -> None:
    with receiver() as server:
        hook(server, project, editor, "claim_decided")
        decide(reviewable(make_article(project, by=editor))[0], make_member(project), note="A secret note.")
        run()
    assert set(told(server)[0]) == {"id", "event", "at", "project", "seq", "claim"}


def test_the_receiver_can_tell_that_it_is_ours(project: Project, editor: User) -> None:
    with receiver() as server:
        webhook = hook(server, project, editor)
        make_article(project, by=editor)
        run()
        secret = webhooks.secret(webhook)
        assert is_genuine(secret, headers_of(server), server.sent[0], now=time.time())
        assert not is_genuine(secret, headers_of(server), server.sent[0] + b" ", now=time.time())
        assert headers_of(server)[ID] == told(server)[0]["id"]
        renewed = webhooks.renew_secret(webhook.id, by=editor)
        assert not is_genuine(webhooks.secret(renewed), headers_of(server), server.sent[0], now=time.time())


def _forged(server: WebServer) -> str:
    """What somebody signs who saw the message and knows everything but the secret."""
    seen = headers_of(server)
    return signature("whsec_", message_id=seen[ID], timestamp=int(seen[TIMESTAMP]), content=server.sent[-1])


def test_twin_without_the_secret_anybody_signs_as_we_do(project: Project, editor: User) -> None:
    with receiver() as server:
        hook(server, project, editor, "article_imported")
        make_article(project, by=editor)
        run()
        assert _forged(server) != headers_of(server)[SIGNATURE]
        with override_settings(PROTECTIONS_OFF=frozenset({"webhook signature"})):
            make_article(project, by=editor, text="Another text. It is short.")
            run()
        assert _forged(server) == headers_of(server)[SIGNATURE]


def test_no_message_goes_to_the_inner_network_and_twin(project: Project, editor: User) -> None:
    with receiver(allowed=False) as server:
        webhook = hook(server, project, editor, "article_imported")
        make_article(project, by=editor)
        with connects as made:
            run()
        assert (made, server.sent) == ([], [])
        delivery = Delivery.objects.get(webhook=webhook)
        assert "not on the public Internet" in delivery.attempts[0]["error"]
        Delivery.objects.update(next_at=timezone.now())
        with override_settings(PROTECTIONS_OFF=frozenset({"fetch addresses"})):
            run()
        assert len(server.sent) == 1


def test_redirects_lead_nowhere(project: Project, editor: User) -> None:
    with receiver(page(b"", status=302, Location="http://169.254.169.254/")) as server, connects as made:
        webhook = hook(server, project, editor)
        webhooks.test(webhook.id, by=editor)
        run()
    assert made == [("127.0.0.1", server.port)]
    assert Delivery.objects.get(webhook=webhook).attempts[0]["error"] == "answered 302"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "ftp://press.test/", "https://10.0.0.1/x", "", "https://localhost/"]
)
def test_an_address_that_is_not_public_is_refused_by_name(project: Project, editor: User, url: str) -> None:
    with pytest.raises(Invalid) as refused:
        webhooks.create(project, url=url, events=["claim_decided"], by=editor)
    assert list(refused.value.errors) == ["url"]


def test_what_fails_is_tried_again_with_growing_pauses_and_then_given_up(
    project: Project, editor: User
) -> None:
    with receiver(page(b"", status=503)) as server:
        webhook = hook(server, project, editor)
        webhooks.test(webhook.id, by=editor)
        for pause in PAUSES_S:
            run()
            waiting = Delivery.objects.get(webhook=webhook)
            assert waiting.state == DeliveryState.WAITING
            left = waiting.next_at - timezone.now()
            assert timedelta(seconds=pause - 5) < left <= timedelta(seconds=pause)
            run()  # nothing is due yet
            assert len(Delivery.objects.get(webhook=webhook).attempts) == len(waiting.attempts)
            Delivery.objects.update(next_at=timezone.now())
        run()
        ended = Delivery.objects.get(webhook=webhook)
        assert ended.state == DeliveryState.GIVEN_UP
        assert [one["status"] for one in ended.attempts] == [503] * (len(PAUSES_S) + 1)
        assert len(set(server.sent)) == 1
        server.pages["/hook"] = page(b"ok")
        webhooks.send_again(ended.id, by=editor)
        run()
    assert Delivery.objects.get(webhook=webhook).state == DeliveryState.DELIVERED


def test_a_receiver_that_is_away_gets_what_happened_meanwhile(project: Project, editor: User) -> None:
    with receiver() as server:
        webhook = hook(server, project, editor, "article_imported")
        answers = server.pages.pop("/hook")
        make_article(project, by=editor)
        run()
        server.pages["/hook"] = answers
        Delivery.objects.update(next_at=timezone.now())
        run()
    assert [one["status"] for one in Delivery.objects.get(webhook=webhook).attempts] == [404, 200]
    assert server.sent[0] == server.sent[1]


def test_several_looks_and_deliveries_have_one_effect(project: Project, editor: User) -> None:
    with receiver() as server:
        webhook = hook(server, project, editor, "article_imported")
        make_article(project, by=editor)
        jobs = deliveries.relay() + deliveries.relay()
        for job in jobs * 3:
            tasks.run_job(str(job))
        Webhook.objects.filter(pk=webhook.pk).update(told=0)  # a look that was lost before it was noted
        run()
    assert len(server.sent) == 1


def test_ready_suggestions_are_told_once_an_article_and_again_after_a_new_division(
    project: Project, editor: User
) -> None:
    with receiver() as server:
        hook(server, project, editor, "suggestions_ready")
        article = make_article(project, by=editor)
        suggest.propose_for(article.id)
        run()
        run()
        assert len(server.sent) == 1
        claims = reviewable(article)
        pipeline.merge_next(claims[1].id, by=editor)
        suggest.propose_for(article.id)
        run()
    assert [one["article"] for one in told(server)] == [str(article.id)] * 2


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
