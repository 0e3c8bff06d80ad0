"""Adjudications, sign-offs, reopenings and comments over the interface."""

from typing import Any
from uuid import uuid4

import pytest

from annotations.domain.vocabulary import MemberRole
from annotations.models import Decision
from tests.api.world import World, answer, caller, make_world, problem_of
from tests.factories import decide, dispute, make_member


def settling(**parts: Any) -> dict[str, Any]:
    return {**answer(verification="refuted"), "reason": "link_missed", **parts}


def agree(world: World) -> None:
    for _ in range(2):
        person = make_member(world.project)
        for claim in world.claims:
            decide(claim, person)


def test_an_adjudication_is_answered_as_it_was_sent_and_is_the_claims_answer(world: World) -> None:
    claim = dispute(world.claims[0])
    path = f"claims/{claim.id}/adjudications/"
    made = world["editor"].post(path, settling(note="“We assess” is a voice."), key="k")
    assert made.status_code == 201, made.content
    body = made.json()
    assert (body["stage"], body["revision"], body["reason"]) == ("adjudication", 1, "link_missed")
    assert body["reviews"] == [
        str(pk)
        for pk in Decision.objects.filter(stage="review").order_by("decided_at").values_list("pk", flat=True)
    ]
    again = world["editor"].post(path, settling(note="“We assess” is a voice."), key="k")
    assert (again.status_code, again.json()) == (200, body)
    row = world["supervisor"].get(f"articles/{world.article.id}/claims/").json()["results"]
    shown = next(one for one in row if one["id"] == str(claim.id))
    assert (shown["state"], shown["decision"]["id"]) == ("adjudicated", body["id"])
    history = world["reviewer"].get(f"claims/{claim.id}/history/").json()["results"]
    assert [line["kind"] for line in history] == ["adjudication", "decision", "decision"]


def test_permission_comes_before_state_and_state_before_nothing_else(world: World) -> None:
    claim = world.claims[0]
    path = f"claims/{claim.id}/adjudications/"
    assert world["editor"].post(path, settling(), key="a").status_code == 409
    decide(claim, world["editor"].user)
    dispute(claim)
    assert world["editor"].post(path, settling(), key="b").status_code == 403
    assert world["editor"].post(path, {"nonsense": 1}, key="c").status_code == 403


def test_the_second_adjudicator_is_told_what_the_first_one_said(world: World) -> None:
    claim = dispute(world.claims[0])
    path = f"claims/{claim.id}/adjudications/"
    other = caller(make_member(world.project, MemberRole.EDITOR))
    world["editor"].post(path, settling(verification="misleading"), key="a")
    refused = other.post(path, settling(), key="b")
    assert refused.status_code == 409
    assert problem_of(refused)["current"]["verification"] == "misleading"
    assert other.post(path, settling(seen_revision=1), key="c").json()["revision"] == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"reason": None}, "reason"),
        ({"reason": "because"}, "reason"),
        ({"seen_revision": None}, "seen_revision"),
        ({"verdict": "supported"}, "verdict"),
        ({"verification": "true"}, "verification"),
    ],
)
def test_every_mistake_is_named(world: World, body: dict[str, Any], field: str) -> None:
    claim = dispute(world.claims[0])
    refused = world["editor"].post(f"claims/{claim.id}/adjudications/", settling(**body), key="k")
    assert refused.status_code == 422
    assert field in problem_of(refused)["errors"]


def test_a_sign_off_is_valid_until_something_changes(world: World) -> None:
    agree(world)
    path = f"articles/{world.article.id}/sign-offs/"
    signed = world["editor"].post(path, {"note": "read twice"}, key="k")
    assert signed.status_code == 201, signed.content
    assert signed.json()["valid"] is True
    assert world["editor"].post(path, {"note": "read twice"}, key="k").json() == signed.json()
    claim = world.claims[0]
    reopened = world["editor"].post(f"claims/{claim.id}/reopen/", {"reason": "New documents."})
    assert (reopened.status_code, reopened.json()["state"]) == (201, "reopened")
    (listed,) = world["supervisor"].get(path).json()["results"]
    assert (listed["id"], listed["valid"]) == (signed.json()["id"], False)
    assert [(one["claim"], one["because"]) for one in listed["voided"]] == [(str(claim.id), "reopened")]


def test_the_history_holds_every_kind_of_act_page_by_page(world: World) -> None:
    claim = dispute(world.claims[0])
    world["editor"].post(f"claims/{claim.id}/adjudications/", settling(), key="a")
    evidence = {"url": "https://example.org/log", "stance": "supports"}
    assert world["reviewer"].post(f"claims/{claim.id}/evidence/", evidence).status_code == 201
    signer = caller(make_member(world.project, MemberRole.EDITOR))
    signer.post(f"articles/{world.article.id}/sign-offs/", {"claims": [str(claim.id)]})
    signer.post(f"claims/{claim.id}/reopen/", {"reason": "New documents."})
    whole = world["supervisor"].get(f"claims/{claim.id}/history/").json()["results"]
    kinds = ["reopening", "sign_off", "evidence", "adjudication", "decision", "decision"]
    assert [item["kind"] for item in whole] == kinds
    assert (whole[1]["valid"], whole[1]["because"]) == (False, "reopened")
    there: list[Any] = []
    page = world["supervisor"].get(f"claims/{claim.id}/history/", limit=4).json()
    there += page["results"]
    following = world["supervisor"].client.get(page["next"]).json()
    there += following["results"]
    assert (there, following["next"]) == (whole, None)
    assert world["supervisor"].client.get(following["previous"]).json()["results"] == whole[:4]


def test_what_is_not_settled_is_named(world: World) -> None:
    agree(world)
    claim = dispute(world.claims[0])
    refused = world["editor"].post(f"articles/{world.article.id}/sign-offs/", {})
    assert refused.status_code == 409
    assert problem_of(refused)["current"]["claims"] == [
        {"id": str(claim.id), "position": claim.position, "state": "disputed"}
    ]
    settled = str(world.claims[1].id)
    assert (
        world["editor"].post(f"articles/{world.article.id}/sign-offs/", {"claims": [settled]}).status_code
        == 201
    )


@pytest.mark.django_db
def test_nobody_signs_what_is_theirs_alone() -> None:
    world = make_world(quorum=1)
    for claim in world.claims:
        decide(claim, world["editor"].user)
    refused = world["editor"].post(f"articles/{world.article.id}/sign-offs/", {})
    assert refused.status_code == 403
    assert "yours alone" in problem_of(refused)["detail"]


@pytest.mark.parametrize("claims", ["all", ["x"], [None], [1], {}])
def test_claims_to_sign_are_ids(world: World, claims: Any) -> None:
    refused = world["editor"].post(f"articles/{world.article.id}/sign-offs/", {"claims": claims})
    assert refused.status_code == 422
    assert list(problem_of(refused)["errors"]) == ["claims"]


def test_a_foreign_claim_cannot_be_signed(world: World, elsewhere: World) -> None:
    path = f"articles/{world.article.id}/sign-offs/"
    for pk in (elsewhere.claims[0].id, uuid4()):
        assert world["editor"].post(path, {"claims": [str(pk)]}).status_code == 404


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "  "}, {"reason": 5}])
def test_reopening_asks_why(world: World, body: dict[str, Any]) -> None:
    agree(world)
    refused = world["editor"].post(f"claims/{world.claims[0].id}/reopen/", body)
    assert refused.status_code == 422
    assert "reason" in problem_of(refused)["errors"]


def test_a_comment_is_answered_and_resolved_once(world: World) -> None:
    path = f"claims/{world.claims[0].id}/comments/"
    asked = world["reviewer"].post(path, {"text": " Who is the port authority? "})
    assert (asked.status_code, asked.json()["text"]) == (201, "Who is the port authority?")
    said = world["editor"].post(path, {"text": "A state agency.", "resolves": asked.json()["id"]})
    assert said.json()["resolves"] == asked.json()["id"]
    listed = world["supervisor"].get(path).json()["results"]
    assert [(one["author"], one["resolved"]) for one in listed] == [
        (world["editor"].user.username, False),
        (world["reviewer"].user.username, True),
    ]
    for resolves in (asked.json()["id"], str(uuid4())):
        refused = world["editor"].post(path, {"text": "Again.", "resolves": resolves})
        assert (refused.status_code, list(refused.json()["errors"])) == (422, ["resolves"])


@pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": " \n"}, {"text": "x" * 10_001}, {"text": 1}])
def test_a_comment_says_something(world: World, body: dict[str, Any]) -> None:
    refused = world["reviewer"].post(f"claims/{world.claims[0].id}/comments/", body)
    assert refused.status_code == 422
    assert "text" in problem_of(refused)["errors"]


@pytest.mark.django_db
def test_in_a_blind_project_comments_are_ones_own_until_the_quorum_is_reached() -> None:
    world = make_world(blind=True, quorum=2)
    path = f"claims/{world.claims[0].id}/comments/"
    world["reviewer"].post(path, {"text": "Surely refuted."})
    assert world["editor"].get(path).json()["results"] == []
    agree(world)
    assert len(world["editor"].get(path).json()["results"]) == 1


def test_lists_ask_as_often_for_thirty_rows_as_for_one(world: World, connection_queries: Any) -> None:
    agree(world)
    comments, signatures = f"claims/{world.claims[0].id}/comments/", f"articles/{world.article.id}/sign-offs/"
    counts = []
    for number in (1, 29):
        for _ in range(number):
            world["reviewer"].post(comments, {"text": "Once more."})
            world["editor"].post(signatures, {"claims": [str(world.claims[0].id)]})
        for path in (comments, signatures):
            world["reviewer"].get(path)
            with connection_queries as asked:
                world["reviewer"].get(path)
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
