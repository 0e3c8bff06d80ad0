"""The addresses of what editors set up for a project, for the matrix tests."""

from collections.abc import Callable
from uuid import uuid4

from annotations.domain.ledger_verbs import LedgerVerb
from annotations.models import Webhook
from tests.api.route import EDITOR, Route, in_project
from tests.api.routes_labels import LABEL_ROUTES
from tests.api.world import World

WEBHOOK = "webhooks/<uuid:webhook_id>/"
ADDRESS = "https://receiver.test/hook"


def webhook_of(world: World) -> Webhook:
    """The project's webhook, made without a verb, so that the ledger shows only the request's own entries."""
    found = Webhook.objects.filter(project=world.project).first()
    return found or Webhook.objects.create(
        project=world.project,
        url=ADDRESS,
        events=["claim_decided"],
        salt="00" * 16,
        told=0,
        created_by=world["editor"].user,
    )


def at_webhook(rest: str) -> Callable[[World], str]:
    return lambda world: f"webhooks/{webhook_of(world).id}/{rest}"


SETTINGS_ROUTES = (
    *LABEL_ROUTES,
    Route(
        "POST",
        "articles/<uuid:article_id>/suggestions/",
        EDITOR,
        lambda world: f"articles/{world.article.id}/suggestions/",
        lambda world: {
            "suggester": f"theirs-{uuid4().hex[:8]}",
            "version": "1",
            "suggestions": [
                {
                    "claim": str(world.claims[0].id),
                    "kind": "verification",
                    "value": "supported",
                    "confidence": 0.7,
                }
            ],
        },
        (LedgerVerb.SUGGESTIONS_MADE,),
        status=201,
    ),
    Route("GET", "projects/<slug:slug>/webhooks/", EDITOR, in_project("webhooks/")),
    Route(
        "POST",
        "projects/<slug:slug>/webhooks/",
        EDITOR,
        in_project("webhooks/"),
        lambda world: {"url": ADDRESS, "events": ["claim_decided", "release_built"]},
        (LedgerVerb.WEBHOOK_CREATED,),
        status=201,
    ),
    Route(
        "PATCH",
        WEBHOOK,
        EDITOR,
        at_webhook(""),
        lambda world: {"events": ["article_imported"], "active": False},
        (LedgerVerb.WEBHOOK_CHANGED,),
    ),
    Route(
        "POST",
        WEBHOOK + "secret/",
        EDITOR,
        at_webhook("secret/"),
        verbs=(LedgerVerb.WEBHOOK_SECRET_RENEWED,),
    ),
    Route(
        "POST",
        WEBHOOK + "test/",
        EDITOR,
        at_webhook("test/"),
        verbs=(LedgerVerb.WEBHOOK_TESTED,),
        status=201,
    ),
    Route("GET", WEBHOOK + "deliveries/", EDITOR, at_webhook("deliveries/")),
)
