"""A desk whose settings are changed, and the person who does it."""

from typing import Any

import pytest
from django.test import Client

from annotations import tasks
from annotations.discuss import comment
from annotations.domain.vocabulary import MemberRole
from annotations.models import (
    Article,
    Claim,
    Job,
    Project,
    User,
)
from tests.factories import (
    make_article,
    make_member,
    make_project,
)

EDITOR = MemberRole.EDITOR


@pytest.fixture
def project() -> Project:
    return make_project(quorum=2)


@pytest.fixture
def editor(project: Project) -> User:
    return make_member(project, EDITOR)


@pytest.fixture
def client(editor: User) -> Client:
    return signed_in(editor)


@pytest.fixture
def article(project: Project, editor: User) -> Article:
    return make_article(project, by=editor, title="Harbour")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def content_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content[:300]
    return str(answer.content.decode())


def rules_form(**changes: Any) -> dict[str, Any]:
    return {"name": "Desk", "quorum": "2", "blind_share": "0", "asks": ["chain", "verification"], **changes}


def told(project: Project, claim: Claim, by: User, name: str) -> None:
    comment(claim.id, f"@{name} look", by=by)
    for job in Job.objects.filter(kind="notify_mentioned"):
        tasks.run_job(str(job.pk))
