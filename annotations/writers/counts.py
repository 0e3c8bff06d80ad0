"""What a data set holds, counted while it streams past."""

from collections import Counter
from typing import Any

from annotations.writers.records import ArticleRecord, ClaimRecord


class Counts:
    """Counts of articles, claims, answers and suggestions; what they hold is what was written."""

    def __init__(self) -> None:
        self.articles = self.claims = self.reviews = self.decisions = self.suggestions = 0
        self._words: dict[str, Counter[str | None]] = {
            "states": Counter(),
            "roles": Counter(),
            "verification": Counter(),
            "check_worthiness": Counter(),
            "resolution": Counter(),
        }
        self.guideline_versions: set[int] = set()

    def article(self, article: ArticleRecord) -> None:
        """Count an article."""
        self.articles += 1

    def claim(self, claim: ClaimRecord) -> None:
        """Count a claim and what it carries."""
        self.claims += 1
        self.reviews += claim.reviews
        self.decisions += claim.decisions
        self.suggestions += claim.suggestions
        words = self._words
        words["states"][claim.state] += 1
        words["roles"][claim.role] += 1
        words["verification"][claim.verification] += 1
        words["check_worthiness"][claim.check_worthiness] += 1
        words["resolution"][claim.resolution] += 1
        if claim.guideline_version is not None:
            self.guideline_versions.add(claim.guideline_version)

    def as_dict(self) -> dict[str, Any]:
        """The counts as the manifest states them; what nobody answered stands under "not_answered"."""
        return {
            "articles": self.articles,
            "claims": self.claims,
            "reviews": self.reviews,
            "decisions": self.decisions,
            "suggestions": self.suggestions,
            **{
                name: {word or "not_answered": count for word, count in sorted(counter.items(), key=_by_word)}
                for name, counter in self._words.items()
            },
        }


def _by_word(item: tuple[str | None, int]) -> str:
    return item[0] or ""
