"""What every page asks first: is this yours? What is not yours does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Case, Count, OuterRef, Subquery, When
from django.http import Http404, HttpRequest, HttpResponseBase

from annotations import ledger
from annotations.access import AUDITORS
from annotations.domain.vocabulary import ClaimState, MemberRole
from annotations.models import Article, Claim, Membership, Project, User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class MemberRequest(HttpRequest):
    """A request of somebody who is in the project of the address; `member_role` is their role there.

    `disputes` are the claims that wait for adjudication, counted for those who see them and where a page is asked for.
    """

    user: User
    project: Project
    member_role: MemberRole
    disputes: int


DISPUTES = Case(
    When(
        role__in=AUDITORS,
        then=Subquery(
            Claim.objects.filter(project=OuterRef("project"), state=ClaimState.DISPUTED)
            .reviewable()
            .order_by()
            .values("project")
            .annotate(number=Count("pk"))
            .values("number")
        ),
    )
)
"""In the query that everybody's page begins with, so that no page asks once more."""


def member_view(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view under /p/{slug}/: signed in, and in the project; strangers are told that it does not exist."""

    @login_required
    @wraps(view)
    def scoped(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = Membership.objects.select_related("project").filter(
            project__slug=slug, user=cast(User, request.user)
        )
        if request.method == "GET":
            found = found.annotate(disputes=DISPUTES)
        membership = found.first()
        if membership is None:
            raise Http404(f"There is no project '{slug}' among yours.")
        mine = cast(MemberRequest, request)
        mine.project, mine.member_role = membership.project, MemberRole(membership.role)
        mine.disputes = getattr(membership, "disputes", None) or 0
        with ledger.signed_in(mine.user):
            return view(mine, *args, **kwargs)

    return scoped


def article_of(request: MemberRequest, article_id: UUID) -> Article:
    """The project's article with its project and outlet, or 404."""
    article = (
        Article.objects.filter(project=request.project, pk=article_id)
        .select_related("project", "outlet")
        .first()
    )
    if article is None:
        raise Http404("There is no such article in this project.")
    return article


def claim_of(request: MemberRequest, claim_id: UUID) -> Claim:
    """The project's claim with its project and article, or 404."""
    claim = (
        Claim.objects.filter(project=request.project, pk=claim_id)
        .select_related("project", "article", "article__project")
        .defer("words", "article__text")
        .first()
    )
    if claim is None:
        raise Http404("There is no such claim in this project.")
    return claim


def page_context(request: MemberRequest, *, section: str, **more: Any) -> dict[str, Any]:
    """What base.html needs on a project's page, and what the page adds."""
    counted = {"disputes": request.disputes}
    return {
        "project": request.project,
        "role": request.member_role.value,
        "section": section,
        **counted,
        **more,
    }
