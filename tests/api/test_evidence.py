"""Evidence over the interface: a page, a file, its copy, its withdrawal, and searches."""

import hashlib
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from annotations.models import Evidence
from tests.api.route import unique_evidence
from tests.api.world import World, answer, make_world, problem_of

PAGE = {"url": "https://press.test/story", "stance": "refutes", "quote": "It is open."}


def path(world: World, rest: str = "evidence/") -> str:
    return f"claims/{world.claims[0].id}/{rest}"


def upload(world: World, content: bytes, *, key: str = "", **fields: str) -> Any:
    return world["reviewer"].client.post(
        f"/api/v1/{path(world)}",
        {"file": SimpleUploadedFile("<b>.html", content, "text/html"), "stance": "supports", **fields},
        headers={"Idempotency-Key": key or str(uuid4())},
    )


def test_a_page_is_pending_at_first_and_stands_in_the_list(world: World) -> None:
    sent = {**PAGE, "published_at": "2024-01-04T18:36:00Z", "origin": str(world.source.id)}
    made = world["reviewer"].post(path(world), sent, key="k")
    assert made.status_code == 201
    body = made.json()
    assert {name: body[name] for name in sent} == sent
    assert (body["archived"], body["sha256"], body["withdrawn"]) == ("pending", None, None)
    assert world["reviewer"].post(path(world), sent, key="k").json() == body
    assert world["supervisor"].get(path(world)).json()["results"] == [body]
    twice = world["reviewer"].post(path(world), sent, key="another")
    assert twice.status_code == 409
    assert problem_of(twice)["current"] == body["id"]


def test_a_file_is_archived_and_only_ever_handed_out_to_be_saved(world: World, elsewhere: World) -> None:
    content = b"<html><script>alert(1)</script><p>The bridge was closed on Monday.</p></html>"
    made = upload(world, content, quote="closed on Monday")
    assert made.status_code == 201, made.content
    body = made.json()
    assert (body["archived"], body["sha256"]) == ("done", hashlib.sha256(content).hexdigest())
    copy = world["supervisor"].get(f"evidence/{body['id']}/copy/")
    assert copy.content == content
    assert copy.headers["Content-Type"] == "application/octet-stream"
    assert copy.headers["Content-Disposition"] == f'attachment; filename="{body["sha256"][:16]}.bin"'
    assert copy.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in copy.headers["Content-Security-Policy"]
    assert elsewhere["editor"].get(f"evidence/{body['id']}/copy/").status_code == 404


def test_the_same_file_with_the_same_key_is_one(world: World) -> None:
    first, again = upload(world, b"minutes", key="k"), upload(world, b"minutes", key="k")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert upload(world, b"other minutes", key="k").status_code == 422
    assert Evidence.objects.count() == 1


def test_what_makes_no_sense_names_its_field(world: World) -> None:
    for sent, field in (
        ({"url": PAGE["url"]}, "stance"),
        ({**PAGE, "stance": "proves"}, "stance"),
        ({**PAGE, "url": "http://10.0.0.1:8080@press.test/"}, "url"),
        ({"stance": "supports"}, "url"),
        ({**PAGE, "published_at": "yesterday"}, "published_at"),
        ({**PAGE, "more": 1}, "more"),
    ):
        refused = world["reviewer"].post(path(world), sent)
        assert refused.status_code == 422, sent
        assert list(problem_of(refused)["errors"]) == [field]
    foreign = world["reviewer"].post(path(world), {**PAGE, "origin": str(uuid4())})
    assert foreign.status_code == 404
    assert not Evidence.objects.exists()


def test_it_is_withdrawn_with_a_reason_by_who_added_it_or_an_editor(world: World) -> None:
    made = unique_evidence(world)
    for role, reason, status in (
        ("reviewer", " ", 422),
        ("supervisor", "no", 403),
        ("reviewer", "another bridge", 200),
        ("editor", "again", 409),
    ):
        answered = world[role].post(f"evidence/{made.id}/withdraw/", {"reason": reason})
        assert answered.status_code == status, answered.content
    (shown,) = world["editor"].get(path(world)).json()["results"]
    assert shown["withdrawn"]["reason"] == "another bridge"
    other = world["editor"].post(path(world), PAGE).json()
    assert (
        world["reviewer"].post(f"evidence/{other['id']}/withdraw/", {"reason": "not mine"}).status_code == 403
    )


def test_a_search_that_found_nothing_is_kept(world: World) -> None:
    made = world["reviewer"].post(path(world, "searches/"), {"place": "Land registry", "words": "bridge"})
    assert made.status_code == 201
    assert made.json()["found"] == ""
    assert world["supervisor"].get(path(world, "searches/")).json()["results"] == [made.json()]


def test_in_a_blind_project_others_evidence_comes_with_the_quorum(db: None) -> None:
    world = make_world(blind=True, quorum=2)
    made = world["reviewer"].post(path(world), PAGE).json()
    world["reviewer"].post(path(world, "searches/"), {"place": "Land registry"})
    for rest in ("evidence/", "searches/"):
        assert world["editor"].get(path(world, rest)).json()["results"] == []
    assert world["editor"].get(f"evidence/{made['id']}/copy/").status_code == 404
    for role in ("reviewer", "editor"):
        world[role].post(path(world, "decisions/"), answer(), key=str(uuid4()))
    for rest in ("evidence/", "searches/"):
        assert len(world["editor"].get(path(world, rest)).json()["results"]) == 1


def test_without_the_scope_a_stranger_reads_the_copy(world: World, elsewhere: World) -> None:
    made = unique_evidence(world)
    with override_settings(PROTECTIONS_OFF=frozenset({"scope"})):
        assert elsewhere["editor"].get(f"evidence/{made.id}/copy/").content == b"minutes"
    assert elsewhere["editor"].get(f"evidence/{made.id}/copy/").status_code == 404
