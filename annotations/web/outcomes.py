"""What became of the project's suggestions."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from annotations.access import AUDITORS, require_role
from annotations.queries.outcomes import outcomes_page
from annotations.web.scope import MemberRequest, member_view, page_context


@require_GET
@member_view
def outcomes(request: MemberRequest) -> HttpResponse:
    """For editors and supervisors: whoever decides should not be told how the machine fares."""
    require_role(request.member_role, *AUDITORS, to="see what became of suggestions")
    context = page_context(request, section="outcomes", page=outcomes_page(request.project))
    return render(request, "annotations/outcomes.html", context)
