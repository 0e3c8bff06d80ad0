"""The client fetches releases, proves them, tries again, and knows genuine messages."""

import io
import time
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from annotations.domain.webhooks import ID, SIGNATURE, TIMESTAMP, secret_of, signature
from tests.api.world import World, make_world
from tests.client.given import Answer, Through, client, desk_of, released


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
