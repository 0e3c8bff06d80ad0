"""What is found out from answers: whom an article rests on."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.resource import Resource
from annotations.api.schema import documented
from annotations.api.v1.shapes_insight import ORIGINS
from annotations.queries import scoped
from annotations.queries.origins import article_story, origins_form


class Origins(Resource):
    """Whom an article rests on."""

    @documented("Origins of an article's claims", answers={200: ORIGINS})
    def get(self, request: Request, article_id: UUID) -> Response:
        """From the chains that the caller may see; suggested ones count where nobody has decided."""
        found = scoped.article(self.person, article_id)
        return Response(origins_form(article_story(found.row, viewer=self.person, role=found.role)))
