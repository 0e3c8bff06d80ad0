"""Sources, ledger, releases and health over HTTP."""

from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from annotations.models import Heartbeat, LedgerEntry, Project, ReleaseStatus, Source
from tests.api.world import World, answer, problem_of


def test_a_source_comes_with_its_names_and_its_claims(world: World) -> None:
    path = f"projects/{world.slug}/sources/"
    parent = str(world.source.id)
    body = {
        "name": "Harbour police",
        "kind": "government_agency",
        "parent": parent,
        "aliases": [{"text": "HP"}, {"text": "the police", "article": str(world.article.id)}],
    }
    made = world["editor"].post(path, body)
    assert made.status_code == 201, made.content
    source = made.json()
    named = {"depth": 1, "source": {"id": source["id"]}}
    world["reviewer"].post(f"claims/{world.claims[0].id}/decisions/", answer(chain=[named]), key="k")
    listed = {row["id"]: row for row in world["reviewer"].get(path).json()["results"]}
    assert listed[source["id"]] == {**source, "claims": 1}
    assert source["parent"] == parent
    assert {(alias["text"], alias["article"]) for alias in source["aliases"]} == {
        ("HP", None),
        ("the police", str(world.article.id)),
    }


@pytest.mark.parametrize("name", ["harbour police", "The  HARBOUR police", "“Harbour police”"])
def test_a_name_that_is_taken_is_409_however_it_is_written(world: World, name: str) -> None:
    path = f"projects/{world.slug}/sources/"
    first = world["editor"].post(path, {"name": "Harbour police", "kind": "government_agency"}).json()
    again = world["editor"].post(path, {"name": name, "kind": "government_agency"})
    assert again.status_code == 409
    assert problem_of(again)["current"] == first["id"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "person"}, "name"),
        ({"name": "X"}, "kind"),
        ({"name": " ", "kind": "person"}, "name"),
        ({"name": "x" * 301, "kind": "person"}, "name"),
        ({"name": "X", "kind": "robot"}, "kind"),
        ({"name": "X", "kind": "person", "parent": "x"}, "parent"),
        ({"name": "X", "kind": "person", "aliases": "y"}, "aliases"),
        ({"name": "X", "kind": "person", "aliases": ["y"]}, "aliases"),
        ({"name": "X", "kind": "person", "aliases": [{"text": ""}]}, "aliases"),
        ({"name": "X", "kind": "person", "aliases": [{"text": "y", "article": "z"}]}, "aliases"),
        ({"name": "nul \x00", "kind": "person"}, "name"),
    ],
)
def test_a_source_that_makes_no_sense_is_named_and_not_kept(world: World, body: Any, field: str) -> None:
    before = Source.objects.count()
    response = world["editor"].post(f"projects/{world.slug}/sources/", body)
    assert response.status_code == 422, response.content
    assert field in problem_of(response)["errors"]
    assert Source.objects.count() == before


def test_the_ledger_is_paged_and_filtered(world: World) -> None:
    path = f"projects/{world.slug}/ledger/"
    world["reviewer"].post(f"claims/{world.claims[0].id}/decisions/", answer(), key="k")
    everything = world["supervisor"].get(path).json()["results"]
    assert [entry["seq"] for entry in everything] == list(range(1, len(everything) + 1))
    assert all(later["previous"] == before["hash"] for before, later in pairwise(everything))
    page = world["supervisor"].get(path, limit=1).json()
    walked = list(page["results"])
    while page["next"]:
        page = world["supervisor"].client.get(page["next"]).json()
        walked += page["results"]
    assert walked == everything
    decided = everything[-1]
    name = world["reviewer"].user.username
    assert (decided["verb"], decided["actor_name"]) == ("decided", name)
    claim = str(world.claims[0].id)
    for query in (
        {"actor": name},
        {"actor": decided["actor"]},
        {"verb": "decided"},
        {"claim": claim},
        {"after": 2},
    ):
        assert world["editor"].get(path, **query).json()["results"][-1] == decided, query
    assert world["editor"].get(path, verb="undone").json()["results"] == []


@pytest.mark.parametrize("query", [{"after": "-1"}, {"after": "x"}, {"verb": "stolen"}, {"claim": "x"}])
def test_a_question_to_the_ledger_that_makes_no_sense_is_named(world: World, query: Any) -> None:
    response = world["editor"].get(f"projects/{world.slug}/ledger/", **query)
    assert response.status_code == 422
    assert set(problem_of(response)["errors"]) == set(query)


def test_the_ledger_tells_an_editor_of_a_blind_project_no_answers_before_the_quorum(world: World) -> None:
    Project.objects.filter(pk=world.project.pk).update(blind=True, quorum=2)
    path, claim = f"projects/{world.slug}/ledger/", world.claims[0]
    world["reviewer"].post(f"claims/{claim.id}/decisions/", answer(verification="refuted"), key="k")
    assert world["editor"].get(path, verb="decided").json()["results"][0]["payload"] is None
    assert (
        world["supervisor"].get(path, verb="decided").json()["results"][0]["payload"]["verification"]
        == "refuted"
    )
    world["editor"].post(f"claims/{claim.id}/decisions/", answer(), key="k")
    shown = world["editor"].get(path, verb="decided").json()["results"]
    assert [entry["payload"]["verification"] for entry in shown] == ["refuted", "supported"]


def test_a_data_set_is_asked_for_and_watched(world: World) -> None:
    asked = world["editor"].post(f"projects/{world.slug}/releases/", {"formats": ["jsonl", "csv"]})
    assert asked.status_code == 202, asked.content
    told = asked.json()
    assert {name: told[name] for name in ("status", "progress", "files", "error", "formats", "people")} == {
        "status": "queued",
        "progress": 0.0,
        "files": [],
        "error": "",
        "formats": ["jsonl", "csv"],
        "people": "pseudonyms",
    }
    assert world["reviewer"].get(f"releases/{asked.json()['id']}/").json() == asked.json()
    listed = world["reviewer"].get(f"projects/{world.slug}/releases/").json()["results"]
    assert listed[0] == asked.json()
    early = world["reviewer"].get(f"releases/{asked.json()['id']}/files/claims.jsonl")
    assert early.status_code == 409
    problem_of(early)


def test_a_file_of_a_release_is_an_attachment(world: World, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    folder = tmp_path / "releases" / str(world.release.id)
    folder.mkdir(parents=True)
    (folder / "claims.jsonl").write_bytes(b'{"a":1}\n')
    world.release.files = [{"name": "claims.jsonl", "bytes": 8, "sha256": "0" * 64, "rows": 1}]
    world.release.status = ReleaseStatus.DONE
    world.release.save()
    response = world["reviewer"].get(f"releases/{world.release.id}/files/claims.jsonl")
    assert b"".join(response.streaming_content) == b'{"a":1}\n'
    assert response.headers["Content-Disposition"] == 'attachment; filename="claims.jsonl"'
    assert response.headers["Content-Type"] == "application/octet-stream"
    for name in ("../../secret-key", "%2e%2e%2fsecret-key", "nothing.csv"):
        assert world["reviewer"].get(f"releases/{world.release.id}/files/{name}").status_code == 404


def test_reviewers_of_a_blind_project_get_no_files(world: World) -> None:
    Project.objects.filter(pk=world.project.pk).update(blind=True)
    response = world["reviewer"].get(f"releases/{world.release.id}/files/claims.jsonl")
    assert response.status_code == 403
    problem_of(response)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"formats": []},
        {"formats": "jsonl"},
        {"formats": ["stone-tablet"]},
        {"formats": ["jsonl"], "selection": []},
        {"formats": ["jsonl"], "selection": {"nonsense": 1}},
        {"formats": ["jsonl"], "allow_open": "yes"},
    ],
)
def test_a_release_that_makes_no_sense_is_422(world: World, body: Any) -> None:
    response = world["editor"].post(f"projects/{world.slug}/releases/", body)
    assert response.status_code == 422, response.content
    assert problem_of(response)["errors"]


def test_a_disputed_claim_keeps_a_release_back_unless_allowed(world: World) -> None:
    for role, word in (("reviewer", "supported"), ("editor", "refuted")):
        world[role].post(f"claims/{world.claims[0].id}/decisions/", answer(verification=word), key="k")
    path = f"projects/{world.slug}/releases/"
    refused = world["editor"].post(path, {"formats": ["jsonl"]})
    assert refused.status_code == 409
    problem_of(refused)
    assert world["editor"].post(path, {"formats": ["jsonl"], "allow_open": True}).status_code == 202


def test_sources_and_ledger_ask_no_more_for_thirty_rows_than_for_one(
    world: World, connection_queries: Any
) -> None:
    for number in range(30):
        aliases = [{"text": f"Alias {number}"}]
        body = {"name": f"Body {number}", "kind": "ngo", "aliases": aliases}
        assert world["editor"].post(f"projects/{world.slug}/sources/", body).status_code == 201
    for rest in ("sources/", "ledger/"):
        with connection_queries as one:
            world["editor"].get(f"projects/{world.slug}/{rest}", limit=1)
        with connection_queries as many:
            assert len(world["editor"].get(f"projects/{world.slug}/{rest}").json()["results"]) >= 30
        assert len(many) == len(one) <= 6, rest


def test_healthz_asks_for_nothing() -> None:
    response = Client().get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_readyz_names_every_part_and_what_is_wrong() -> None:
    told = Client().get("/readyz")
    assert told.status_code == 503
    body = told.json()
    assert list(body) == ["status", "database", "broker", "worker", "outbox", "ledger"]
    assert body["database"] == {"ok": True}
    assert body["worker"]["why"] == "no worker is running"
    Heartbeat.objects.create(name="worker", seen_at=timezone.now())
    assert Client().get("/readyz").json()["worker"]["ok"]
    Heartbeat.objects.update(seen_at=timezone.now() - timedelta(minutes=5))
    assert not Client().get("/readyz").json()["worker"]["ok"]


def test_readyz_tells_the_ledgers_entries(world: World) -> None:
    assert Client().get("/readyz").json()["ledger"]["entries"] == LedgerEntry.objects.count()


def test_an_unknown_address_is_a_problem_in_json(world: World) -> None:
    for path in ("nowhere/", f"projects/{world.slug}", f"claims/{uuid4()}/evidence/", "claims/7/history/"):
        response = world["reviewer"].get(path)
        assert response.status_code == 404
        problem_of(response)
