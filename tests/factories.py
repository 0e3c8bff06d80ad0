"""Rows for tests, made by the real verbs; every argument is optional."""

from collections.abc import Iterator
from itertools import count
from typing import Any
from uuid import uuid4

from annotations.adjudicate import adjudicate
from annotations.domain.judgements import Judgement
from annotations.domain.records import Draft
from annotations.domain.vocabulary import AdjudicationReason, MemberRole, Verification
from annotations.ingest import Incoming, import_article
from annotations.keeping import Recorded
from annotations.models import Article, Claim, Membership, Project, User
from annotations.review import record

NUMBERS: Iterator[int] = count(1)
TEXT = (
    "Harbour bridge closed after inspection\n\n"
    "The harbour bridge was closed on Monday. According to the port authority, two cables were damaged.\n\n"
    '"We found corrosion," engineer Mira Olsen said. Traffic is being diverted.\n'
)


def make_user(username: str = "", **fields: Any) -> User:
    """A person who can sign in with the password "correct horse battery"."""
    user = User(username=username or f"person-{next(NUMBERS)}", **fields)
    user.set_password("correct horse battery")
    user.save()
    return user


def make_project(slug: str = "", **fields: Any) -> Project:
    """A project without members, blind share 0 unless told otherwise."""
    number = next(NUMBERS)
    return Project.objects.create(
        slug=slug or f"project-{number}", name=f"Project {number}", **{"blind_share": 0.0, **fields}
    )


def make_member(project: Project, role: MemberRole = MemberRole.REVIEWER, user: User | None = None) -> User:
    """A person with this role in the project."""
    person = user or make_user()
    Membership.objects.create(project=project, user=person, role=role)
    return person


def make_article(
    project: Project | None = None, *, text: str = TEXT, by: User | None = None, **draft: Any
) -> Article:
    """An article taken in by an editor of the project."""
    project = project or make_project()
    editor = by or make_member(project, MemberRole.EDITOR)
    return import_article(project, Incoming(text.encode(), Draft(text=text, **draft)), by=editor)


def reviewable(article: Article) -> list[Claim]:
    """The article's claims that are put before reviewers, in order."""
    return list(Claim.objects.filter(article=article).reviewable().order_by("start"))


def decide(claim: Claim, by: User, *, seen_revision: int = 0, key: str = "", **answer: Any) -> Recorded:
    """A complete answer: supported, the article's own voice, unless told otherwise."""
    judgement = Judgement(**{"verification": Verification.SUPPORTED, "chain": (), **answer})
    return record(
        claim.id, judgement, seen_revision=seen_revision, idempotency_key=key or str(uuid4()), by=by
    )


def dispute(claim: Claim, *people: User) -> Claim:
    """The claim after two people answered it: supported, and refuted. Without people, two new reviewers do."""
    one, other = people or (make_member(claim.project), make_member(claim.project))
    decide(claim, one)
    return decide(claim, other, verification=Verification.REFUTED).claim


def settle(
    claim: Claim, by: User | None = None, *, seen_revision: int = 0, key: str = "", **answer: Any
) -> Recorded:
    """An adjudication by a new editor unless told otherwise: refuted, the article's own voice."""
    judgement = Judgement(**{"verification": Verification.REFUTED, "chain": (), **answer})
    return adjudicate(
        claim.id,
        judgement,
        reason=AdjudicationReason.SLIP,
        seen_revision=seen_revision,
        idempotency_key=key or str(uuid4()),
        by=by or make_member(claim.project, MemberRole.EDITOR),
    )
