"""The desk: an article as a reader sees it, and the answers that are given there."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST

from annotations import review
from annotations.domain.errors import DomainError, Invalid, Stale
from annotations.domain.ids import new_id
from annotations.domain.submission import judgement_from
from annotations.domain.vocabulary import Stage
from annotations.keeping import Recorded
from annotations.models import Article, Claim, Decision, Suggestion
from annotations.models.answers import latest_reviews
from annotations.queries.assignments import others_on
from annotations.queries.chained import (
    newest_versions,
    settling_adjudications,
    suggestions_on,
)
from annotations.queries.conflicts import conflict_between
from annotations.queries.desk import article_desk, claim_row, saved_row
from annotations.queries.desk_rows import Viewer, answer_shown
from annotations.queries.desk_types import ArticleDesk, Problem, Progress, Row
from annotations.queries.editor import link_fields
from annotations.queries.labels import labels_in_use
from annotations.web.answer_form import body_of, seen_revision
from annotations.web.scope import MemberRequest, article_of, claim_of, member_view, page_context

FETCHED = "X-Requested-With"


@require_GET
@member_view
def show(request: MemberRequest, article_id: UUID) -> HttpResponse:
    """The article's page; `?claim=` focuses, `?page=` turns, `?edit=` opens the chain editor without JavaScript."""
    article = article_of(request, article_id)
    desk = _desk(request, article)
    return _page(request, desk)


@require_POST
@member_view
def decide(request: MemberRequest, claim_id: UUID) -> HttpResponse:
    """Keep an answer; the row as it now stands for a script, the next claim's page for a plain form."""
    claim = claim_of(request, claim_id)
    suggestions = suggestions_on(claim.id)
    reviews = latest_reviews([claim.id]) if claim.decisions_count else []
    standing = settling_adjudications([claim])
    shown = answer_shown(claim, [*reviews, *standing], viewer=_viewer(request))
    own = next((review for review in reviews if review.reviewer_id == request.user.id), None)
    try:
        seen = seen_revision(request.POST)
        body = body_of(
            request.POST,
            claim,
            suggestions=suggestions,
            shown=shown,
            own=own,
            not_a_claim="not_a_claim" in request.GET,
        )
        recorded = review.record(
            claim.id,
            judgement_from(body),
            seen_revision=seen,
            idempotency_key=request.POST.get("idempotency_key", ""),
            by=request.user,
            body=body,
        )
    except Stale:
        return _stale(request, claim)
    except Invalid as error:
        return _invalid(request, claim, error)
    return _saved(request, claim, recorded, suggestions)


@require_POST
@member_view
def undo(request: MemberRequest, claim_id: UUID) -> HttpResponse:
    """Take the newest answer back, by a further revision."""
    claim = claim_of(request, claim_id)
    try:
        recorded = review.undo(
            claim.id,
            seen_revision=seen_revision(request.POST),
            idempotency_key=request.POST.get("idempotency_key", ""),
            by=request.user,
        )
    except Stale:
        return _stale(request, claim)
    except Invalid as error:
        return _invalid(request, claim, error)
    except DomainError as error:
        return _invalid(request, claim, Invalid({"": [str(error)]}), status=409)
    return _saved(request, claim, recorded, suggestions_on(claim.id), stay=True)


def wants_fragment(request: HttpRequest) -> bool:
    """Whether a script of ours asks, and wants a part of the page."""
    return request.headers.get(FETCHED) == "fetch"


def _viewer(request: MemberRequest) -> Viewer:
    return Viewer(request.user, request.member_role)


def _desk(request: MemberRequest, article: Article, claim: UUID | None = None, **more: Any) -> ArticleDesk:
    wanted = claim or _uuid(request.GET.get("claim", ""))
    page = request.GET.get("page", "")
    desk = article_desk(
        article,
        request.user,
        role=request.member_role,
        claim=wanted,
        page=int(page) if page.isdigit() and len(page) < 7 else None,
        at_end="end" in request.GET,
    )
    edit = request.GET.get("edit")
    links = link_fields(desk.focused, edit) if edit and desk.focused else None
    return replace(desk, edit=links, **more)


def _page(request: MemberRequest, desk: ArticleDesk, *, status: int = 200) -> HttpResponse:
    others = others_on(desk.article.id, project=request.project, viewer=request.user)
    context = page_context(
        request,
        section="desk",
        desk=desk,
        others=others,
        labels_below=labels_in_use(request.project),
        idempotency_key=str(new_id()),
    )
    return render(request, "annotations/desk.html", context, status=status)


def _saved(
    request: MemberRequest,
    claim: Claim,
    recorded: Recorded,
    suggestions: Sequence[Suggestion],
    *,
    stay: bool = False,
) -> HttpResponse:
    if not wants_fragment(request):
        following = _uuid(request.POST.get("next", "") or request.GET.get("next", ""))
        target = claim.id if stay or following is None else following
        return HttpResponseRedirect(f"{_address(request, claim)}?claim={target}#claim-{target}")
    newest = newest_versions(suggestions)
    row, progress = saved_row(
        claim.article, recorded.claim, recorded.decision, newest, role=request.member_role
    )
    return HttpResponse(_fragment(request, row, progress))


def _fragment(request: MemberRequest, row: Row, progress: Progress) -> str:
    """The row and the progress; without a request, since nothing in them is about who asks."""
    context = {"row": row, "progress": progress, "slug": request.project.slug}
    return render_to_string("annotations/fragments/_saved.html", context)


def _stale(request: MemberRequest, claim: Claim) -> HttpResponse:
    row, progress = claim_row(claim.article, claim.id, request.user, role=request.member_role)
    own = Decision.objects.filter(claim=claim, reviewer=request.user, stage=Stage.REVIEW)
    newest = own.order_by("-revision").first()
    fields = _refreshed(request.POST, row.revision)
    conflict = conflict_between(row, newest, request.POST, fields)
    if not wants_fragment(request):
        desk = _desk(request, article_of(request, claim.article_id), claim.id, conflict=conflict)
        return _page(request, desk, status=409)
    context = {"conflict": conflict, "project": request.project}
    words = render_to_string("annotations/fragments/_conflict.html", context, request)
    return HttpResponse(words + _fragment(request, row, progress), status=409)


def _refreshed(form: QueryDict, revision: int) -> tuple[tuple[str, str], ...]:
    """The fields of the refused form, so that it can be saved on top of the newer revision."""
    renewed = {"seen_revision": str(revision), "idempotency_key": str(new_id())}
    sent = [(name, value) for name in form for value in form.getlist(name)]
    kept = [(name, value) for name, value in sent if name not in renewed and name != "csrfmiddlewaretoken"]
    return (*kept, *renewed.items())


def _invalid(request: MemberRequest, claim: Claim, error: Invalid, *, status: int = 422) -> HttpResponse:
    problems = tuple(Problem(field, word) for field, words in error.errors.items() for word in words)
    if wants_fragment(request):
        context = {"problems": problems}
        return HttpResponse(
            render_to_string("annotations/fragments/_problems.html", context, request), status=status
        )
    desk = _desk(request, article_of(request, claim.article_id), claim.id, problems=problems)
    return _page(request, desk, status=status)


def _address(request: MemberRequest, claim: Claim) -> str:
    return f"/p/{request.project.slug}/articles/{claim.article_id}/"


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
