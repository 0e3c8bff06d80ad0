"""Addresses of what is known of sources and found out from answers, for the matrix tests."""

from itertools import permutations
from uuid import uuid4

from annotations.domain.ledger_verbs import LedgerVerb
from annotations.models import DismissedCheck, SourceAlias
from tests.api.route import AUDITORS, DECIDERS, EDITOR, MEMBERS, Route, in_project
from tests.api.world import World

PROJECT, SOURCE = "projects/<slug:slug>/", "sources/<uuid:source_id>/"
ARTICLE = "articles/<uuid:article_id>/"


def of_source(world: World, rest: str = "") -> str:
    return f"sources/{world.source.id}/{rest}"


def alias_of(world: World) -> str:
    """A further name made without a verb, and the address that takes it away."""
    name = f"name {uuid4().hex[:8]}"
    made = SourceAlias.objects.create(project=world.project, source=world.source, text=name, folded=name)
    return of_source(world, f"aliases/{made.id}/remove/")


def a_check(world: World) -> dict[str, str]:
    """Two sentences of the article whose check nobody has let be yet."""
    taken = set(DismissedCheck.objects.values_list("claim_id", "other_id"))
    one, other = next(
        pair for pair in permutations([claim.id for claim in world.claims], 2) if pair not in taken
    )
    reason = "The next sentence names the source."
    return {"check": "attribution_lost", "claim": str(one), "other": str(other), "reason": reason}


INSIGHT_ROUTES = (
    Route("GET", SOURCE, MEMBERS, of_source),
    Route(
        "PATCH",
        SOURCE,
        EDITOR,
        of_source,
        lambda world: {"external_ids": {"wikidata": f"Q{1 + uuid4().int % 10**9}"}},
        (LedgerVerb.SOURCE_CHANGED,),
    ),
    Route(
        "POST",
        SOURCE + "aliases/",
        EDITOR,
        lambda world: of_source(world, "aliases/"),
        lambda world: {"text": f"also {uuid4().hex[:8]}", "article": str(world.article.id)},
        (LedgerVerb.ALIAS_ADDED,),
        status=201,
    ),
    Route(
        "POST",
        SOURCE + "aliases/<uuid:alias_id>/remove/",
        EDITOR,
        alias_of,
        verbs=(LedgerVerb.ALIAS_REMOVED,),
    ),
    Route("GET", SOURCE + "dossier/", MEMBERS, lambda world: of_source(world, "dossier/")),
    Route(
        "POST",
        SOURCE + "reliability/",
        DECIDERS,
        lambda world: of_source(world, "reliability/"),
        lambda world: {"finding": "proved_right", "reason": "The minutes bear it out."},
        (LedgerVerb.RELIABILITY_NOTED,),
        status=201,
    ),
    Route("GET", PROJECT + "sources/proposals/", MEMBERS, in_project("sources/proposals/")),
    Route("GET", PROJECT + "exceptions/", AUDITORS, in_project("exceptions/")),
    Route("GET", PROJECT + "corrections/", AUDITORS, in_project("corrections/")),
    Route("GET", PROJECT + "origins/", MEMBERS, in_project("origins/")),
    Route("GET", ARTICLE + "checks/", MEMBERS, lambda world: f"articles/{world.article.id}/checks/"),
    Route(
        "POST",
        ARTICLE + "checks/dismiss/",
        DECIDERS,
        lambda world: f"articles/{world.article.id}/checks/dismiss/",
        a_check,
        (LedgerVerb.CHECK_DISMISSED,),
        status=201,
    ),
)
