"""The checks of an article's story: what is open, and what somebody let be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from annotations.domain.dossier_words import StoryCheck
from annotations.domain.story_checks import CheckedClaim, findings
from annotations.models import Article, DismissedCheck
from annotations.queries.origins import ArticleStory, ClaimLine


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check that nobody let be: the sentence to look at, and the one against which it stands."""

    kind: StoryCheck
    line: ClaimLine
    other: ClaimLine
    hedges: tuple[str, ...]

    @property
    def why(self) -> str:
        """What was found, in one sentence."""
        if self.kind is StoryCheck.HEDGE_LOST:
            return f"Sentence {self.other.number} says “{'”, “'.join(self.hedges)}”; the heading does not."
        return (
            f"Sentence {self.other.number} attributes in similar words what this one says in its own voice."
        )


@dataclass(frozen=True, slots=True)
class DismissedLine:
    """A check that somebody let be, with the reason."""

    kind: StoryCheck
    claim: UUID
    other: UUID
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class StoryChecks:
    """Open checks in the article's order, and dismissed ones, newest first."""

    open: Sequence[CheckLine]
    dismissed: Sequence[DismissedLine]


def story_checks(article: Article, found: ArticleStory) -> StoryChecks:
    """The checks of the chains in `found`, that is, as its viewer may know them; one query."""
    dismissed = [
        DismissedLine(
            StoryCheck(row.check_kind),
            row.claim_id,
            row.other_id,
            str(row.dismissed_by),
            row.dismissed_at,
            row.reason,
        )
        for row in DismissedCheck.objects.filter(claim__article=article)
        .select_related("dismissed_by")
        .order_by("-dismissed_at", "id")
    ]
    let_be = {(line.kind, str(line.claim), str(line.other)) for line in dismissed}
    checked = [
        CheckedClaim(one.id, found.lines[one.id].role, one.text, one.start, one.chain) for one in found.voiced
    ]
    lines = [
        CheckLine(one.kind, found.lines[one.claim], found.lines[one.other], one.hedges)
        for one in findings(checked)
        if (one.kind, one.claim, one.other) not in let_be
    ]
    return StoryChecks(lines, dismissed)


def story_checks_form(found: StoryChecks) -> dict[str, Any]:
    """The checks in JSON form."""
    return {
        "open": [
            {
                "check": line.kind.value,
                "claim": str(line.line.id),
                "other": str(line.other.id),
                "hedges": list(line.hedges),
                "why": line.why,
            }
            for line in found.open
        ],
        "dismissed": [
            {
                "check": line.kind.value,
                "claim": str(line.claim),
                "other": str(line.other),
                "by": line.by,
                "at": line.at.isoformat(),
                "reason": line.reason,
            }
            for line in found.dismissed
        ],
    }
