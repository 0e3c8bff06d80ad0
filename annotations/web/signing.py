"""Signing an article off, opening a claim again, and what people say about a claim."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from annotations import adjudicate, attempts, discuss, policing, signing
from annotations.access import can_edit
from annotations.domain.errors import Conflict, Invalid, NotPermitted
from annotations.domain.vocabulary import Demand
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
            signing.sign_off(
                article.id,
                note=request.POST.get("note", ""),
                override=request.POST.get("override", ""),
                by=request.user,
            )
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
        standing=(standing := signing.standing_of(signing.signable(article), by=request.user)),
        held_back=policing.unmet_in(standing.claims, signer=request.user),
        wants_second=any(
            one.rule.demand is Demand.SECOND_EDITOR for one in policing.unmet_in(standing.claims)
        ),
        signatures=article_signatures(article),
        problems=problems,
        may_sign=can_edit(request.member_role),
    )
    return render(request, "annotations/sign_off.html", context, status=status)


@require_POST
@member_view
def endorse(request: MemberRequest, article_id: UUID) -> HttpResponse:
    """Stand by the answers that wait for a second editor."""
    article = article_of(request, article_id)
    try:
        made = policing.endorse(article.id, by=request.user)
        messages.success(request, f"You endorsed {len(made)} answer{'' if len(made) == 1 else 's'}.")
    except Conflict as error:
        messages.error(request, f"{error} Nothing was changed.")
    return HttpResponseRedirect(f"/p/{request.project.slug}/articles/{article.id}/sign-off/")


@require_POST
@member_view
def return_claim(request: MemberRequest, claim_id: UUID) -> HttpResponse:
    """Give a disputed claim back to its reviewers, with a reason."""
    claim = claim_of(request, claim_id)
    here = f"/p/{request.project.slug}/adjudication/"
    try:
        adjudicate.return_to_reviewers(claim.id, reason=request.POST.get("reason", ""), by=request.user)
        messages.success(request, "Returned. Its reviewers are told, and it is theirs in the queue.")
        return HttpResponseRedirect(here)
    except (Invalid, Conflict) as error:
        messages.error(request, f"{error} Nothing was changed.")
    return HttpResponseRedirect(f"{here}{claim.id}/")


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
