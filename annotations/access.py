"""Who may do what. Every verb asks here first; every look-up is scoped before it comes here."""

from annotations.domain.errors import NotPermitted
from annotations.domain.vocabulary import MemberRole
from annotations.models import Membership, Project, User

DECIDERS = (MemberRole.REVIEWER, MemberRole.EDITOR)
EDITORS = (MemberRole.EDITOR,)
AUDITORS = (MemberRole.SUPERVISOR, MemberRole.EDITOR)


def role_in(project: Project, user: User) -> MemberRole | None:
    """The person's role in the project, None for a stranger."""
    role = Membership.objects.filter(project=project, user=user).values_list("role", flat=True).first()
    return MemberRole(role) if role else None


def require_role(role: str | None, *allowed: MemberRole, to: str) -> MemberRole:
    """The role, if it is among those allowed; else NotPermitted, where `to` completes "can …"."""
    if role in allowed:
        return MemberRole(role)
    who = " and ".join(f"{word.label.lower()}s" for word in allowed)
    yours = MemberRole(role).label.lower() if role else "nobody in this project"
    raise NotPermitted(f"Only {who} can {to}; you are {_article(yours)}{yours}.")


def require_member(project: Project, user: User, *allowed: MemberRole, to: str) -> MemberRole:
    """The person's role, if it is among those allowed; else NotPermitted."""
    role = role_in(project, user)
    return require_role(role, *allowed, to=to)


def require_administrator(user: User, *, to: str) -> None:
    """Raise NotPermitted unless the person administers the workbench."""
    if not user.is_staff:
        raise NotPermitted(f"Only administrators can {to}.")


def can_decide(role: str | None) -> bool:
    """Whether the role answers claims."""
    return role in DECIDERS


def can_edit(role: str | None) -> bool:
    """Whether the role imports, divides, assigns and releases."""
    return role in EDITORS


def can_audit(role: str | None) -> bool:
    """Whether the role reads the ledger."""
    return role in AUDITORS


def _article(words: str) -> str:
    if words.startswith("nobody"):
        return ""
    return "an " if words[0] in "aeiou" else "a "
