"""Which suggested matches a person may see: those with claims of projects they are in, and with imported reviews."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from annotations import protections
from annotations.domain.earlier_checks import NAME
from annotations.models import Project, Suggestion, SuggestionMatch, User


def hidden_matches(suggestions: Iterable[Suggestion], viewer: User) -> set[UUID]:
    """Those of the suggestions that rest on a claim of a project the viewer is not in. No query where none can."""
    resting = [suggestion.id for suggestion in suggestions if suggestion.suggester == NAME]
    return hidden_among(resting, viewer)


def hidden_among(suggestion_ids: Sequence[UUID], viewer: User) -> set[UUID]:
    """The same for ids of suggestions that rest on earlier checks."""
    if not suggestion_ids or not protections.stands("match scope"):
        return set()
    rows = SuggestionMatch.objects.filter(suggestion__in=suggestion_ids, claim__isnull=False)
    mine = Project.objects.visible_to(viewer).values("pk")
    return set(rows.exclude(claim__project__in=mine).values_list("suggestion_id", flat=True))
