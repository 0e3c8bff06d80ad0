"""Every page and form under a project's address, with a stranger and with another project's ids: nothing is there.

The list is made from the addresses themselves, so that a new page is in it without anybody's thinking of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from annotations import labels, suggest, webhooks
from annotations.assigning import assign
from annotations.domain.vocabulary import MemberRole, Verification
from annotations.models import Article, LabelChange, LedgerEntry, Release, Source, User
from annotations.web.urls import urlpatterns
from tests.factories import decide, make_article, make_member, make_project, make_user, reviewable

pytestmark = pytest.mark.django_db
NOT_THERE = 404
WRONG_METHOD = 405
HERE = [
    pattern
    for pattern in urlpatterns
    if isinstance(pattern, URLPattern) and str(pattern.pattern).startswith("p/")
]


@dataclass(frozen=True)
class Desk:
    """A project with one of everything that an address can name."""

    article: Article
    editor: User
    ids: dict[str, object]

    @property
    def slug(self) -> str:
        return self.article.project.slug

    def address(self, pattern: URLPattern, *, slug: str = "") -> str:
        names = pattern.pattern.regex.groupindex  # type: ignore[attr-defined]
        values = {name: self.ids[name] for name in names if name != "slug"}
        return reverse(str(pattern.name), kwargs={"slug": slug or self.slug, **values})


def make_desk() -> Desk:
    article = make_article(make_project(quorum=2))
    suggest.propose_for(article.id)
    editor = make_member(article.project, MemberRole.EDITOR)
    claim = reviewable(article)[0]
    decide(claim, make_member(article.project))
    source = Source.objects.create(project=article.project, name="X", folded="x", kind="company")
    label = labels.define(article.project, verification=Verification.REFUTED, name="Hoax", by=editor)
    release = Release.objects.create(
        project=article.project, requested_by=editor, requested_at=article.imported_at, formats=["jsonl"]
    )
    ids: dict[str, object] = {
        "article_id": article.id, "claim_id": claim.id, "source_id": source.id, "release_id": release.id,
        "name": "claims.jsonl", "label_id": label.id, "change_id": LabelChange.objects.get(project=article.project).id,
        "webhook_id": webhooks.create(
            article.project, url="https://receiver.test/", events=["claim_decided"], by=editor
        ).id,
        "assignment_id": assign(article.project, editor, articles=[article.id], by=editor)[0].id, "version": 1,
    }  # fmt: skip
    return Desk(article, editor, _with_unknown(ids))


def _with_unknown(ids: dict[str, object]) -> dict[str, object]:
    """Ids of kinds that this test does not make are random: they are foreign to everybody."""
    wanted = {name for pattern in HERE for name in pattern.pattern.regex.groupindex}  # type: ignore[attr-defined]
    return {name: uuid4() for name in wanted} | ids


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def answers(client: Client, place: str) -> Iterator[tuple[str, int]]:
    yield "GET", client.get(place).status_code
    yield "POST", client.post(place, {"reason": "x", "text": "x"}).status_code


def test_the_list_is_long() -> None:
    assert len(HERE) > 25


def test_a_stranger_finds_nothing_and_changes_nothing() -> None:
    desk = make_desk()
    before = LedgerEntry.objects.count()
    client = signed_in(make_user())
    found = {
        (pattern.name, method): status
        for pattern in HERE
        for method, status in answers(client, desk.address(pattern))
        if status not in (NOT_THERE, WRONG_METHOD)
    }
    assert found == {}
    assert LedgerEntry.objects.count() == before


def test_ids_of_another_project_lead_nowhere_under_ones_own_address() -> None:
    mine, other = make_desk(), make_desk()
    before = LedgerEntry.objects.filter(project_id=other.article.project_id).count()
    client = signed_in(mine.editor)
    naming = [pattern for pattern in HERE if len(pattern.pattern.regex.groupindex) > 1]  # type: ignore[attr-defined]
    found = {
        (pattern.name, method): status
        for pattern in naming
        for method, status in answers(client, other.address(pattern, slug=mine.slug))
        if status not in (NOT_THERE, WRONG_METHOD)
    }
    assert found == {}
    assert LedgerEntry.objects.filter(project_id=other.article.project_id).count() == before


def test_twin_members_do_find_what_strangers_do_not() -> None:
    desk = make_desk()
    client = signed_in(desk.editor)
    opened = [pattern.name for pattern in HERE if client.get(desk.address(pattern)).status_code == 200]
    assert len(opened) >= 12


def test_an_id_that_never_was_is_answered_as_a_foreign_one() -> None:
    desk = make_desk()
    client = signed_in(desk.editor)
    never: UUID = uuid4()
    for pattern in HERE:
        groups = pattern.pattern.regex.groupindex  # type: ignore[attr-defined]
        ids = {name: never for name in groups if name.endswith("_id")}
        if ids:
            place = Desk(desk.article, desk.editor, {**desk.ids, **ids}).address(pattern)
            assert {status for _, status in answers(client, place)} <= {NOT_THERE, WRONG_METHOD}, pattern.name
