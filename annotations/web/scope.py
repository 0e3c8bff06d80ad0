"""What every page asks first: is this yours? What is not yours does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase

from annotations import ledger
from annotations.access import AUDITORS
from annotations.domain.vocabulary import ClaimState, MemberRole
from annotations.models import Article, Claim, Project, Source, User
from annotations.models.claims import REVIEWABLE_SQL
from annotations.models.rows import Columns, fetch

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class MemberRequest(HttpRequest):
    """A request of somebody who is in the project of the address; `member_role` is their role there.

    `disputes` are the claims that wait for adjudication, counted for those who see them and where a page is asked for;
    `unread` are the notices that the person has not read.
    """

    user: User
    project: Project
    member_role: MemberRole
    disputes: int
    unread: int


PROJECT = Columns(Project, "p")
MEMBERSHIP = f"""
select m.role, case when %(counting)s and m.role = any(%(auditors)s) then (
    select count(*) from annotations_claim c
    where c.project_id = p.id and c.state = %(disputed)s and {REVIEWABLE_SQL}) else 0 end,
    case when %(counting)s then (
        select count(*) from annotations_notice n join annotations_membership o
            on o.project_id = n.project_id and o.user_id = n.user_id
        where n.user_id = m.user_id and n.read_at is null) else 0 end, {PROJECT.sql}
from annotations_membership m join annotations_project p on p.id = m.project_id
where p.slug = %(slug)s and m.user_id = %(user)s
"""  # noqa: S608
"""What everybody's page begins with; disputes and notices stand in it so that no page asks once more."""


def member_view(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view under /p/{slug}/: signed in, and in the project; strangers are told that it does not exist."""

    @login_required
    @wraps(view)
    def scoped(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = fetch(
            MEMBERSHIP,
            {
                "slug": slug,
                "user": request.user.pk,
                "counting": request.method == "GET",
                "auditors": [role.value for role in AUDITORS],
                "disputed": ClaimState.DISPUTED.value,
            },
        )
        if not found:
            raise Http404(f"There is no project '{slug}' among yours.")
        mine = cast(MemberRequest, request)
        role, mine.disputes, mine.unread, *project = found[0]
        mine.project, mine.member_role = PROJECT.row(project), MemberRole(role)
        with ledger.signed_in(mine.user):
            return view(mine, *args, **kwargs)

    return scoped


WHOLE_ARTICLE, OUTLET = Columns(Article, "a"), Columns(Source, "o")
ARTICLE_AND_OUTLET = f"""
select {WHOLE_ARTICLE.sql}, {OUTLET.sql} from annotations_article a
left join annotations_source o on o.id = a.outlet_id where a.id = %s and a.project_id = %s
"""  # noqa: S608


def article_of(request: MemberRequest, article_id: UUID) -> Article:
    """The project's article with its project and outlet, or 404."""
    found = fetch(ARTICLE_AND_OUTLET, [article_id, request.project.pk])
    if not found:
        raise Http404("There is no such article in this project.")
    article = WHOLE_ARTICLE.row(found[0])
    article.project = request.project
    article.outlet = OUTLET.row(found[0][len(WHOLE_ARTICLE) :]) if article.outlet_id else None
    return article


CLAIM = Columns(Claim, "c", leave=("words",))
ARTICLE = Columns(Article, "a", leave=("text", "gaps", "left_out", "hidden", "notes"))
CLAIM_AND_ARTICLE = f"""
select {CLAIM.sql}, {ARTICLE.sql} from annotations_claim c join annotations_article a on a.id = c.article_id
where c.id = %s and c.project_id = %s
"""  # noqa: S608


def claim_of(request: MemberRequest, claim_id: UUID) -> Claim:
    """The project's claim with its project and article, or 404."""
    found = fetch(CLAIM_AND_ARTICLE, [claim_id, request.project.pk])
    if not found:
        raise Http404("There is no such claim in this project.")
    claim, article = CLAIM.row(found[0]), ARTICLE.row(found[0][len(CLAIM) :])
    claim.project = article.project = request.project
    claim.article = article
    return claim


def page_context(request: MemberRequest, *, section: str, **more: Any) -> dict[str, Any]:
    """What base.html needs on a project's page, and what the page adds."""
    counted = {"disputes": request.disputes, "unread": request.unread}
    return {
        "project": request.project,
        "role": request.member_role.value,
        "section": section,
        **counted,
        **more,
    }
