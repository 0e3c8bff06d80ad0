"""Confidential notes: for their group only, opened on record, and in no export and no answer of the interface."""

import pytest
from django.conf import settings
from django.test import Client, override_settings

from annotations import confidences, ledger
from annotations.domain.errors import AlreadyThere, Invalid, NotFound, NotPermitted
from annotations.models import Confidence, ConfidentialNote, LedgerEntry, Membership, User
from tests.api.routes import ROUTES
from tests.api.world import World, make_world
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SECRET = "Meets us at the old lighthouse, name Zebulon"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def group(world: World) -> Confidence:
    """A group with the reviewer in it; the editor who made it is not."""
    made = confidences.create(world.project, "Lighthouse", by=world["editor"].user)
    confidences.admit(made, world["reviewer"].user, by=world["editor"].user)
    return made


@pytest.fixture
def note(world: World, group: Confidence) -> ConfidentialNote:
    return confidences.keep_note(world.source, group.id, SECRET, by=world["reviewer"].user)


def page(world: World, user: User, rest: str = "") -> str:
    client = Client()
    client.force_login(user)
    return client.get(f"/p/{world.slug}/sources/{world.source.id}/{rest}").content.decode()


def opened(world: World, user: User, note: ConfidentialNote) -> tuple[int, str]:
    client = Client()
    client.force_login(user)
    answer = client.post(f"/p/{world.slug}/sources/{world.source.id}/notes/{note.id}/open/")
    return answer.status_code, answer.content.decode()


def test_a_member_opens_it_and_the_ledger_says_so(world: World, note: ConfidentialNote) -> None:
    reviewer = world["reviewer"].user
    assert SECRET not in page(world, reviewer)
    status, words = opened(world, reviewer, note)
    assert (status, SECRET in words) == (200, True)
    entry = ledger.newest(world.project.id)
    assert entry is not None
    assert (entry.verb, entry.actor) == ("note_opened", str(reviewer.pk))
    assert entry.payload == {"note": str(note.id), "confidence": str(note.confidence_id)}


@pytest.mark.parametrize("role", ["editor", "supervisor", "administrator"])
def test_nobody_else_even_learns_that_there_is_one(world: World, note: ConfidentialNote, role: str) -> None:
    before = LedgerEntry.objects.count()
    status, words = opened(world, world[role].user, note)
    assert status == 404
    assert SECRET not in words
    assert "Confidential notes" not in page(world, world[role].user)
    assert LedgerEntry.objects.count() == before


@override_settings(PROTECTIONS_OFF=frozenset({"confidences"}))
def test_twin_without_the_group_any_member_reads_it(world: World, note: ConfidentialNote) -> None:
    status, words = opened(world, world["supervisor"].user, note)
    assert (status, SECRET in words) == (200, True)


def test_who_leaves_the_group_or_the_project_opens_nothing(
    world: World, group: Confidence, note: ConfidentialNote
) -> None:
    reviewer = world["reviewer"].user
    confidences.dismiss(group, reviewer, by=world["editor"].user)
    assert opened(world, reviewer, note)[0] == 404
    confidences.admit(group, reviewer, by=world["editor"].user)
    Membership.objects.filter(user=reviewer, project=world.project).delete()
    assert opened(world, reviewer, note)[0] == 404
    with pytest.raises(NotFound):
        confidences.open_note(world.source, note.id, by=reviewer)
    with pytest.raises(NotFound):
        confidences.keep_note(world.source, group.id, "x", by=reviewer)


def test_what_makes_no_sense_is_refused(world: World, group: Confidence) -> None:
    editor, reviewer = world["editor"].user, world["reviewer"].user
    with pytest.raises(AlreadyThere):
        confidences.create(world.project, "Lighthouse", by=editor)
    with pytest.raises(Invalid, match="1 to 100"):
        confidences.create(world.project, " ", by=editor)
    with pytest.raises(NotPermitted):
        confidences.create(world.project, "Mine", by=reviewer)
    with pytest.raises(Invalid, match="not in this project"):
        confidences.admit(group, make_user(), by=editor)
    with pytest.raises(AlreadyThere):
        confidences.admit(group, reviewer, by=editor)
    with pytest.raises(NotFound):
        confidences.keep_note(world.source, group.id, "x", by=editor)
    with pytest.raises(Invalid, match="says something"):
        confidences.keep_note(world.source, group.id, " ", by=reviewer)


def test_no_answer_of_the_interface_has_its_words(world: World, note: ConfidentialNote) -> None:
    readable = [route for route in ROUTES if not route.writes]
    assert len(readable) > 15
    for route in readable:
        for role in ("reviewer", "editor", "supervisor", "administrator"):
            answer = route.call(world[role], world)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert b"Zebulon" not in body, route.id


def test_pages_of_the_project_do_not_show_it(world: World, note: ConfidentialNote) -> None:
    for role in ("reviewer", "editor", "supervisor"):
        for rest in ("", "merge/", "../", "../proposals/", "../unnamed/", "../confidences/", "../../audit/"):
            assert "Zebulon" not in page(world, world[role].user, rest)


def test_the_verifying_role_cannot_read_the_table() -> None:
    from annotations.ledger_grants import secret_tables

    assert "annotations_confidentialnote" in secret_tables()
    assert settings.DATABASE_ROLES["verify"]


def test_the_editors_page_makes_groups_and_names_members(world: World) -> None:
    client = Client()
    client.force_login(world["editor"].user)
    place = f"/p/{world.slug}/sources/confidences/"
    assert client.post(place, {"name": "Cellar"}).status_code == 302
    assert client.post(place, {"name": "Cellar"}).status_code == 409
    made = Confidence.objects.get(name="Cellar")
    name = world["supervisor"].user.username
    assert client.post(f"{place}{made.id}/admit/", {"user": name}).status_code == 302
    assert client.post(f"{place}{made.id}/admit/", {"user": "nobody"}).status_code == 422
    assert name in client.get(place).content.decode()
    assert client.post(f"{place}{made.id}/dismiss/", {"user": name}).status_code == 302
    client.force_login(world["reviewer"].user)
    assert client.get(place).status_code == 403
