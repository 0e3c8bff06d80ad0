"""Accepting the suggested chains of an article at once, after a look at them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from annotations import bulk
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.submission import links_from
from annotations.queries.chips import chain_in_words
from annotations.web.scope import MemberRequest, article_of, member_view, page_context

USUAL = 0.8


@require_http_methods(["GET", "POST"])
@member_view
def accept_chains(request: MemberRequest, article_id: UUID) -> HttpResponse:
    """The preview for a confidence; a POST accepts what it shows."""
    article = article_of(request, article_id)
    above = _above(request.POST.get("above") or request.GET.get("above") or str(USUAL))
    step, problem = "", ""
    if request.method == "POST":
        try:
            done = bulk.accept_chains(article.id, above=above, by=request.user)
            step = done.key
            messages.success(
                request, f"{len(done.decisions)} chains are accepted. What is so stays to be answered."
            )
        except Conflict as error:
            problem = str(error)
    found = bulk.acceptable_chains(article.id, above=above, by=request.user)
    lines = [
        (item.claim.text, chain_in_words(links_from(item.suggestion.value)), item.suggestion.confidence)
        for item in found
    ]
    more = {"article": article, "above": f"{above:.2f}", "lines": lines, "step": step, "problem": problem}
    context = page_context(request, section="desk", **more)
    return render(request, "annotations/accept_chains.html", context, status=409 if problem else 200)


@require_POST
@member_view
def undo_accepted(request: MemberRequest, article_id: UUID) -> HttpResponse:
    """Take the step back as far as its answers were not changed since."""
    article = article_of(request, article_id)
    try:
        count = bulk.undo_accepted(request.POST.get("step", ""), by=request.user)
        messages.success(request, f"{count} answers are taken back.")
    except Conflict as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(f"/p/{request.project.slug}/articles/{article.id}/")


def _above(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Invalid({"above": [f"'{text:.20}' is not a confidence such as 0.8."]}) from None
