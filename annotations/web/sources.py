"""One source of the registry: its names, and merging it with another."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from annotations import access, merging, sources
from annotations.domain.errors import Conflict, Invalid
from annotations.models import Source
from annotations.queries.source_page import source_page
from annotations.web.scope import MemberRequest, member_view, page_context


@require_GET
@member_view
def source(request: MemberRequest, source_id: UUID) -> HttpResponse:
    """The source's page."""
    return _page(request, _of(request, source_id))


@require_POST
@member_view
def merge(request: MemberRequest, source_id: UUID) -> HttpResponse:
    """Say that it is the same as another one."""
    found = _of(request, source_id)
    return _done(
        request,
        found,
        lambda: merging.merge(found, into=_uuid(request.POST.get("into", "")), by=request.user),
    )


@require_POST
@member_view
def unmerge(request: MemberRequest, source_id: UUID) -> HttpResponse:
    """Take the merge back."""
    found = _of(request, source_id)
    return _done(request, found, lambda: merging.unmerge(found, by=request.user))


@require_POST
@member_view
def add_alias(request: MemberRequest, source_id: UUID) -> HttpResponse:
    """A further name that holds in the whole project."""
    found = _of(request, source_id)
    return _done(
        request, found, lambda: sources.add_alias(found, request.POST.get("text", "")[:300], by=request.user)
    )


def _of(request: MemberRequest, source_id: UUID) -> Source:
    found = Source.objects.filter(project=request.project, pk=source_id).select_related("project").first()
    if found is None:
        raise Http404("There is no such source in this project.")
    return found


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid({"into": ["Choose the source that stays."]}) from None


def _done(request: MemberRequest, found: Source, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except (Invalid, Conflict) as error:
        return _page(request, found, problems=[str(error)], status=422 if isinstance(error, Invalid) else 409)
    messages.success(request, "Done. No chain was rewritten; the act stands in the ledger.")
    return HttpResponseRedirect(f"/p/{request.project.slug}/sources/{found.id}/")


def _page(
    request: MemberRequest, found: Source, *, problems: list[str] | None = None, status: int = 200
) -> HttpResponse:
    may_edit = access.can_edit(request.member_role)
    page = source_page(found, may_edit=may_edit, problems=problems or ())
    context = page_context(request, section="sources", page=page, may_edit=may_edit)
    return render(request, "annotations/source.html", context, status=status)
