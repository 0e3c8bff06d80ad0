"""Mending the division of an article, for editors."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from annotations import pipeline
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.fields import FieldReader
from annotations.domain.vocabulary import ClaimRole
from annotations.models import Claim
from annotations.web.scope import MemberRequest, claim_of, member_view


@require_POST
@member_view
def split(request: MemberRequest, claim_id: UUID) -> HttpResponse:
    """Split a claim at the offsets in `at`, or before the words in `before` where no script counted."""
    claim = claim_of(request, claim_id)
    return _mended(
        request, claim, lambda: pipeline.split(claim.id, at=_offsets(request, claim), by=request.user)
    )


@require_POST
@member_view
def merge_next(request: MemberRequest, claim_id: UUID) -> HttpResponse:
    """Join a claim with the one after it."""
    claim = claim_of(request, claim_id)
    return _mended(request, claim, lambda: pipeline.merge_next(claim.id, by=request.user))


@require_POST
@member_view
def change_role(request: MemberRequest, claim_id: UUID) -> HttpResponse:
    """Say what a stretch of text is for."""
    claim = claim_of(request, claim_id)
    read = FieldReader({"role": request.POST.get("role", "")}, known=("role",))
    role = read.word("role", ClaimRole) or ClaimRole.BODY
    read.finish()
    return _mended(request, claim, lambda: pipeline.change_role(claim.id, role=role, by=request.user))


def _mended(request: MemberRequest, claim: Claim, act: Callable[[], list[Claim]]) -> HttpResponse:
    focus = claim.id
    try:
        focus = act()[0].id
    except (Invalid, Conflict) as error:
        messages.error(request, f"{error} Nothing was changed.")
    return HttpResponseRedirect(
        f"/p/{request.project.slug}/articles/{claim.article_id}/?claim={focus}#claim-{focus}"
    )


def _offsets(request: MemberRequest, claim: Claim) -> list[int]:
    counted = request.POST.get("at", "")
    words = request.POST.get("before", "")
    if counted:
        parts = counted.replace(",", " ").split()
        if all(part.isdigit() for part in parts):
            return [int(part) for part in parts]
        raise Invalid({"at": [f"'{counted:.40}' is not a list of offsets."]})
    place = claim.text.find(words) if words else -1
    if place < 0:
        raise Invalid({"before": [f"The words “{words:.80}” do not stand in this sentence."]})
    return [claim.start + place]
