"""A desk with policies."""

from typing import Any

import pytest

from annotations.admit import write_policies
from annotations.domain.records import LinkValue
from annotations.domain.vocabulary import (
    Identification,
    MemberRole,
    QuoteType,
    SourceKind,
    Stance,
)
from annotations.evidence import add
from annotations.models import (
    Claim,
    Project,
    User,
)
from tests.factories import decide, make_article, make_member, make_project, reviewable

EVIDENCE = [{"when": {"verification": ["supported", "refuted"]}, "demand": "evidence"}]
LOGGED = [{"when": {"verification": ["not_enough_evidence"]}, "demand": "evidence"}]
SECOND = [
    {"when": {"priority": [3], "unnamed_origin": True, "single_origin": True}, "demand": "second_editor"}
]
UNNAMED_OFFICIAL = (
    LinkValue(
        depth=1,
        source_name="a port official",
        source_kind=SourceKind.PERSON,
        source_span=(0, 3),
        quote_type=QuoteType.INDIRECT,
        identification=Identification.UNNAMED_INDIVIDUAL,
    ),
)


@pytest.fixture
def project() -> Project:
    return make_project(quorum=2)


@pytest.fixture
def editor(project: Project) -> User:
    return make_member(project, MemberRole.EDITOR)


@pytest.fixture
def claim(project: Project) -> Claim:
    return reviewable(make_article(project))[0]


def agree(claims: list[Claim], *, evidence: bool = False, **answer: Any) -> None:
    people = [make_member(claims[0].project) for _ in range(2)]
    for claim in claims:
        if evidence:
            bring(claim, people[0])
        for person in people:
            decide(claim, person, **answer)


def bring(claim: Claim, by: User) -> Any:
    return add(claim.id, stance=Stance.SUPPORTS, url="https://example.org/log", quote="closed", by=by)


def with_projects(claims: list[Claim]) -> list[Claim]:
    return list(Claim.objects.filter(pk__in=[claim.pk for claim in claims]).select_related("project"))


def second_editor_wanted(project: Project, editor: User, claim: Claim) -> list[Claim]:
    write_policies(project, SECOND, by=editor)
    agree([claim], priority=3, chain=UNNAMED_OFFICIAL)
    others = reviewable(claim.article)[1:]
    agree(others)
    return others
