"""Policies, assignments and notices over the interface."""

from typing import Any
from uuid import uuid4

import pytest

from annotations import tasks
from annotations.models import Assignment, Job, Notice
from tests.api.world import World, answer, problem_of
from tests.factories import decide, make_member

EVIDENCE = [{"when": {"verification": ["supported"]}, "demand": "evidence"}]


def key() -> str:
    return str(uuid4())


def deliver() -> None:
    for job in Job.objects.filter(state="queued", kind__startswith="notify_").order_by("id"):
        tasks.run_job(str(job.pk))


def test_policies_are_written_in_versions_and_hold_decisions_back(world: World) -> None:
    place = f"projects/{world.slug}/policies/"
    made = world["editor"].post(
        place, {"rules": EVIDENCE, "note": "From Monday.", "seen_version": 0}, key=key()
    )
    assert (made.status_code, made.json()["version"], made.json()["rules"]) == (201, 1, EVIDENCE)
    stale = world["editor"].post(place, {"rules": [], "seen_version": 0}, key=key())
    assert stale.status_code == 409
    assert problem_of(stale)["current"] == {"version": 1, "rules": EVIDENCE}
    wrong = world["editor"].post(place, {"rules": [{"demand": "tea"}]}, key=key())
    assert wrong.status_code == 422
    assert "Rule 1 demands one of" in problem_of(wrong)["errors"]["rules"][0]
    decided = f"claims/{world.claims[0].id}/decisions/"
    refused = world["reviewer"].post(decided, answer(), key=key())
    assert refused.status_code == 422
    assert "not kept without evidence here" in problem_of(refused)["errors"]["verification"][0]
    brought = {"url": "https://press.test/log", "stance": "supports", "quote": "Closed."}
    assert (
        world["reviewer"].post(f"claims/{world.claims[0].id}/evidence/", brought, key=key()).status_code
        == 201
    )
    assert world["reviewer"].post(decided, answer(), key=key()).status_code == 201
    listed = world["supervisor"].get(place).json()["results"]
    assert [(row["version"], row["note"]) for row in listed] == [(1, "From Monday.")]


def test_a_sign_off_that_is_held_back_names_the_claims_and_takes_a_reason(world: World) -> None:
    claim = world.claims[0]
    for _ in range(2):
        decide(claim, make_member(world.project))
    rules = {"rules": [{"demand": "second_editor"}]}
    assert world["editor"].post(f"projects/{world.slug}/policies/", rules, key=key()).status_code == 201
    place, sent = f"articles/{world.article.id}/sign-offs/", {"claims": [str(claim.id)]}
    refused = world["editor"].post(place, sent, key=key())
    assert refused.status_code == 409
    assert problem_of(refused)["current"]["policies"] == [
        {"claim": str(claim.id), "demand": "second_editor", "rule": "Every claim: needs a second editor"}
    ]
    signed = world["editor"].post(place, {**sent, "override": "The other editor is ill."}, key=key())
    assert signed.status_code == 201
    (row,) = world["supervisor"].get(f"projects/{world.slug}/overrides/").json()["results"]
    assert (row["claim"], row["reason"]) == (str(claim.id), "The other editor is ill.")


def test_a_release_that_is_held_back_takes_a_reason(world: World) -> None:
    for _ in range(2):
        decide(world.claims[0], make_member(world.project))
    world["editor"].post(f"projects/{world.slug}/policies/", {"rules": EVIDENCE}, key=key())
    place = f"projects/{world.slug}/releases/"
    refused = world["editor"].post(place, {"formats": ["jsonl"]}, key=key())
    assert refused.status_code == 409
    assert "policies hold this back" in problem_of(refused)["detail"]
    asked = world["editor"].post(place, {"formats": ["jsonl"], "override": "For the audit."}, key=key())
    assert asked.status_code == 202


def test_work_is_assigned_listed_handed_over_and_returned(world: World) -> None:
    place = f"projects/{world.slug}/assignments/"
    person, other = (world[role].user.username for role in ("reviewer", "editor"))
    sent = {"username": person, "articles": [str(world.article.id)], "claims": [str(world.claims[1].id)]}
    made = world["editor"].post(place, {**sent, "note": "Before noon."}, key=key()).json()["assigned"]
    assert [(row["username"], row["note"]) for row in made] == [(person, "Before noon.")] * 2
    again = world["editor"].post(place, sent, key=key())
    assert (again.status_code, again.json()) == (201, {"assigned": []})
    handed = world["reviewer"].post(f"assignments/{made[0]['id']}/hand-over/", {"username": other}, key=key())
    assert (handed.status_code, handed.json()["username"]) == (201, other)
    twice = world["reviewer"].post(f"assignments/{made[0]['id']}/return/", {"reason": "x"}, key=key())
    assert twice.status_code == 409
    back = world["reviewer"].post(f"assignments/{made[1]['id']}/return/", {"reason": "On leave."}, key=key())
    assert (back.json()["reason"], back.json()["ended_by"]) == ("On leave.", person)
    still_open = world["supervisor"].get(place, open="true").json()["results"]
    assert [row["username"] for row in still_open] == [other]
    assert len(world["reviewer"].get(place, username=person, open="false").json()["results"]) == 2
    assert world["reviewer"].get(place, open="perhaps").status_code == 422
    following = world["editor"].post(f"projects/{world.slug}/queue/next/", key=key()).json()
    assert following["why"] == "assigned to you, not yet read"


@pytest.mark.parametrize("part", ["articles", "claims"])
def test_what_is_another_projects_cannot_be_assigned(world: World, elsewhere: World, part: str) -> None:
    foreign = str(elsewhere.article.id if part == "articles" else elsewhere.claims[0].id)
    person = world["reviewer"].user.username
    answers = []
    for pk in (foreign, str(uuid4())):
        response = world["editor"].post(
            f"projects/{world.slug}/assignments/", {"username": person, part: [pk]}, key=key()
        )
        answers.append((response.status_code, response.content.decode().replace(pk, "ID")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    stranger = elsewhere["reviewer"].user.username
    refused = world["editor"].post(
        f"projects/{world.slug}/assignments/",
        {"username": stranger, "articles": [str(world.article.id)]},
        key=key(),
    )
    assert refused.status_code == 422
    assert not Assignment.objects.exists()


def test_another_projects_claims_are_not_endorsed_or_scheduled(world: World, elsewhere: World) -> None:
    claims: dict[str, Any] = {"claims": [str(elsewhere.claims[0].id)]}
    place = f"articles/{world.article.id}/endorsements/"
    assert world["editor"].post(place, claims, key=key()).status_code == 404
    articles: dict[str, Any] = {"articles": [str(elsewhere.article.id)], "priority": 3}
    assert world["editor"].post(f"projects/{world.slug}/schedule/", articles, key=key()).status_code == 404
    assert (
        world["editor"].post(f"projects/{world.slug}/schedule/", {"articles": []}, key=key()).status_code
        == 422
    )


def test_a_mention_is_answered_told_and_read(world: World, elsewhere: World) -> None:
    name = world["supervisor"].user.username
    stranger = elsewhere["editor"].user.username
    said = world["reviewer"].post(
        f"claims/{world.claims[0].id}/comments/", {"text": f"@{name} and @{stranger}: look"}, key=key()
    )
    assert said.json()["mentions"] == [name, stranger]
    deliver()
    (notice,) = world["supervisor"].get("notices/", unread="true").json()["results"]
    assert (notice["kind"], notice["claim"]) == ("mentioned", str(world.claims[0].id))
    assert elsewhere["editor"].get("notices/").json()["results"] == []
    foreign = elsewhere["editor"].post("notices/read/", {"ids": [notice["id"]]}, key=key())
    assert foreign.status_code == 404
    assert world["supervisor"].post("notices/read/", {"ids": []}, key=key()).json() == {"read": 0}
    assert world["supervisor"].post("notices/read/", {}, key=key()).json() == {"read": 1}
    assert world["supervisor"].get("notices/", unread="true").json()["results"] == []
    assert Notice.objects.count() == 1


def test_guidelines_are_listed_with_their_texts(world: World) -> None:
    for text in ("# One", "# Two"):
        world["editor"].patch(f"projects/{world.slug}/", {"guideline": text}, key=key())
    listed = world["reviewer"].get(f"projects/{world.slug}/guidelines/").json()["results"]
    assert [(row["version"], row["text"]) for row in listed] == [(2, "# Two"), (1, "# One")]


def test_lists_ask_as_often_for_thirty_rows_as_for_one(world: World, connection_queries: Any) -> None:
    counts: list[int] = []
    for number in (1, 20):
        for _ in range(number):
            world["editor"].post(f"projects/{world.slug}/policies/", {"rules": EVIDENCE}, key=key())
            person = make_member(world.project)
            sent = {"username": person.username, "articles": [str(world.article.id)]}
            world["editor"].post(f"projects/{world.slug}/assignments/", sent, key=key())
            name = world["supervisor"].user.username
            text = {"text": f"@{name} look"}
            world["reviewer"].post(f"claims/{world.claims[0].id}/comments/", text, key=key())
            deliver()
        for place in (f"projects/{world.slug}/policies/", f"projects/{world.slug}/assignments/", "notices/"):
            world["supervisor"].get(place)
            with connection_queries as asked:
                world["supervisor"].get(place)
            counts.append(len(asked))
    assert counts[:3] == counts[3:]
