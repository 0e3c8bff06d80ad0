"""R-IDEM: the same key five times, one after the other and all at once: one effect, one answer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import override_settings

from annotations.domain.ledger_verbs import SITE
from annotations.models import LedgerEntry, Membership, Project, Receipt
from tests.api.route import Route
from tests.api.routes import WRITES
from tests.api.world import World, answer, problem_of
from tests.factories import make_user

TIMES = 5


def effects(world: World) -> int:
    """Entries in every ledger that the request can have written to."""
    return LedgerEntry.objects.count()


def one_of(route: Route) -> str:
    return sorted(route.allowed)[0]


@pytest.mark.parametrize("route", WRITES, ids=lambda route: route.id)
def test_one_after_the_other(world: World, route: Route) -> None:
    if route.prepare:
        route.prepare(world)
    body, before, by = route.body(world) if route.body else None, effects(world), world[one_of(route)]
    path = route.path(world)
    answers = [route.call(by, world, body=body, key="same", path=path) for _ in range(TIMES)]
    assert [response.status_code for response in answers] == [route.status, *[200] * (TIMES - 1)], answers[
        -1
    ].content
    assert all(response.json() == answers[0].json() for response in answers)
    assert effects(world) == before + len(route.verbs)


@pytest.mark.slow
@pytest.mark.parametrize("route", WRITES, ids=lambda route: route.id)
def test_all_at_once(committed_world: World, route: Route) -> None:
    world = committed_world
    if route.prepare:
        route.prepare(world)
    body, before = route.body(world) if route.body else None, effects(world)
    answers = at_once(route, world, body)
    assert sorted(status for status, _ in answers) == sorted([*[200] * (TIMES - 1), route.status]), answers
    assert all(content == answers[0][1] for _, content in answers)
    assert effects(world) == before + len(route.verbs)


def at_once(route: Route, world: World, body: Any) -> list[tuple[int, Any]]:
    """Status and content of the same request, sent by five threads at the same moment."""
    start, by, path = Barrier(TIMES), world[one_of(route)], route.path(world)

    def send(_: int) -> tuple[int, Any]:
        try:
            start.wait(10)
            response = route.call(by, world, body=body, key="same", path=path)
            return response.status_code, response.json()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TIMES) as threads:
        return list(threads.map(send, range(TIMES)))


def test_without_receipts_the_same_request_takes_effect_again(world: World) -> None:
    route = next(route for route in WRITES if route.pattern.endswith("releases/"))
    body, before = {"formats": ["jsonl"]}, effects(world)
    with override_settings(PROTECTIONS_OFF=frozenset({"receipts"})):
        answers = [route.call(world["editor"], world, body=body, key="same") for _ in range(TIMES)]
    assert effects(world) == before + TIMES
    assert len({response.json()["id"] for response in answers}) == TIMES


def test_a_key_with_another_request_is_refused(world: World) -> None:
    path = f"projects/{world.slug}/releases/"
    world["editor"].post(path, {"formats": ["jsonl"]}, key="k")
    for other, body in (
        (path, {"formats": ["csv"]}),
        (f"projects/{world.slug}/sources/", {"formats": ["jsonl"]}),
    ):
        response = world["editor"].post(other, body, key="k")
        assert response.status_code == 422
        assert "another request" in problem_of(response)["errors"]["Idempotency-Key"][0]


def test_keys_are_each_persons_own(world: World, elsewhere: World) -> None:
    body = {"formats": ["jsonl"]}
    first = world["editor"].post(f"projects/{world.slug}/releases/", body, key="k")
    other = elsewhere["editor"].post(f"projects/{elsewhere.slug}/releases/", body, key="k")
    assert (first.status_code, other.status_code) == (202, 202)


def test_what_was_refused_may_be_tried_again_under_its_key(world: World) -> None:
    path = f"projects/{world.slug}/members/"
    body = {"username": "late-comer", "role": "reviewer"}
    assert world["editor"].post(path, body, key="k").status_code == 422
    make_user("late-comer")
    assert world["editor"].post(path, body, key="k").status_code == 201


def test_a_receipt_gives_nothing_to_whoever_has_left_the_project(world: World) -> None:
    path = f"projects/{world.slug}/releases/"
    world["editor"].post(path, {"formats": ["jsonl"]}, key="k")
    Membership.objects.filter(user=world["editor"].user).delete()
    assert world["editor"].post(path, {"formats": ["jsonl"]}, key="k").status_code == 404


def test_a_receipt_keeps_no_password_in_readable_form(world: World) -> None:
    body = {"username": f"new-{uuid4().hex[:8]}", "password": "a long enough passphrase"}
    assert world["administrator"].post("users/", body, key="k").status_code == 201
    kept = Receipt.objects.get()
    assert "passphrase" not in str(kept.body)
    assert "password" not in str(kept.body)


def test_a_file_under_a_key_is_compared_by_its_bytes(world: World, uploads: Any) -> None:
    one, two = uploads(b"A first text about a bridge."), uploads(b"Another text about a bridge.")
    post = world["editor"].client.post
    path, headers = f"/api/v1/projects/{world.slug}/articles/", {"Idempotency-Key": "k"}
    first, again, other = (post(path, {"file": file()}, headers=headers) for file in (one, one, two))
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 422), again.content
    assert again.json() == first.json()


@pytest.fixture
def uploads() -> Any:
    """Makes files afresh for each request, since a sent one is at its end."""
    return lambda data: lambda: SimpleUploadedFile("article.txt", data, content_type="text/plain")


def test_a_patch_takes_effect_once_too(world: World) -> None:
    path, body = f"projects/{world.slug}/", {"guideline": "# Rules"}
    first, again = (world["editor"].patch(path, body, key="k") for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert Project.objects.get(pk=world.project.pk).guideline_version == 1
    assert again.json() == first.json()


def test_answers_without_a_key_leave_no_receipt(world: World) -> None:
    world["reviewer"].post(f"claims/{world.claims[0].id}/decisions/", answer(), key="k")
    world["editor"].post(f"projects/{world.slug}/releases/", {"formats": ["jsonl"]})
    assert not Receipt.objects.exists()
    assert not LedgerEntry.objects.filter(project_id=SITE, verb="decided").exists()
