"""The addresses of the desk's own labels, for the matrix tests."""

from collections.abc import Callable
from uuid import uuid4

from django.utils import timezone

from annotations.domain.ledger_verbs import LedgerVerb
from annotations.models import DeskLabel, LabelChange
from tests.api.route import DECIDERS, EDITOR, MEMBERS, Route, agreeing_answers, in_project, of_claim
from tests.api.world import World

LABEL = "labels/<uuid:label_id>/"


def label_of(world: World) -> DeskLabel:
    """A label made without a verb, so that the ledger shows only the request's own entries."""
    name = f"label {uuid4().hex[:8]}"
    return DeskLabel.objects.create(project=world.project, verification="supported", name=name, folded=name)


def definition_of(world: World) -> LabelChange:
    """That such a label was made."""
    return LabelChange.objects.create(
        project=world.project,
        act="defined",
        labels=[str(label_of(world).id)],
        by=world["editor"].user,
        at=timezone.now(),
    )


def at_label(rest: str = "") -> Callable[[World], str]:
    return lambda world: f"labels/{label_of(world).id}/{rest}"


LABEL_ROUTES = (
    Route("GET", "projects/<slug:slug>/labels/", MEMBERS, in_project("labels/")),
    Route(
        "POST",
        "projects/<slug:slug>/labels/",
        EDITOR,
        in_project("labels/"),
        lambda world: {"verification": "misleading", "name": f"Old picture {uuid4().hex[:8]}"},
        (LedgerVerb.LABEL_DEFINED,),
        status=201,
    ),
    Route("GET", "projects/<slug:slug>/labels/waiting/", EDITOR, in_project("labels/waiting/")),
    Route("GET", "projects/<slug:slug>/label-changes/", MEMBERS, in_project("label-changes/")),
    Route(
        "PATCH",
        LABEL,
        EDITOR,
        at_label(),
        lambda world: {"name": f"New name {uuid4().hex[:8]}", "definition": "What it means."},
        (LedgerVerb.LABEL_RENAMED,),
    ),
    Route("GET", LABEL + "claims/", EDITOR, at_label("claims/")),
    Route(
        "POST",
        LABEL + "merge/",
        EDITOR,
        at_label("merge/"),
        lambda world: {"into": str(label_of(world).id)},
        (LedgerVerb.LABELS_MERGED,),
    ),
    Route(
        "POST",
        LABEL + "split/",
        EDITOR,
        at_label("split/"),
        lambda world: {"into": [{"name": f"part {uuid4().hex[:8]}"} for _ in range(2)]},
        (LedgerVerb.LABEL_SPLIT,),
        status=201,
    ),
    Route(
        "POST",
        "label-changes/<uuid:change_id>/undo/",
        EDITOR,
        lambda world: f"label-changes/{definition_of(world).id}/undo/",
        verbs=(LedgerVerb.LABEL_CHANGE_UNDONE,),
        status=201,
    ),
    Route(
        "POST",
        "claims/<uuid:claim_id>/label/",
        DECIDERS,
        of_claim("label/"),
        lambda world: {"label": str(label_of(world).id)},
        (LedgerVerb.CLAIM_LABELLED,),
        status=201,
        prepare=agreeing_answers,
    ),
)
