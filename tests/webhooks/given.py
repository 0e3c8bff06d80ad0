"""A desk with webhooks, and the server of a receiver."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from annotations import (
    deliveries,
    fetch,
    tasks,
    webhooks,
)
from annotations.domain.vocabulary import MemberRole
from annotations.domain.webhooks import ID, TIMESTAMP, signature
from annotations.models import Project, User, Webhook
from tests.factories import make_member, make_project
from tests.security.web_server import Answer, WebServer, page, web_server

ALL = (
    *("article_imported", "suggestions_ready", "claim_decided", "claim_adjudicated"),
    *("article_signed_off", "release_built"),
)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name leads to this machine."""
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


def _forged(server: WebServer) -> str:
    """What somebody signs who saw the message and knows everything but the secret."""
    seen = headers_of(server)
    return signature("whsec_", message_id=seen[ID], timestamp=int(seen[TIMESTAMP]), content=server.sent[-1])
