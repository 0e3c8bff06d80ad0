"""What is found out from answers: whom an article rests on, and how far people agree."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from annotations import checking
from annotations.access import DECIDERS, require_role
from annotations.api.resource import Resource
from annotations.api.schema import documented
from annotations.api.v1.shapes_insight import (
    AGREEMENT,
    CHECKS,
    DISMISSAL_SENT,
    DISMISSED,
    ORIGINS,
    PROJECT_ORIGINS,
)
from annotations.domain.dossier_words import StoryCheck
from annotations.domain.errors import Invalid
from annotations.models import Article
from annotations.queries import scoped
from annotations.queries.agreement import agreement_form
from annotations.queries.agreement_page import agreement_figures
from annotations.queries.origins import article_story, origins_form
from annotations.queries.project_origins import project_origins, project_origins_form
from annotations.queries.story_checks import story_checks, story_checks_form
from annotations.receipts import Answer


class Origins(Resource):
    """Whom an article rests on."""

    @documented("Origins of an article's claims", answers={200: ORIGINS})
    def get(self, request: Request, article_id: UUID) -> Response:
        """From the chains that the caller may see; suggested ones count where nobody has decided."""
        found = scoped.article(self.person, article_id)
        return Response(origins_form(article_story(found.row, viewer=self.person, role=found.role)))


class ProjectOrigins(Resource):
    """Whom a project rests on."""

    @documented(
        "Origins of a project's decided claims, and circular reporting", answers={200: PROJECT_ORIGINS}
    )
    def get(self, request: Request, slug: str) -> Response:
        """From decided chains; `circular` where several outlets tell what comes from one origin."""
        found = scoped.project(self.person, slug)
        return Response(project_origins_form(project_origins(found.row, role=found.role)))


class Checks(Resource):
    """Checks of an article against itself."""

    @documented(
        "What an article says as fact that it attributes elsewhere, and headings without a hedge",
        answers={200: CHECKS},
    )
    def get(self, request: Request, article_id: UUID) -> Response:
        """Hints to look at, from the chains that the caller may see; and those that somebody let be."""
        found = scoped.article(self.person, article_id)
        story = article_story(found.row, viewer=self.person, role=found.role)
        return Response(story_checks_form(story_checks(found.row, story)))


class DismissCheck(Resource):
    """Letting a check be."""

    @documented("Let a check of an article be, with a reason", body=DISMISSAL_SENT, answers={201: DISMISSED})
    def post(self, request: Request, article_id: UUID) -> Response:
        """It does not come again; the answers stay as they are."""
        found = scoped.article(self.person, article_id)
        require_role(found.role, *DECIDERS, to="dismiss checks")
        return self.once(lambda: self._dismiss(found.row))

    def _dismiss(self, article: Article) -> Answer:
        read = self.fields("check", "claim", "other", "reason")
        kind, claim, other = (
            read.word("check", StoryCheck),
            read.identifier("claim"),
            read.identifier("other"),
        )
        reason = read.text("reason")
        for name, value in (("check", kind), ("claim", claim), ("other", other)):
            if value is None and name not in read.errors:
                read.wrong(name, f"'{name}' is missing.")
        read.finish()
        if kind is None or claim is None or other is None:
            raise Invalid({"": ["A check has a kind and two claims."]})
        made = checking.dismiss(article, kind, claim=claim, other=other, reason=reason or "", by=self.person)
        return Answer(201, {"id": str(made.id), "check": str(kind), "claim": str(claim), "other": str(other)})


class Agreement(Resource):
    """How far a project's people agree."""

    @documented("Agreement between people, field by field", answers={200: AGREEMENT})
    def get(self, request: Request, slug: str) -> Response:
        """Over claims with two answers or more; `why` says what is undefined. Intervals resample articles.

        Reviewers of a blind project get the claims on which the quorum is reached.
        """
        found = scoped.project(self.person, slug)
        fields = agreement_figures(found.row, role=found.role).figures.fields
        return Response({field: agreement_form(one) for field, one in fields.items()})
