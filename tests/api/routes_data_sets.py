"""The addresses of releases and of importing data sets, for the matrix tests."""

from uuid import uuid4

from annotations.domain.ledger_verbs import LedgerVerb
from tests.api.route import EDITOR, MEMBERS, Route, in_project

PROJECT = "projects/<slug:slug>/"


def doccano_file() -> str:
    """A line of doccano that was never there before."""
    return f'{{"id": 1, "text": "It rained {uuid4().hex}.", "label": ["supported"]}}'


DATA_SET_ROUTES = (
    Route("GET", PROJECT + "releases/", MEMBERS, in_project("releases/")),
    Route(
        "POST",
        PROJECT + "releases/",
        EDITOR,
        in_project("releases/"),
        lambda world: {"formats": ["jsonl"]},
        (LedgerVerb.RELEASE_REQUESTED,),
        status=202,
    ),
    Route("GET", "releases/<uuid:release_id>/", MEMBERS, lambda world: f"releases/{world.release.id}/"),
    Route(
        "GET",
        "releases/<uuid:release_id>/archive/",
        MEMBERS,
        lambda world: f"releases/{world.release.id}/archive/",
    ),
    Route(
        "GET",
        "releases/<uuid:release_id>/changes/<uuid:newer_id>/",
        MEMBERS,
        lambda world: f"releases/{world.release.id}/changes/{world.release.id}/",
        status=404,
    ),
    Route(
        "GET",
        "releases/<uuid:release_id>/files/<path:name>",
        MEMBERS,
        lambda world: f"releases/{world.release.id}/files/claims.jsonl",
        status=404,
    ),
    Route(
        "POST",
        PROJECT + "data-sets/",
        EDITOR,
        in_project("data-sets/"),
        lambda world: {"format": "doccano", "text": doccano_file(), "offsets": "utf-16"},
        (
            LedgerVerb.USER_CREATED,
            LedgerVerb.ARTICLE_IMPORTED,
            LedgerVerb.IMPORTED,
            LedgerVerb.DATASET_IMPORTED,
        ),
        status=201,
    ),
)
