"""Two releases side by side: what changed from one to the other."""

from itertools import islice
from pathlib import Path
from uuid import UUID

from django.http import HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from annotations.domain.errors import Invalid, NotFound
from annotations.queries.release_comparison import changes_as_json, compared_folders, folders
from annotations.queries.release_pages import release_comparison
from annotations.queries.releases import release_of
from annotations.web.scope import MemberRequest, member_view, page_context

SHOWN = 200


@require_GET
@member_view
def compare(request: MemberRequest) -> HttpResponseBase:
    """What changed from release `older` to release `newer`; with `format=jsonl` all of it, as a file."""
    older, newer = _asked(request, "older"), _asked(request, "newer")
    if older is None or newer is None:
        return HttpResponseRedirect(f"/p/{request.project.slug}/releases/")
    try:
        there = folders(older, newer, by=request.user, project=request.project)
        if request.GET.get("format") == "jsonl":
            return _file(there)
        with compared_folders(*there) as comparison:
            changes = iter(comparison)
            shown = list(islice(changes, SHOWN))
            for _ in changes:
                pass
            counts = comparison.counts
    except Invalid as error:
        context = page_context(request, section="releases", problems=[str(error)])
        return render(request, "annotations/release_comparison.html", context, status=422)
    pair = release_of(older, by=request.user), release_of(newer, by=request.user)
    page = release_comparison(*pair, there, shown, counts)
    return render(
        request, "annotations/release_comparison.html", page_context(request, section="releases", page=page)
    )


def _file(there: tuple[Path, Path]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(changes_as_json(*there), content_type="application/jsonl")
    response.headers["Content-Disposition"] = 'attachment; filename="changes.jsonl"'
    return response


def _asked(request: MemberRequest, name: str) -> UUID | None:
    given = request.GET.get(name, "")
    if not given:
        return None
    try:
        return UUID(given)
    except ValueError:
        raise NotFound(f"There is no release '{given:.40}' in this project.") from None
