"""The first page of each role."""

from datetime import datetime

from django.db.models import Count, F, Max, QuerySet
from django.utils import timezone

from annotations.domain.vocabulary import MemberRole, Verification
from annotations.models import (
    Article,
    Claim,
    Decision,
    Job,
    JobState,
    Membership,
    Project,
    SuggestionRun,
    User,
)
from annotations.queries.article_lines import decided_by, lines_for
from annotations.queries.audit import ledger_state
from annotations.queries.exceptions import exceptions, last_week
from annotations.queries.page_types import (
    ArticleLine,
    Continue,
    DecisionLine,
    EditorHome,
    PersonToday,
    ProjectLine,
    ReviewerHome,
    SupervisorHome,
)

LISTED = 30


def reviewer_home(project: Project, user: User) -> ReviewerHome:
    """One article to go on with, those after it, and how much was decided today."""
    lines = waiting_articles(project, user)
    latest = _latest(project, user)
    lines.sort(key=lambda line: line.id != (latest.claim.article_id if latest else None))
    return ReviewerHome(
        go_on=_go_on(lines[0], latest, user) if lines else None,
        following=lines[1:8],
        decided_today=_today(project).filter(reviewer=user).values("claim").distinct().count(),
        projects=projects_of(user),
    )


def waiting_articles(project: Project, user: User) -> list[ArticleLine]:
    """The articles, by deadline, in which claims wait for the person."""
    return [
        line for line in lines_for(project, _by_deadline(project), reviewer=user) if line.decided < line.total
    ]


def editor_home(project: Project, user: User) -> EditorHome:
    """Articles by deadline with what blocks each, people, machines and what went wrong."""
    articles = lines_for(project, _by_deadline(project))
    return EditorHome(
        articles=articles,
        waiting=sum("dispute" in line.blocks for line in articles),
        people=_people_today(project),
        machines=_machines(project),
        trouble=_trouble(project),
        import_address=f"/p/{project.slug}/import/",
        projects=projects_of(user),
    )


def supervisor_home(project: Project, user: User) -> SupervisorHome:
    """What differs from the desk's own rules, the ledger's state, and the newest decisions."""
    week = last_week()
    return SupervisorHome(
        ledger=ledger_state(project),
        exceptions=exceptions(project, week),
        since=week.since,
        recent=_recent(project),
        projects=projects_of(user),
    )


def projects_of(user: User) -> list[ProjectLine]:
    """The person's projects with their role in each."""
    rows = (
        Membership.objects.filter(user=user)
        .select_related("project")
        .annotate(articles=Count("project__articles"))
        .order_by("project__name", "project__slug")
    )
    return [
        ProjectLine(row.project.slug, row.project.name, MemberRole(row.role).label.lower(), row.articles)
        for row in rows
    ]


def _by_deadline(project: Project) -> list[Article]:
    found = (
        Article.objects.filter(project=project).select_related("outlet", "imported_by").defer("text", "gaps")
    )
    return list(found.order_by(F("deadline").asc(nulls_last=True), "-id")[:LISTED])


def _latest(project: Project, user: User) -> Decision | None:
    mine = Decision.objects.filter(project=project, reviewer=user).select_related("claim")
    return mine.order_by("-decided_at", "-id").first()


def _go_on(line: ArticleLine, latest: Decision | None, user: User) -> Continue:
    claims = Claim.objects.filter(article_id=line.id).reviewable().annotate(decided_by_me=decided_by(user))
    first_open = claims.filter(decided_by_me=False).order_by("start").values_list("start", flat=True).first()
    number = claims.filter(start__lte=first_open or 0).count()
    began = latest is not None and latest.claim.article_id == line.id
    pace = _seconds_each(user)
    left = round((line.total - line.decided) * pace / 60) if pace else None
    return Continue(
        article=line,
        number=max(number, 1),
        stopped_at=latest.decided_at if latest is not None and began else None,
        minutes_left=max(left, 1) if left is not None else None,
    )


def _seconds_each(user: User) -> float | None:
    """The median time that the person's last hundred answers were on the screen."""
    recent = Decision.objects.filter(reviewer=user, seconds__isnull=False).order_by("-decided_at", "-id")
    seconds = sorted(value for value in recent.values_list("seconds", flat=True)[:100] if value is not None)
    return seconds[len(seconds) // 2] if seconds else None


def _today(project: Project) -> QuerySet[Decision]:
    return Decision.objects.filter(project=project, decided_at__gte=_midnight(), complete=True)


def _midnight() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def _people_today(project: Project) -> list[PersonToday]:
    counted = dict(
        _today(project).order_by().values_list("reviewer").annotate(decided=Count("claim", distinct=True))
    )
    members = Membership.objects.filter(project=project, role__in=("reviewer", "editor")).select_related(
        "user"
    )
    lines = [PersonToday(str(member.user), counted.get(member.user_id, 0)) for member in members]
    return sorted(lines, key=lambda line: (-line.decided, line.name))


def _machines(project: Project) -> list[str]:
    runs = (
        SuggestionRun.objects.filter(article__project=project, error="")
        .order_by("suggester", "version")
        .values("suggester", "version")
        .annotate(articles=Count("id"), latest=Max("ended_at"))
    )
    return [
        f"{run['suggester']} {run['version']}: {run['articles']} articles, last at {run['latest']:%H:%M} UTC"
        for run in runs
    ]


def _trouble(project: Project) -> list[str]:
    dead = Job.objects.filter(project=project, state=JobState.DEAD).count()
    failed = SuggestionRun.objects.filter(article__project=project).exclude(error="").count()
    words = []
    if dead:
        words.append(f"{dead} background jobs were given up; an administrator can start them again.")
    if failed:
        words.append(f"A suggester failed on {failed} articles.")
    return words


def _recent(project: Project) -> list[DecisionLine]:
    found = Decision.objects.filter(project=project).select_related("reviewer", "claim").defer("claim__words")
    return [
        DecisionLine(
            words=decision.claim.text[:90],
            address=f"/p/{project.slug}/claims/{decision.claim_id}/history/",
            verification=Verification(decision.verification).value if decision.verification else "",
            by=str(decision.reviewer),
            at=decision.decided_at,
        )
        for decision in found.order_by("-decided_at", "-id")[:10]
    ]
