"""Two projects with everybody in them, and callers of the interface."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from annotations import admit
from annotations.domain.ids import new_id
from annotations.domain.vocabulary import MemberRole, SourceKind
from annotations.models import Article, Claim, Project, Release, ReleaseStatus, Source, Suggestion, User
from annotations.sources import create as create_source
from tests.factories import make_article, make_member, make_project, make_user, reviewable

TEXT = (
    "Harbour bridge closed after inspection\n\n"
    "The harbour bridge was closed on Monday. According to the port authority, two cables were damaged.\n\n"
    '"We found corrosion," engineer Mira Olsen said. Traffic is being diverted.\n\nSubscribe to our newsletter\n'
)


@dataclass
class Caller:
    """Somebody's script."""

    user: User
    client: Client

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", query)

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> Any:
        return self.send("POST", path, body, key=key)

    def patch(self, path: str, body: Any = None, *, key: str | None = None) -> Any:
        return self.send("PATCH", path, body, key=key)

    def send(self, method: str, path: str, body: Any = None, *, key: str | None = None) -> Any:
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {} if key is None else {"Idempotency-Key": key}
        return self.client.generic(
            method, f"/api/v1/{path}", data, content_type="application/json", headers=headers
        )


def caller(user: User) -> Caller:
    """The person with a token of their own."""
    _, secret = admit.issue_token(user, name="test", by=user)
    return Caller(user, Client(headers={"Authorization": f"Bearer {secret}"}))


@dataclass
class World:
    """A project with an article, a source, a suggestion and a finished release; one caller for each role."""

    project: Project
    article: Article
    claims: list[Claim]
    source: Source
    suggestion: Suggestion
    release: Release
    callers: dict[str, Caller] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        return self.project.slug

    def __getitem__(self, role: str) -> Caller:
        return self.callers[role]


ROLES = ("reviewer", "editor", "supervisor")


def make_world(**project: Any) -> World:
    """A project of its own with its people; besides the members an administrator who is none."""
    made = make_project(**project)
    people = {role: make_member(made, MemberRole(role)) for role in ROLES}
    article = make_article(
        made, by=people["editor"], text=TEXT, title=f"Bridge {uuid4().hex[:8]}", outlet="Herald"
    )
    claims = reviewable(article)
    return World(
        project=made,
        article=article,
        claims=claims,
        source=create_source(
            made,
            name=f"Port authority {uuid4().hex[:8]}",
            kind=SourceKind.GOVERNMENT_AGENCY,
            by=people["editor"],
        ),
        suggestion=make_suggestion(claims[1]),
        release=make_release(made, by=people["editor"]),
        callers={
            **{role: caller(person) for role, person in people.items()},
            "administrator": caller(make_user(is_staff=True)),
        },
    )


def make_suggestion(claim: Claim, **fields: Any) -> Suggestion:
    """A suggested check-worthiness."""
    return Suggestion.objects.create(
        **{
            "project": claim.project,
            "claim": claim,
            "suggester": "test",
            "version": "1",
            "kind": "check_worthiness",
            "value": "check_worthy",
            "confidence": 0.5,
            "created_at": timezone.now(),
            **fields,
        }
    )


def make_release(project: Project, *, by: User) -> Release:
    """A release that is said to be done, without files."""
    return Release.objects.create(
        id=new_id(),
        project=project,
        requested_by=by,
        requested_at=timezone.now(),
        formats=["jsonl"],
        status=ReleaseStatus.DONE,
    )


def answer(**parts: Any) -> dict[str, Any]:
    """The body of a complete decision: supported, the article's own voice."""
    return {"seen_revision": 0, "verification": "supported", "chain": [], **parts}


def problem_of(response: Any) -> Mapping[str, Any]:
    """The problem in an answer, which must be one."""
    assert response.headers["Content-Type"] == "application/problem+json", response.content
    body: dict[str, Any] = response.json()
    assert body["status"] == response.status_code
    assert body["detail"]
    return body
