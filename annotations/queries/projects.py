"""Projects as lists show them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import F

from annotations.models import Guideline, Project, User
from annotations.queries.pages import Key, Page, page_of, text

BY_SLUG = (Key("slug", text),)


def projects_of(user: User, *, cursor: str | None, limit: int) -> Page[Project]:
    """The projects the person is in, each with `by_role`, the person's role there."""
    rows = Project.objects.visible_to(user).annotate(by_role=F("membership__role"))
    return page_of(rows, BY_SLUG, cursor=cursor, limit=limit)


def guidelines_of(projects: Sequence[Project]) -> dict[UUID, str]:
    """The text of each project's newest guideline, by the project's id; none where none was written."""
    rows = Guideline.objects.filter(project__in=projects, version=F("project__guideline_version"))
    return dict(rows.values_list("project_id", "text"))


def project_form(project: Project, *, guideline: str, role: str | None) -> dict[str, Any]:
    """A project in CONTRACT's JSON form."""
    return {
        "slug": project.slug,
        "name": project.name,
        "quorum": project.quorum,
        "blind": project.blind,
        "blind_share": project.blind_share,
        "asks": project.asks,
        "guideline": guideline,
        "guideline_version": project.guideline_version,
        "role": str(role) if role else None,
    }
