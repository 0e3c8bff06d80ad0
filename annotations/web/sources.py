"""One source of the registry: its dossier, its names and what it is part of, and merging it with another."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotations import access, dossiers, merging, sources
from annotations.domain.dossier_words import Reliability
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.external_ids import SCHEMES
from annotations.domain.vocabulary import SourceKind
from annotations.models import Article, Source
from annotations.queries.dossier import dossier
from annotations.queries.source_page import source_page
from annotations.web.scope import MemberRequest, member_view, page_context
from annotations.web.source_chart import ROW, bars_of

KEPT = "Done. No chain was rewritten; the act stands in the ledger."


@require_GET
@member_view
def source(request: MemberRequest, source_id: UUID) -> HttpResponse:
    """The source's page."""
    return source_answer(request, source_of(request, source_id))


@require_http_methods(["GET", "POST"])
@member_view
def merge(request: MemberRequest, source_id: UUID) -> HttpResponse:
    """What merging it into `into` would do, to look at; posted, the merge itself."""
    found = source_of(request, source_id)
    if request.method == "POST":
        into = request.POST.get("into", "")
        return done(request, found, lambda: merging.merge(found, into=_uuid(into), by=request.user))
    try:
        shown = merging.preview(found, into=_uuid(request.GET.get("into", "")), by=request.user)
    except (Invalid, Conflict) as error:
        return source_answer(request, found, problems=[str(error)], status=_status(error))
    context = page_context(request, section="sources", page=shown)
    return render(request, "annotations/source_merge.html", context)


@require_POST
@member_view
def unmerge(request: MemberRequest, source_id: UUID) -> HttpResponse:
    """Take the merge back."""
    found = source_of(request, source_id)
    return done(request, found, lambda: merging.unmerge(found, by=request.user))


@require_POST
@member_view
def add_alias(request: MemberRequest, source_id: UUID) -> HttpResponse:
    """A further name that holds in the whole project, or in the article that is chosen."""
    found = source_of(request, source_id)
    text, article = request.POST.get("text", "")[:300], request.POST.get("article", "")
    return done(
        request,
        found,
        lambda: sources.add_alias(
            found, text, by=request.user, article=_article(request, article) if article else None
        ),
    )


@require_POST
@member_view
def remove_alias(request: MemberRequest, source_id: UUID, alias_id: UUID) -> HttpResponse:
    """Take a further name away."""
    found = source_of(request, source_id)
    return done(request, found, lambda: dossiers.remove_alias(found, alias_id, by=request.user))


@require_POST
@member_view
def change(request: MemberRequest, source_id: UUID) -> HttpResponse:
    """Kind, parent and ids elsewhere, as the form gives them."""
    found = source_of(request, source_id)
    return done(request, found, lambda: _change(request, found))


@require_POST
@member_view
def note_reliability(request: MemberRequest, source_id: UUID) -> HttpResponse:
    """A further entry of the reliability log."""
    found = source_of(request, source_id)
    return done(
        request,
        found,
        lambda: dossiers.note_reliability(
            found,
            _word(Reliability, "finding", request.POST.get("finding", "")),
            reason=request.POST.get("reason", ""),
            by=request.user,
        ),
    )


def source_of(request: MemberRequest, source_id: UUID) -> Source:
    """The project's source with its project, or 404."""
    found = Source.objects.filter(project=request.project, pk=source_id).select_related("project").first()
    if found is None:
        raise Http404("There is no such source in this project.")
    return found


def done(
    request: MemberRequest, found: Source, act: Callable[[], object], *, words: str = KEPT
) -> HttpResponse:
    """Back to the source's page after the act; what was refused is said on that page."""
    try:
        act()
    except (Invalid, Conflict) as error:
        return source_answer(request, found, problems=[str(error)], status=_status(error))
    messages.success(request, words)
    return HttpResponseRedirect(f"/p/{request.project.slug}/sources/{found.id}/")


def source_answer(
    request: MemberRequest,
    found: Source,
    *,
    problems: list[str] | None = None,
    status: int = 200,
    opened: Any = None,
) -> HttpResponse:
    """The source's page; `opened` is a confidential note that was just opened."""
    may_edit = access.can_edit(request.member_role)
    page = source_page(found, may_edit=may_edit, problems=problems or ())
    told = dossier(found, viewer=request.user)
    context = page_context(
        request,
        section="sources",
        page=page,
        dossier=told,
        bars=bars_of(told.months),
        chart_height=ROW * max(1, len(told.months)),
        may_edit=may_edit,
        may_note=access.can_decide(request.member_role),
        findings=list(Reliability),
        opened=opened,
    )
    return render(request, "annotations/source.html", context, status=status)


def _change(request: MemberRequest, found: Source) -> Source:
    parent = request.POST.get("parent", "")
    ids = {name: request.POST[f"id-{name}"] for name in SCHEMES if request.POST.get(f"id-{name}")}
    return dossiers.change(
        found,
        kind=_word(SourceKind, "kind", request.POST.get("kind", "")),
        parent=_uuid(parent) if parent else None,
        external_ids=ids,
        by=request.user,
    )


def _word(terms: Any, name: str, value: str) -> Any:
    try:
        return terms(value)
    except ValueError:
        known = ", ".join(term.value for term in terms)
        raise Invalid({name: [f"'{value:.40}' is not a known {name}; known: {known}."]}) from None


def _article(request: MemberRequest, given: str) -> Article:
    try:
        return Article.objects.only("id").get(project=request.project, pk=UUID(given))
    except (ValueError, Article.DoesNotExist):
        raise Invalid({"article": ["Choose an article of this project."]}) from None


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid({"into": ["Choose the source that stays."]}) from None


def _status(error: Exception) -> int:
    return 422 if isinstance(error, Invalid) else 409
