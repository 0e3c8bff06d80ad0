"""Importing a data set, another program's or a release of ours: a look at it, then all of it or nothing."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from annotations import intake, pipeline
from annotations.access import EDITORS, require_role
from annotations.domain.errors import Conflict, Invalid
from annotations.models import Membership, Upload, User
from annotations.queries.import_pages import DatasetPage
from annotations.queries.page_types import Choice
from annotations.readers import foreign
from annotations.readers.foreign.reading import unpacked
from annotations.readers.native import ReleaseSeen, unpack_release
from annotations.web.many_imports import upload_of
from annotations.web.scope import MemberRequest, member_view, page_context

RELEASE = "jsonl"
FORMATS = {
    "label-studio": "Label Studio (JSON)",
    "doccano": "doccano (JSONL or JSON)",
    RELEASE: "This workbench (a release, as ZIP)",
}
UNITS = {
    "": "As the file shows",
    "code-points": "Code points",
    "utf-16": "UTF-16 units",
    "graphemes": "Grapheme clusters",
}
PEOPLE_SHOWN = 50


@require_http_methods(["GET", "POST"])
@member_view
def import_dataset(request: MemberRequest) -> HttpResponse:
    """A file makes a preview of what maps; the preview's form reads anew or stores."""
    require_role(request.member_role, *EDITORS, to="import data sets")
    if request.method == "GET":
        return _page(request)
    upload = None
    try:
        upload = upload_of(request)
        if request.POST.get("format") == RELEASE:
            return _release(request, upload)
        dataset = _read(request, upload)
        if "store" in request.POST:
            return _store(request, upload, dataset)
        return _page(request, upload, seen=foreign.preview(dataset))
    except Invalid as error:
        words = [word for told in error.errors.values() for word in told]
        return _page(request, upload, problems=words, status=422)
    except Conflict as error:
        return _page(request, upload, problems=[str(error)], status=409)


def _release(request: MemberRequest, upload: Upload) -> HttpResponse:
    """A release keeps its ids and its people's pseudonyms: there is nothing to map."""
    with TemporaryDirectory() as folder:
        release = unpack_release(bytes(upload.content), Path(folder))
        if "store" not in request.POST:
            seen = intake.look_at_release(request.project, release, by=request.user)
            return _page(request, upload, release=seen)
        counted = intake.import_release(request.project, release, by=request.user)
    messages.success(
        request,
        f"{counted.articles:,} articles stored, {counted.claims:,} claims, {counted.decisions:,} decisions, "
        f"{counted.suggestions:,} suggestions, {counted.sources:,} sources.",
    )
    upload.delete()
    return HttpResponseRedirect(f"/p/{request.project.slug}/")


def _read(request: MemberRequest, upload: Upload) -> foreign.Dataset:
    files = unpacked(upload.filename, bytes(upload.content))
    return foreign.read(files, format=request.POST.get("format", ""), unit=_unit(request))


def _unit(request: MemberRequest) -> str | None:
    unit = request.POST.get("offsets", "")
    return unit if unit in foreign.UNITS else None


def _store(request: MemberRequest, upload: Upload, dataset: foreign.Dataset) -> HttpResponse:
    taken = pipeline.import_foreign(
        request.project, dataset, by=request.user, people=_people(request, foreign.preview(dataset))
    )
    messages.success(
        request,
        f"{len(taken.articles):,} articles stored, {taken.decisions:,} decisions, {taken.suggestions:,} suggestions, "
        f"{taken.comments:,} comments; {taken.records:,} records kept word for word.",
    )
    upload.delete()
    return HttpResponseRedirect(f"/p/{request.project.slug}/")


def _people(request: MemberRequest, seen: foreign.Preview) -> dict[str, User]:
    """Who of the data set was said to be which member; the form numbers people, as their names may be anything."""
    members = {str(row.user_id): row.user for row in _members(request)}
    chosen = {
        name: members.get(request.POST.get(f"person_{number}", ""))
        for number, name in enumerate(seen.people[:PEOPLE_SHOWN])
    }
    return {name: user for name, user in chosen.items() if user is not None}


def _members(request: MemberRequest) -> list[Membership]:
    rows = Membership.objects.filter(project=request.project, user__is_active=True)
    return list(rows.select_related("user").order_by("user__username"))


def _page(
    request: MemberRequest,
    upload: Upload | None = None,
    *,
    seen: foreign.Preview | None = None,
    release: ReleaseSeen | None = None,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    format, unit = request.POST.get("format", ""), request.POST.get("offsets", "")
    page = DatasetPage(
        formats=[Choice(name, label, name == format) for name, label in FORMATS.items()],
        units=[Choice(name, label, name == unit) for name, label in UNITS.items()],
        problems=problems or (),
        token=str(upload.id) if upload else "",
        file_name=upload.filename if upload else "",
        seen=seen,
        release=release,
        members=[(str(row.user_id), str(row.user)) for row in _members(request)] if seen else (),
        largest=settings.ARTICLE_BYTES_MAX,
    )
    context = page_context(request, section="project", page=page)
    return render(request, "annotations/import_dataset.html", context, status=status)
