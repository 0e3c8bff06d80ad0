"""The administration page: people, tokens, projects, and whether everything runs."""

from django.db.models import Count, Prefetch
from django.utils import timezone

from annotations.models import ApiToken, Heartbeat, Job, JobState, Membership, Project, User
from annotations.queries.desk import WORKER_COMMAND, WORKER_GONE_AFTER
from annotations.queries.page_types import ProjectLine
from annotations.queries.record_types import AdministrationPage, PersonLine, TokenLine

SHOWN = 500


def administration_page(
    *, secret: tuple[str, str] | None = None, problems: list[tuple[str, str]] | None = None
) -> AdministrationPage:
    """Everybody, every token, every project, and the health of the parts."""
    tokens = ApiToken.objects.select_related("user").order_by("-created_at", "id")[:SHOWN]
    projects = Project.objects.annotate(count=Count("articles")).order_by("name", "slug")
    return AdministrationPage(
        people=[_person(user) for user in _people()],
        tokens=[
            TokenLine(
                token.id,
                str(token),
                str(token.user),
                token.created_at,
                is_revoked=token.revoked_at is not None,
            )
            for token in tokens
        ],
        projects=[ProjectLine(project.slug, project.name, "", project.count) for project in projects],
        secret=secret,
        problems=problems or [],
        health=_health(),
    )


def given_up() -> list[Job]:
    """Jobs that were given up after three attempts, newest first."""
    dead = Job.objects.filter(state=JobState.DEAD).select_related("project")
    return list(dead.order_by("-created_at", "id")[:SHOWN])


def _people() -> list[User]:
    memberships = Prefetch(
        "membership_set", queryset=Membership.objects.select_related("project").order_by("since")
    )
    return list(User.objects.prefetch_related(memberships).order_by("-is_active", "username")[:SHOWN])


def _person(user: User) -> PersonLine:
    return PersonLine(
        id=str(user.id),
        username=user.username,
        name=user.name,
        is_active=user.is_active,
        is_administrator=user.is_staff,
        memberships=[(m.project.slug, m.role) for m in user.membership_set.all()],
        last_seen_at=user.last_login,
    )


def _health() -> list[tuple[str, str, bool]]:
    seen = Heartbeat.objects.filter(name="worker").values_list("seen_at", flat=True).first()
    alive = seen is not None and timezone.now() - seen < WORKER_GONE_AFTER
    waiting = Job.objects.filter(state__in=(JobState.QUEUED, JobState.RUNNING)).count()
    dead = Job.objects.filter(state=JobState.DEAD).count()
    words = "working" if alive else f"none is running; start one with {WORKER_COMMAND}"
    return [
        ("Worker", words, alive),
        ("Jobs waiting", f"{waiting:,}", True),
        ("Jobs given up", f"{dead:,}", dead == 0),
    ]
