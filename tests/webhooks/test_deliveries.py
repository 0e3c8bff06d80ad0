"""Webhooks: whatever the ledger says is told, once, signed, to public addresses only, and again until it arrives."""

import time
from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from annotations import (
    deliveries,
    ledger,
    pipeline,
    release,
    signing,
    suggest,
    tasks,
    webhooks,
)
from annotations.domain.errors import Invalid
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.webhooks import ID, PAUSES_S, SIGNATURE, is_genuine
from annotations.models import Delivery, DeliveryState, Project, User, Webhook
from tests.factories import decide, dispute, make_article, make_member, reviewable, settle
from tests.security.web_server import connects, page
from tests.webhooks.given import _forged, headers_of, hook, receiver, run, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("names")]


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
