"""Accounts, and who the caller is."""

from rest_framework.request import Request
from rest_framework.response import Response

from annotations import admit
from annotations.access import require_administrator
from annotations.api.resource import Resource
from annotations.api.schema import PAGES, documented
from annotations.api.v1.shapes import ME, PEOPLE, PERSON, PERSON_SENT
from annotations.domain.errors import Invalid
from annotations.queries.people import everybody, person_form, roles_of
from annotations.receipts import Answer


class Me(Resource):
    """The caller."""

    @documented("Who the caller is, and their role in each project", answers={200: ME})
    def get(self, request: Request) -> Response:
        """Roles by the project's slug."""
        return Response(
            {"username": self.person.username, "name": self.person.name, "roles": roles_of(self.person)}
        )


class Users(Resource):
    """Accounts; for administrators."""

    @documented("All accounts by username", answers={200: PEOPLE}, query=PAGES, refusals=(403,))
    def get(self, request: Request) -> Response:
        """Closed ones too."""
        require_administrator(self.person, to="see all accounts")
        cursor, limit = self.page_asked()
        return self.paged(everybody(cursor=cursor, limit=limit), person_form)

    @documented("Create an account", body=PERSON_SENT, answers={201: PERSON})
    def post(self, request: Request) -> Response:
        """Without a password nobody can sign in until an administrator sets one; tokens work."""
        require_administrator(self.person, to="create accounts")
        return self.once(self._create)

    def _create(self) -> Answer:
        read = self.fields("username", "name", "password", "administrator")
        username, name, password = read.text("username"), read.text("name"), read.text("password")
        administrator = bool(read.truth("administrator"))
        read.finish()
        if username is None:
            raise Invalid({"username": ["'username' is missing."]})
        user = admit.create_user(
            username, name=name or "", password=password, administrator=administrator, by=self.person
        )
        return Answer(201, person_form(user))
