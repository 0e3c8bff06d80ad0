"""The queue: what waits for this person, and the button that gives the next claim."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from annotations import queue
from annotations.queries.homes import waiting_articles
from annotations.web.scope import MemberRequest, member_view, page_context


@require_http_methods(["GET", "POST"])
@member_view
def show(request: MemberRequest) -> HttpResponse:
    """Articles with claims that this person has not answered; a POST leads to the next claim."""
    here = f"/p/{request.project.slug}/"
    if request.method == "POST":
        following = queue.next_claim(request.project, by=request.user)
        if following is None:
            messages.info(request, "Nothing waits for you.")
            return HttpResponseRedirect(f"{here}queue/")
        claim = following.claim
        return HttpResponseRedirect(f"{here}articles/{claim.article_id}/?claim={claim.id}#claim-{claim.id}")
    articles = waiting_articles(request.project, request.user)
    return render(
        request, "annotations/queue.html", page_context(request, section="queue", articles=articles)
    )
