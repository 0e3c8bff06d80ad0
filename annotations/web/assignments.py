"""Assignments on pages: one's own, the editors' board with a look before anything is assigned, hand-over, return."""

from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.views.decorators.http import require_GET, require_POST

from annotations import assigning
from annotations.access import AUDITORS, EDITORS, can_edit, require_role
from annotations.domain.errors import Conflict, Invalid
from annotations.models import Assignment, User
from annotations.queries.assignments import board, kept_filters, my_assignments
from annotations.queries.claim_list import claim_list
from annotations.web.scope import MemberRequest, member_view, page_context

KEPT = 20


@require_GET
@member_view
def assignments(request: MemberRequest) -> HttpResponse:
    """One's own assignments; for editors and supervisors all, and for editors the board to assign from.

    The filters stand in the address, and what was chosen there is shown before it is assigned.
    """
    context: dict[str, Any] = {"mine": my_assignments(request.project, request.user)}
    if request.member_role in AUDITORS:
        asked = request.GET.dict()
        context["board"] = board(request.project, asked)
        context["what"] = "claims" if asked.get("what") == "claims" else "articles"
        context["kept"] = kept_filters(asked)
        context["back"] = urlencode(context["kept"])
        if context["what"] == "claims":
            context["claims"] = claim_list(request.project, asked, viewer=request.user)
        if can_edit(request.member_role) and "look" in request.GET:
            context |= _looked_at(request)
    page = page_context(request, section="queue", may_assign=can_edit(request.member_role), **context)
    return render(request, "annotations/assignments.html", page)


@require_POST
@member_view
def assign(request: MemberRequest) -> HttpResponse:
    """Assign what was chosen, and go back to the list as it was filtered."""
    require_role(request.member_role, *EDITORS, to="assign work")
    try:
        made = assigning.assign(
            request.project,
            _person(request.POST.get("to", "")),
            articles=_ids(request.POST.getlist("pick-article")),
            claims=_ids(request.POST.getlist("pick-claim")),
            note=request.POST.get("note", ""),
            by=request.user,
        )
        messages.success(request, f"{len(made)} assigned.")
    except (Invalid, Conflict) as error:
        messages.error(request, f"{error} Nothing was assigned.")
    return _back(request)


@require_POST
@member_view
def schedule(request: MemberRequest) -> HttpResponse:
    """Give the chosen articles a deadline and a priority."""
    require_role(request.member_role, *EDITORS, to="schedule articles")
    try:
        number = assigning.schedule(
            request.project,
            _ids(request.POST.getlist("pick-article")),
            deadline=_moment(request.POST.get("deadline", "")),
            priority=_priority(request.POST.get("priority", "")),
            by=request.user,
        )
        messages.success(request, f"{number} changed.")
    except (Invalid, Conflict) as error:
        messages.error(request, f"{error} Nothing was changed.")
    return _back(request)


@require_POST
@member_view
def give_back(request: MemberRequest, assignment_id: UUID) -> HttpResponse:
    """Return an assignment with a reason."""
    held = _of_project(request, assignment_id)
    try:
        assigning.give_back(held.id, reason=request.POST.get("reason", ""), by=request.user)
        messages.success(request, "Returned.")
    except (Invalid, Conflict) as error:
        messages.error(request, f"{error} Nothing was changed.")
    return _back(request)


@require_POST
@member_view
def hand_over(request: MemberRequest, assignment_id: UUID) -> HttpResponse:
    """Give an assignment to another person."""
    held = _of_project(request, assignment_id)
    try:
        to = _person(request.POST.get("to", ""))
        assigning.hand_over(held.id, to=to, reason=request.POST.get("reason", ""), by=request.user)
        messages.success(request, f"{to} has it now.")
    except (Invalid, Conflict) as error:
        messages.error(request, f"{error} Nothing was changed.")
    return _back(request)


def _looked_at(request: MemberRequest) -> dict[str, Any]:
    """What the chosen rows would become, or why they cannot."""
    articles, claims = request.GET.getlist("pick-article"), request.GET.getlist("pick-claim")
    found: dict[str, Any] = {
        "to": request.GET.get("to", ""),
        "picked_articles": articles,
        "picked_claims": claims,
        "is_look": True,
    }
    try:
        person = _person(found["to"])
        planned = assigning.plan(
            request.project, person, articles=_ids(articles), claims=_ids(claims), by=request.user
        )
        return found | {"plan": planned, "person": person}
    except Invalid as error:
        return found | {"problems": [word for words in error.errors.values() for word in words]}


def _of_project(request: MemberRequest, assignment_id: UUID) -> Assignment:
    held = Assignment.objects.filter(project=request.project, pk=assignment_id).first()
    if held is None:
        raise Http404("There is no such assignment in this project.")
    return held


def _person(username: str) -> User:
    person = User.objects.filter(username=username).first()
    if person is None:
        raise Invalid({"username": ["Choose the person first."]})
    return person


def _ids(words: list[str]) -> list[UUID]:
    try:
        return [UUID(word) for word in words]
    except ValueError as error:
        raise Invalid({"": ["What was chosen is no longer in the list. Open the page anew."]}) from error


def _moment(words: str) -> Any:
    """A moment as a form writes it, UTC; "" is none."""
    if not words.strip():
        return None
    try:
        found = parse_datetime(words.strip())
    except ValueError:
        found = None
    if found is None:
        raise Invalid({"deadline": [f"'{words:.40}' is no date and time such as 2026-11-25T18:00."]})
    return make_aware(found) if is_naive(found) else found


def _priority(words: str) -> int | None:
    if not words:
        return None
    if words not in ("1", "2", "3"):
        raise Invalid({"priority": [f"Priority '{words:.20}' is not 1, 2 or 3."]})
    return int(words)


def _back(request: MemberRequest) -> HttpResponseRedirect:
    """The list with the filters it had; nothing but a query is taken from the form."""
    kept = urlencode(parse_qsl(request.POST.get("back", ""))[:KEPT])
    return HttpResponseRedirect(f"/p/{request.project.slug}/assignments/{'?' + kept if kept else ''}")
