"""What differs from the desk's own rules, case by case, and corrections after sign-off; for those who audit."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from annotations.access import AUDITORS, require_role
from annotations.queries.audit import ledger_state
from annotations.queries.corrections import SHOWN as CORRECTIONS_SHOWN
from annotations.queries.corrections import corrections
from annotations.queries.exception_cases import SHOWN
from annotations.queries.exceptions import BY_NAME, cases_of, exceptions, last_week
from annotations.web.scope import MemberRequest, member_view, page_context


@require_GET
@member_view
def overview(request: MemberRequest) -> HttpResponse:
    """Every kind with a case in the last seven days, and the ledger's state."""
    require_role(request.member_role, *AUDITORS, to="look at exceptions")
    week = last_week()
    context = page_context(
        request,
        section="audit",
        lines=exceptions(request.project, week),
        since=week.since,
        ledger=ledger_state(request.project),
    )
    return render(request, "annotations/exceptions.html", context)


@require_GET
@member_view
def cases(request: MemberRequest, kind: str) -> HttpResponse:
    """The cases of one kind in the last seven days."""
    require_role(request.member_role, *AUDITORS, to="look at exceptions")
    if kind not in BY_NAME:
        raise Http404(f"There is no kind of exception '{kind:.40}'; there are: {', '.join(BY_NAME)}.")
    week, chosen = last_week(), BY_NAME[kind]
    context = page_context(
        request,
        section="audit",
        kind=chosen,
        cases=cases_of(request.project, chosen, week),
        since=week.since,
        limit=SHOWN,
    )
    return render(request, "annotations/exception_cases.html", context)


@require_GET
@member_view
def corrected(request: MemberRequest) -> HttpResponse:
    """What was signed and changed since, with every release that contained the old answer."""
    require_role(request.member_role, *AUDITORS, to="look at corrections")
    asked = request.GET.get("claim", "")
    try:
        claim = UUID(asked) if asked else None
    except ValueError:
        raise Http404(f"'{asked:.60}' is not the id of a claim.") from None
    found = corrections(request.project, claim=claim)
    context = page_context(request, section="audit", found=found, limit=CORRECTIONS_SHOWN)
    return render(request, "annotations/corrections.html", context)
