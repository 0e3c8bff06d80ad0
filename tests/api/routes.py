"""Every address and method of the interface, with a request that works: what the matrix tests go through."""

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

    def call(self, by: Caller, world: World, *, body: Any = None, key: str | None = None) -> Any:
        """Send the request; a write gets a key of its own unless one is given."""
        sent = body if body is not None else (self.body(world) if self.body else None)
        if not self.writes:
            return by.get(self.path(world))
        return by.send(self.method, self.path(world), sent, key=key or str(uuid4()))


def _in_project(rest: str) -> Callable[[World], str]:
    return lambda world: f"projects/{world.slug}/{rest}"


def _of_claim(rest: str, index: int = 0) -> Callable[[World], str]:
    return lambda world: f"claims/{world.claims[index].id}/{rest}"


def _decided_once(world: World) -> None:
    """Everybody who may has answered the first claim once."""
    for role in DECIDERS:
        world[role].post(f"claims/{world.claims[0].id}/decisions/", answer(), key=str(uuid4()))


def _other_source(world: World) -> Source:
    """A source made without a verb, so that the ledger shows only the request's own entries."""
    name = f"other {uuid4().hex[:8]}"
    return Source.objects.create(project=world.article.project, name=name, folded=name, kind="company")


def _merged(world: World) -> None:
    world["editor"].post(
        f"sources/{world.source.id}/merge/", {"into": str(_other_source(world).id)}, key=str(uuid4())
    )


def _differing_answers(world: World) -> None:
    """Two people differ on the first claim."""
    dispute(world.claims[0])


def _agreeing_answers(world: World) -> None:
    """Two people agree on the first claim."""
    for _ in range(2):
        decide(world.claims[0], make_member(world.project))


def _newcomer(world: World) -> dict[str, Any]:
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


PROJECT, CLAIM = "projects/<slug:slug>/", "claims/<uuid:claim_id>/"
ROUTES = (
    Route("GET", "schema/", ANYBODY, lambda world: "schema/"),
    Route("GET", "me/", ANYBODY, lambda world: "me/"),
    Route("GET", "users/", ADMINISTRATOR, lambda world: "users/"),
    Route(
        "POST",
        "users/",
        ADMINISTRATOR,
        lambda world: "users/",
        lambda world: {"username": f"new-{uuid4().hex[:12]}"},
        (LedgerVerb.USER_CREATED,),
        in_site_ledger=True,
        status=201,
    ),
    Route("GET", "projects/", ANYBODY, lambda world: "projects/"),
    Route(
        "POST",
        "projects/",
        ADMINISTRATOR,
        lambda world: "projects/",
        lambda world: {"slug": f"new-{uuid4().hex[:12]}", "name": "New"},
        (LedgerVerb.PROJECT_CREATED,),
        status=201,
    ),
    Route("GET", PROJECT, MEMBERS, _in_project("")),
    Route(
        "PATCH",
        PROJECT,
        EDITOR,
        _in_project(""),
        lambda world: {"name": f"Name {uuid4().hex[:6]}", "guideline": f"# {uuid4().hex}"},
        (LedgerVerb.PROJECT_CHANGED, LedgerVerb.GUIDELINE_CHANGED),
    ),
    Route("GET", PROJECT + "members/", MEMBERS, _in_project("members/")),
    Route(
        "POST",
        PROJECT + "members/",
        EDITOR,
        _in_project("members/"),
        _newcomer,
        (LedgerVerb.MEMBER_ADDED,),
        status=201,
    ),
    Route("GET", PROJECT + "progress/", MEMBERS, _in_project("progress/")),
    Route("GET", PROJECT + "agreement/", MEMBERS, _in_project("agreement/")),
    Route("GET", PROJECT + "articles/", MEMBERS, _in_project("articles/")),
    Route(
        "POST",
        PROJECT + "articles/",
        EDITOR,
        _in_project("articles/"),
        lambda world: {
            "text": f"A ferry ran aground near pier {uuid4().hex}. Nobody was hurt.",
            "outlet": "Herald",
        },
        (LedgerVerb.ARTICLE_IMPORTED,),
        status=201,
    ),
    Route("GET", PROJECT + "claims/", MEMBERS, _in_project("claims/")),
    Route("GET", PROJECT + "sources/", MEMBERS, _in_project("sources/")),
    Route(
        "POST",
        PROJECT + "sources/",
        EDITOR,
        _in_project("sources/"),
        lambda world: {
            "name": f"Ministry {uuid4().hex[:8]}",
            "kind": "government",
            "aliases": [{"text": f"the ministry {uuid4().hex[:8]}", "article": str(world.article.id)}],
        },
        (LedgerVerb.SOURCE_CREATED, LedgerVerb.ALIAS_ADDED),
        status=201,
    ),
    Route(
        "POST",
        "sources/<uuid:source_id>/merge/",
        EDITOR,
        lambda world: f"sources/{world.source.id}/merge/",
        lambda world: {"into": str(_other_source(world).id)},
        (LedgerVerb.SOURCES_MERGED,),
    ),
    Route(
        "POST",
        "sources/<uuid:source_id>/unmerge/",
        EDITOR,
        lambda world: f"sources/{world.source.id}/unmerge/",
        verbs=(LedgerVerb.MERGE_UNDONE,),
        prepare=lambda world: _merged(world),
    ),
    Route("POST", PROJECT + "queue/next/", DECIDERS, _in_project("queue/next/")),
    Route("GET", PROJECT + "ledger/", AUDITORS, _in_project("ledger/")),
    Route("GET", PROJECT + "releases/", MEMBERS, _in_project("releases/")),
    Route(
        "POST",
        PROJECT + "releases/",
        EDITOR,
        _in_project("releases/"),
        lambda world: {"formats": ["jsonl"]},
        (LedgerVerb.RELEASE_REQUESTED,),
        status=202,
    ),
    Route("GET", "articles/<uuid:article_id>/", MEMBERS, lambda world: f"articles/{world.article.id}/"),
    Route(
        "GET",
        "articles/<uuid:article_id>/claims/",
        MEMBERS,
        lambda world: f"articles/{world.article.id}/claims/",
    ),
    Route(
        "GET",
        "articles/<uuid:article_id>/origins/",
        MEMBERS,
        lambda world: f"articles/{world.article.id}/origins/",
    ),
    Route(
        "POST",
        CLAIM + "decisions/",
        DECIDERS,
        _of_claim("decisions/"),
        lambda world: answer(),
        (LedgerVerb.DECIDED,),
        status=201,
    ),
    Route(
        "POST",
        CLAIM + "undo/",
        DECIDERS,
        _of_claim("undo/"),
        lambda world: {"seen_revision": 1},
        (LedgerVerb.UNDONE,),
        status=201,
        prepare=_decided_once,
    ),
    Route("GET", CLAIM + "history/", MEMBERS, _of_claim("history/")),
    Route(
        "POST",
        CLAIM + "split/",
        EDITOR,
        _of_claim("split/"),
        lambda world: {"at": [world.claims[0].start + 8]},
        (LedgerVerb.CLAIM_SPLIT,),
        status=201,
    ),
    Route(
        "POST",
        CLAIM + "merge-next/",
        EDITOR,
        _of_claim("merge-next/", 1),
        lambda world: {},
        (LedgerVerb.CLAIMS_MERGED,),
        status=201,
    ),
    Route(
        "POST",
        CLAIM + "role/",
        EDITOR,
        _of_claim("role/"),
        lambda world: {"role": "caption"},
        (LedgerVerb.ROLE_CHANGED,),
        status=201,
    ),
    Route(
        "POST",
        CLAIM + "adjudications/",
        EDITOR,
        _of_claim("adjudications/"),
        lambda world: {**answer(verification="refuted"), "reason": "slip"},
        (LedgerVerb.ADJUDICATED,),
        status=201,
        prepare=_differing_answers,
    ),
    Route(
        "POST",
        CLAIM + "reopen/",
        EDITOR,
        _of_claim("reopen/"),
        lambda world: {"reason": "A new document came up."},
        (LedgerVerb.REOPENED,),
        status=201,
        prepare=_agreeing_answers,
    ),
    Route("GET", CLAIM + "comments/", MEMBERS, _of_claim("comments/")),
    Route(
        "POST",
        CLAIM + "comments/",
        MEMBERS,
        _of_claim("comments/"),
        lambda world: {"text": "Who is the port authority?"},
        (LedgerVerb.COMMENTED,),
        status=201,
    ),
    Route(
        "GET",
        "articles/<uuid:article_id>/sign-offs/",
        MEMBERS,
        lambda world: f"articles/{world.article.id}/sign-offs/",
    ),
    Route(
        "POST",
        "articles/<uuid:article_id>/sign-offs/",
        EDITOR,
        lambda world: f"articles/{world.article.id}/sign-offs/",
        lambda world: {"note": "read twice", "claims": [str(world.claims[0].id)]},
        (LedgerVerb.SIGNED_OFF,),
        status=201,
        prepare=_agreeing_answers,
    ),
    Route("GET", CLAIM + "evidence/", MEMBERS, _of_claim("evidence/")),
    Route(
        "POST",
        CLAIM + "evidence/",
        DECIDERS,
        _of_claim("evidence/"),
        lambda world: {
            "url": f"https://press.test/{uuid4().hex}",
            "stance": "refutes",
            "quote": "It is open.",
        },
        (LedgerVerb.EVIDENCE_ADDED,),
        status=201,
    ),
    Route("GET", CLAIM + "searches/", MEMBERS, _of_claim("searches/")),
    Route(
        "POST",
        CLAIM + "searches/",
        DECIDERS,
        _of_claim("searches/"),
        lambda world: {"place": "Land registry", "words": "harbour bridge"},
        (LedgerVerb.SEARCH_LOGGED,),
        status=201,
    ),
    Route(
        "POST",
        "evidence/<uuid:evidence_id>/withdraw/",
        DECIDERS,
        lambda world: f"evidence/{unique_evidence(world).id}/withdraw/",
        lambda world: {"reason": "It shows another bridge."},
        (LedgerVerb.EVIDENCE_WITHDRAWN,),
    ),
    Route(
        "GET",
        "evidence/<uuid:evidence_id>/copy/",
        MEMBERS,
        lambda world: f"evidence/{unique_evidence(world).id}/copy/",
    ),
    Route("GET", "releases/<uuid:release_id>/", MEMBERS, lambda world: f"releases/{world.release.id}/"),
    Route(
        "GET",
        "releases/<uuid:release_id>/files/<path:name>",
        MEMBERS,
        lambda world: f"releases/{world.release.id}/files/claims.jsonl",
        status=404,
    ),
)
WRITES = tuple(route for route in ROUTES if route.writes)


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
