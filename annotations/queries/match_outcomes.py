"""What the desk made of matches: by claim, which earlier checks say the same and which do not."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from annotations.domain.earlier_checks import NAME
from annotations.domain.vocabulary import Outcome, SuggestionKind
from annotations.models import SuggestionMatch, SuggestionOutcome

MOST_OUTCOMES: Final = 50_000
MOST_ARTICLES: Final = 500
"""Articles that the order of matches is learned from at most, the newest first: each is matched anew."""
Check = tuple[str, UUID]
"""("claim" or "review", id)."""
JudgedClaims = dict[UUID, dict[Check, bool]]
"""By claim the earlier checks that were judged, and whether they say the same."""


def judged_matches(projects: Sequence[UUID]) -> dict[UUID, JudgedClaims]:
    """By article, newest first, the matches of any version that people accepted or rejected.

    A person's newest word counts; where as many accepted as rejected, nothing is known.
    """
    rows = (
        SuggestionOutcome.objects.filter(
            suggestion__suggester=NAME,
            suggestion__kind=SuggestionKind.MATCH,
            suggestion__match__isnull=False,
            decision__project__in=projects,
            outcome__in=(Outcome.ACCEPTED, Outcome.REJECTED),
        )
        .order_by("-decision__decided_at", "-id")
        .values_list(
            "decision__claim__article_id",
            "decision__claim_id",
            "suggestion__match__claim_id",
            "suggestion__match__review_id",
            "decision__reviewer_id",
            "outcome",
        )
    )
    said: dict[tuple[UUID, UUID, Check, UUID], bool] = {}
    for article, claim, checked, review, person, outcome in rows[:MOST_OUTCOMES]:
        check = ("claim", checked) if checked else ("review", review)
        said.setdefault((article, claim, check, person), outcome == Outcome.ACCEPTED)
    balance: dict[UUID, dict[UUID, dict[Check, int]]] = {}
    for (article, claim, check, _), is_right in said.items():
        own = balance.setdefault(article, {}).setdefault(claim, {})
        own[check] = own.get(check, 0) + (1 if is_right else -1)
    return {
        article: {
            claim: {check: votes > 0 for check, votes in checks.items() if votes}
            for claim, checks in balance[article].items()
        }
        for article in sorted(balance, reverse=True)[:MOST_ARTICLES]
    }


def shown_matches(claims: Iterable[UUID]) -> dict[UUID, set[str]]:
    """By claim the earlier checks that were ever suggested, as `claim:ID` or `review:ID`."""
    found: dict[UUID, set[str]] = {claim: set() for claim in claims}
    rows = SuggestionMatch.objects.filter(suggestion__claim__in=list(found))
    for claim, checked, review in rows.values_list("suggestion__claim_id", "claim_id", "review_id"):
        found[claim].add(f"claim:{checked}" if checked else f"review:{review}")
    return found
