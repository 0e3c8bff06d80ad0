"""A project's pages beside the desk: overview, articles, claims, sources."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from annotations.access import can_edit
from annotations.models import Article
from annotations.queries.claim_list import claim_list
from annotations.queries.project_page import article_list, project_page
from annotations.queries.project_settings import checklist
from annotations.queries.source_list import source_list, sources_offered
from annotations.web.scope import MemberRequest, member_view, page_context


@require_GET
@member_view
def overview(request: MemberRequest) -> HttpResponse:
    """Progress, articles, members and guideline."""
    page = project_page(request.project, role=request.member_role)
    steps = checklist(request.project) if can_edit(request.member_role) else []
    context = page_context(request, section="project", page=page, steps=steps)
    return render(request, "annotations/project.html", context)


@require_GET
@member_view
def articles(request: MemberRequest) -> HttpResponse:
    """All articles, newest first."""
    page = article_list(
        request.project,
        role=request.member_role,
        cursor=request.GET.get("cursor"),
        q=request.GET.get("q", "").strip(),
    )
    return render(request, "annotations/articles.html", page_context(request, section="desk", page=page))


@require_GET
@member_view
def claims(request: MemberRequest) -> HttpResponse:
    """Claims, chosen and searched; the choice stands in the address."""
    page = claim_list(request.project, request.GET.dict(), viewer=request.user)
    return render(request, "annotations/claims.html", page_context(request, section="claims", page=page))


@require_GET
@member_view
def sources(request: MemberRequest) -> HttpResponse:
    """The registry of sources."""
    page = source_list(request.project, q=request.GET.get("q", "").strip(), cursor=request.GET.get("cursor"))
    return render(request, "annotations/sources.html", page_context(request, section="sources", page=page))


@require_GET
@member_view
def offered_sources(request: MemberRequest) -> JsonResponse:
    """What the desk's combobox offers for some letters, as JSON."""
    wanted = _uuid(request.GET.get("article", ""))
    article = Article.objects.filter(project=request.project, pk=wanted).first() if wanted else None
    found = sources_offered(request.project, article, request.GET.get("q", "")[:100])
    return JsonResponse(found, safe=False)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
