"""Answering a claim, taking an answer back, and what happened before."""

from typing import Any
from uuid import UUID, uuid4

from rest_framework.request import Request
from rest_framework.response import Response

from annotations import review
from annotations.access import DECIDERS, require_role
from annotations.api.resource import Resource
from annotations.api.schema import PAGES, documented
from annotations.api.v1.shapes import DECISION_SENT, RECORDED, UNDO_SENT
from annotations.api.v1.shapes_settling import HISTORY
from annotations.domain.errors import Invalid
from annotations.domain.fields import FieldReader
from annotations.domain.submission import JUDGEMENT_FIELDS, judgement_from
from annotations.models import Decision
from annotations.queries import scoped
from annotations.queries.acts import claim_acts
from annotations.queries.answers import decision_form
from annotations.queries.history import recorded_form, with_answers
from annotations.receipts import KEY


class Decisions(Resource):
    """The decisions on a claim. The decision's own row is its receipt: none is kept beside it."""

    @documented(
        "Decide a claim: at least one part answered",
        body=DECISION_SENT,
        answers={201: RECORDED},
        key="required",
    )
    def post(self, request: Request, claim_id: UUID) -> Response:
        """Keep the answer as the caller's next revision."""
        require_role(scoped.role_for_claim(self.person, claim_id), *DECIDERS, to="decide claims")
        key = self.key
        if key is None:
            raise Invalid(
                {KEY: [f"Send the header {KEY}, made when the claim was shown: 1 to 100 characters."]}
            )
        body = self.body
        seen_revision, errors = seen_revision_in(body, *JUDGEMENT_FIELDS)
        judgement = read_all(body, errors)
        recorded = review.record(
            claim_id,
            judgement,
            seen_revision=seen_revision,
            idempotency_key=key,
            by=self.person,
            body=body,
        )
        if recorded.replayed:
            return again(recorded.decision)
        suggestions = {
            str(seen.suggestion_id): {
                "outcome": str(seen.outcome),
                **({"reason": str(seen.reason)} if seen.reason else {}),
            }
            for seen in sorted(judgement.seen, key=lambda seen: seen.suggestion_id)
        }
        return Response({**decision_form(recorded.decision), "suggestions": suggestions}, status=201)


class Undo(Resource):
    """Taking back the newest answer not yet undone."""

    @documented("Take the newest answer back by a further revision", body=UNDO_SENT, answers={201: RECORDED})
    def post(self, request: Request, claim_id: UUID) -> Response:
        """A further revision equal to the one before."""
        require_role(scoped.role_for_claim(self.person, claim_id), *DECIDERS, to="decide claims")
        seen_revision, errors = seen_revision_in(self.body)
        if errors:
            raise Invalid(errors)
        key = self.key or str(uuid4())
        recorded = review.undo(claim_id, seen_revision=seen_revision, idempotency_key=key, by=self.person)
        return again(recorded.decision, status=200 if recorded.replayed else 201)


class History(Resource):
    """What happened to a claim."""

    @documented("What happened to a claim, newest first", answers={200: HISTORY}, query=PAGES)
    def get(self, request: Request, claim_id: UUID) -> Response:
        """In a blind project only the caller's own until the quorum is reached. `kind` says what each item is."""
        claim = scoped.claim(self.person, claim_id).row
        cursor, limit = self.page_asked()
        page = claim_acts(claim, viewer=self.person, cursor=cursor, limit=limit)
        return self.listed(list(page.forms), following=page.next, before=page.previous)


def seen_revision_in(body: Any, *others: str) -> tuple[int, dict[str, list[str]]]:
    """The revision that was on the screen and the mistakes of the whole body, which may have `others` as fields."""
    read = FieldReader(body, known=("seen_revision", *others))
    seen = read.whole("seen_revision")
    if seen is None and not read.errors:
        read.wrong(
            "seen_revision",
            "'seen_revision' is missing: the latest revision that was shown, 0 before the first.",
        )
    if seen is not None and seen < 0:
        read.wrong("seen_revision", f"'seen_revision' counts from 0, {seen} is none.")
    return seen or 0, read.errors


def read_all(body: Any, errors: dict[str, list[str]]) -> Any:
    """The answer in the body, or Invalid with its mistakes and those found before."""
    answer = (
        {name: value for name, value in body.items() if name in JUDGEMENT_FIELDS}
        if isinstance(body, dict)
        else {}
    )
    try:
        judgement = judgement_from(answer)
    except Invalid as error:
        raise Invalid({**error.errors, **errors}) from error
    if errors:
        raise Invalid(errors)
    return judgement


def again(decision: Decision, *, status: int = 200) -> Response:
    """The decision as it is stored."""
    stored = with_answers(Decision.objects.filter(pk=decision.pk)).get()
    return Response(recorded_form(stored), status=status)
