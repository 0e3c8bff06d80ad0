"""Claims as rows: of an article, of a project, and their division."""

from collections.abc import Callable
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from annotations import pipeline
from annotations.access import EDITORS, require_role
from annotations.api.resource import Resource
from annotations.api.schema import PAGES, documented, parameter
from annotations.api.v1.shapes import (
    CLAIM,
    CLAIMS,
    ID,
    NOTHING_SENT,
    ROLE_SENT,
    SPLIT_SENT,
    Shape,
    some,
    words,
)
from annotations.domain.errors import Invalid
from annotations.domain.terms import Term
from annotations.domain.vocabulary import ClaimRole, ClaimState, Verification
from annotations.models import Claim, Project
from annotations.queries import scoped
from annotations.queries.claims import Choice, article_claims, claim_forms, project_claims
from annotations.queries.pages import Page
from annotations.receipts import Answer

ARTICLE_PAGE, ARTICLE_PAGE_MAX, PROJECT_PAGE = 500, 1000, 50


def or_empty(terms: type[Term]) -> Shape:
    """One of the words, or nothing: an empty parameter chooses nothing out."""
    shape = words(terms)
    return {**shape, "enum": [*shape["enum"], ""]}


CHOICE = (
    parameter("state", "Claims put before reviewers that stand in this state.", or_empty(ClaimState)),
    parameter(
        "verification", "By the answer shown: the caller's own, or the settled one.", or_empty(Verification)
    ),
    parameter(
        "source",
        "Id of a source that the answer shown names.",
        {"anyOf": [ID, {"type": "string", "maxLength": 0}]},
    ),
    parameter("role", "What the stretch of text is for.", or_empty(ClaimRole)),
    parameter("article", "Id of an article.", {"anyOf": [ID, {"type": "string", "maxLength": 0}]}),
    parameter(
        "q", "Words that all stand in the claim; the last may go on.", {"type": "string", "maxLength": 300}
    ),
)


class ClaimRows(Resource):
    """What every list of claims answers with."""

    def rows(self, page: Page[Claim], project: Project) -> Response:
        """A page of claims as the caller may see them."""
        forms = claim_forms(page.rows, project=project, viewer=self.person)
        return self.listed(forms, following=page.next, before=page.previous)


class ArticleClaims(ClaimRows):
    """The claims of an article."""

    @documented("The article's claims in order", answers={200: CLAIMS}, query=PAGES)
    def get(self, request: Request, article_id: UUID) -> Response:
        """Claims of every role, duplicates too; up to 500 on a page unless asked otherwise."""
        article = scoped.article(self.person, article_id).row
        cursor, limit = self.page_asked(limit=ARTICLE_PAGE, most=ARTICLE_PAGE_MAX)
        return self.rows(article_claims(article, cursor=cursor, limit=limit), article.project)


class ProjectClaims(ClaimRows):
    """The claims of a project."""

    @documented("The project's claims, filtered and searched", answers={200: CLAIMS}, query=(*CHOICE, *PAGES))
    def get(self, request: Request, slug: str) -> Response:
        """Newest article first, then as the article reads."""
        project = scoped.project(self.person, slug).row
        cursor, limit = self.page_asked(limit=PROJECT_PAGE)
        page = project_claims(project, self._choice(project), viewer=self.person, cursor=cursor, limit=limit)
        return self.rows(page, project)

    def _choice(self, project: Project) -> Choice:
        read = self.asked("state", "verification", "source", "role", "article", "q")
        choice = Choice(
            state=read.word("state", ClaimState),
            verification=read.word("verification", Verification),
            source=read.identifier("source"),
            role=read.word("role", ClaimRole),
            article=read.identifier("article"),
            q=(read.text("q") or "").strip(),
        )
        read.finish()
        if choice.article:
            scoped.require_in_project(project, article=choice.article)
        if choice.source:
            scoped.require_in_project(project, source=choice.source)
        return choice


class Division(Resource):
    """Mending the division of an article; only editors may."""

    def divided(self, claim_id: UUID, *, to: str, act: Callable[[], list[Claim]]) -> Response:
        """The successors that `act` makes, once for each key."""
        found = scoped.claim(self.person, claim_id)

        def answer() -> Answer:
            successors = act()
            return Answer(201, claim_forms(successors, project=found.row.project, viewer=self.person))

        require_role(found.role, *EDITORS, to=to)
        return self.once(answer)


class Split(Division):
    """Dividing a claim."""

    @documented("Divide a claim before each offset", body=SPLIT_SENT, answers={201: some(CLAIM)})
    def post(self, request: Request, claim_id: UUID) -> Response:
        """Offsets are code points of the article's text."""
        return self.divided(
            claim_id,
            to="split claims",
            act=lambda: pipeline.split(claim_id, at=self._offsets(), by=self.person),
        )

    def _offsets(self) -> list[int]:
        at = self.fields("at")
        offsets = at.body.get("at")
        if not isinstance(offsets, list) or not offsets or any(type(offset) is not int for offset in offsets):
            at.wrong("at", "'at' must be a list of offsets: whole code points of the article's text.")
        at.finish()
        return list(offsets or ())


class MergeNext(Division):
    """Joining a claim with the one that follows."""

    @documented("Join a claim with the next one in the text", body=NOTHING_SENT, answers={201: some(CLAIM)})
    def post(self, request: Request, claim_id: UUID) -> Response:
        """The successor has the first one's role."""

        def act() -> list[Claim]:
            self.fields().finish()
            return pipeline.merge_next(claim_id, by=self.person)

        return self.divided(claim_id, to="join claims", act=act)


class Role(Division):
    """Saying what a stretch of text is for."""

    @documented("Change a claim's role", body=ROLE_SENT, answers={201: some(CLAIM)})
    def post(self, request: Request, claim_id: UUID) -> Response:
        """The successor stands in the claim's place."""

        def act() -> list[Claim]:
            read = self.fields("role")
            role = read.word("role", ClaimRole)
            read.finish()
            if role is None:
                raise Invalid({"role": ["'role' is missing."]})
            return pipeline.change_role(claim_id, role=role, by=self.person)

        return self.divided(claim_id, to="change roles", act=act)
