"""Evidence of a claim: a page of its own, which is also the content of the desk's dialog."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotations import access, evidence, pipeline
from annotations.domain.errors import AlreadyThere, Conflict, Invalid
from annotations.domain.submission import moment_from
from annotations.domain.vocabulary import Stance
from annotations.evidence import EvidenceFile
from annotations.models import Claim
from annotations.queries.evidence import attachment_headers, copy_for, evidence_for, evidence_page
from annotations.web.scope import MemberRequest, claim_of, member_view, page_context


@require_http_methods(["GET", "POST"])
@member_view
def claim_evidence(request: MemberRequest, claim_id: UUID) -> HttpResponse:
    """What was brought up and where people looked, with the forms to add to both."""
    claim = claim_of(request, claim_id)
    if request.method == "GET":
        return _page(request, claim)
    return _done(request, claim, lambda: _add(request, claim))


@require_POST
@member_view
def log_search(request: MemberRequest, claim_id: UUID) -> HttpResponse:
    """Note where the person looked."""
    claim = claim_of(request, claim_id)
    sent = {name: request.POST.get(name, "") for name in ("place", "words", "found")}
    return _done(request, claim, lambda: evidence.log_search(claim.pk, **sent, by=request.user))


@require_POST
@member_view
def withdraw(request: MemberRequest, evidence_id: UUID) -> HttpResponse:
    """Strike a piece of evidence, with a reason."""
    claim = claim_of(request, evidence_for(request.user, evidence_id).claim)
    reason = request.POST.get("reason", "")
    return _done(request, claim, lambda: evidence.withdraw(evidence_id, reason=reason, by=request.user))


@require_GET
@member_view
def copy(request: MemberRequest, evidence_id: UUID) -> HttpResponse:
    """The archived bytes, to be saved, never to be shown."""
    claim_of(request, evidence_for(request.user, evidence_id).claim)
    shown, content = copy_for(request.user, evidence_id)
    return HttpResponse(
        content, content_type="application/octet-stream", headers=attachment_headers(shown.copy.sha256[:16])
    )


def _add(request: MemberRequest, claim: Claim) -> None:
    form = request.POST
    if form.get("stance", "") not in [stance.value for stance in Stance]:
        raise Invalid({"stance": ["Say whether it supports the claim, refutes it, or is context."]})
    file = request.FILES.get("file")
    if file is not None and (file.size or 0) > evidence.MAX_FILE:
        raise Invalid({"file": [f"{file.name} is larger than {evidence.MAX_FILE // 2**20} MB."]})
    media_type = (file.content_type if file is not None else "") or "application/octet-stream"
    pipeline.add_evidence(
        claim.pk,
        stance=Stance(form["stance"]),
        by=request.user,
        url=form.get("url", ""),
        file=EvidenceFile(file.name or "file", file.read(), media_type) if file is not None else None,
        quote=form.get("quote", ""),
        published_at=_moment(form.get("published_at", "").strip()),
        origin=_origin(form.get("origin", "")),
    )


def _origin(words: str) -> UUID | None:
    try:
        return UUID(words) if words else None
    except ValueError:
        raise Invalid({"origin": [f"'{words:.60}' is no source of this project."]}) from None


def _moment(words: str) -> datetime | None:
    if not words:
        return None
    try:
        return moment_from(words)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(words).replace(tzinfo=UTC)
    except ValueError:
        raise Invalid({"published_at": [f"'{words:.60}' is not a day such as 2024-01-04."]}) from None


def _done(request: MemberRequest, claim: Claim, act: Callable[[], object]) -> HttpResponse:
    """Back at the claim after the act; the page with the words of the refusal where it was refused."""
    try:
        act()
    except Invalid as error:
        problems = [(field, word) for field, words in error.errors.items() for word in words]
        return _page(request, claim, problems=problems, sent=request.POST, status=422)
    except AlreadyThere as error:
        messages.info(request, str(error))
    except Conflict as error:
        messages.error(request, f"{error} Nothing was changed.")
    return HttpResponseRedirect(
        f"/p/{request.project.slug}/articles/{claim.article_id}/?claim={claim.pk}#claim-{claim.pk}"
    )


def _page(request: MemberRequest, claim: Claim, *, status: int = 200, **more: Any) -> HttpResponse:
    shown = evidence_page(claim, viewer=request.user)
    may_add = access.can_decide(request.member_role) and claim.retired_at is None
    context = page_context(
        request,
        section="desk",
        page=shown,
        may_add=may_add,
        may_edit=access.can_edit(request.member_role),
        **more,
    )
    return render(request, "annotations/evidence.html", context, status=status)
