"""What to do next."""

from rest_framework.request import Request
from rest_framework.response import Response

from annotations import queue
from annotations.access import DECIDERS, require_role
from annotations.api.resource import Resource
from annotations.api.schema import documented
from annotations.api.v1.shapes_more import NEXT
from annotations.models import Project
from annotations.queries import scoped
from annotations.queries.answers import timestamp
from annotations.receipts import Answer


class Next(Resource):
    """The claim that waits most for the caller."""

    @documented(
        "The next claim for the caller, under a lease of minutes", answers={200: NEXT, 204: None}, writes=True
    )
    def post(self, request: Request, slug: str) -> Response:
        """204 where nothing waits for the caller."""
        found = scoped.project(self.person, slug)
        require_role(found.role, *DECIDERS, to="decide claims")
        return self.once(lambda: self._next(found.row))

    def _next(self, project: Project) -> Answer:
        following = queue.next_claim(project, by=self.person)
        if following is None:
            return Answer(204, None)
        claim = following.claim
        return Answer(
            200,
            {
                "claim": str(claim.id),
                "article": str(claim.article_id),
                "until": timestamp(following.until),
                "why": following.why,
            },
        )
