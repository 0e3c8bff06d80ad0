"""What happened to a claim, of every kind, newest first, as far as the viewer may know by now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from annotations.domain.submission import moment_from
from annotations.models import Claim, Decision, Reopening, SignedClaim, User
from annotations.queries.answers import timestamp
from annotations.queries.evidence import evidence_form, evidence_of
from annotations.queries.history import decisions_known_to, history_form, with_answers
from annotations.queries.pages import Key, cut_page, place_of
from annotations.queries.sign_offs import reopening_form, voiding_of

NEWEST_FIRST = (Key("at", moment_from, descending=True), Key("id", UUID, descending=True))
Form = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that happened; `form` makes its JSON, `row` is what it is made of."""

    at: datetime
    id: UUID
    row: Any
    form: Callable[[Any], Form]


@dataclass(frozen=True, slots=True)
class ActPage:
    """Forms in order, and the cursors of the pages beside them."""

    forms: Sequence[Form]
    next: str | None
    previous: str | None


def claim_acts(claim: Claim, *, viewer: User, cursor: str | None, limit: int) -> ActPage:
    """A page of decisions, adjudications, evidence, sign-offs and reopenings; `claim` comes with its project.

    What a claim went through is little, so that it is put in order here; answers are read for the page only.
    """
    place = place_of(cursor, NEWEST_FIRST)
    acts = sorted(_acts(claim, viewer), key=lambda act: (act.at, act.id), reverse=not (place and place.back))
    if place is not None:
        acts = [act for act in acts if _is_beyond((act.at, act.id), place.values, back=place.back)]
    page = cut_page(acts[: limit + 1], NEWEST_FIRST, place, limit=limit)  # type: ignore[type-var]
    answers = {
        answer.pk: answer
        for answer in with_answers(Decision.objects.filter(pk__in=[act.id for act in page.rows]))
    }
    return ActPage(
        [act.form(answers.get(act.id, act.row)) for act in page.rows], next=page.next, previous=page.previous
    )


def _is_beyond(key: tuple[Any, ...], place: tuple[Any, ...], *, back: bool) -> bool:
    return key > place if back else key < place


def _acts(claim: Claim, viewer: User) -> list[Act]:
    decisions = decisions_known_to(claim, viewer).values_list("decided_at", "id")
    signed = SignedClaim.objects.filter(claim=claim).select_related("sign_off__editor", "voiding")
    reopenings = Reopening.objects.filter(claim=claim).select_related("reopened_by", "claim")
    evidence = evidence_of([claim], viewer=viewer).get(claim.pk, [])
    return [
        *(Act(at, pk, None, history_form) for at, pk in decisions),
        *(Act(one.added_at, one.id, one, _evidence) for one in evidence),
        *(Act(one.sign_off.signed_at, one.pk, one, _signature) for one in signed),
        *(Act(one.reopened_at, one.pk, one, _reopening) for one in reopenings),
    ]


def _evidence(row: Any) -> Form:
    return {"kind": "evidence", **evidence_form(row)}


def _reopening(row: Any) -> Form:
    return {"kind": "reopening", **reopening_form(row)}


def _signature(row: Any) -> Form:
    voiding = voiding_of(row)
    return {
        "kind": "sign_off",
        "id": str(row.sign_off_id),
        "claim": str(row.claim_id),
        "editor": row.sign_off.editor.username,
        "signed_at": timestamp(row.sign_off.signed_at),
        "note": row.sign_off.note,
        "hash": row.hash,
        "valid": voiding is None,
        "voided_at": timestamp(voiding.voided_at) if voiding else None,
        "because": voiding.because if voiding else None,
    }
