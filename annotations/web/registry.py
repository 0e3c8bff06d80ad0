"""The registry's further pages: sources that may be one, unnamed ones, and groups for confidential notes."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotations import access, confidences
from annotations.access import EDITORS, require_role
from annotations.domain.errors import Conflict, Invalid
from annotations.models import Confidence, User
from annotations.queries.confidences import confidences_of
from annotations.queries.page_types import Pager
from annotations.queries.source_proposals import proposals_for, unnamed_sources
from annotations.web.scope import MemberRequest, member_view, page_context
from annotations.web.sources import done, source_answer, source_of


@require_GET
@member_view
def proposals(request: MemberRequest) -> HttpResponse:
    """Pairs that may be one, each with its reason and a way to the preview."""
    context = page_context(
        request,
        section="sources",
        page=proposals_for(request.project),
        may_edit=access.can_edit(request.member_role),
    )
    return render(request, "annotations/source_proposals.html", context)


@require_GET
@member_view
def unnamed(request: MemberRequest) -> HttpResponse:
    """Unnamed sources, each of one article."""
    lines, newer, older = unnamed_sources(request.project, cursor=request.GET.get("cursor") or None)
    pager = Pager(newer=_cursor(newer), older=_cursor(older))
    context = page_context(request, section="sources", lines=lines, pager=pager)
    return render(request, "annotations/source_unnamed.html", context)


@require_http_methods(["GET", "POST"])
@member_view
def groups(request: MemberRequest) -> HttpResponse:
    """The groups with their members; posted, a new one."""
    require_role(request.member_role, *EDITORS, to="say who opens confidential notes")
    if request.method == "POST":
        try:
            confidences.create(request.project, request.POST.get("name", ""), by=request.user)
        except (Invalid, Conflict) as error:
            return _groups(request, problem=str(error), status=422 if isinstance(error, Invalid) else 409)
        return _back(request)
    return _groups(request)


@require_POST
@member_view
def admit(request: MemberRequest, confidence_id: UUID) -> HttpResponse:
    """Take a member of the project into the group."""
    found = _group(request, confidence_id)
    try:
        confidences.admit(found, _person(request), by=request.user)
    except (Invalid, Conflict) as error:
        return _groups(request, problem=str(error), status=422 if isinstance(error, Invalid) else 409)
    return _back(request)


@require_POST
@member_view
def dismiss(request: MemberRequest, confidence_id: UUID) -> HttpResponse:
    """Take a person out of the group."""
    found = _group(request, confidence_id)
    confidences.dismiss(found, _person(request), by=request.user)
    return _back(request)


@require_POST
@member_view
def keep_note(request: MemberRequest, source_id: UUID) -> HttpResponse:
    """A confidential note for a group that the person is in."""
    found = source_of(request, source_id)
    text, group = request.POST.get("text", ""), request.POST.get("confidence", "")
    try:
        chosen = UUID(group)
    except ValueError:
        raise Http404("There is no such group among yours.") from None
    return done(
        request,
        found,
        lambda: confidences.keep_note(found, chosen, text, by=request.user),
        words="The note is kept for its group. That it was written stands in the ledger, its words do not.",
    )


@require_POST
@member_view
def open_note(request: MemberRequest, source_id: UUID, note_id: UUID) -> HttpResponse:
    """The source's page with the note's words, after the opening was written down."""
    found = source_of(request, source_id)
    return source_answer(request, found, opened=confidences.open_note(found, note_id, by=request.user))


def _groups(request: MemberRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = page_context(
        request, section="sources", groups=confidences_of(request.project), problem=problem
    )
    return render(request, "annotations/confidences.html", context, status=status)


def _group(request: MemberRequest, confidence_id: UUID) -> Confidence:
    found = (
        Confidence.objects.filter(project=request.project, pk=confidence_id).select_related("project").first()
    )
    if found is None:
        raise Http404("There is no such group in this project.")
    require_role(request.member_role, *EDITORS, to="say who opens confidential notes")
    return found


def _person(request: MemberRequest) -> User:
    name = request.POST.get("user", "")
    found = User.objects.filter(username=name, membership__project=request.project).first()
    if found is None:
        raise Invalid({"user": [f"Nobody in this project is called '{name:.60}'."]})
    return found


def _back(request: MemberRequest) -> HttpResponse:
    messages.success(request, "Done. The act stands in the ledger.")
    return HttpResponseRedirect(f"/p/{request.project.slug}/sources/confidences/")


def _cursor(cursor: str | None) -> str:
    return "?" + urlencode({"cursor": cursor}) if cursor else ""
