"""Adjudication: the claims whose answers differ, and one of them to be settled."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from annotations import adjudicate
from annotations.access import AUDITORS, can_edit, require_role
from annotations.domain.errors import Conflict, Invalid, Stale
from annotations.domain.fields import FieldReader
from annotations.domain.ids import new_id
from annotations.domain.submission import judgement_from, link_as_dict
from annotations.domain.vocabulary import AdjudicationReason
from annotations.models import Claim, Decision
from annotations.queries.adjudication import dispute, dispute_list
from annotations.queries.answers import links_of
from annotations.web.answer_form import plain_links, seen_revision, whole_number
from annotations.web.scope import MemberRequest, claim_of, member_view, page_context

CHOICES = ("verification", "check_worthiness", "priority", "basis", "note")
BLANK_LINKS = (1, 2, 3, 4)


@require_GET
@member_view
def disputes(request: MemberRequest) -> HttpResponse:
    """All claims whose answers differ; supervisors read them, editors settle them."""
    require_role(request.member_role, *AUDITORS, to="see differing answers side by side")
    lines = dispute_list(request.project, viewer=request.user)
    context = page_context(request, section="adjudication", lines=lines)
    return render(request, "annotations/adjudication.html", context)


@require_http_methods(["GET", "POST"])
@member_view
def settle(request: MemberRequest, claim_id: UUID) -> HttpResponse:
    """One claim with its answers side by side; a POST settles it and goes on with the next one."""
    require_role(request.member_role, *AUDITORS, to="see differing answers side by side")
    claim = claim_of(request, claim_id)
    if request.method == "GET":
        return _page(request, claim)
    before = dispute(claim, viewer=request.user)
    try:
        _settled(request, claim)
    except Stale as stale:
        words = (
            f"{stale} Your choices stand below as you made them; look at the newer answer before you save."
        )
        return _page(request, claim, problems=[words], status=409)
    except Conflict as conflict:
        return _page(request, claim, problems=[str(conflict)], status=409)
    except Invalid as error:
        said = [word for sentences in error.errors.values() for word in sentences]
        return _page(request, claim, problems=said, status=422)
    messages.success(request, "Settled. All answers stay in the claim's history.")
    target = f"{before.following}/" if before.following else ""
    names = "?names=0" if request.GET.get("names") == "0" else ""
    return HttpResponseRedirect(f"/p/{request.project.slug}/adjudication/{target}{names}")


def _settled(request: MemberRequest, claim: Claim) -> None:
    read = FieldReader({"reason": request.POST.get("reason") or None}, known=("reason",))
    reason = read.word("reason", AdjudicationReason)
    if reason is None and not read.errors:
        read.wrong("reason", "Say why the answers differ.")
    body = _body(request.POST, claim)
    read.finish()
    adjudicate.adjudicate(
        claim.id,
        judgement_from(body),
        reason=reason or AdjudicationReason.SLIP,
        seen_revision=seen_revision(request.POST),
        idempotency_key=request.POST.get("idempotency_key", ""),
        by=request.user,
        body={**body, "reason": str(reason)},
    )


def _body(form: QueryDict, claim: Claim) -> dict[str, Any]:
    """The answer in CONTRACT's form. Raises Invalid where a field cannot be read."""
    body: dict[str, Any] = {name: form.get(name) or None for name in CHOICES}
    body["priority"] = whole_number(form, "priority")
    body["chain"] = _chain(form, claim)
    return {name: value for name, value in body.items() if value is not None}


def _chain(form: QueryDict, claim: Claim) -> Any:
    choice = form.get("chain", "")
    if choice == "own_voice":
        return []
    if choice == "edited":
        links = plain_links(form, claim)
        if not links:
            raise Invalid({"chain": ["Name the sources of the other chain, outermost first."]})
        return links
    if choice.startswith("answer:"):
        wanted = choice.removeprefix("answer:")
        answers = {str(d.id): d for d in Decision.objects.filter(claim=claim, chain_answered=True)}
        if wanted not in answers:
            raise Invalid({"chain": ["This answer is not about this claim. Open the page anew."]})
        return [link_as_dict(link) for link in links_of(answers[wanted])]
    return None


def _page(
    request: MemberRequest, claim: Claim, *, problems: list[str] | None = None, status: int = 200
) -> HttpResponse:
    shown = dispute(claim, viewer=request.user)
    sent = request.POST if request.method == "POST" else None
    chosen = {**shown.agreed, **({name: sent.get(name, "") for name in sent} if sent else {})}
    context = page_context(
        request,
        section="adjudication",
        dispute=shown,
        chosen=chosen,
        problems=problems or [],
        with_names=request.GET.get("names") != "0",
        may_settle=can_edit(request.member_role) and not shown.is_theirs and shown.can_be_settled,
        idempotency_key=str(new_id()),
        blank_links=BLANK_LINKS,
    )
    return render(request, "annotations/dispute.html", context, status=status)
