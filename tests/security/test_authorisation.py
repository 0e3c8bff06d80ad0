"""S-AUTHZ: every role at every address; other projects' ids in every parameter; and what leaks without the scope."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client, override_settings

from annotations import admit
from annotations.models import ApiToken, Decision, LedgerEntry
from tests.api.route import ANYBODY, Route
from tests.api.routes import ROUTES
from tests.api.world import World, answer, make_world, problem_of

CALLERS = ("reviewer", "editor", "supervisor", "administrator")
OF_A_PROJECT = [route for route in ROUTES if "<" in route.pattern]


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def elsewhere(db: None) -> World:
    return make_world()


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.id)
def test_each_role_may_do_exactly_what_the_table_says(world: World, route: Route) -> None:
    if route.prepare:
        route.prepare(world)
    before = LedgerEntry.objects.count()
    for role in sorted(set(CALLERS) - route.allowed):
        member = role in ("reviewer", "editor", "supervisor")
        response = route.call(world[role], world)
        assert response.status_code == (403 if member or route not in OF_A_PROJECT else 404), response.content
    assert LedgerEntry.objects.count() == before
    for role in sorted(route.allowed):
        response = route.call(world[role], world)
        assert response.status_code == route.status, (role, response.content)


@pytest.mark.parametrize("route", OF_A_PROJECT, ids=lambda route: route.id)
def test_whatever_is_another_projects_is_not_there(world: World, elsewhere: World, route: Route) -> None:
    for role in CALLERS:
        response = route.call(elsewhere[role], world)
        assert response.status_code == 404, (role, response.content)
        body = problem_of(response)
        for secret in (world.article.title, world.project.name, world.claims[0].text, world.source.name):
            assert secret not in str(body)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.id)
def test_nobody_gets_in_without_a_good_token(world: World, route: Route) -> None:
    for headers in ({}, {"Authorization": "Bearer fcw_wrong"}, {"Authorization": "Basic eDp5"}):
        response = Client(headers=headers).generic(
            route.method, f"/api/v1/{route.path(world)}", b"{}", content_type="application/json"
        )
        if route.pattern == "schema/":
            assert response.status_code == 200
            continue
        assert response.status_code == 401, response.content
        assert response.headers["WWW-Authenticate"].startswith("Bearer")
        problem_of(response)


def test_a_revoked_token_and_a_closed_account_are_401(world: World) -> None:
    reviewer, administrator = world["reviewer"], world["administrator"].user
    assert reviewer.get("me/").status_code == 200
    admit.revoke_token(ApiToken.objects.get(user=reviewer.user), by=reviewer.user)
    assert reviewer.get("me/").status_code == 401
    editor = world["editor"]
    admit.deactivate_user(editor.user, by=administrator)
    assert editor.get("me/").status_code == 401


def test_a_session_must_bring_its_csrf_token(world: World) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world["editor"].user)
    path = f"/api/v1/projects/{world.slug}/releases/"
    assert browser.get(path).status_code == 200
    refused = browser.post(path, {"formats": ["jsonl"]}, content_type="application/json")
    assert refused.status_code == 403
    assert "CSRF" in problem_of(refused)["detail"]


def test_a_session_cannot_smuggle_its_csrf_by_a_form(world: World) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world["editor"].user)
    assert browser.post(f"/api/v1/projects/{world.slug}/articles/", {"title": "x"}).status_code == 403


FOREIGN = (
    ("reviewer", "GET", "projects/{slug}/claims/?article={article}", None),
    ("reviewer", "GET", "projects/{slug}/claims/?source={source}", None),
    ("editor", "GET", "projects/{slug}/ledger/?claim={claim}", None),
    (
        "editor",
        "POST",
        "projects/{slug}/articles/",
        {"text": "A ferry ran aground.", "replaces": "{article}"},
    ),
    ("editor", "POST", "projects/{slug}/sources/", {"name": "X", "kind": "person", "parent": "{source}"}),
    (
        "editor",
        "POST",
        "projects/{slug}/sources/",
        {"name": "Y", "kind": "person", "aliases": [{"text": "y", "article": "{article}"}]},
    ),
    (
        "reviewer",
        "POST",
        "claims/{own_claim}/decisions/",
        {"seen_revision": 0, "chain": [{"depth": 1, "source": {"id": "{source}"}}]},
    ),
    (
        "reviewer",
        "POST",
        "claims/{own_claim}/decisions/",
        {
            "seen_revision": 0,
            "verification": "supported",
            "suggestions": {"{suggestion}": {"outcome": "accepted"}},
        },
    ),
)


@pytest.mark.parametrize(("role", "method", "path", "body"), FOREIGN, ids=lambda part: str(part)[:60])
def test_a_foreign_id_in_a_parameter_looks_like_one_that_never_was(
    world: World, elsewhere: World, role: str, method: str, path: str, body: Any
) -> None:
    foreign = {
        "article": elsewhere.article.id,
        "source": elsewhere.source.id,
        "claim": elsewhere.claims[0].id,
        "suggestion": elsewhere.suggestion.id,
    }
    own = {"slug": world.slug, "own_claim": world.claims[0].id}
    invented = {name: uuid4() for name in foreign}
    answers = []
    for ids in (foreign, invented):
        response = world[role].send(
            method, filled(path, {**own, **ids}), filled(body, {**own, **ids}), key=str(uuid4())
        )
        said = response.content.decode()
        for pk in ids.values():
            said = said.replace(str(pk), "ID")
        answers.append((response.status_code, said))
    assert answers[0] == answers[1]
    assert answers[0][0] in (404, 422)
    assert not Decision.objects.exists()


def filled(value: Any, ids: dict[str, Any]) -> Any:
    """The request with ids in place of their names."""
    if isinstance(value, str):
        for name, pk in ids.items():
            value = value.replace("{" + name + "}", str(pk))
        return value
    if isinstance(value, dict):
        return {filled(key, ids): filled(item, ids) for key, item in value.items()}
    return [filled(item, ids) for item in value] if isinstance(value, list) else value


def test_lists_hold_nothing_of_other_projects(world: World, elsewhere: World) -> None:
    elsewhere["reviewer"].post(f"claims/{elsewhere.claims[0].id}/decisions/", answer(), key="k")
    secrets = (elsewhere.slug, elsewhere.article.title, elsewhere.source.name, str(elsewhere.claims[0].id))
    for path in ("projects/", "me/", *(f"projects/{world.slug}/{rest}/" for rest in LISTS)):
        said = world["editor"].get(path).content.decode()
        assert not [secret for secret in secrets if secret in said], path


LISTS = ("members", "articles", "claims", "sources", "ledger", "releases", "progress")


def test_without_the_scope_a_stranger_reads_what_is_not_theirs(world: World, elsewhere: World) -> None:
    stranger = elsewhere["reviewer"]
    leaked = []
    with override_settings(PROTECTIONS_OFF=frozenset({"scope"})):
        for route in OF_A_PROJECT:
            if route.method == "GET" and route.call(stranger, world).status_code == 200:
                leaked.append(route.id)
        text = stranger.get(f"articles/{world.article.id}/").json()["text"]
    assert world.article.text == text
    assert len(leaked) > 5


def test_everybody_signed_in_may_ask_who_they_are(world: World) -> None:
    assert {role for role in ANYBODY if world[role].get("me/").status_code == 200} == set(ANYBODY)
