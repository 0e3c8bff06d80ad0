"""The addresses of policies, assignments and notices, for the matrix tests."""

from collections.abc import Callable
from uuid import uuid4

from django.utils import timezone

from annotations.domain.ledger_verbs import LedgerVerb
from annotations.models import Assignment, Membership
from tests.api.route import (
    ANYBODY,
    AUDITORS,
    DECIDERS,
    EDITOR,
    MEMBERS,
    Route,
    agreeing_answers,
    differing_answers,
    in_project,
    of_claim,
)
from tests.api.world import World
from tests.factories import make_member

PROJECT = "projects/<slug:slug>/"
ASSIGNMENT = "assignments/<uuid:assignment_id>/"


def at_assignment(rest: str) -> Callable[[World], str]:
    """A fresh assignment of the reviewer's, made without a verb, so that the ledger shows only the request's entry."""

    def path(world: World) -> str:
        Assignment.objects.filter(project=world.project).update(ended_at=timezone.now())
        made = Assignment.objects.create(
            project=world.project,
            article=world.article,
            user=world["reviewer"].user,
            assigned_by=world["editor"].user,
            assigned_at=timezone.now(),
        )
        return f"assignments/{made.id}/{rest}"

    return path


def colleague(world: World) -> str:
    return make_member(world.project).username


def leaving(world: World) -> dict[str, str]:
    made = make_member(world.project)
    assert Membership.objects.filter(user=made).exists()
    return {"username": made.username}


TEAM_ROUTES = (
    Route("GET", PROJECT + "policies/", MEMBERS, in_project("policies/")),
    Route(
        "POST",
        PROJECT + "policies/",
        EDITOR,
        in_project("policies/"),
        lambda world: {
            "rules": [{"when": {"priority": [3]}, "demand": "second_editor"}],
            "note": uuid4().hex,
        },
        (LedgerVerb.POLICIES_CHANGED,),
        status=201,
    ),
    Route("GET", PROJECT + "overrides/", AUDITORS, in_project("overrides/")),
    Route("GET", PROJECT + "guidelines/", MEMBERS, in_project("guidelines/")),
    Route(
        "POST",
        PROJECT + "members/remove/",
        EDITOR,
        in_project("members/remove/"),
        leaving,
        (LedgerVerb.MEMBER_REMOVED,),
    ),
    Route(
        "POST",
        "articles/<uuid:article_id>/endorsements/",
        EDITOR,
        lambda world: f"articles/{world.article.id}/endorsements/",
        lambda world: {"claims": [str(world.claims[0].id)]},
        (LedgerVerb.ENDORSED,),
        status=201,
        prepare=agreeing_answers,
    ),
    Route("GET", PROJECT + "assignments/", MEMBERS, in_project("assignments/")),
    Route(
        "POST",
        PROJECT + "assignments/",
        EDITOR,
        in_project("assignments/"),
        lambda world: {"username": colleague(world), "articles": [str(world.article.id)]},
        (LedgerVerb.ASSIGNED,),
        status=201,
    ),
    Route(
        "POST",
        PROJECT + "schedule/",
        EDITOR,
        in_project("schedule/"),
        lambda world: {
            "articles": [str(world.article.id)],
            "deadline": timezone.now().isoformat(),
            "priority": 2,
        },
        (LedgerVerb.SCHEDULED,),
    ),
    Route(
        "POST",
        ASSIGNMENT + "return/",
        DECIDERS,
        at_assignment("return/"),
        lambda world: {"reason": "On leave."},
        (LedgerVerb.RETURNED,),
    ),
    Route(
        "POST",
        ASSIGNMENT + "hand-over/",
        DECIDERS,
        at_assignment("hand-over/"),
        lambda world: {"username": colleague(world)},
        (LedgerVerb.HANDED_OVER,),
        status=201,
    ),
    Route(
        "POST",
        "claims/<uuid:claim_id>/return/",
        EDITOR,
        of_claim("return/"),
        lambda world: {"reason": "Read section 3."},
        (LedgerVerb.SENT_BACK,),
        status=201,
        prepare=differing_answers,
    ),
    Route("GET", "notices/", ANYBODY, lambda world: "notices/"),
    Route("POST", "notices/read/", ANYBODY, lambda world: "notices/read/", lambda world: {}),
)
