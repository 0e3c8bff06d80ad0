"""Letting a check of an article's story be."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from annotations import checking
from annotations.domain.dossier_words import StoryCheck
from annotations.domain.errors import Conflict, Invalid
from annotations.web.scope import MemberRequest, article_of, member_view
from annotations.web.story import story_answer


@require_POST
@member_view
def dismiss(request: MemberRequest, article_id: UUID) -> HttpResponse:
    """Back to the story without the check; what was refused is said there."""
    article = article_of(request, article_id)
    try:
        kind, claim, other = _asked(request)
        reason = request.POST.get("reason", "")
        checking.dismiss(article, kind, claim=claim, other=other, reason=reason, by=request.user)
    except (Invalid, Conflict) as error:
        status = 422 if isinstance(error, Invalid) else 409
        return story_answer(request, article, problem=str(error), status=status)
    messages.success(request, "The check is let be. The reason stands in the ledger and below.")
    return HttpResponseRedirect(f"/p/{request.project.slug}/articles/{article.id}/origins/#checks")


def _asked(request: MemberRequest) -> tuple[StoryCheck, UUID, UUID]:
    try:
        return (
            StoryCheck(request.POST.get("check", "")),
            UUID(request.POST.get("claim", "")),
            UUID(request.POST.get("other", "")),
        )
    except ValueError:
        raise Invalid({"check": ["Which check? Open the story anew and choose there."]}) from None
