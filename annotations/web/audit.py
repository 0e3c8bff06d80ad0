"""Audit: for those who must prove years later what was decided. Nothing here changes an answer."""

import tempfile
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from annotations import auditing, verify_ledger
from annotations.access import AUDITORS, require_role
from annotations.domain.errors import Invalid
from annotations.models import Claim
from annotations.queries.as_it_stood import article_as_it_stood
from annotations.queries.audit import Question, articles_about, audit_page
from annotations.queries.time_line import time_line
from annotations.web.scope import MemberRequest, article_of, member_view, page_context


@require_GET
@member_view
def audit(request: MemberRequest) -> HttpResponse:
    """The ledger, searched; `?claim=` opens a time line beside it, `?at=` leads to the article as it stood."""
    require_role(request.member_role, *AUDITORS, to="audit the project")
    asked = _question(request)
    if request.GET.get("at") and asked.about:
        article = articles_about(request.project, asked.about).first()
        if article is None:
            raise Invalid(
                {"about": [f"No article is called '{asked.about:.60}' here; give words of its title."]}
            )
        moment = _moment(request.GET["at"]).isoformat()
        return HttpResponseRedirect(
            f"/p/{request.project.slug}/audit/articles/{article.pk}/?at={moment[:19]}"
        )
    claim = _claim(request, asked.claim) if asked.claim else None
    shown = audit_page(
        request.project, asked, claim=time_line(claim, viewer=request.user) if claim is not None else None
    )
    shown = replace(shown, as_it_stood=request.GET.get("at", ""))
    return render(request, "annotations/audit.html", page_context(request, section="audit", page=shown))


@require_GET
@member_view
def as_it_stood(request: MemberRequest, article_id: UUID) -> HttpResponse:
    """An article at a moment, now unless the address says another."""
    require_role(request.member_role, *AUDITORS, to="audit the project")
    moment = _moment(request.GET["at"]) if request.GET.get("at") else timezone.now()
    shown = article_as_it_stood(article_of(request, article_id), moment)
    return render(request, "annotations/as_it_stood.html", page_context(request, section="audit", page=shown))


@require_POST
@member_view
def verify(request: MemberRequest) -> HttpResponse:
    """Verify the project's ledger now, and say what was found."""
    check = auditing.check_ledger(request.project, by=request.user)
    if not check.ok:
        messages.error(request, f"The ledger is broken at entry {check.first_bad_seq}: {check.why}")
    return HttpResponseRedirect(f"/p/{request.project.slug}/audit/#ledger")


@require_POST
@member_view
def export(request: MemberRequest) -> FileResponse:
    """The ledger with its verifier, as one archive; that it was handed out stands in the ledger itself."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("ledger.jsonl", "w", force_zip64=True) as lines:
            for line in auditing.export_ledger(request.project, by=request.user):
                lines.write(line)
        archive.writestr("verify_ledger.py", Path(verify_ledger.__file__).read_text(encoding="utf-8"))
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{request.project.slug}-ledger.zip")


def _question(request: MemberRequest) -> Question:
    before, claim = request.GET.get("before", ""), request.GET.get("claim", "")
    try:
        claim_id = UUID(claim) if claim else None
    except ValueError:
        raise Http404(f"'{claim:.60}' is not the id of a claim.") from None
    return Question(
        actor=request.GET.get("actor", ""),
        verb=request.GET.get("verb", ""),
        about=request.GET.get("about", "").strip().replace("\0", ""),
        before=int(before) if before.isdigit() and len(before) < 18 else None,
        claim=claim_id,
    )


def _claim(request: MemberRequest, claim_id: UUID) -> Claim:
    found = (
        Claim.objects.filter(project=request.project, pk=claim_id)
        .select_related("project", "article")
        .first()
    )
    if found is None:
        raise Http404("There is no such claim in this project.")
    return found


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid({"at": [f"'{text:.40}' is not a moment such as 2026-03-03T14:00."]}) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
