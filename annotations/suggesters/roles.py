"""Roles other than the imported ones: what the text's own division says where its format said otherwise."""

from bisect import bisect_right
from collections.abc import Iterable

from annotations.domain.records import ClaimView, Context, Proposal, Stretch
from annotations.domain.segments import divide
from annotations.domain.vocabulary import SuggestionKind

CONFIDENCE = 0.5
"""A format that states a role is right about as often as the text's own look."""


class RolesByDivision:
    """Proposes a role for a claim whose words look like another role than it has."""

    name = "role-rules"
    version = "1"

    def propose(self, context: Context) -> Iterable[Proposal]:
        """A proposal for each claim that lies in a stretch of another role; silent where they agree."""
        stretches = divide(context.text, title=context.title)
        starts = [stretch.start for stretch in stretches]
        for claim in context.claims:
            i = bisect_right(starts, claim.start) - 1
            if i >= 0 and claim.end <= stretches[i].end and stretches[i].role != claim.role:
                yield _proposal(claim, stretches[i])


def _proposal(claim: ClaimView, stretch: Stretch) -> Proposal:
    return Proposal(
        claim_id=claim.id,
        kind=SuggestionKind.ROLE,
        value=stretch.role,
        confidence=CONFIDENCE,
        explanation=f"By place and words this looks like {stretch.role.label.lower()}, not {claim.role.label.lower()}.",
        rule="division",
        spans=((stretch.start, stretch.end, "trigger"),),
    )
