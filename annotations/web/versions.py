"""The versions of an article, and what became of its sentences from one to the next."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from annotations.access import can_edit
from annotations.queries.versions import newer_version, versions_page
from annotations.web.scope import MemberRequest, article_of, member_view, page_context


@require_GET
@member_view
def versions(request: MemberRequest, article_id: UUID) -> HttpResponse:
    """Every version, and this one beside the one before it; editors are led to the import of a newer one."""
    article = article_of(request, article_id)
    newer = newer_version(article)
    context = page_context(
        request,
        section="desk",
        article=article,
        page=versions_page(article),
        newer=newer,
        may_replace=can_edit(request.member_role) and newer is None,
    )
    return render(request, "annotations/versions.html", context)
