"""Decisions over HTTP: what they answer, what they refuse, and in how many queries."""

from typing import Any
from uuid import uuid4

import pytest

from annotations.models import Claim, Decision, LedgerEntry
from tests.api.world import World, answer, make_suggestion, problem_of


def path(claim: Claim, rest: str = "decisions/") -> str:
    return f"claims/{claim.id}/{rest}"


def link(**fields: Any) -> dict[str, Any]:
    return {"depth": 1, "source": {"name": "port authority", "kind": "government_agency"}, **fields}


def test_an_answer_comes_back_as_it_was_sent_with_its_revision(world: World) -> None:
    claim, suggestion = world.claims[1], world.suggestion
    body = answer(
        chain=[link(cue_span=[claim.start, claim.start + 3])],
        check_worthiness="check_worthy",
        priority=2,
        basis="primary",
        as_of="2026-01-05T10:00:00+02:00",
        revisit_on="2026-04-01",
        note="Seen by eye.",
        flag=True,
        suggestions={str(suggestion.id): {"outcome": "rejected", "reason": "hedged"}},
        seconds=4.5,
    )
    response = world["reviewer"].post(path(claim), body, key="k")
    kept = response.json()
    assert response.status_code == 201
    assert (kept["revision"], kept["reviewer"], kept["stage"]) == (
        1,
        world["reviewer"].user.username,
        "review",
    )
    assert kept["as_of"] == "2026-01-05T08:00:00Z"
    for part in (
        "verification",
        "check_worthiness",
        "priority",
        "basis",
        "revisit_on",
        "note",
        "flag",
        "suggestions",
    ):
        assert kept[part] == body[part], part
    assert kept["chain"][0]["source"]["name"] == "port authority"
    assert kept["chain"][0]["cue_span"] == [claim.start, claim.start + 3]


def test_the_same_key_and_body_give_the_first_answer_with_200(world: World) -> None:
    suggestions = {str(world.suggestion.id): {"outcome": "ignored"}}
    body = answer(chain=[link()], suggestions=suggestions, as_of="2026-01-05T10:00:00.5Z", seconds=1.25)
    first = world["reviewer"].post(path(world.claims[1]), body, key="k")
    again = world["reviewer"].post(path(world.claims[1]), body, key="k")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert Decision.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(world: World) -> None:
    world["reviewer"].post(path(world.claims[0]), answer(), key="k")
    response = world["reviewer"].post(path(world.claims[0]), answer(verification="refuted"), key="k")
    assert response.status_code == 422
    assert "came before" in problem_of(response)["errors"]["Idempotency-Key"][0]


def test_a_decision_without_a_key_is_refused_and_told_what_to_send(world: World) -> None:
    response = world["reviewer"].post(path(world.claims[0]), answer())
    assert response.status_code == 422
    assert "Send the header Idempotency-Key" in problem_of(response)["errors"]["Idempotency-Key"][0]


def test_a_stale_revision_shows_the_newer_answer(world: World) -> None:
    world["reviewer"].post(path(world.claims[0]), answer(), key="one")
    response = world["reviewer"].post(path(world.claims[0]), answer(verification="refuted"), key="two")
    assert response.status_code == 409
    current = problem_of(response)["current"]
    assert (current["revision"], current["verification"]) == (1, "supported")


def test_a_revision_that_never_was_is_called_so(world: World) -> None:
    response = world["reviewer"].post(path(world.claims[0]), answer(seen_revision=7), key="one")
    assert problem_of(response)["detail"].startswith("Nobody was shown revision 7: your latest is 0.")


def test_two_people_never_collide(world: World) -> None:
    assert world["reviewer"].post(path(world.claims[0]), answer(), key="k").status_code == 201
    assert world["editor"].post(path(world.claims[0]), answer(), key="k").status_code == 201


def test_undo_walks_back_and_adds_rows(world: World) -> None:
    claim, reviewer = world.claims[0], world["reviewer"]
    reviewer.post(path(claim), answer(), key="one")
    reviewer.post(path(claim), answer(seen_revision=1, verification="refuted"), key="two")
    first = reviewer.post(path(claim, "undo/"), {"seen_revision": 2})
    second = reviewer.post(path(claim, "undo/"), {"seen_revision": 3})
    third = reviewer.post(path(claim, "undo/"), {"seen_revision": 4})
    assert [first.status_code, second.status_code, third.status_code] == [201, 201, 409]
    assert (first.json()["verification"], first.json()["revision"]) == ("supported", 3)
    assert (second.json()["verification"], second.json()["chain"]) == (None, None)
    assert Decision.objects.count() == 4


def test_a_duplicate_and_an_unreviewed_role_are_422(world: World) -> None:
    furniture = Claim.objects.filter(article=world.article).exclude(
        pk__in=[claim.pk for claim in world.claims]
    )
    repeated = world.claims[2]
    Claim.objects.filter(pk=repeated.pk).update(duplicate_of=world.claims[1])
    for claim in (furniture[0], repeated):
        response = world["reviewer"].post(path(claim), answer(), key=str(uuid4()))
        assert response.status_code == 422, problem_of(response)


def test_a_divided_claim_is_409(world: World) -> None:
    world["editor"].post(path(world.claims[0], "split/"), {"at": [world.claims[0].start + 8]})
    response = world["reviewer"].post(path(world.claims[0]), answer(), key="k")
    assert response.status_code == 409
    assert "successors" in problem_of(response)["detail"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"seen_revision": 0}, ""),
        ({"seen_revision": 0, "verification": "perhaps"}, "verification"),
        ({"seen_revision": 0, "verifiction": "supported"}, "verifiction"),
        ({"verification": "supported"}, "seen_revision"),
        ({"seen_revision": -1, "verification": "supported"}, "seen_revision"),
        ({"seen_revision": "0", "verification": "supported"}, "seen_revision"),
        ({"seen_revision": True, "verification": "supported"}, "seen_revision"),
        (answer(chain=[link(depth=2)]), "chain"),
        (answer(chain=[link(), link(depth=3)]), "chain"),
        (answer(chain=[link(cue_span=[0, 10**9])]), "chain"),
        (answer(chain=[link(cue_span=[5, 5])]), "chain"),
        (answer(chain=[link(cue_span=[-1, 5])]), "chain"),
        (answer(chain=[link(source={"id": str(uuid4())})]), "chain"),
        (answer(chain="own voice"), "chain"),
        (answer(chain=[7]), "chain"),
        (answer(priority=4), "priority"),
        (answer(note="x" * 10_001), "note"),
        (answer(note="half \ud800 pair"), "note"),
        (answer(note="nul \x00 here"), "note"),
        (answer(as_of="yesterday"), "as_of"),
        (answer(as_of="2026-01-05T10:00:00"), "as_of"),
        (answer(as_of="0001-01-01T00:00:00+14:00"), "as_of"),
        (answer(seconds=-1), "seconds"),
        (answer(suggestions={str(uuid4()): {"outcome": "accepted"}}), "suggestions"),
        (answer(suggestions={"x": {"outcome": "accepted"}}), "suggestions"),
        (answer(suggestions=[1]), "suggestions"),
        ([], ""),
        ("supported", ""),
    ],
)
def test_bad_input_is_named_field_by_field_and_stores_nothing(world: World, body: Any, field: str) -> None:
    response = world["reviewer"].post(path(world.claims[0]), body, key="k")
    assert response.status_code == 422, response.content
    assert field in problem_of(response)["errors"], response.json()
    assert not Decision.objects.exists()
    assert not LedgerEntry.objects.filter(verb="decided").exists()


def test_offsets_of_unstorable_letters_are_named(world: World) -> None:
    response = world["reviewer"].post(path(world.claims[0]), answer(note="nul \x00 here"), key="k")
    assert "offset 4" in problem_of(response)["errors"]["note"][0]


@pytest.mark.parametrize(
    "body", [b"{", b"\xff\xfe", b'{"seen_revision": NaN}', b"[" * 100_000, b"[" * 990 + b"]" * 989]
)
def test_what_is_no_json_is_400(world: World, body: bytes) -> None:
    response = world["reviewer"].post(path(world.claims[0]), body, key="k")
    assert response.status_code == 400
    assert "JSON" in problem_of(response)["detail"]


def test_another_kind_of_body_is_415(world: World) -> None:
    response = world["reviewer"].client.post(
        f"/api/v1/{path(world.claims[0])}",
        "verification=supported",
        content_type="text/plain",
        headers={"Idempotency-Key": "k"},
    )
    assert response.status_code == 415
    problem_of(response)


@pytest.mark.parametrize("key", ["", "x" * 101, "tab\there"])
def test_a_bad_key_is_named(world: World, key: str) -> None:
    response = world["reviewer"].post(path(world.claims[0]), answer(), key=key)
    assert response.status_code == 422
    assert "Idempotency-Key" in problem_of(response)["errors"]


def test_history_is_newest_first_with_its_kind(world: World) -> None:
    claim = world.claims[0]
    world["reviewer"].post(path(claim), answer(), key="one")
    world["editor"].post(path(claim), answer(verification="refuted"), key="two")
    rows = world["supervisor"].get(path(claim, "history/")).json()["results"]
    assert [(row["kind"], row["verification"]) for row in rows] == [
        ("decision", "refuted"),
        ("decision", "supported"),
    ]


def test_a_blind_project_hides_others_answers_until_the_quorum(world: World) -> None:
    world.project.blind, world.project.quorum = True, 2
    world.project.save()
    claim = world.claims[0]
    world["reviewer"].post(path(claim), answer(), key="one")
    assert world["editor"].get(path(claim, "history/")).json()["results"] == []
    assert len(world["reviewer"].get(path(claim, "history/")).json()["results"]) == 1
    world["editor"].post(path(claim), answer(verification="refuted"), key="two")
    assert len(world["editor"].get(path(claim, "history/")).json()["results"]) == 2


def test_the_queries_of_a_decision_are_few_and_do_not_grow(world: World, connection_queries: Any) -> None:
    claim = world.claims[1]
    for number in range(30):
        make_suggestion(claim, version=f"v{number}")
    with connection_queries as few:
        assert world["reviewer"].post(path(world.claims[2]), answer(), key="a").status_code == 201
    with connection_queries as many:
        assert world["reviewer"].post(path(claim), answer(), key="b").status_code == 201
    assert len(many) == len(few) <= 16, "\n".join(query["sql"][:150] for query in many.captured_queries)
