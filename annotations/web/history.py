"""A claim's time line, as a page and as the content of the desk's dialog."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from annotations.queries.time_line import time_line
from annotations.web.desk import wants_fragment
from annotations.web.scope import MemberRequest, claim_of, member_view, page_context


@require_GET
@member_view
def history(request: MemberRequest, claim_id: UUID) -> HttpResponse:
    """Everything that happened to the claim, as far as the person may know it."""
    shown = time_line(claim_of(request, claim_id), viewer=request.user)
    template = (
        "annotations/fragments/_time_line.html" if wants_fragment(request) else "annotations/history.html"
    )
    return render(request, template, page_context(request, section="desk", history=shown))
