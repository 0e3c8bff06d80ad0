"""Which chain of the ledger a command means."""

from uuid import UUID

from django.core.management.base import CommandError

from annotations.models import Project


def chain_of(slug: str) -> UUID:
    """The project's id. Raises CommandError for a slug that no project has."""
    found = Project.objects.filter(slug=slug).values_list("id", flat=True).first()
    if found is None:
        known = ", ".join(Project.objects.order_by("slug").values_list("slug", flat=True)[:20]) or "none yet"
        raise CommandError(f"There is no project {slug!r}. Projects: {known}.")
    return found
