"""Releases: asking for a data set, looking at it, and its files as attachments."""

from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from annotations import pipeline
from annotations.domain.errors import Conflict, Invalid, NotFound
from annotations.models import Release
from annotations.queries.release_archive import archive_of
from annotations.queries.release_pages import release_list, release_page
from annotations.queries.releases import file_of, release_of
from annotations.web.scope import MemberRequest, member_view, page_context

LISTS = ("states", "roles", "verifications", "articles", "sources")
"""The parts of a selection that are lists of words or ids."""


@require_http_methods(["GET", "POST"])
@member_view
def releases(request: MemberRequest) -> HttpResponse:
    """All releases; a POST asks for another one."""
    problems: list[str] = []
    status = 200
    if request.method == "POST":
        try:
            asked = pipeline.request_release(
                request.project,
                formats=request.POST.getlist("formats"),
                selection=_selection(request),
                allow_open=request.POST.get("allow_open") == "on",
                with_text=request.POST.get("without_text") != "on",
                named=request.POST.get("named") == "on",
                licence=request.POST.get("licence_address") or request.POST.get("licence", ""),
                override=request.POST.get("override", ""),
                by=request.user,
            )
            return HttpResponseRedirect(f"/p/{request.project.slug}/releases/{asked.id}/")
        except (Invalid, Conflict) as error:
            problems, status = [str(error)], 422 if isinstance(error, Invalid) else 409
    page = release_list(request.project, role=request.member_role, problems=problems)
    context = page_context(request, section="releases", page=page)
    return render(request, "annotations/releases.html", context, status=status)


@require_GET
@member_view
def release(request: MemberRequest, release_id: UUID) -> HttpResponse:
    """One release."""
    page = release_page(_of_project(request, release_id), role=request.member_role)
    return render(request, "annotations/release.html", page_context(request, section="releases", page=page))


@require_GET
@member_view
def release_file(request: MemberRequest, release_id: UUID, name: str) -> FileResponse:
    """One file of a finished release, as an attachment."""
    _of_project(request, release_id)
    found = file_of(release_id, name, by=request.user)
    return FileResponse(
        found.path.open("rb"), as_attachment=True, filename=found.name, content_type=found.media_type
    )


@require_GET
@member_view
def release_archive(request: MemberRequest, release_id: UUID) -> StreamingHttpResponse:
    """All files of a finished release as one ZIP."""
    _of_project(request, release_id)
    name, parts = archive_of(release_id, by=request.user)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(parts, content_type="application/zip", headers=headers)


def _selection(request: MemberRequest) -> dict[str, object]:
    """What the form chose; parts that were left alone choose nothing."""
    chosen: dict[str, object] = {name: request.POST.getlist(name) for name in LISTS if request.POST.get(name)}
    days = {name: request.POST[name] for name in ("since", "until") if request.POST.get(name)}
    return chosen | days


def _of_project(request: MemberRequest, release_id: UUID) -> Release:
    found = release_of(release_id, by=request.user)
    if found.project_id != request.project.id:
        raise NotFound(f"There is no release {release_id} in this project.")
    return found
