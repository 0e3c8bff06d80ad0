"""Assignments as pages and the API show them: one's own, all of a project, and who else is on an article."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from annotations.access import DECIDERS
from annotations.domain.vocabulary import ClaimState
from annotations.models import Article, Assignment, Claim, Lease, Membership, Project, User
from annotations.queries.answers import timestamp
from annotations.queries.article_lines import decided_by, lines_for
from annotations.queries.page_types import ArticleLine, Pager
from annotations.queries.pages import Key, Page, page_of

SHOWN = 100
ARTICLES_A_PAGE = 40
NEWEST_FIRST = (Key("id", UUID, descending=True),)
FILTERS = ("what", "q", "person", "due", "state", "verification", "role", "article")
DUE = {"none": "without a date", "passed": "date has passed", "set": "with a date"}


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """One open assignment. `left` counts the claims that still wait for the person, of `total`."""

    id: UUID
    title: str
    address: str
    is_claim: bool
    person: str
    username: str
    given_by: str
    at: datetime
    note: str
    left: int
    total: int
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class BoardArticle:
    """An article to choose, with those who have it and those who are on it now."""

    line: ArticleLine
    priority: int | None
    people: Sequence[str]
    now: Sequence[str]


@dataclass(frozen=True, slots=True)
class Board:
    """What an editor assigns from: articles by the filters in the address, people, and all open assignments."""

    articles: Sequence[BoardArticle]
    pager: Pager
    people: Sequence[User]
    open: Sequence[AssignmentLine]
    q: str
    person: str
    due: str


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else on an article: now, or because it was assigned to them."""

    name: str
    is_now: bool


def my_assignments(project: Project, user: User) -> list[AssignmentLine]:
    """The person's open assignments in which something still waits, by deadline; three queries at most."""
    rows = _open(project).filter(user=user)
    return [line for line in _lines(project, list(rows[:SHOWN]), user) if line.left]


def board(project: Project, asked: Mapping[str, str]) -> Board:
    """The page of articles that the address asks for, with who has them. Raises Invalid for a cursor."""
    q, person, due = (asked.get(name, "").strip() for name in ("q", "person", "due"))
    rows = (
        Article.objects.filter(project=project).select_related("outlet", "imported_by").defer("text", "gaps")
    )
    if q:
        rows = rows.filter(Q(title__icontains=q) | Q(outlet__name__icontains=q))
    theirs = Assignment.objects.filter(article=OuterRef("pk"), claim=None, ended_at=None)
    if person == "-":
        rows = rows.filter(~Exists(theirs))
    elif person:
        rows = rows.filter(Exists(theirs.filter(user__username=person)))
    page = page_of(_due(rows, due), NEWEST_FIRST, cursor=asked.get("cursor"), limit=ARTICLES_A_PAGE)
    kept = kept_filters(asked)
    return Board(
        articles=_board_articles(project, page.rows),
        pager=Pager(newer=_address(kept, page.previous), older=_address(kept, page.next)),
        people=deciders(project),
        open=_lines(project, list(_open(project)[:SHOWN]), None),
        q=q,
        person=person,
        due=due,
    )


def deciders(project: Project) -> list[User]:
    """Who can be given work in the project, by username."""
    rows = User.objects.filter(
        Exists(Membership.objects.filter(user=OuterRef("pk"), project=project, role__in=DECIDERS)),
        is_active=True,
    )
    return list(rows.order_by("username"))


def kept_filters(asked: Mapping[str, str]) -> dict[str, str]:
    """The filters that an address holds, to be kept in the next one."""
    return {name: asked[name] for name in FILTERS if asked.get(name)}


def others_on(article_id: UUID, *, project: Project, viewer: User) -> list[Other]:
    """Who else has the article or is on one of its claims now; it keeps nobody from working. One query."""
    leases = Lease.objects.filter(user=OuterRef("pk"), until__gt=timezone.now(), claim__article=article_id)
    theirs = Assignment.objects.filter(user=OuterRef("pk"), article=article_id, ended_at=None)
    members = Membership.objects.filter(user=OuterRef("pk"), project=project)
    rows = User.objects.filter(Exists(members)).exclude(pk=viewer.pk)
    rows = rows.annotate(is_now=Exists(leases), has_it=Exists(theirs)).filter(Q(is_now=True) | Q(has_it=True))
    return [Other(str(row), row.is_now) for row in rows.order_by("-is_now", "username")[:10]]


def assignment_page(
    project: Project, *, username: str | None, is_open: bool | None, cursor: str | None, limit: int
) -> Page[Assignment]:
    """A page of the project's assignments, newest first."""
    rows = Assignment.objects.filter(project=project).select_related("user", "assigned_by", "ended_by")
    if username is not None:
        rows = rows.filter(user__username=username)
    if is_open is not None:
        rows = rows.filter(ended_at__isnull=is_open)
    return page_of(rows, NEWEST_FIRST, cursor=cursor, limit=limit)


def assignment_form(row: Assignment) -> dict[str, Any]:
    """An assignment in JSON."""
    return {
        "id": str(row.id),
        "article": str(row.article_id),
        "claim": str(row.claim_id) if row.claim_id else None,
        "username": row.user.username,
        "assigned_by": row.assigned_by.username,
        "assigned_at": timestamp(row.assigned_at),
        "note": row.note,
        "ended_at": timestamp(row.ended_at),
        "ended_by": row.ended_by.username if row.ended_by else None,
        "reason": row.reason,
    }


def _open(project: Project) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(project=project, ended_at=None).select_related(
        "user", "assigned_by", "claim"
    )
    return rows.defer("claim__words").order_by("assigned_at", "id")


def _lines(project: Project, rows: Sequence[Assignment], reviewer: User | None) -> list[AssignmentLine]:
    ids = {row.article_id for row in rows}
    found = Article.objects.filter(pk__in=ids).select_related("outlet", "imported_by").defer("text", "gaps")
    articles = {line.id: line for line in lines_for(project, list(found), reviewer=reviewer)}
    answered = set()
    if reviewer is not None:
        claims = Claim.objects.filter(pk__in=[row.claim_id for row in rows if row.claim_id])
        claims = claims.exclude(state=ClaimState.REOPENED).annotate(is_answered=decided_by(reviewer))
        answered = set(claims.filter(is_answered=True).values_list("pk", flat=True))
    lines = [_line(row, articles[row.article_id], answered) for row in rows]
    last = datetime.max.replace(tzinfo=timezone.get_default_timezone())
    return sorted(lines, key=lambda line: (line.deadline or last, line.at, line.id))


def _line(row: Assignment, article: ArticleLine, answered: set[UUID]) -> AssignmentLine:
    claim = row.claim
    return AssignmentLine(
        id=row.id,
        title=claim.text if claim else article.title or "Untitled",
        address=f"{article.address}?claim={claim.id}#claim-{claim.id}" if claim else article.address,
        is_claim=claim is not None,
        person=str(row.user),
        username=row.user.username,
        given_by=str(row.assigned_by),
        at=row.assigned_at,
        note=row.note,
        left=int(claim.id not in answered) if claim else article.total - article.decided,
        total=1 if claim else article.total,
        deadline=article.deadline,
    )


def _board_articles(project: Project, articles: Sequence[Article]) -> list[BoardArticle]:
    ids = [article.id for article in articles]
    people: dict[UUID, list[str]] = {}
    given = Assignment.objects.filter(article__in=ids, ended_at=None).select_related("user")
    for one in given.order_by("assigned_at", "id"):
        names = people.setdefault(one.article_id, [])
        if str(one.user) not in names:
            names.append(str(one.user))
    now: dict[UUID, list[str]] = {}
    members = Membership.objects.filter(project=project).values("user")
    held = Lease.objects.filter(user__in=members, until__gt=timezone.now(), claim__article__in=ids)
    for lease in held.select_related("user", "claim").only("user", "claim__article", "until"):
        names = now.setdefault(lease.claim.article_id, [])
        if str(lease.user) not in names:
            names.append(str(lease.user))
    priorities = {article.id: article.priority for article in articles}
    return [
        BoardArticle(line, priorities[line.id], people.get(line.id, []), now.get(line.id, []))
        for line in lines_for(project, articles)
    ]


def _due(rows: QuerySet[Article], due: str) -> QuerySet[Article]:
    if due == "none":
        return rows.filter(deadline=None)
    if due == "passed":
        return rows.filter(deadline__lt=timezone.now())
    return rows.filter(deadline__isnull=False) if due == "set" else rows


def _address(kept: Mapping[str, str], cursor: str | None) -> str:
    return "?" + urlencode({**kept, "cursor": cursor}) if cursor else ""
