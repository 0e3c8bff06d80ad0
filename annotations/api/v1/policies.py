"""Policies in versions, what was let pass, endorsements; versions of the guideline; leaving a project."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from annotations import admit, policing
from annotations.access import AUDITORS, EDITORS, require_role
from annotations.api.resource import Resource
from annotations.api.schema import PAGES, documented
from annotations.api.v1 import shapes_team as shapes
from annotations.api.v1.projects import person_in
from annotations.api.v1.settling import ids_in
from annotations.models import Project
from annotations.queries import scoped
from annotations.queries.project_settings import (
    guideline_form,
    guideline_page,
    override_form,
    override_page,
    policy_form,
    policy_page,
)
from annotations.receipts import Answer


class Policies(Resource):
    """A project's policies."""

    @documented("All versions of the policies, newest first", answers={200: shapes.POLICIES}, query=PAGES)
    def get(self, request: Request, slug: str) -> Response:
        """The first one is in force; no versions, no policies."""
        project = scoped.project(self.person, slug).row
        cursor, limit = self.page_asked()
        return self.paged(policy_page(project, cursor=cursor, limit=limit), policy_form)

    @documented("Write the policies anew", body=shapes.POLICY_SENT, answers={201: shapes.POLICY})
    def post(self, request: Request, slug: str) -> Response:
        """For editors: a further version. 409 where another was written since `seen_version`."""
        found = scoped.project(self.person, slug)
        require_role(found.role, *EDITORS, to="write policies")
        return self.once(lambda: self._write(found.row))

    def _write(self, project: Project) -> Answer:
        read = self.fields("rules", "note", "seen_version")
        note, seen = read.text("note") or "", read.whole("seen_version")
        rules = read.body.get("rules")
        if rules is None:
            read.wrong("rules", "'rules' is missing: a list of rules, which may be empty.")
        read.finish()
        made = admit.write_policies(project, rules, note=note, seen_version=seen, by=self.person)
        return Answer(201, policy_form(made))


class Overrides(Resource):
    """What was let pass against policies."""

    @documented(
        "What was let pass against policies, newest first",
        answers={200: shapes.OVERRIDES},
        query=PAGES,
        refusals=(403,),
    )
    def get(self, request: Request, slug: str) -> Response:
        """For editors and supervisors."""
        found = scoped.project(self.person, slug)
        require_role(found.role, *AUDITORS, to="see what was let pass")
        cursor, limit = self.page_asked()
        return self.paged(override_page(found.row, cursor=cursor, limit=limit), override_form)


class Guidelines(Resource):
    """A project's guideline."""

    @documented("All versions of the guideline, newest first", answers={200: shapes.GUIDELINES}, query=PAGES)
    def get(self, request: Request, slug: str) -> Response:
        """With their texts. PATCH the project to write another."""
        project = scoped.project(self.person, slug).row
        cursor, limit = self.page_asked(limit=20, most=50)
        return self.paged(guideline_page(project, cursor=cursor, limit=limit), guideline_form)


class RemoveMember(Resource):
    """Leaving a project."""

    @documented(
        "Take a person out of the project", body=shapes.MEMBER_LEAVES, answers={200: shapes.MEMBER_LEFT}
    )
    def post(self, request: Request, slug: str) -> Response:
        """For editors. What the person decided stays; the last editor stays too."""
        found = scoped.project(self.person, slug)
        require_role(found.role, *EDITORS, to="remove members")

        def act() -> Answer:
            read = self.fields("username")
            person = person_in(read, "username", closed_too=True)
            read.finish()
            admit.remove_member(found.row, person, by=self.person)
            return Answer(200, {"username": person.username})

        return self.once(act)


class Endorsements(Resource):
    """Standing by answers as a second editor."""

    @documented(
        "Stand by settled answers as a second editor",
        body=shapes.ENDORSE_SENT,
        answers={201: shapes.ENDORSED},
    )
    def post(self, request: Request, article_id: UUID) -> Response:
        """For editors. Without `claims`, by all that wait for a second editor."""
        require_role(scoped.article(self.person, article_id).role, *EDITORS, to="endorse answers")

        def act() -> Answer:
            read = self.fields("claims")
            claims = ids_in(read, "claims")
            read.finish()
            made = policing.endorse(article_id, claims=claims, by=self.person)
            return Answer(201, {"claims": [str(one.claim_id) for one in made]})

        return self.once(act)
