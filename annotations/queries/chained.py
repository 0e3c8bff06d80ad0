"""Adjudications that stand, and suggestions, read for the desk by statements that stand ready."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from annotations.domain.vocabulary import ClaimState, Stage, SuggestionKind
from annotations.models import Claim, Decision, Suggestion
from annotations.models.answers import answers_by_id
from annotations.models.rows import Columns, fetch

SUGGESTION = Columns(Suggestion, "s", leave=("spans", "rule"))
SUGGESTIONS = f"""
select {SUGGESTION.sql} from annotations_suggestion s where s.claim_id = any(%s) order by s.created_at desc, s.id
"""  # noqa: S608


def settling_adjudications(claims: Sequence[Claim]) -> Iterable[Decision]:
    """The adjudications that stand on these claims, with their chains; no query where there can be none."""
    editors = (ClaimState.ADJUDICATED, ClaimState.SIGNED_OFF)
    ids = [claim.standing_id for claim in claims if claim.standing_id and claim.state in editors]
    if not ids:
        return ()
    return [answer for answer in answers_by_id(ids) if answer.stage == Stage.ADJUDICATION]


def suggestions_on(*claim_ids: UUID) -> list[Suggestion]:
    """All that was ever suggested about the claims, newest first."""
    return [SUGGESTION.row(values) for values in fetch(SUGGESTIONS, [list(claim_ids)])]


def newest_suggestions(claim_ids: Iterable[UUID]) -> list[Suggestion]:
    """What each suggester's newest version says about the claims, most confident first within a kind."""
    return newest_versions(suggestions_on(*claim_ids))


def newest_versions(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """Of suggestions that come newest first, what each suggester's newest version says about its claim."""
    newest: dict[tuple[UUID, str, str], str] = {}
    kept = []
    for suggestion in suggestions:
        key = (suggestion.claim_id, suggestion.suggester, suggestion.kind)
        if newest.setdefault(key, suggestion.version) == suggestion.version:
            kept.append(suggestion)
    return sorted(kept, key=_place)


def _place(suggestion: Suggestion) -> tuple[str, int, float, UUID]:
    """Most confident first within a kind; matches as they were ranked, which may be learned."""
    rank = suggestion.rank if suggestion.kind == SuggestionKind.MATCH else 0
    return suggestion.kind, rank, -suggestion.confidence, suggestion.id
