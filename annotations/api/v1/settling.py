"""Settling: adjudications, sign-offs, reopenings, and what people say about a claim."""

from typing import Any
from uuid import UUID, uuid4

from rest_framework.request import Request
from rest_framework.response import Response

from annotations import adjudicate, discuss, signing
from annotations.access import EDITORS, require_role
from annotations.api.resource import Resource
from annotations.api.schema import PAGES, documented
from annotations.api.v1.decisions import again, read_all, seen_revision_in
from annotations.api.v1.shapes_settling import (
    ADJUDICATED,
    ADJUDICATION_SENT,
    COMMENT,
    COMMENT_SENT,
    COMMENTS,
    REOPEN_SENT,
    REOPENED,
    SIGN_OFF,
    SIGN_OFF_SENT,
    SIGN_OFFS,
)
from annotations.domain.fields import FieldReader
from annotations.domain.submission import JUDGEMENT_FIELDS
from annotations.domain.vocabulary import AdjudicationReason
from annotations.models import Adjudication, Comment, SignOff
from annotations.queries import scoped
from annotations.queries.comments import comment_form, comment_page
from annotations.queries.sign_offs import reopening_form, sign_off_form, sign_offs_of
from annotations.receipts import Answer


class Adjudications(Resource):
    """The adjudications of a claim. The decision's own row is its receipt, as with reviews."""

    @documented(
        "Settle a claim whose answers differ",
        body=ADJUDICATION_SENT,
        answers={201: ADJUDICATED},
    )
    def post(self, request: Request, claim_id: UUID) -> Response:
        """For editors who never decided the claim. `seen_revision` is the claim's latest adjudication, 0 before."""
        require_role(scoped.role_for_claim(self.person, claim_id), *EDITORS, to="adjudicate claims")
        adjudicate.require_impartial(claim_id, self.person)
        body = self.body
        seen_revision, errors = seen_revision_in(body, "reason", *JUDGEMENT_FIELDS)
        reason, wrong = _reason(body)
        judgement = read_all(body, {**errors, **wrong})
        settled = adjudicate.adjudicate(
            claim_id,
            judgement,
            reason=reason,
            seen_revision=seen_revision,
            idempotency_key=self.key or str(uuid4()),
            by=self.person,
            body=body,
        )
        response = again(settled.decision, status=200 if settled.replayed else 201)
        why = Adjudication.objects.get(pk=settled.decision.pk)
        response.data |= {"reason": why.reason, "reviews": why.reviews}
        return response


class SignOffs(Resource):
    """The sign-offs of an article."""

    @documented("The article's sign-offs, newest first", answers={200: SIGN_OFFS}, query=PAGES)
    def get(self, request: Request, article_id: UUID) -> Response:
        """Void ones too, with what made them void."""
        article = scoped.article(self.person, article_id).row
        cursor, limit = self.page_asked()
        return self.paged(sign_offs_of(article, cursor=cursor, limit=limit), sign_off_form)

    @documented("Sign for the article, or some of its claims", body=SIGN_OFF_SENT, answers={201: SIGN_OFF})
    def post(self, request: Request, article_id: UUID) -> Response:
        """For editors. 403 if a settled answer is theirs alone; 409 names the claims not settled or held back."""
        require_role(scoped.article(self.person, article_id).role, *EDITORS, to="sign off")
        return self.once(lambda: Answer(201, sign_off_form(self._signed(article_id))))

    def _signed(self, article_id: UUID) -> SignOff:
        read = self.fields("note", "claims", "override")
        note, claims = read.text("note") or "", ids_in(read, "claims")
        override = read.text("override") or ""
        read.finish()
        return signing.sign_off(article_id, claims=claims, note=note, override=override, by=self.person)


class Reopen(Resource):
    """Opening a settled claim again."""

    @documented("Open a settled claim again", body=REOPEN_SENT, answers={201: REOPENED})
    def post(self, request: Request, claim_id: UUID) -> Response:
        """For editors. Sign-offs of the claim are void from then on."""
        require_role(scoped.role_for_claim(self.person, claim_id), *EDITORS, to="reopen claims")

        def act() -> Answer:
            read = self.fields("reason")
            reason = read.text("reason") or ""
            read.finish()
            return Answer(201, reopening_form(signing.reopen(claim_id, reason=reason, by=self.person)))

        return self.once(act)


class Comments(Resource):
    """What people say about a claim."""

    @documented("The claim's comments, newest first", answers={200: COMMENTS}, query=PAGES)
    def get(self, request: Request, claim_id: UUID) -> Response:
        """In a blind project only the caller's own until the quorum is reached."""
        claim = scoped.claim(self.person, claim_id).row
        cursor, limit = self.page_asked()
        return self.paged(comment_page(claim, viewer=self.person, cursor=cursor, limit=limit), comment_form)

    @documented("Comment on a claim", body=COMMENT_SENT, answers={201: COMMENT})
    def post(self, request: Request, claim_id: UUID) -> Response:
        """`resolves` is a comment on the same claim that this one settles."""
        scoped.claim(self.person, claim_id)
        return self.once(lambda: Answer(201, comment_form(self._said(claim_id))))

    def _said(self, claim_id: UUID) -> Comment:
        read = self.fields("text", "resolves")
        text, resolves = read.text("text") or "", read.identifier("resolves")
        read.finish()
        return discuss.comment(claim_id, text, resolves=resolves, by=self.person)


def _reason(body: Any) -> tuple[AdjudicationReason, dict[str, list[str]]]:
    given = body.get("reason") if isinstance(body, dict) else None
    read = FieldReader({"reason": given}, known=("reason",))
    reason = read.word("reason", AdjudicationReason)
    if reason is None and not read.errors:
        legal = ", ".join(word.value for word in AdjudicationReason)
        read.wrong("reason", f"'reason' is missing: one of {legal}.")
    return reason or AdjudicationReason.SLIP, read.errors


def ids_in(read: FieldReader, name: str) -> list[UUID] | None:
    """The ids in a field; None where it is absent."""
    value = read.body.get(name)
    if value is None:
        return None
    if not isinstance(value, list):
        read.wrong(name, f"'{name}' must be a list of ids, not {value!r:.80}.")
        return None
    each = [FieldReader({name: item}, known=(name,)) for item in value]
    found = [one.identifier(name) for one in each]
    for one in each:
        read.errors.setdefault(name, []).extend(one.errors.get(name, []))
    if not read.errors.get(name):
        read.errors.pop(name, None)
    if None in found and name not in read.errors:
        read.wrong(name, f"'{name}' holds null, which is no id.")
    return [pk for pk in found if pk is not None]
