"""What a supervisor looks at first, and corrections after sign-off."""

from rest_framework.request import Request
from rest_framework.response import Response

from annotations.access import AUDITORS, require_role
from annotations.api.resource import Resource
from annotations.api.schema import component, documented, parameter
from annotations.api.v1.shapes import COUNT, ID, TEXT, TIME, answer, maybe, some, words
from annotations.domain.vocabulary import Verification
from annotations.queries import scoped
from annotations.queries.corrections import corrections, corrections_form
from annotations.queries.exceptions import exceptions_form, last_week

EXCEPTIONS = component(
    "Exceptions",
    answer(
        since=TIME,
        until=TIME,
        exceptions=some(answer(kind=TEXT, what=TEXT, count=COUNT, before=COUNT)),
    ),
)
_CORRECTION = answer(
    claim=ID,
    article=ID,
    because=TEXT,
    signed_at=TIME,
    voided_at=TIME,
    old=maybe(words(Verification)),
    new=maybe(words(Verification)),
    state=TEXT,
    releases=some(ID),
)
CORRECTIONS = component("Corrections", answer(corrections=some(_CORRECTION)))


class Exceptions(Resource):
    """What differs from the desk's own rules."""

    @documented("Exceptions of the last seven days, by kind", answers={200: EXCEPTIONS}, refusals=(403,))
    def get(self, request: Request, slug: str) -> Response:
        """`before` is the number in the seven days before those."""
        found = scoped.project(self.person, slug)
        require_role(found.role, *AUDITORS, to="look at exceptions")
        return Response(exceptions_form(found.row, last_week()))


class Corrections(Resource):
    """Corrections after sign-off."""

    @documented(
        "What was signed and changed since, with every release that contained the old answer",
        answers={200: CORRECTIONS},
        query=(parameter("claim", "Only those of this claim of the project."),),
        refusals=(403,),
    )
    def get(self, request: Request, slug: str) -> Response:
        """The newest hundred, of one claim where the address names it."""
        found = scoped.project(self.person, slug)
        require_role(found.role, *AUDITORS, to="look at corrections")
        read = self.asked("claim")
        claim = read.identifier("claim")
        read.finish()
        if claim:
            scoped.require_in_project(found.row, claim=claim)
        return Response(corrections_form(corrections(found.row, claim=claim)))
