"""Which earlier checks say what a claim says, and what they let one expect of it.

A status is only ever suggested from a check that says the same almost surely, and names it; never from the text.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

import numpy as np

from annotations.domain.earlier_checks import EarlierCheck
from annotations.domain.records import ClaimView, Proposal
from annotations.domain.vocabulary import SuggestionKind
from annotations.learning.embedding import Vectors
from annotations.learning.matching import chance_of
from annotations.learning.matching_words import SharedWords, bare, turned

SHOWN_FROM = 0.5
"""Chance from which a match is suggested."""
SAME_FROM = 0.95
"""Chance from which its status is suggested, too: of pairs so like each other nine in ten or more were the same.

Where one of the two denies or has other numbers, no status is suggested, however alike they are.
"""
A_PROJECT, IN_ALL = 2, 6
"""Most matches of a claim in one project, and in all: who is in one of the projects only still finds theirs."""
LONGEST_QUOTED = 160


def proposals(
    claims: Sequence[ClaimView],
    vectors: Vectors,
    checks: Sequence[EarlierCheck],
    checked: Vectors,
    candidates: Sequence[Sequence[int]],
) -> Iterator[Proposal]:
    """Matches of each claim among its candidates, indices of `checks`, likeliest first, and the status of the first.

    `vectors` are those of the claims, `checked` those of the checks, row by row.
    """
    words = SharedWords([bare(f"{check.title}. {check.text}") for check in checks])
    for row, claim in enumerate(claims):
        own = list(dict.fromkeys(candidates[row]))
        if not own:
            continue
        asked = [bare(claim.text)]
        shares = (words.scores(asked) / words.most(asked))[0, own]
        cosines = checked[own] @ vectors[row]
        chances = [chance_of(float(c), float(s)) for c, s in zip(cosines, shares, strict=True)]
        order = np.argsort([-chance for chance in chances], kind="stable")
        kept = _kept([(checks[own[k]], chances[k]) for k in order])
        yield from (_match(claim, check, chance) for check, chance in kept)
        yield from _statuses(claim, kept)


def _kept(ranked: Sequence[tuple[EarlierCheck, float]]) -> list[tuple[EarlierCheck, float]]:
    """The likely ones, a few of each project."""
    counts: dict[UUID, int] = {}
    kept: list[tuple[EarlierCheck, float]] = []
    for check, chance in ranked:
        if chance < SHOWN_FROM or len(kept) == IN_ALL:
            break
        counts[check.desk] = counts.get(check.desk, 0) + 1
        if counts[check.desk] <= A_PROJECT:
            kept.append((check, chance))
    return kept


def _statuses(claim: ClaimView, kept: Sequence[tuple[EarlierCheck, float]]) -> Iterator[Proposal]:
    """The status of the surest match of each project: another project's may be hidden from who looks."""
    spoken: set[UUID] = set()
    for check, chance in kept:
        if chance < SAME_FROM or check.verification is None or check.desk in spoken:
            continue
        if turned(claim.text, check.text):  # vectors hardly know a denial or another number
            continue
        spoken.add(check.desk)
        words = f"{_quoted(check)} was {_found(check)}: nearly the same claim ({chance:.2f})."
        yield Proposal(
            claim_id=claim.id,
            kind=SuggestionKind.VERIFICATION,
            value=check.verification,
            confidence=round(chance, 2),
            explanation=words,
            rule=check.named,
            spans=(),
        )


def _match(claim: ClaimView, check: EarlierCheck, chance: float) -> Proposal:
    value = {
        "claim" if check.claim else "review": str(check.claim or check.review),
        "score": round(chance, 2),
        "verification": check.verification.value if check.verification else None,
    }
    words = f"{_quoted(check)} was {_found(check)}."
    return Proposal(
        claim_id=claim.id,
        kind=SuggestionKind.MATCH,
        value=value,
        confidence=round(chance, 2),
        explanation=words,
        rule=check.named,
        spans=(),
    )


def _quoted(check: EarlierCheck) -> str:
    text = check.text
    return f"“{text if len(text) <= LONGEST_QUOTED else text[: LONGEST_QUOTED - 1] + '…'}”"


def _found(check: EarlierCheck) -> str:
    status = check.verification.label.lower() if check.verification else ""
    if check.rating and check.rating.lower() != status:
        status = f"rated “{check.rating}”" + (f" ({status})" if status else "")
    return f"{status or 'checked'} by {check.place}"
