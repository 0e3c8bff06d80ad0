"""What was checked before: by a desk of the workbench, or by others whose reviews were imported."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from annotations.domain.vocabulary import Verification

NAME, VERSION = "earlier-checks", "1"
"""Who suggests matches, and in which version."""


@dataclass(frozen=True, slots=True)
class EarlierCheck:
    """A settled claim (`claim`) or an imported review (`review`): its words, status, and where it stands.

    `desk` is the project that it belongs to; `place` says it in words ("Herald desk", "Full Fact"). `said_on` is the
    day of the article or of the review, None where it is not known.
    """

    text: str
    place: str
    desk: UUID
    claim: UUID | None = None
    review: UUID | None = None
    title: str = ""
    rating: str = ""
    verification: Verification | None = None
    said_on: date | None = None

    @property
    def named(self) -> str:
        """`claim:ID` or `review:ID`."""
        return f"claim:{self.claim}" if self.claim else f"review:{self.review}"
