"""Check-worthiness by rules: what can be counted, dated, compared or looked up, against opinion, question and wish.

A sentence's score is the logistic function of the summed weights of its signs, all set by hand and by reason; none is
fitted to texts. The scale is ClaimBuster's (Hassan et al., 2015).
"""

import math
import re
from collections.abc import Iterable

from annotations.domain.records import ClaimView, Context, Proposal
from annotations.domain.vocabulary import CheckWorthiness, SuggestionKind
from annotations.suggesters import language
from annotations.suggesters.signs import SIGNS, Sign

BASE = -1.8
LENGTH = 1.6
"""What a sentence starts with, and what its length adds, up to LONG words."""
LONG = 30
SLOPE = 1.3
"""How sure the sum of the signs is: set so that the score is about the share of sentences worth a check."""
CHECK_WORTHY = 0.5
FACTUAL = 0.2
"""Scores from which a sentence is check-worthy, and from which it is factual at all."""
SHARE = {
    CheckWorthiness.CHECK_WORTHY: 1.0,
    CheckWorthiness.UNIMPORTANT: 0.6,
    CheckWorthiness.NON_FACTUAL: 0.8,
}
"""How often the word is right where the score is right: the two lower words are told apart less surely."""


class CheckWorthinessRules:
    """Proposes one word of ClaimBuster's scale for every reviewable claim, with the signs for and against."""

    name = "check-worthiness-rules"
    version = "1"

    def propose(self, context: Context) -> Iterable[Proposal]:
        """One proposal for every reviewable claim that repeats no other; none for languages other than English."""
        if not language.is_english(context):
            return
        for claim in context.claims:
            if claim.role.is_reviewed and claim.duplicate_of is None:
                yield _proposal(claim)


def score(text: str) -> tuple[float, list[tuple[Sign, re.Match[str]]]]:
    """The chance, 0 … 1, that a sentence is worth a check, and the signs that speak for or against it."""
    total = BASE + LENGTH * min(len(text.split()), LONG) / LONG
    found: list[tuple[Sign, re.Match[str]]] = []
    for sign in SIGNS:
        for count, match in enumerate(sign.pattern.finditer(text)):
            if count == sign.most:
                break
            total += sign.weight
            found.append((sign, match))
    return 1 / (1 + math.exp(-SLOPE * total)), found


def _proposal(claim: ClaimView) -> Proposal:
    chance, found = score(claim.text)
    if chance >= CHECK_WORTHY:
        word, sure = CheckWorthiness.CHECK_WORTHY, chance
    else:
        word = CheckWorthiness.UNIMPORTANT if chance >= FACTUAL else CheckWorthiness.NON_FACTUAL
        sure = 1 - chance
    return Proposal(
        claim_id=claim.id,
        kind=SuggestionKind.CHECK_WORTHINESS,
        value=word,
        confidence=round(sure * SHARE[word], 2),
        explanation=explanation(found),
        rule="signs",
        spans=tuple((claim.start + m.start(), claim.start + m.end(), sign.name) for sign, m in found),
    )


def explanation(found: list[tuple[Sign, re.Match[str]]]) -> str:
    """The signs that `score` found in words, those for a check before those against."""

    def named(part: list[tuple[Sign, re.Match[str]]]) -> str:
        return ", ".join(f"{sign.name} '{match.group().strip()}'" for sign, match in part)

    speaks_for = named([pair for pair in found if pair[0].weight > 0])
    against = named([pair for pair in found if pair[0].weight < 0])
    parts = [f"for a check: {speaks_for}" if speaks_for else "", f"against: {against}" if against else ""]
    return (
        "; ".join(part for part in parts if part)
        or "No number, date, comparison or deed here, and nothing against."
    )
