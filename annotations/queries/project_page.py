"""A project's own page, and the list of its articles."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from annotations import access
from annotations.domain.vocabulary import ClaimState, MemberRole
from annotations.models import Article, Claim, Decision, Guideline, Membership, Project
from annotations.queries.article_lines import DONE, lines_for
from annotations.queries.page_types import (
    ArticleList,
    MemberLine,
    Pager,
    ProjectPage,
    StateCount,
)
from annotations.queries.pages import Key, page_of

NEWEST_FIRST = (Key("id", UUID, descending=True),)
ARTICLES_SHOWN = 12
ARTICLES_A_PAGE = 40


def project_page(project: Project, *, role: MemberRole) -> ProjectPage:
    """Progress, newest articles, members and guideline."""
    states = _states(project)
    newest = list(_articles(project).order_by("-id")[:ARTICLES_SHOWN])
    guideline = Guideline.objects.filter(project=project, version=project.guideline_version).first()
    return ProjectPage(
        claims=sum(states.values()),
        decided=sum(states[state] for state in DONE),
        states=[StateCount(state.value, state.label, states[state]) for state in ClaimState],
        articles=lines_for(project, newest),
        members=_members(project),
        quorum=project.quorum,
        blind_share=project.blind_share,
        asks=project.asks,
        guideline=guideline.text if guideline else "",
        guideline_version=project.guideline_version,
        may_import=access.can_edit(role),
    )


def article_list(project: Project, *, role: MemberRole, cursor: str | None, q: str) -> ArticleList:
    """A page of the articles, newest first; `q` stands in a title or an outlet. Raises Invalid for a cursor."""
    rows = _articles(project)
    if q:
        rows = rows.filter(Q(title__icontains=q) | Q(outlet__name__icontains=q))
    page = page_of(rows, NEWEST_FIRST, cursor=cursor, limit=ARTICLES_A_PAGE)
    return ArticleList(
        articles=lines_for(project, page.rows),
        pager=Pager(newer=page.previous or "", older=page.next or ""),
        q=q,
        may_import=access.can_edit(role),
    )


def _articles(project: Project) -> QuerySet[Article]:
    return (
        Article.objects.filter(project=project)
        .select_related("outlet", "imported_by")
        .defer("text", "gaps", "left_out", "hidden", "notes")
    )


def _states(project: Project) -> dict[ClaimState, int]:
    counted = Claim.objects.filter(project=project).reviewable().order_by().values_list("state")
    found = dict(counted.annotate(count=Count("id")))
    return {state: found.get(state.value, 0) for state in ClaimState}


def _members(project: Project) -> list[MemberLine]:
    answered = dict(
        Decision.objects.filter(project=project, complete=True)
        .order_by()
        .values_list("reviewer")
        .annotate(claims=Count("claim", distinct=True))
    )
    members = (
        Membership.objects.filter(project=project).select_related("user").order_by("role", "user__username")
    )
    return [MemberLine(str(m.user), m.user.username, m.role, answered.get(m.user_id, 0)) for m in members]
