"""Projects, members, accounts and progress over HTTP."""

from typing import Any

import pytest

from annotations.domain.vocabulary import MemberRole
from annotations.models import Claim, Guideline, Membership, Project, User
from annotations.standing import compared_claims
from tests.api.world import World, answer, caller, problem_of
from tests.factories import make_member, make_project, make_user


def test_an_administrator_creates_a_project_and_names_its_editor(world: World) -> None:
    editor = make_user("first-editor")
    body = {
        "slug": "harbour-desk",
        "name": "Harbour desk",
        "quorum": 2,
        "blind": True,
        "blind_share": 0.25,
        "asks": ["verification"],
        "guideline": "# Rules",
        "editor": editor.username,
    }
    response = world["administrator"].post("projects/", body)
    assert response.status_code == 201, response.content
    assert response.json() == {
        **{k: v for k, v in body.items() if k != "editor"},
        "guideline_version": 1,
        "role": None,
    }
    assert world["administrator"].get("projects/harbour-desk/").status_code == 404
    assert caller(editor).get("projects/harbour-desk/").json()["role"] == "editor"


def test_a_slug_that_is_taken_is_409(world: World) -> None:
    response = world["administrator"].post("projects/", {"slug": world.slug, "name": "Again"})
    assert response.status_code == 409
    assert problem_of(response)["current"] == str(world.project.id)


BAD_RULES = (
    ({"quorum": 0}, "quorum"),
    ({"quorum": 10**30}, "quorum"),
    ({"quorum": "2"}, "quorum"),
    ({"blind": "yes"}, "blind"),
    ({"blind_share": 1.5}, "blind_share"),
    ({"blind_share": "half"}, "blind_share"),
    ({"asks": []}, "asks"),
    ({"asks": ["truth"]}, "asks"),
    ({"asks": ["chain", "chain"]}, "asks"),
    ({"asks": "chain"}, "asks"),
    ({"asks": [1]}, "asks"),
    ({"name": " "}, "name"),
    ({"name": "x" * 201}, "name"),
    ({"name": "nul \x00"}, "name"),
    ({"guideline": "x" * 200_001}, "guideline"),
    ({"colour": "red"}, "colour"),
)


@pytest.mark.parametrize(("change", "field"), BAD_RULES)
def test_rules_that_make_no_sense_are_named(world: World, change: Any, field: str) -> None:
    patched = world["editor"].patch(f"projects/{world.slug}/", change)
    created = world["administrator"].post("projects/", {"slug": "fresh", "name": "Fresh", **change})
    for response in (patched, created):
        assert response.status_code == 422, response.content
        assert field in problem_of(response)["errors"]
    assert not Project.objects.filter(slug="fresh").exists()
    assert not Guideline.objects.exists()


@pytest.mark.parametrize("slug", ["", "Upper", "a b", "-a", "a--b", "ä", "x" * 61, "a\n"])
def test_a_bad_slug_is_named(world: World, slug: str) -> None:
    response = world["administrator"].post("projects/", {"slug": slug, "name": "X"})
    assert response.status_code == 422
    assert "slug" in problem_of(response)["errors"]


def test_another_text_is_a_further_version_of_the_guideline(world: World) -> None:
    path = f"projects/{world.slug}/"
    first = world["editor"].patch(path, {"guideline": "# One"}).json()
    same = world["editor"].patch(path, {"guideline": "# One"}).json()
    second = world["editor"].patch(path, {"guideline": "# Two"}).json()
    assert [one["guideline_version"] for one in (first, same, second)] == [1, 1, 2]
    assert world["reviewer"].get(path).json()["guideline"] == "# Two"
    assert world["reviewer"].get("projects/").json()["results"][0]["guideline"] == "# Two"
    assert list(Guideline.objects.order_by("version").values_list("text", flat=True)) == ["# One", "# Two"]


def test_another_quorum_counts_every_claim_anew(world: World) -> None:
    claim = world.claims[0]
    world["reviewer"].post(f"claims/{claim.id}/decisions/", answer(), key="k")
    assert Claim.objects.get(pk=claim.pk).state == "agreed"
    world["editor"].patch(f"projects/{world.slug}/", {"quorum": 2})
    assert Claim.objects.get(pk=claim.pk).state == "in_review"
    world["editor"].post(f"claims/{claim.id}/decisions/", answer(), key="k")
    assert Claim.objects.get(pk=claim.pk).state == "agreed"
    assert [pk for pk, stored, follows in compared_claims(world.project) if stored != follows] == []


def test_what_is_asked_for_is_fixed_once_somebody_decided(world: World) -> None:
    path = f"projects/{world.slug}/"
    assert world["editor"].patch(path, {"asks": ["verification"]}).status_code == 200
    world["reviewer"].post(f"claims/{world.claims[0].id}/decisions/", answer(), key="k")
    refused = world["editor"].patch(path, {"asks": ["chain", "verification"]})
    assert refused.status_code == 409
    assert "another project" in problem_of(refused)["detail"]
    assert world["editor"].patch(path, {"asks": ["verification"], "name": "Other"}).json()["name"] == "Other"


def test_members_are_added_and_given_other_roles(world: World) -> None:
    path, person = f"projects/{world.slug}/members/", make_user("newcomer", name="New Comer")
    added = world["editor"].post(path, {"username": "newcomer", "role": "reviewer"})
    assert added.status_code == 201
    assert added.json() == {"username": "newcomer", "name": "New Comer", "role": "reviewer"}
    world["editor"].post(path, {"username": "newcomer", "role": "supervisor"})
    assert Membership.objects.get(user=person).role == "supervisor"
    assert added.json()["username"] in [
        row["username"] for row in world["reviewer"].get(path).json()["results"]
    ]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"username": "nobody-here", "role": "reviewer"}, "username"),
        ({"username": "newcomer", "role": "king"}, "role"),
        ({"username": "newcomer"}, "role"),
        ({"role": "reviewer"}, "username"),
        ({"username": 7, "role": "reviewer"}, "username"),
    ],
)
def test_a_member_that_makes_no_sense_is_named(world: World, body: Any, field: str) -> None:
    make_user("newcomer")
    response = world["editor"].post(f"projects/{world.slug}/members/", body)
    assert response.status_code == 422
    assert field in problem_of(response)["errors"]


def test_a_project_keeps_its_last_editor(world: World) -> None:
    editor, path = world["editor"], f"projects/{world.slug}/members/"
    step_down = {"username": editor.user.username, "role": "reviewer"}
    assert editor.post(path, step_down).status_code == 409
    make_member(world.project, MemberRole.EDITOR)
    assert editor.post(path, step_down).status_code == 201
    assert editor.patch(f"projects/{world.slug}/", {"name": "Mine again"}).status_code == 403


def test_me_names_every_role(world: World) -> None:
    other = make_project("another-one")
    Membership.objects.create(project=other, user=world["reviewer"].user, role="supervisor")
    me = world["reviewer"].get("me/").json()
    assert me == {
        "username": world["reviewer"].user.username,
        "name": "",
        "roles": {world.slug: "reviewer", "another-one": "supervisor"},
    }


def test_progress_counts_claims_put_before_reviewers(world: World) -> None:
    world["reviewer"].post(f"claims/{world.claims[0].id}/decisions/", answer(), key="k")
    told = world["supervisor"].get(f"projects/{world.slug}/progress/").json()
    assert (told["claims"], told["articles"]) == (len(world.claims), 1)
    assert told["states"]["agreed"] == 1
    assert sum(told["states"].values()) == told["claims"]
    for state, number in told["states"].items():
        listed = world["reviewer"].get(f"projects/{world.slug}/claims/", state=state).json()["results"]
        assert len(listed) == number


def test_an_administrator_creates_accounts(world: World) -> None:
    body = {
        "username": "mira",
        "name": "Mira Olsen",
        "password": "a long enough passphrase",
        "administrator": True,
    }
    response = world["administrator"].post("users/", body)
    assert response.status_code == 201
    assert {**response.json(), "id": ""} == {
        "id": "",
        "username": "mira",
        "name": "Mira Olsen",
        "active": True,
        "administrator": True,
    }
    assert User.objects.get(username="mira").check_password("a long enough passphrase")
    taken = world["administrator"].post("users/", {"username": "MIRA"})
    assert taken.status_code == 409
    assert not User.objects.get(username="mira").is_superuser


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "username"),
        ({"username": "a b"}, "username"),
        ({"username": "x" * 151}, "username"),
        ({"username": "aрple"}, "username"),
        ({"username": "ann", "password": "short"}, "password"),
        ({"username": "ann", "password": "123456789012345"}, "password"),
        ({"username": "ann", "name": "x" * 201}, "name"),
        ({"username": "ann", "administrator": "yes"}, "administrator"),
    ],
)
def test_an_account_that_makes_no_sense_is_named(world: World, body: Any, field: str) -> None:
    response = world["administrator"].post("users/", body)
    assert response.status_code == 422
    assert field in problem_of(response)["errors"]


def test_lists_take_the_same_queries_for_one_row_and_for_thirty(
    world: World, connection_queries: Any
) -> None:
    paths = {
        "projects/": lambda number: make_member(make_project(), user=world["reviewer"].user),
        f"projects/{world.slug}/members/": lambda number: make_member(world.project),
        "users/": lambda number: make_user(),
    }
    for path, add in paths.items():
        by = world["administrator"] if path == "users/" else world["reviewer"]
        with connection_queries as one:
            by.get(path, limit=1)
        for number in range(30):
            add(number)
        with connection_queries as many:
            assert len(by.get(path).json()["results"]) >= 30
        assert len(many) == len(one) <= 4, path
