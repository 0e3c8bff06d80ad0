"""Assignments and notices: who should do what, and who is told what."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from annotations import adjudicate, assigning, notices
from annotations.access import EDITORS, require_role
from annotations.api.resource import Resource
from annotations.api.schema import PAGES, documented, parameter
from annotations.api.v1 import shapes_team as shapes
from annotations.api.v1.projects import person_in
from annotations.api.v1.settling import ids_in
from annotations.domain.submission import moment_from
from annotations.models import Project
from annotations.queries import scoped
from annotations.queries.assignments import assignment_form, assignment_page
from annotations.queries.notices import notice_form, notice_page
from annotations.queries.sign_offs import reopening_form
from annotations.receipts import Answer

TRUTHS = {"true": True, "1": True, "false": False, "0": False}
TRUTH = {"type": "string", "enum": sorted(TRUTHS)}


class Assignments(Resource):
    """A project's assignments."""

    @documented(
        "The project's assignments, newest first",
        answers={200: shapes.ASSIGNMENTS},
        query=(
            *PAGES,
            parameter("username", "Only this person's."),
            parameter("open", "Only open ones, or only ended ones.", TRUTH),
        ),
    )
    def get(self, request: Request, slug: str) -> Response:
        """Those that ended too, with who ended them and why."""
        project = scoped.project(self.person, slug).row
        cursor, limit = self.page_asked()
        read = self.asked("username", "open")
        is_open = read.parsed("open", _truth, "true or false")
        read.finish()
        page = assignment_page(
            project, username=read.text("username"), is_open=is_open, cursor=cursor, limit=limit
        )
        return self.paged(page, assignment_form)

    @documented(
        "Ask a person to look at articles and claims",
        body=shapes.ASSIGNMENT_SENT,
        answers={201: shapes.ASSIGNED},
    )
    def post(self, request: Request, slug: str) -> Response:
        """For editors. What is the person's already, or answered by them, is left out."""
        found = scoped.project(self.person, slug)
        require_role(found.role, *EDITORS, to="assign work")
        return self.once(lambda: self._assign(found.row))

    def _assign(self, project: Project) -> Answer:
        read = self.fields("username", "articles", "claims", "note")
        person, note = person_in(read, "username"), read.text("note") or ""
        articles, claims = ids_in(read, "articles") or [], ids_in(read, "claims") or []
        read.finish()
        made = assigning.assign(project, person, articles=articles, claims=claims, note=note, by=self.person)
        return Answer(201, {"assigned": [assignment_form(one) for one in made]})


class GiveBack(Resource):
    """Returning an assignment."""

    @documented(
        "Return an assignment, with a reason", body=shapes.GIVEN_BACK, answers={200: shapes.ASSIGNMENT}
    )
    def post(self, request: Request, assignment_id: UUID) -> Response:
        """For the person it is for, and for editors, who take it back."""
        scoped.assignment(self.person, assignment_id)
        assigning.require_theirs(assignment_id, by=self.person, to="return this")

        def act() -> Answer:
            read = self.fields("reason")
            reason = read.text("reason") or ""
            read.finish()
            return Answer(
                200, assignment_form(assigning.give_back(assignment_id, reason=reason, by=self.person))
            )

        return self.once(act)


class HandOver(Resource):
    """Handing an assignment over."""

    @documented(
        "Give an assignment to another person", body=shapes.HANDED_OVER, answers={201: shapes.ASSIGNMENT}
    )
    def post(self, request: Request, assignment_id: UUID) -> Response:
        """For the person it is for, and for editors. The other's assignment is answered."""
        scoped.assignment(self.person, assignment_id)
        assigning.require_theirs(assignment_id, by=self.person, to="hand this over")

        def act() -> Answer:
            read = self.fields("username", "reason")
            to, reason = person_in(read, "username"), read.text("reason") or ""
            read.finish()
            return Answer(
                201, assignment_form(assigning.hand_over(assignment_id, to=to, reason=reason, by=self.person))
            )

        return self.once(act)


class Schedule(Resource):
    """Deadlines and priorities of articles."""

    @documented(
        "Give articles a deadline and a priority", body=shapes.SCHEDULE_SENT, answers={200: shapes.SCHEDULED}
    )
    def post(self, request: Request, slug: str) -> Response:
        """For editors. What is left out or null is taken away; 3 is the most urgent priority."""
        found = scoped.project(self.person, slug)
        require_role(found.role, *EDITORS, to="schedule articles")
        return self.once(lambda: self._schedule(found.row))

    def _schedule(self, project: Project) -> Answer:
        read = self.fields("articles", "deadline", "priority")
        articles, priority = ids_in(read, "articles") or [], read.whole("priority")
        deadline = read.parsed("deadline", moment_from, "a time such as 2026-11-25T18:00:00Z")
        read.finish()
        changed = assigning.schedule(project, articles, deadline=deadline, priority=priority, by=self.person)
        return Answer(200, {"changed": changed})


class ReturnClaim(Resource):
    """Returning a disputed claim to its reviewers."""

    @documented(
        "Return a disputed claim to its reviewers", body=shapes.GIVEN_BACK, answers={201: shapes.SENT_BACK}
    )
    def post(self, request: Request, claim_id: UUID) -> Response:
        """For editors who never decided the claim. Only answers given afterwards count."""
        require_role(scoped.role_for_claim(self.person, claim_id), *EDITORS, to="return claims")
        adjudicate.require_impartial(claim_id, self.person)

        def act() -> Answer:
            read = self.fields("reason")
            reason = read.text("reason") or ""
            read.finish()
            made = adjudicate.return_to_reviewers(claim_id, reason=reason, by=self.person)
            return Answer(201, reopening_form(made))

        return self.once(act)


class Notices(Resource):
    """What the caller was told."""

    @documented(
        "The caller's notices, newest first",
        answers={200: shapes.NOTICES},
        query=(*PAGES, parameter("unread", "Only those not read.", TRUTH)),
    )
    def get(self, request: Request) -> Response:
        """Of all projects that the caller is in now."""
        cursor, limit = self.page_asked()
        read = self.asked("unread")
        unread = read.parsed("unread", _truth, "true or false")
        read.finish()
        return self.paged(
            notice_page(self.person, unread=bool(unread), cursor=cursor, limit=limit), notice_form
        )


class ReadNotices(Resource):
    """Marking notices as read."""

    @documented("Mark notices as read", body=shapes.READ_SENT, answers={200: shapes.READ})
    def post(self, request: Request) -> Response:
        """Those in `ids`, else all."""

        def act() -> Answer:
            read = self.fields("ids")
            ids = ids_in(read, "ids")
            read.finish()
            return Answer(200, {"read": notices.mark_read(self.person, ids)})

        return self.once(act)


def _truth(word: str) -> bool:
    """Raises ValueError for what is neither."""
    if word.lower() not in TRUTHS:
        raise ValueError(word)
    return TRUTHS[word.lower()]
