"""What a method of an address is to the matrix tests, and what has to be there before some of them work."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from annotations.api.resource import Resource
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.models import ArchivedCopy, Evidence, Source
from tests.api.world import Caller, World, answer
from tests.factories import decide, dispute, make_member, make_user

MEMBERS = frozenset({"reviewer", "editor", "supervisor"})
DECIDERS = frozenset({"reviewer", "editor"})
EDITOR = frozenset({"editor"})
AUDITORS = frozenset({"editor", "supervisor"})
ADMINISTRATOR = frozenset({"administrator"})
ANYBODY = MEMBERS | ADMINISTRATOR


@dataclass(frozen=True)
class Route:
    """A method of an address. `body` is made once a request; `verbs` are the ledger entries it leaves."""

    method: str
    pattern: str
    allowed: frozenset[str]
    path: Callable[[World], str]
    body: Callable[[World], Any] | None = None
    verbs: tuple[LedgerVerb, ...] = ()
    in_site_ledger: bool = False
    status: int = 200
    prepare: Callable[[World], None] | None = None

    @property
    def writes(self) -> bool:
        return self.method not in ("GET", "HEAD")

    @property
    def id(self) -> str:
        return f"{self.method} {self.pattern}"

    def call(
        self, by: Caller, world: World, *, body: Any = None, key: str | None = None, path: str = ""
    ) -> Any:
        """Send the request; a write gets a key of its own unless one is given, and an address unless one is."""
        sent = body if body is not None else (self.body(world) if self.body else None)
        where = path or self.path(world)
        if not self.writes:
            return by.get(where)
        return by.send(self.method, where, sent, key=key or str(uuid4()))


def in_project(rest: str) -> Callable[[World], str]:
    return lambda world: f"projects/{world.slug}/{rest}"


def of_claim(rest: str, index: int = 0) -> Callable[[World], str]:
    return lambda world: f"claims/{world.claims[index].id}/{rest}"


def decided_once(world: World) -> None:
    """Everybody who may has answered the first claim once."""
    for role in DECIDERS:
        world[role].post(f"claims/{world.claims[0].id}/decisions/", answer(), key=str(uuid4()))


def other_source(world: World) -> Source:
    """A source made without a verb, so that the ledger shows only the request's own entries."""
    name = f"other {uuid4().hex[:8]}"
    return Source.objects.create(project=world.article.project, name=name, folded=name, kind="company")


def merged(world: World) -> None:
    world["editor"].post(
        f"sources/{world.source.id}/merge/", {"into": str(other_source(world).id)}, key=str(uuid4())
    )


def differing_answers(world: World) -> None:
    """Two people differ on the first claim."""
    dispute(world.claims[0])


def agreeing_answers(world: World) -> None:
    """Two people agree on the first claim."""
    for _ in range(2):
        decide(world.claims[0], make_member(world.project))


def newcomer(world: World) -> dict[str, Any]:
    return {"username": make_user().username, "role": "reviewer"}


def unique_evidence(world: World) -> Evidence:
    """A reviewer's own file as evidence, made without a verb, with its copy."""
    made = Evidence.objects.create(
        project=world.project,
        claim=world.claims[0],
        filename="minutes.txt",
        stance="supports",
        added_by=world["reviewer"].user,
        added_at=timezone.now(),
    )
    ArchivedCopy.objects.create(
        evidence=made, retrieved_at=timezone.now(), sha256=sha256(b"minutes").hexdigest(), content=b"minutes"
    )
    return made


def served() -> Iterator[tuple[str, str]]:
    """Method and pattern of whatever the URLconf serves under /api/v1/, but for the address of nothing."""
    for pattern, view in _views(get_resolver().url_patterns, ""):
        if not pattern.startswith("api/v1/") or pattern == "api/v1/^":
            continue
        for method in view.http_method_names:
            if method != "head" and hasattr(view, method):
                yield method.upper(), pattern.removeprefix("api/v1/")


def _views(patterns: Any, prefix: str) -> Iterator[tuple[str, type[Resource]]]:
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _views(entry.url_patterns, route)
        elif isinstance(entry, URLPattern) and hasattr(entry.callback, "cls"):
            yield route, entry.callback.cls
