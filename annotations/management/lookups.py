"""Names on a command line, found or refused with the way out."""

from django.core.management.base import CommandError

from annotations.models import Project, User

COMMANDS = "component:manage"
"""Who signs in the ledger for what is done on a command line without a person's account."""


def project_of(slug: str) -> Project:
    """The project with this slug. Raises CommandError that names those there are."""
    found = Project.objects.filter(slug=slug).first()
    if found is not None:
        return found
    slugs = ", ".join(Project.objects.order_by("slug").values_list("slug", flat=True)[:20]) or "none"
    raise CommandError(
        f"There is no project '{slug}'. Projects: {slugs}. `manage.py create_project` makes one."
    )


def user_of(username: str) -> User:
    """The active person with this name. Raises CommandError."""
    found = User.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise CommandError(f"There is no active person '{username}'. `manage.py create_user` makes one.")
    return found
