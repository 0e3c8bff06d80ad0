"""Labels on pages and over HTTP: the whole way from a label to a split, its queue and back."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations import labels
from annotations.domain.vocabulary import MemberRole, Verification
from annotations.models import Claim, DeskLabel, LabelChange, User
from tests.api.world import World, make_world
from tests.factories import decide, make_article, make_member, make_project, reviewable

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return make_member(make_project("desk"), MemberRole.EDITOR)


@pytest.fixture
def client(editor: User) -> Client:
    signed_in = Client()
    signed_in.force_login(editor)
    return signed_in


def project_of(editor: User) -> Any:
    return editor.projects.get()


def claims_with(label: DeskLabel, by: User, many: int) -> list[Claim]:
    text = " ".join(f"The ship number {n} left at noon." for n in range(many))
    claims = reviewable(make_article(label.project, by=by, text=text))[:many]
    for claim in claims:
        decide(claim, by, verification=Verification.MISLEADING, label=label.id)
    return claims


def words(client: Client, page: str, **sent: Any) -> str:
    answer = client.post(page, sent, follow=True) if sent else client.get(page)
    assert answer.status_code == 200, (page, answer.status_code)
    return answer.content.decode()


def test_from_a_label_to_a_split_its_queue_and_back(client: Client, editor: User) -> None:
    page = words(client, "/p/desk/labels/", verification="misleading", name="Out of context", definition="x")
    assert "can be given now" in page
    label = DeskLabel.objects.get()
    first, second = claims_with(label, editor, 2)
    preview = words(client, f"/p/desk/labels/{label.id}/")
    assert "2 claims carry it" in preview
    assert first.text in preview
    split = {"do": "split", "name": ["Old picture", "Cut quote", ""], "definition": ["", "", ""]}
    assert "2 claims wait" in words(client, f"/p/desk/labels/{label.id}/", **split)
    queue = words(client, "/p/desk/labels/waiting/")
    assert "Old picture" in queue
    old = DeskLabel.objects.get(name="Old picture")
    queue = words(client, f"/p/desk/claims/{first.id}/label/", label=str(old.id), back="waiting")
    assert "1 claim to label anew" in queue
    assert second.text in queue
    assert first.text not in queue
    change = LabelChange.objects.get(act="split")
    page = words(client, f"/p/desk/labels/changes/{change.id}/undo/", do="undo")
    assert "Taken back" in page
    assert "wait" not in page


def test_mistakes_are_said_and_nothing_changes(client: Client, editor: User) -> None:
    made = labels.define(project_of(editor), verification=Verification.REFUTED, name="Hoax", by=editor)
    for page, sent, status in (
        ("/p/desk/labels/", {"verification": "refuted", "name": "HOAX"}, 409),
        ("/p/desk/labels/", {"verification": "maybe", "name": "X"}, 422),
        ("/p/desk/labels/", {"verification": "refuted", "name": ""}, 422),
        (f"/p/desk/labels/{made.id}/", {"do": "merge", "into": "x"}, 422),
        (f"/p/desk/labels/{made.id}/", {"do": "split", "name": ["One"]}, 422),
        (f"/p/desk/labels/{made.id}/", {"do": "nothing"}, 422),
    ):
        answer = client.post(page, sent)
        assert answer.status_code == status, (page, sent)
        assert "Nothing was changed" in answer.content.decode()
    assert DeskLabel.objects.count() == 1


def test_a_reviewer_labels_the_standing_answer(client: Client, editor: User) -> None:
    project = project_of(editor)
    label = labels.define(project, verification=Verification.MISLEADING, name="Old picture", by=editor)
    (claim,) = claims_with(label, editor, 1)
    reviewer = Client()
    reviewer.force_login(make_member(project))
    page = words(reviewer, f"/p/desk/claims/{claim.id}/label/")
    assert f'value="{label.id}" checked' in page
    reviewer.post(f"/p/desk/claims/{claim.id}/label/", {"label": ""})
    assert f'value="{label.id}" checked' not in words(reviewer, f"/p/desk/claims/{claim.id}/label/")
    assert reviewer.get("/p/desk/labels/").status_code == 403


def test_a_label_is_chosen_on_the_desk_and_stays_until_its_word_does_not(
    client: Client, editor: User
) -> None:
    project = project_of(editor)
    claim = reviewable(make_article(project, by=editor))[0]
    desk = f"/p/desk/articles/{claim.article_id}/"
    assert "more_label" not in words(client, desk)
    label = labels.define(project, verification=Verification.MISLEADING, name="Out of context", by=editor)
    assert f'<option value="{label.id}"' in words(client, desk)
    assert decided(client, claim, verification="misleading", more_label=str(label.id)) == label.id
    assert decided(client, claim, verification="misleading", note="Seen in the archive.") == label.id
    assert decided(client, claim, verification="misleading", more_label="none") is None
    decided(client, claim, verification="misleading", more_label=str(label.id))
    assert decided(client, claim, verification="refuted") is None
    other = {"verification": "supported", "more_label": str(label.id)}
    answer = client.post(f"/p/desk/claims/{claim.id}/decide/", sent_form(claim, **other))
    assert answer.status_code == 422
    assert "stands below" in answer.content.decode()


def sent_form(claim: Claim, **fields: str) -> dict[str, str]:
    revision = str(Claim.objects.get(pk=claim.pk).decisions_count)
    return {"seen_revision": revision, "idempotency_key": f"key {revision}", "chain": "own_voice", **fields}


def decided(client: Client, claim: Claim, **fields: str) -> Any:
    """The label of the answer that the desk's form has just made."""
    assert client.post(f"/p/desk/claims/{claim.id}/decide/", sent_form(claim, **fields)).status_code == 302
    return claim.decisions.order_by("revision").last().label_id


def test_in_a_blind_project_nobody_labels_an_answer_they_may_not_know(client: Client, editor: User) -> None:
    project = project_of(editor)
    project.blind, project.quorum = True, 2
    project.save()
    label = labels.define(project, verification=Verification.MISLEADING, name="Old picture", by=editor)
    (claim,) = claims_with(label, editor, 1)
    reviewer = Client()
    reviewer.force_login(make_member(project))
    assert "No answer stands" in words(reviewer, f"/p/desk/claims/{claim.id}/label/")
    assert reviewer.post(f"/p/desk/claims/{claim.id}/label/", {"label": ""}).status_code == 409


def test_the_pages_ask_as_often_for_thirty_claims_as_for_one(client: Client, editor: User) -> None:
    label = labels.define(project_of(editor), verification=Verification.MISLEADING, name="Old", by=editor)
    pages = ("/p/desk/labels/", f"/p/desk/labels/{label.id}/", "/p/desk/labels/waiting/")
    counted = []
    for many in (1, 29):
        claims_with(label, editor, many)
        with CaptureQueriesContext(connection) as asked:
            for page in pages:
                client.get(page)
        counted.append(len(asked))
    assert counted[0] == counted[1]


def test_over_http_a_decision_carries_a_label_and_says_it() -> None:
    world: World = make_world()
    made = (
        world["editor"]
        .post(f"projects/{world.slug}/labels/", {"verification": "misleading", "name": "Old picture"})
        .json()
    )
    path = f"claims/{world.claims[0].id}/decisions/"
    body = {"seen_revision": 0, "verification": "misleading", "chain": [], "label": made["id"]}
    kept = world["reviewer"].post(path, body, key="a")
    assert (kept.status_code, kept.json()["label"]) == (201, made["id"])
    wrong = world["reviewer"].post(path, {**body, "seen_revision": 1, "verification": "supported"}, key="b")
    assert wrong.json()["errors"].keys() == {"label"}
    assert world["editor"].get(f"labels/{made['id']}/claims/").json()["count"] == 1
    split = world["editor"].post(f"labels/{made['id']}/split/", {"into": [{"name": "A"}, {"name": "B"}]})
    assert [one["part_of"] for one in split.json()["results"]] == [made["id"]] * 2
    waiting = world["editor"].get(f"projects/{world.slug}/labels/waiting/").json()
    assert (waiting["count"], waiting["results"][0]["label"]) == (1, "Old picture")
    changes = world["reviewer"].get(f"projects/{world.slug}/label-changes/").json()["results"]
    assert [change["act"] for change in changes] == ["split", "defined"]


@pytest.mark.parametrize(
    "into",
    [None, "A", [], [{"name": "A"}], [{"name": "A"}, {}], [{"name": "A"}, {"name": "a"}], [{"name": 1}, "x"]],
)
def test_over_http_a_split_that_is_wrong_changes_nothing(into: Any) -> None:
    world = make_world()
    made = (
        world["editor"]
        .post(f"projects/{world.slug}/labels/", {"verification": "misleading", "name": "Old picture"})
        .json()
    )
    answer = world["editor"].post(f"labels/{made['id']}/split/", {"into": into})
    assert answer.status_code in (409, 422)
    assert DeskLabel.objects.get().retired_at is None
