"""Which earlier checks say what a claim says, and what they let one expect of it.

A status is only ever suggested from a check that says the same almost surely, and names it; never from the text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

import numpy as np

from annotations.domain.earlier_checks import EarlierCheck
from annotations.domain.records import ClaimView, Proposal
from annotations.domain.vocabulary import SuggestionKind
from annotations.learning.embedding import Vectors
from annotations.learning.matching import Asked, Checked, Seen, chance_of, seen_among
from annotations.learning.matching_rank import Ranking, Signs, signs_of
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


@dataclass(frozen=True)
class Candidates:
    """An article's claims among the checks that any of them may be matched with.

    `vectors` are those of the claims, `checked` those of the checks, row by row; `candidates` are each claim's own,
    indices of `checks`. `said_on` is the day of the article.
    """

    claims: Sequence[ClaimView]
    vectors: Vectors
    checks: Sequence[EarlierCheck]
    checked: Vectors
    candidates: Sequence[Sequence[int]]
    said_on: date | None = None

    def likely(self, row: int) -> list[tuple[int, float]]:
        """A claim's candidates that may be shown, each with its chance, likeliest first."""
        return [pair for pair in self.chances(row, self.candidates[row]) if pair[1] >= SHOWN_FROM]

    def chances(self, row: int, indices: Sequence[int]) -> list[tuple[int, float]]:
        """Checks and how likely each says what the claim says, likeliest first; nothing here was learned."""
        own = list(dict.fromkeys(indices))
        if not own:
            return []
        asked = [bare(self.claims[row].text)]
        shares = (self._words.scores(asked) / self._words.most(asked))[0, own]
        cosines = self.checked[own] @ self.vectors[row]
        chances = [chance_of(float(c), float(s)) for c, s in zip(cosines, shares, strict=True)]
        order = np.argsort([-chance for chance in chances], kind="stable")
        return [(own[k], chances[k]) for k in order]

    def told(self, row: int, own: Sequence[int]) -> Signs:
        """What a ranking is told of a claim's candidates, which come likeliest first, [candidates, signs]."""
        return signs_of(self._as_checked, self._seen, row, own)

    @cached_property
    def _words(self) -> SharedWords:
        return SharedWords([bare(f"{check.title}. {check.text}") for check in self.checks])

    @cached_property
    def _as_checked(self) -> list[Checked]:
        return [Checked(check.text, check.title, check.said_on) for check in self.checks]

    @cached_property
    def _seen(self) -> Seen:
        asked = [Asked(claim.text, "article", place, self.said_on) for place, claim in enumerate(self.claims)]
        return seen_among(asked, self.vectors @ self.checked.T, self._words)


def proposals(found: Candidates, ranking: Ranking | None = None) -> Iterator[Proposal]:
    """Matches of each claim among its candidates, likeliest first, and the status of the first.

    A ranking changes their order, and so which few are shown of many; how likely each is said to be stays.
    """
    for row, claim in enumerate(found.claims):
        likely = found.likely(row)
        if ranking is not None and len(likely) > 1:
            likely = reranked(likely, found.told(row, [index for index, _ in likely]), ranking)
        kept = _kept([(found.checks[index], chance) for index, chance in likely])
        yield from (_match(claim, check, chance) for check, chance in kept)
        yield from _statuses(claim, kept)


def reranked(likely: Sequence[tuple[int, float]], told: Signs, ranking: Ranking) -> list[tuple[int, float]]:
    """The same pairs in the order of the ranking; of equals the likelier first."""
    return [likely[place] for place in np.argsort(-ranking.chances(told), kind="stable")]


def _kept(ranked: Sequence[tuple[EarlierCheck, float]]) -> list[tuple[EarlierCheck, float]]:
    """The first ones, a few of each project."""
    counts: dict[UUID, int] = {}
    kept: list[tuple[EarlierCheck, float]] = []
    for check, chance in ranked:
        if len(kept) == IN_ALL:
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
