"""Groups for confidential notes, as the editor's page shows them: names and members, never a note."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from annotations.models import Confidant, Confidence, Membership, Project


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group with its members, and the members of the project who are not in it."""

    id: UUID
    name: str
    members: Sequence[str]
    others: Sequence[str]


def confidences_of(project: Project) -> list[GroupLine]:
    """The project's groups by name; three queries. A member who left the project is shown, and opens nothing."""
    everybody = list(
        Membership.objects.filter(project=project)
        .order_by("user__username")
        .values_list("user__username", flat=True)
    )
    inside: dict[UUID, list[str]] = {}
    rows = Confidant.objects.filter(confidence__project=project).order_by("user__username")
    for group, name in rows.values_list("confidence_id", "user__username"):
        inside.setdefault(group, []).append(name)
    return [
        GroupLine(
            group.id,
            group.name,
            inside.get(group.id, []),
            [name for name in everybody if name not in inside.get(group.id, [])],
        )
        for group in Confidence.objects.filter(project=project).order_by("name", "id")
    ]
