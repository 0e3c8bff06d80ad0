"""What is found out from answers: whom an article rests on, and how far people agree."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.resource import Resource
from annotations.api.schema import documented
from annotations.api.v1.shapes_insight import AGREEMENT, ORIGINS
from annotations.queries import scoped
from annotations.queries.agreement import agreement_form, measured, shared_answers
from annotations.queries.origins import article_story, origins_form


class Origins(Resource):
    """Whom an article rests on."""

    @documented("Origins of an article's claims", answers={200: ORIGINS})
    def get(self, request: Request, article_id: UUID) -> Response:
        """From the chains that the caller may see; suggested ones count where nobody has decided."""
        found = scoped.article(self.person, article_id)
        return Response(origins_form(article_story(found.row, viewer=self.person, role=found.role)))


class Agreement(Resource):
    """How far a project's people agree."""

    @documented("Agreement between people, field by field", answers={200: AGREEMENT})
    def get(self, request: Request, slug: str) -> Response:
        """Over claims with two answers or more; `why` says what is undefined. Intervals resample articles.

        Reviewers of a blind project get the claims on which the quorum is reached.
        """
        found = scoped.project(self.person, slug)
        fields = measured(shared_answers(found.row, role=found.role))
        return Response({field: agreement_form(one) for field, one in fields.items()})
