"""Projects, their rules and members, and how far they are."""

from dataclasses import replace
from typing import Any

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import admit
from annotations.access import EDITORS, require_administrator, require_role
from annotations.api.resource import Resource
from annotations.api.schema import PAGES, documented
from annotations.api.v1 import shapes
from annotations.api.v1.shapes_more import PROGRESS
from annotations.domain.errors import Invalid
from annotations.domain.fields import FieldReader
from annotations.domain.vocabulary import MemberRole
from annotations.models import Project, User
from annotations.queries import scoped
from annotations.queries.people import member_form, members_of
from annotations.queries.progress import progress
from annotations.queries.projects import guidelines_of, project_form, projects_of
from annotations.receipts import Answer

RULES = ("quorum", "blind", "blind_share", "asks")


class Projects(Resource):
    """The caller's projects."""

    @documented("The projects the caller is in", answers={200: shapes.PROJECTS}, query=PAGES)
    def get(self, request: Request) -> Response:
        """Administrators see no more than others do."""
        cursor, limit = self.page_asked()
        page = projects_of(self.person, cursor=cursor, limit=limit)
        texts = guidelines_of(page.rows)
        return self.paged(
            page,
            lambda row: project_form(row, guideline=texts.get(row.pk, ""), role=row.by_role),  # type: ignore[attr-defined]
        )

    @documented("Create a project", body=shapes.PROJECT_SENT, answers={201: shapes.PROJECT})
    def post(self, request: Request) -> Response:
        """For administrators. Its first editor is `editor`, else the caller."""
        require_administrator(self.person, to="create projects")
        return self.once(self._create)

    def _create(self) -> Answer:
        read = self.fields("slug", "name", "guideline", "editor", *RULES)
        slug, name, guideline = read.text("slug"), read.text("name"), read.text("guideline")
        rules = _rules(read, admit.Rules())
        editor = person_in(read, "editor", otherwise=self.person)
        for field, value in (("slug", slug), ("name", name)):
            if value is None and field not in read.errors:
                read.wrong(field, f"'{field}' is missing.")
        read.finish()
        project = admit.create_project(
            slug or "", name=name or "", editor=editor, rules=rules, guideline=guideline or "", by=self.person
        )
        role = MemberRole.EDITOR if editor == self.person else None
        return Answer(201, project_form(project, guideline=guideline or "", role=role))


class OneProject(Resource):
    """One project."""

    @documented("A project", answers={200: shapes.PROJECT})
    def get(self, request: Request, slug: str) -> Response:
        """With the newest guideline's text."""
        found = scoped.project(self.person, slug)
        return Response(_form(found.row, found.role))

    @documented(
        "Change a project's name, rules or guideline", body=shapes.CHANGE_SENT, answers={200: shapes.PROJECT}
    )
    def patch(self, request: Request, slug: str) -> Response:
        """For editors. Another text is a further version of the guideline; the earlier ones stay."""
        found = scoped.project(self.person, slug)
        require_role(found.role, *EDITORS, to="change the project")
        return self.once(lambda: self._change(found))

    @transaction.atomic
    def _change(self, found: scoped.Found[Project]) -> Answer:
        read = self.fields("name", "guideline", *RULES)
        project, name, guideline = found.row, read.text("name"), read.text("guideline")
        rules = _rules(read, admit.rules_of(project))
        read.finish()
        project = admit.change_project(project, name=name, rules=rules, by=self.person)
        if guideline is not None and guideline != guidelines_of([project]).get(project.pk, ""):
            admit.write_guideline(project, guideline, by=self.person)
            project.refresh_from_db()
        return Answer(200, _form(project, found.role))


class Members(Resource):
    """Who belongs to a project."""

    @documented("The project's members", answers={200: shapes.MEMBERS}, query=PAGES)
    def get(self, request: Request, slug: str) -> Response:
        """With their roles."""
        project = scoped.project(self.person, slug).row
        cursor, limit = self.page_asked()
        return self.paged(members_of(project, cursor=cursor, limit=limit), member_form)

    @documented("Give a person a role", body=shapes.MEMBER_SENT, answers={201: shapes.MEMBER})
    def post(self, request: Request, slug: str) -> Response:
        """For editors. Whoever is a member already has this role instead of theirs."""
        found = scoped.project(self.person, slug)
        require_role(found.role, *EDITORS, to="add members")
        return self.once(lambda: self._add(found.row))

    def _add(self, project: Project) -> Answer:
        read = self.fields("username", "role")
        user, role = person_in(read, "username"), read.word("role", MemberRole)
        if role is None and "role" not in read.errors:
            read.wrong("role", "'role' is missing.")
        read.finish()
        if user is None or role is None:
            raise Invalid({"": ["A member has a username and a role."]})
        return Answer(201, member_form(admit.add_member(project, user, role=role, by=self.person)))


class Progress(Resource):
    """How far a project is."""

    @documented("Claims by state", answers={200: PROGRESS})
    def get(self, request: Request, slug: str) -> Response:
        """Claims put before reviewers only."""
        return Response(progress(scoped.project(self.person, slug).row))


def _form(project: Project, role: MemberRole) -> dict[str, Any]:
    return project_form(project, guideline=guidelines_of([project]).get(project.pk, ""), role=role)


def _rules(read: FieldReader, before: admit.Rules) -> admit.Rules:
    """The rules as they were, but for what is given."""
    asks = read.body.get("asks")
    if asks is not None and (not isinstance(asks, list) or any(not isinstance(part, str) for part in asks)):
        read.wrong("asks", "'asks' must be a list of parts.")
        asks = None
    given = {
        "quorum": read.whole("quorum"),
        "blind": read.truth("blind"),
        "blind_share": read.number("blind_share"),
        "asks": None if asks is None else tuple(asks),
    }
    return replace(before, **{field: value for field, value in given.items() if value is not None})  # type: ignore[arg-type]


def person_in(
    read: FieldReader, field: str, *, otherwise: User | None = None, closed_too: bool = False
) -> Any:
    """The active person with the username in `field`; with `closed_too`, one whose account is closed as well."""
    username = read.text(field)
    if username is None:
        if otherwise is None and field not in read.errors:
            read.wrong(field, f"'{field}' is missing.")
        return otherwise
    people = User.objects.filter(username=username)
    user = (people if closed_too else people.filter(is_active=True)).first()
    if user is None:
        read.wrong(field, f"There is no active person '{username:.80}'.")
    return user
