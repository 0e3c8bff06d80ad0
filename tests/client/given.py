"""The client, and a way from it into the interface without a server."""

import hashlib
import io
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from annotations.models import Release
from tests.api.world import World, make_world
from tests.client.loading import FOLDER, load

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
