"""The order of earlier checks: what the desk's accepted and rejected matches teach, and how right an order is."""

from collections.abc import Iterator, Sequence
from uuid import UUID

import numpy as np

from annotations.learning.matching_rank import Judged, Ranking
from annotations.matching import candidates_for
from annotations.models import Article
from annotations.queries.match_outcomes import JudgedClaims, judged_matches, shown_matches
from annotations.queries.matching import neighbours
from annotations.queries.training_data import held_back
from annotations.suggest import context_of


def judged_claims(projects: Sequence[UUID]) -> tuple[list[Judged], list[Judged]]:
    """Claims with judged matches, each likeliest first as nothing was learned: to learn from, and held back.

    Their articles are matched anew, so that what is told of a match is what is told where it is used. Where a match
    was accepted, candidates that nobody was shown count as others: a ranking that puts them first is no better.
    """
    parts: tuple[list[Judged], list[Judged]] = ([], [])
    for article_id, claims in judged_matches(projects).items():
        parts[held_back(article_id)].extend(_judged(article_id, claims))
    return parts


def _judged(article_id: UUID, judged: JudgedClaims) -> Iterator[Judged]:
    article = Article.objects.select_related("outlet").get(pk=article_id)
    claims = [
        claim for claim in context_of(article).claims if claim.role.is_reviewed and claim.duplicate_of is None
    ]
    places = {claim.id: place for place, claim in enumerate(claims) if claim.id in judged}
    named = [(place, *check) for pk, place in places.items() for check in judged[pk]]
    found = candidates_for(article, claims, neighbours(article.project_id), judged=named) if named else None
    if found is None:
        return
    index = {check.named: row for row, check in enumerate(found.checks)}
    shown = shown_matches(places)
    for pk, place in places.items():
        labels = {
            index[f"{kind}:{check}"]: is_right
            for (kind, check), is_right in judged[pk].items()
            if f"{kind}:{check}" in index  # a claim that was opened again is no earlier check
        }
        if any(labels.values()):
            unseen = (row for row, _ in found.likely(place) if found.checks[row].named not in shown[pk])
            labels = dict.fromkeys(unseen, False) | labels
        own = [row for row, _ in found.chances(place, list(labels))]
        if own:
            yield Judged(found.told(place, own), [labels[row] for row in own])


def is_telling(one: Judged) -> bool:
    """Whether an order of the claim's matches can be right or wrong."""
    return any(one.is_right) and not all(one.is_right)


def mean_precision(judged: Sequence[Judged], ranking: Ranking | None) -> float:
    """The mean over claims of the average precision of their matches, in the order of the ranking or as it ships."""
    return sum(_precision(_ordered(one, ranking)) for one in judged) / len(judged) if judged else 0.0


def _ordered(one: Judged, ranking: Ranking | None) -> list[bool]:
    if ranking is None:
        return list(one.is_right)
    return [one.is_right[place] for place in np.argsort(-ranking.chances(one.told), kind="stable")]


def _precision(order: Sequence[bool]) -> float:
    hits, total = 0, 0.0
    for place, is_right in enumerate(order, 1):
        hits += is_right
        total += hits / place if is_right else 0.0
    return total / hits if hits else 0.0
