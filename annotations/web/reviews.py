"""Imported reviews: what others have checked, and taking in a further feed."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from annotations import pipeline
from annotations.access import EDITORS, require_role
from annotations.domain.claim_reviews import MOST_BYTES
from annotations.domain.errors import Invalid
from annotations.feeds import ImportedFeed
from annotations.models import SuggestionMatch
from annotations.queries.match_scope import hidden_among
from annotations.queries.review_list import reviews_page
from annotations.web.scope import MemberRequest, member_view, page_context


@require_http_methods(["GET", "POST"])
@member_view
def reviews(request: MemberRequest) -> HttpResponse:
    """The project's imported reviews; a POST with a file or an address takes in more."""
    problems: list[str] = []
    if request.method == "POST":
        require_role(request.member_role, *EDITORS, to="import reviews")
        try:
            for level, words in _said(_taken(request)):
                messages.add_message(request, level, words)
            return HttpResponseRedirect(f"/p/{request.project.slug}/reviews/")
        except Invalid as error:
            problems = [word for words in error.errors.values() for word in words]
    page = reviews_page(
        request.project,
        role=request.member_role,
        cursor=request.GET.get("cursor") or None,
        only=_asked_for(request),
        problems=problems,
        address=request.POST.get("fetch_url", ""),
    )
    context = page_context(request, section="project", page=page)
    return render(request, "annotations/reviews.html", context, status=422 if problems else 200)


@require_GET
@member_view
def match(request: MemberRequest, suggestion_id: UUID) -> HttpResponse:
    """Leads to the earlier check that a suggestion rests on; 404 where it is not the person's to see."""
    found = SuggestionMatch.objects.filter(suggestion__project=request.project, pk=suggestion_id)
    one = found.select_related("claim__project").first()
    if one is None or hidden_among([suggestion_id], request.user):
        raise Http404("There is no such match in this project.")
    if one.claim is None:
        return HttpResponseRedirect(f"/p/{request.project.slug}/reviews/?review={one.review_id}")
    claim = one.claim
    return HttpResponseRedirect(
        f"/p/{claim.project.slug}/articles/{claim.article_id}/?claim={claim.id}#claim-{claim.id}"
    )


def _asked_for(request: MemberRequest) -> UUID | None:
    """The one review that is asked for; None for all, also where the id is none."""
    try:
        return UUID(request.GET["review"])
    except (KeyError, ValueError):
        return None


def _taken(request: MemberRequest) -> ImportedFeed:
    if request.POST.get("fetch_url"):
        return pipeline.fetch_reviews(request.project, request.POST["fetch_url"], by=request.user)
    file = request.FILES.get("file")
    if file is None:
        raise Invalid({"file": ["Choose a file with ClaimReviews, or give the address of a feed."]})
    if (file.size or 0) > MOST_BYTES:
        raise Invalid({"file": [f"{file.name} is larger than {MOST_BYTES // 2**20} MB. Divide it."]})
    return pipeline.import_reviews(request.project, file.read(), name=file.name or "file", by=request.user)


def _said(taken: ImportedFeed) -> list[tuple[int, str]]:
    """What happened, in sentences, with how much they matter."""
    added, known = taken.feed.added, taken.known
    words = f"{added:,} review{'' if added == 1 else 's'} imported"
    if known:
        words += f"; {known:,} more {'was' if known == 1 else 'were'} there already"
    said = [(messages.SUCCESS, f"{words}.")]
    if taken.feed.passed_over:
        more = taken.feed.passed_over - len(taken.passed_over)
        why = " ".join(taken.passed_over) + (f" And {more:,} more." if more else "")
        said.append((messages.WARNING, f"{taken.feed.passed_over:,} passed over. {why}"))
    return said
