"""Which suggested matches a person may see: those with claims of projects they are in, and with imported reviews."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q

from annotations import protections
from annotations.domain.earlier_checks import NAME
from annotations.domain.vocabulary import ClaimState
from annotations.models import Project, Suggestion, SuggestionMatch, User

SETTLED = [ClaimState.AGREED.value, ClaimState.ADJUDICATED.value, ClaimState.SIGNED_OFF.value]


def hidden_matches(suggestions: Iterable[Suggestion], viewer: User) -> set[UUID]:
    """Those of the suggestions that `hidden_among` names. No query where none rests on an earlier check."""
    resting = [suggestion.id for suggestion in suggestions if suggestion.suggester == NAME]
    return hidden_among(resting, viewer)


def hidden_among(suggestion_ids: Sequence[UUID], viewer: User) -> set[UUID]:
    """Of suggestions that rest on earlier checks: whose claim is of a project the viewer is not in, or open again."""
    if not suggestion_ids:
        return set()
    rows = SuggestionMatch.objects.filter(suggestion__in=suggestion_ids, claim__isnull=False)
    shown = Q(claim__state__in=SETTLED)
    if protections.stands("match scope"):
        shown &= Q(claim__project__in=Project.objects.visible_to(viewer).values("pk"))
    return set(rows.exclude(shown).values_list("suggestion_id", flat=True))
