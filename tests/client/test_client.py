"""The client does what the schema says, proves what it fetches, and tells a refusal in the workbench's words."""

import ast
import hashlib
import io
import re
import sys
import time
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from annotations.api.schema import openapi
from annotations.domain.webhooks import ID, SIGNATURE, TIMESTAMP, secret_of, signature
from annotations.models import Claim, Release, Suggestion
from tests.api.world import World, make_world
from tests.client.loading import FOLDER, load
from tests.factories import make_article

client = load("workbench_client")
SOURCE = (FOLDER / "workbench_client.py").read_text()


class Answer(io.BytesIO):
    """Bytes as urllib hands them out."""


class Through:
    """Sends urllib's requests into the application itself, and checks body and answer against the schema."""

    def __init__(self) -> None:
        self.http = Client()
        self.asked: list[str] = []
        self.damage = b""

    def __call__(self, request: urllib.request.Request, timeout: float) -> Answer:
        address = request.full_url.removeprefix("http://desk.test")
        headers = {name: value for name, value in request.header_items() if name != "Content-type"}
        came = self.http.generic(
            request.get_method(),
            address,
            request.data or b"",
            content_type="application/json",
            headers=headers,
        )
        content = b"".join(came.streaming_content) if came.streaming else came.content
        self.asked.append(address)
        if came.status_code >= 400:
            told = Message()
            for name, value in came.headers.items():
                told[name] = value
            raise urllib.error.HTTPError(request.full_url, came.status_code, "", told, io.BytesIO(content))
        return Answer(content + self.damage if "/files/" in address else content)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def through() -> Through:
    return Through()


def desk_of(world: World, through: Through, role: str = "editor") -> Any:
    token = world[role].client.defaults["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    return client.Workbench("http://desk.test/", token, open_url=through)


def test_every_address_it_asks_is_in_the_schema() -> None:
    paths = openapi()["paths"]
    for name, (method, path) in client.CALLS.items():
        assert method.lower() in paths.get(path, {}), name


def test_every_parameter_and_field_it_sends_is_in_the_schema() -> None:
    schema = openapi()
    sent = {
        "suggest": {"suggester", "version", "suggestions"},
        "ask_release": {"formats"},
        "add_article": {"text"},
    }
    for name, fields in sent.items():
        method, path = client.CALLS[name]
        body = schema["paths"][path][method.lower()]["requestBody"]["content"]["application/json"]["schema"]
        named = schema["components"]["schemas"][body["$ref"].rpartition("/")[2]]
        assert fields <= set(named["properties"]), name
    for name in ("articles", "claims", "article_claims"):
        method, path = client.CALLS[name]
        parameters = {one["name"] for one in schema["paths"][path][method.lower()]["parameters"]}
        assert {"limit", "cursor"} <= parameters, name


def test_it_asks_nothing_but_the_addresses_of_its_table() -> None:
    used = set(re.findall(r'_(?:call|send|pages)\("(\w+)"', SOURCE))
    assert used == set(client.CALLS)
    assert SOURCE.count("/api/v1/") == len(client.CALLS) + 1  # the comment that names the schema


def test_it_needs_nothing_but_the_standard_library() -> None:
    imports = [node for node in ast.walk(ast.parse(SOURCE)) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
        for node in imports
        for alias in node.names
    }
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_claims_stream_over_all_pages_in_order(world: World, through: Through) -> None:
    for number in range(3):
        make_article(
            world.project, by=world["editor"].user, text=f"Ferry {number} left. It rained on {number}."
        )
    desk = desk_of(world, through)
    everything = [row["id"] for row in desk.claims(world.slug)]
    in_pages = [row["id"] for row in desk.claims(world.slug, limit="2")]
    assert in_pages == everything
    assert len(set(everything)) == len(everything) > 8
    assert sum("cursor=" in address for address in through.asked) > 3
    assert [row["position"] for row in desk.article_claims(str(world.article.id))] == list(
        range(1, Claim.objects.filter(article=world.article).count() + 1)
    )


def test_suggestions_are_kept_once_under_the_name_they_were_given(world: World, through: Through) -> None:
    desk = desk_of(world, through)
    claim = world.claims[1]
    start = world.article.text.index("port authority")
    link = {
        "depth": 1,
        "source": {"name": "Port authority", "kind": "government_agency"},
        "source_span": [start, start + 14],
        "mention": "canonical_name",
    }
    offers = [
        {
            "claim": str(claim.id),
            "kind": "chain",
            "value": [link],
            "confidence": 0.8,
            "spans": [[start, start + 14, "source"]],
        },
        {"claim": str(claim.id), "kind": "check_worthiness", "value": "check_worthy", "confidence": 0.4},
    ]
    sent = {"suggester": "theirs", "version": "2.1"}
    assert desk.suggest(str(world.article.id), offers, **sent) == {"made": 2, "known": 0}
    assert desk.suggest(str(world.article.id), offers, **sent) == {"made": 0, "known": 2}
    rows = next(row for row in desk.claims(world.slug) if row["id"] == str(claim.id))["suggestions"]
    assert {(row["suggester"], row["version"], row["kind"]) for row in rows} >= {("theirs", "2.1", "chain")}
    assert Suggestion.objects.filter(claim=claim, suggester="theirs").count() == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"confidence": 2}, "share from 0 to 1"),
        ({"kind": "match", "value": {}}, "not suggested from outside"),
        ({"kind": "nothing"}, "not a known kind"),
        ({"value": "maybe"}, "not a known value"),
        ({"value": None}, "'value' is missing"),
        ({"kind": "chain", "value": "x"}, "list of links"),
        ({"kind": "chain", "value": [{"depth": 4, "source": {"name": "X"}}]}, "epth"),
        (
            {"kind": "chain", "value": [{"source": {"id": "0190f0f0-0000-7000-8000-000000000000"}}]},
            "no source",
        ),
        ({"claim": "0190f0f0-0000-7000-8000-000000000000"}, "has no claim"),
        ({"spans": [[0, 99999, "cue"]]}, "behind the text"),
        ({"spans": [[5, 2, "cue"]]}, "start < end"),
        ({"colour": "red"}, "not a field here"),
    ],
)
def test_what_is_wrong_with_a_suggestion_is_named(
    world: World, through: Through, change: dict[str, Any], words: str
) -> None:
    sound = {
        "claim": str(world.claims[0].id),
        "kind": "verification",
        "value": "supported",
        "confidence": 0.5,
    }
    with pytest.raises(client.Refused) as refused:
        desk_of(world, through).suggest(
            str(world.article.id), [{**sound, **change}], suggester="theirs", version="1"
        )
    assert refused.value.status == 422
    (told,) = refused.value.problem["errors"]["suggestions"]
    assert told.startswith("Suggestion 1: ")
    assert words in told


@pytest.mark.parametrize(
    ("suggester", "version"), [("attribution-chains", "1"), ("", "1"), ("a b", "1"), ("a", "")]
)
def test_names_of_our_own_suggesters_and_odd_ones_are_refused(
    world: World, through: Through, suggester: str, version: str
) -> None:
    from annotations.suggesters import SUGGESTERS

    name = SUGGESTERS[0].name if suggester == "attribution-chains" else suggester
    offer = {
        "claim": str(world.claims[0].id),
        "kind": "verification",
        "value": "supported",
        "confidence": 0.5,
    }
    with pytest.raises(client.Refused):
        desk_of(world, through).suggest(str(world.article.id), [offer], suggester=name, version=version)


def test_answers_are_given_as_the_person_and_a_stale_one_is_refused_with_the_newer(
    world: World, through: Through
) -> None:
    desk = desk_of(world, through, "reviewer")
    claim = str(world.claims[0].id)
    desk.decide(claim, seen_revision=0, verification="supported", chain=[])
    with pytest.raises(client.Refused) as refused:
        desk.decide(claim, seen_revision=0, verification="refuted")
    assert (refused.value.status, refused.value.problem["current"]["revision"]) == (409, 1)


def released(world: World, root: Path) -> Release:
    """A finished release with one file, as the builder leaves it."""
    content = b'{"id": 1}\n'
    folder = root / "releases" / str(world.release.id)
    folder.mkdir(parents=True)
    (folder / "claims.jsonl").write_bytes(content)
    entry = {
        "name": "claims.jsonl",
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "rows": 1,
    }
    Release.objects.filter(pk=world.release.pk).update(files=[entry], status="done")
    return world.release


def test_a_release_is_fetched_and_proved_and_not_fetched_twice(
    world: World, through: Through, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    from annotations.queries.releases import folder_of

    release = released(world, tmp_path / "unused")
    folder_of(release.id).mkdir(parents=True, exist_ok=True)
    (folder_of(release.id) / "claims.jsonl").write_bytes(b'{"id": 1}\n')
    desk = desk_of(world, through)
    (path,) = desk.download(str(release.id), tmp_path / "data")
    assert path.read_bytes() == b'{"id": 1}\n'
    asked = len(through.asked)
    desk.download(str(release.id), tmp_path / "data")
    assert len(through.asked) == asked + 1  # the release, not its file
    path.write_bytes(b'{"id": 2}\n')
    desk.download(str(release.id), tmp_path / "data")
    assert path.read_bytes() == b'{"id": 1}\n'


def test_a_damaged_file_is_found_and_leaves_nothing(
    world: World, through: Through, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    from annotations.queries.releases import folder_of

    release = released(world, tmp_path / "unused")
    folder_of(release.id).mkdir(parents=True, exist_ok=True)
    (folder_of(release.id) / "claims.jsonl").write_bytes(b'{"id": 1}\n')
    through.damage = b"x"
    with pytest.raises(client.Damaged):
        desk_of(world, through).download(str(release.id), tmp_path / "data")
    assert list((tmp_path / "data").iterdir()) == []


@pytest.mark.parametrize("name", ["../out", "/etc/passwd", "a/../../out"])
def test_a_name_that_leads_out_of_the_folder_is_not_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(client.Damaged):
        client._inside(tmp_path / "data", name)


def test_passing_troubles_are_tried_again_with_the_same_key(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[urllib.request.Request] = []
    monkeypatch.setattr(time, "sleep", lambda seconds: None)

    def troubled(request: urllib.request.Request, timeout: float) -> Answer:
        seen.append(request)
        if len(seen) < 3:
            told = Message()
            told["Retry-After"] = "0"
            raise urllib.error.HTTPError("", 503, "", told, io.BytesIO(b""))
        return Answer(b'{"id": "1"}')

    desk = client.Workbench("http://desk.test", "t", open_url=troubled)
    desk.decide("1", seen_revision=0, verification="supported")
    keys = {request.get_header("Idempotency-key") for request in seen}
    assert (len(seen), len(keys)) == (3, 1)


def test_a_token_is_never_shown_to_whom_an_answer_leads_to() -> None:
    assert client._NoRedirect().redirect_request(None, None, 302, "", {}, "https://other.test/") is None


def test_it_knows_a_genuine_message_of_a_webhook() -> None:
    from uuid import uuid4

    secret, now = secret_of("key", webhook_id=uuid4(), salt="x"), int(time.time())
    made = signature(secret, message_id="m", timestamp=now, content=b"{}")
    headers = {ID.title(): "m", TIMESTAMP.title(): str(now), SIGNATURE.title(): made}
    assert client.is_genuine(secret, headers, b"{}")
    assert not client.is_genuine(secret, headers, b"{ }")
    assert not client.is_genuine(secret, {**headers, TIMESTAMP.title(): str(now - 400)}, b"{}")


def test_a_stranger_sends_no_suggestions(world: World, through: Through) -> None:
    offer = {
        "claim": str(world.claims[0].id),
        "kind": "verification",
        "value": "supported",
        "confidence": 0.5,
    }
    other = make_world()
    for role, status, by in (("reviewer", 403, world), ("editor", 404, other)):
        with pytest.raises(client.Refused) as refused:
            desk_of(by, through, role).suggest(
                str(world.article.id), [offer], suggester="theirs", version="1"
            )
        assert refused.value.status == status
