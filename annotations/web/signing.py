"""Signing an article off, opening a claim again, and what people say about a claim."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from annotations import attempts, discuss, signing
from annotations.access import can_edit
from annotations.domain.errors import Conflict, Invalid, NotPermitted
from annotations.queries.sign_offs import article_signatures
from annotations.web.scope import MemberRequest, article_of, claim_of, member_view, page_context


@require_http_methods(["GET", "POST"])
@member_view
def sign_off(request: MemberRequest, article_id: UUID) -> HttpResponse:
    """What blocks the article's sign-off, its signatures so far, and for editors the form."""
    article = article_of(request, article_id)
    problems, status = [], 200
    if request.method == "POST":
        try:
            signing.sign_off(article.id, note=request.POST.get("note", ""), by=request.user)
            messages.success(
                request, "Signed off. Any later change makes the signature void, and says so here."
            )
            return HttpResponseRedirect(request.path)
        except (Invalid, Conflict) as error:
            problems, status = [str(error)], 422 if isinstance(error, Invalid) else 409
        except NotPermitted as error:
            if not can_edit(request.member_role):
                raise
            attempts.note(error, by=request.user)
            problems, status = [str(error)], 403
    context = page_context(
        request,
        section="desk",
        article=article,
        standing=signing.standing_of(signing.signable(article), by=request.user),
        signatures=article_signatures(article),
        problems=problems,
        may_sign=can_edit(request.member_role),
    )
    return render(request, "annotations/sign_off.html", context, status=status)


@require_POST
@member_view
def reopen(request: MemberRequest, claim_id: UUID) -> HttpResponse:
    """Open a settled claim again, with a reason."""
    claim = claim_of(request, claim_id)
    try:
        signing.reopen(claim.id, reason=request.POST.get("reason", ""), by=request.user)
        messages.success(request, "Reopened. Enough people have to decide the claim anew.")
    except (Invalid, Conflict) as error:
        messages.error(request, f"{error} Nothing was changed.")
    return HttpResponseRedirect(f"/p/{request.project.slug}/claims/{claim.id}/history/")


@require_POST
@member_view
def comment(request: MemberRequest, claim_id: UUID) -> HttpResponse:
    """Say something about a claim, or that a comment is settled."""
    claim = claim_of(request, claim_id)
    resolves = request.POST.get("resolves", "")
    try:
        discuss.comment(
            claim.id,
            request.POST.get("text", ""),
            resolves=UUID(resolves) if resolves else None,
            by=request.user,
        )
    except ValueError:
        messages.error(request, "The comment to resolve is none of this claim. Nothing was saved.")
    except Invalid as error:
        messages.error(request, f"{error} Nothing was saved.")
    return HttpResponseRedirect(f"/p/{request.project.slug}/claims/{claim.id}/history/")
