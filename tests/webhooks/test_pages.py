"""Webhooks on pages and over HTTP: made, changed, switched, looked at; the secret is shown once."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations import webhooks
from annotations.domain.vocabulary import MemberRole
from annotations.models import Delivery, Receipt, User, Webhook
from tests.api.world import caller
from tests.factories import make_member, make_project

pytestmark = pytest.mark.django_db
ADDRESS = "https://receiver.test/hook"


@pytest.fixture
def editor() -> User:
    return make_member(make_project("desk"), MemberRole.EDITOR)


@pytest.fixture
def client(editor: User) -> Client:
    signed_in = Client()
    signed_in.force_login(editor)
    return signed_in


def made(client: Client) -> Webhook:
    client.post("/p/desk/webhooks/", {"url": ADDRESS, "events": ["claim_decided"]})
    return Webhook.objects.get()


def test_an_editor_makes_one_and_sees_its_secret_once(client: Client) -> None:
    page = client.post("/p/desk/webhooks/", {"url": ADDRESS, "events": ["claim_decided", "release_built"]})
    secret = webhooks.secret(Webhook.objects.get())
    assert secret in page.content.decode().replace("&#x3D;", "=")
    again = client.get("/p/desk/webhooks/").content.decode()
    assert secret not in again
    assert "claim decided, release built" in again


def test_what_is_wrong_is_said_and_the_form_is_kept(client: Client) -> None:
    page = client.post("/p/desk/webhooks/", {"url": "http://127.0.0.1/", "events": ["claim_decided"]})
    assert page.status_code == 422
    words = page.content.decode()
    assert "not on the public Internet" in words
    assert 'value="http://127.0.0.1/"' in words
    assert re.search(r'value="claim_decided" checked', words)
    assert not Webhook.objects.exists()


def test_it_is_changed_switched_and_tested_on_its_page(client: Client) -> None:
    webhook = made(client)
    page = f"/p/desk/webhooks/{webhook.id}/"
    client.post(page, {"do": "test"})
    assert "Test message" in client.get(page).content.decode()
    client.post(page, {"do": "change", "url": ADDRESS, "events": ["release_built"]})
    client.post(page, {"do": "off"})
    webhook.refresh_from_db()
    assert (webhook.events, webhook.is_active) == (["release_built"], False)
    assert client.post(page, {"do": "test"}).status_code == 409
    assert client.post(page, {"do": "nothing"}).status_code == 422
    client.post(page, {"do": "on"})
    before = webhooks.secret(webhook)
    renewed = client.post(page, {"do": "renew-secret"}).content.decode()
    webhook.refresh_from_db()
    assert webhooks.secret(webhook) != before
    assert webhooks.secret(webhook) in renewed.replace("&#x3D;", "=")


def test_a_message_that_was_given_up_is_sent_again(client: Client, editor: User) -> None:
    webhook = made(client)
    delivery = webhooks.test(webhook.id, by=editor)
    Delivery.objects.update(
        state="given_up", attempts=[{"at": "", "status": 500, "error": "answered 500", "ms": 3}]
    )
    page = f"/p/desk/webhooks/{webhook.id}/"
    assert "answered 500" in client.get(page).content.decode()
    client.post(f"{page}messages/{delivery.id}/again/")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("waiting", [])


@pytest.mark.parametrize("role", [MemberRole.REVIEWER, MemberRole.SUPERVISOR])
def test_nobody_but_editors_sees_addresses(client: Client, role: MemberRole) -> None:
    webhook = made(client)
    other = Client()
    other.force_login(make_member(webhook.project, role))
    for page in ("/p/desk/webhooks/", f"/p/desk/webhooks/{webhook.id}/"):
        assert other.get(page).status_code == 403


def test_the_log_asks_as_often_for_thirty_messages_as_for_one(client: Client, editor: User) -> None:
    webhook = made(client)
    asked = []
    for number in (1, 29):
        for _ in range(number):
            webhooks.test(webhook.id, by=editor)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/p/desk/webhooks/{webhook.id}/")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_no_receipt_keeps_a_secret_and_the_same_key_shows_it_again(editor: User) -> None:
    by = caller(editor)
    sent = {"url": ADDRESS, "events": ["claim_decided"]}
    first = by.post("projects/desk/webhooks/", sent, key="k")
    assert (first.status_code, first.json()["secret"][:6]) == (201, "whsec_")
    assert by.post("projects/desk/webhooks/", sent, key="k").json() == first.json()
    assert "secret" not in Receipt.objects.get(key="k").body
    assert "secret" not in by.get("projects/desk/webhooks/").json()["results"][0]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"url": ADDRESS},
        {"url": ADDRESS, "events": "claim_decided"},
        {"url": ADDRESS, "events": [1]},
        {"url": ADDRESS, "events": []},
        {"url": "x", "events": ["claim_decided"]},
        {"url": ADDRESS, "events": ["claim_decided"], "secret": "mine"},
    ],
)
def test_over_http_each_mistake_is_named(editor: User, body: dict[str, object]) -> None:
    answer = caller(editor).post("projects/desk/webhooks/", body)
    assert answer.status_code == 422, answer.content
    assert answer.json()["errors"]
