"""S-HDR: every address that is served, errors included, answers with all headers of protection."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.api.world import World, make_world

STRANGE = ("/nowhere/", "/api/v1/nowhere/", "/p/nowhere/", "/healthz/x", "/%00", "/api/v1/me/?x=%00")


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def addresses(world: World) -> Iterator[str]:
    """One address for each pattern that is served, with ids of the world in it."""
    yield from STRANGE
    for pattern in _patterns(get_resolver().url_patterns, "/"):
        if pattern.startswith("/^") or "(?P" in pattern or pattern.endswith("^"):
            continue
        yield _filled(pattern, world)


def _patterns(entries: Any, prefix: str) -> Iterator[str]:
    for entry in entries:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            yield route


def _filled(pattern: str, world: World) -> str:
    known = {
        "<slug:slug>": world.slug,
        "<uuid:article_id>": str(world.article.id),
        "<uuid:claim_id>": str(world.claims[0].id),
        "<uuid:release_id>": str(world.release.id),
        "<str:name>": "claims.jsonl",
    }
    for name, value in known.items():
        pattern = pattern.replace(name, value)
    while "<" in pattern:
        start, end = pattern.index("<"), pattern.index(">")
        converter = pattern[start + 1 : end].partition(":")[0]
        pattern = (
            pattern[:start] + {"uuid": str(uuid4()), "int": "1"}.get(converter, "x") + pattern[end + 1 :]
        )
    return pattern


def require_headers(response: Any, address: str, *, secure: bool) -> None:
    """Fail unless the answer carries them all."""
    sent = response.headers
    policy = {
        name: values
        for name, *values in (
            part.split() for part in sent["Content-Security-Policy"].split(";") if part.strip()
        )
    }
    words = " ".join(word for values in policy.values() for word in values)
    assert "unsafe" not in words, address
    assert "*" not in words, address
    assert policy["default-src"] == ["'none'"], address
    assert policy["frame-ancestors"] == ["'none'"], address
    assert policy["base-uri"] == ["'none'"], address
    assert policy["form-action"] == ["'self'"], address
    assert policy["script-src"] == ["'self'"], address
    assert sent["X-Content-Type-Options"] == "nosniff", address
    assert sent["X-Frame-Options"] == "DENY", address
    assert sent["Referrer-Policy"] == "same-origin", address
    assert sent["Cross-Origin-Opener-Policy"] == "same-origin", address
    assert "camera=()" in sent["Permissions-Policy"], address
    if not address.startswith("/static/"):
        assert sent["Cache-Control"] == "no-store", address
    assert "Access-Control-Allow-Origin" not in sent, address
    if secure:
        assert "max-age=31536000" in sent["Strict-Transport-Security"], address
    for cookie in response.cookies.values():
        if cookie["max-age"] == 0:
            continue  # taken back, as by signing out
        assert cookie["httponly"], address
        assert cookie["samesite"] in ("Lax", "Strict"), address
        assert bool(cookie["secure"]) >= secure, address


@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
@pytest.mark.parametrize("signed_in", [False, True], ids=["nobody", "an editor"])
def test_every_address_carries_them(world: World, settings: Any, signed_in: bool, secure: bool) -> None:
    if secure:
        settings.SECURE_HSTS_SECONDS = 31_536_000
        settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    browser = Client(raise_request_exception=False)
    seen = 0
    for address in addresses(world):
        if signed_in:
            browser.force_login(world["editor"].user)
        for method in ("GET", "POST", "DELETE"):
            response = browser.generic(method, address, secure=secure)
            require_headers(response, f"{method} {address}", secure=secure)
            seen += 1
    assert seen > 60


def test_an_error_of_ours_carries_them_too(world: World, settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    response = Client(raise_request_exception=False).get(
        "/api/v1/me/", headers={"Host": "evil.example"}, secure=True
    )
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


def test_the_policy_allows_no_script_but_ours(world: World) -> None:
    policy = Client().get("/healthz").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    with pytest.raises(AssertionError):
        require_headers(_with(policy + "; script-src 'unsafe-inline'"), "/", secure=False)


def _with(policy: str) -> Any:
    response = Client().get("/healthz")
    response.headers["Content-Security-Policy"] = policy
    return response
