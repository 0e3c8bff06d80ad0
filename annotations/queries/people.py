"""People as lists show them."""

from typing import Any
from uuid import UUID

from annotations.models import Membership, Project, User
from annotations.queries.pages import Key, Page, page_of, text

BY_USERNAME = (Key("username", text), Key("id", UUID))
BY_PERSON = (Key("user_id", UUID),)


def everybody(*, cursor: str | None, limit: int) -> Page[User]:
    """All accounts by username."""
    return page_of(User.objects.all(), BY_USERNAME, cursor=cursor, limit=limit)


def members_of(project: Project, *, cursor: str | None, limit: int) -> Page[Membership]:
    """The project's members with their accounts."""
    rows = Membership.objects.filter(project=project).select_related("user")
    return page_of(rows, BY_PERSON, cursor=cursor, limit=limit)


def roles_of(user: User) -> dict[str, str]:
    """The person's role in each of their projects, by slug."""
    rows = Membership.objects.filter(user=user).order_by("project__slug")
    return dict(rows.values_list("project__slug", "role"))


def person_form(user: User) -> dict[str, Any]:
    """An account as administrators see it."""
    return {
        "id": str(user.id),
        "username": user.username,
        "name": user.name,
        "active": user.is_active,
        "administrator": user.is_staff,
    }


def member_form(membership: Membership) -> dict[str, Any]:
    """A member as the others in the project see them."""
    user = membership.user
    return {"username": user.username, "name": user.name, "role": str(membership.role)}
