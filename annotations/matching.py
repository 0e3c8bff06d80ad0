"""Matching claims with earlier checks: settled claims of the project's people, and reviews the project imported.

Candidates are found by words (PostgreSQL's full text search) and by vectors, which are kept beside the rows as plain
bytes and compared exactly, so that a stock server will do. What may be shown to whom is asked when it is read.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

import numpy as np
from django.db import transaction
from django.db.models import Q

from annotations import ledger, outbox
from annotations.domain.earlier_checks import NAME, EarlierCheck
from annotations.domain.ids import new_id
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.records import ClaimView, Proposal
from annotations.learning.earlier_checks import Candidates, proposals
from annotations.learning.embedding import WIDTH, Vectors, embed
from annotations.learning.suggesting import corrected
from annotations.models import (
    Article,
    CheckedVector,
    Claim,
    ImportedReview,
    Suggestion,
    SuggestionMatch,
)
from annotations.models.claims import WAITING
from annotations.queries import matching as found
from annotations.queries.speaking import EarlierChecks, earlier_checks_for, is_silent
from annotations.suggest import context_of, keep

STORED = np.dtype("<f2")
AT_ONCE = 500
MOST_SETTLED = 2000
"""Settled claims that get their vectors before an article is matched; the others with the next article."""
BY_MEANING = 12
CLAIMS = 100
"""Claims that are compared at once: with all vectors that there may be, 20 MB."""
ARTICLES = 100
"""Articles that are matched again when reviews come in, newest first."""


def read_reviews(feed_id: UUID) -> None:
    """Make the vectors of a feed's reviews, and have the project's newest open articles matched with them."""
    rows = ImportedReview.objects.filter(feed=feed_id, vector=None).order_by("id")
    waiting = list(rows.values_list("project_id", "id", "title", "text"))
    for start in range(0, len(waiting), AT_ONCE):
        part = waiting[start : start + AT_ONCE]
        texts = [f"{title}. {text}" if title else text for _, _, title, text in part]
        _keep_vectors(
            [
                CheckedVector(id=new_id(), project_id=project, review_id=pk, vector=_stored(vector))
                for (project, pk, _, _), vector in zip(part, embed(texts), strict=True)
            ]
        )
    with transaction.atomic():
        project = ImportedReview.objects.filter(feed=feed_id).values_list("project_id", flat=True).first()
        if project is not None:
            outbox.post(outbox.MATCH_ARTICLE, _open_articles(project), project_id=project)


def match_article(article_id: UUID) -> int:
    """Suggest earlier checks for the article's claims that none was suggested for; how many suggestions.

    Rows and ledger entry are one transaction. Nothing happens, and no model is loaded, where nothing was checked or
    matches are switched off.
    """
    article = Article.objects.select_related("outlet").get(pk=article_id)
    projects = found.neighbours(article.project_id)
    if is_silent(article.project_id, NAME):
        return 0
    if not found.is_any_checked(article.project_id, projects, article_id=article_id):
        return 0
    _read_settled(projects)
    among = candidates_for(article, _unmatched(article), projects)
    if among is None:
        return 0
    speaker = earlier_checks_for(article.project_id)
    made = list(proposals(among, speaker.ranking))
    if not made:
        return 0
    if speaker.calibration is not None:
        made = list(corrected(speaker.name, made, speaker.calibration))
    return _kept(speaker, article, made)


def _kept(speaker: EarlierChecks, article: Article, made: Sequence[Proposal]) -> int:
    """Rows, what they rest on, and the entry: all or nothing."""
    with transaction.atomic():
        Article.objects.select_for_update(no_key=True).filter(pk=article.pk).values_list("pk").get()
        spoken = {claim.id for claim in _unmatched(article)}
        count = keep(speaker, article, [one for one in made if one.claim_id in spoken])
        _name_matches(article, {one.rule for one in made})
        if count:
            ledger.append(
                article.project_id,
                by=f"component:{speaker.name}/{speaker.version}",
                verb=LedgerVerb.SUGGESTIONS_MADE,
                subject=f"article:{article.id}",
                payload={"suggester": speaker.name, "version": speaker.version, "made": count},
            )
    return count


def candidates_for(
    article: Article,
    claims: Sequence[ClaimView],
    projects: Sequence[UUID],
    *,
    judged: Sequence[tuple[int, str, UUID]] = (),
) -> Candidates | None:
    """The claims with the earlier checks that may say the same; None where there is nothing to compare.

    `judged` names further checks: (place of the claim, "claim" or "review", id).
    """
    if not claims:
        return None
    texts = [claim.text for claim in claims]
    asked = embed(texts)
    near = _near(asked, article, projects)
    near += found.by_words(texts, project_id=article.project_id, projects=projects, article_id=article.id)
    near += judged
    checks = found.checks_of(
        (pk for _, kind, pk in near if kind == "claim"), (pk for _, kind, pk in near if kind == "review")
    )
    index = {check.named: row for row, check in enumerate(checks)}
    candidates: list[list[int]] = [[] for _ in claims]
    for place, kind, pk in near:
        row = index.get(f"{kind}:{pk}")
        if row is not None:
            candidates[place].append(row)
    said_on = article.published_at.date() if article.published_at else None
    return Candidates(claims, asked, checks, _vectors_of(checks), candidates, said_on) if checks else None


def _near(asked: Vectors, article: Article, projects: Sequence[UUID]) -> list[tuple[int, str, UUID]]:
    """(place of the claim, "claim" or "review", id) of the checks whose vectors are nearest to each claim's."""
    rows = found.vectors(project_id=article.project_id, projects=projects, article_id=article.id)
    if not rows:
        return []
    stored = np.frombuffer(b"".join(vector for _, _, vector in rows), STORED).reshape(-1, WIDTH)
    whole, most = stored.astype(np.float32).T, min(BY_MEANING, len(rows))
    near = []
    for start in range(0, len(asked), CLAIMS):
        cosines = asked[start : start + CLAIMS] @ whole
        best = np.argpartition(-cosines, most - 1, axis=1)[:, :most]
        for place, own in enumerate(best, start):
            for row in map(int, own):
                claim, review, _ = rows[row]
                near.append((place, "claim", claim) if claim else (place, "review", review))
    return [(place, kind, pk) for place, kind, pk in near if pk is not None]


def _vectors_of(checks: Sequence[EarlierCheck]) -> Vectors:
    """The vectors of the checks; those that are not kept yet are made here."""
    of_claims = [check.claim for check in checks if check.claim]
    of_reviews = [check.review for check in checks if check.review]
    rows = CheckedVector.objects.filter(Q(claim__in=of_claims) | Q(review__in=of_reviews))
    kept = {
        f"claim:{claim}" if claim else f"review:{review}": np.frombuffer(bytes(vector), STORED).astype(
            np.float32
        )
        for claim, review, vector in rows.values_list("claim_id", "review_id", "vector")
    }
    missing = [check for check in checks if check.named not in kept]
    made = embed([f"{check.title}. {check.text}" if check.title else check.text for check in missing])
    kept |= {check.named: vector for check, vector in zip(missing, made, strict=True)}
    return np.stack([kept[check.named] for check in checks])


def _read_settled(projects: Sequence[UUID]) -> None:
    """Keep the vectors of settled claims that have none."""
    waiting = found.without_vectors(projects, most=MOST_SETTLED)
    for start in range(0, len(waiting), AT_ONCE):
        part = waiting[start : start + AT_ONCE]
        made = embed([text for _, _, text in part])
        _keep_vectors(
            [
                CheckedVector(id=new_id(), project_id=project, claim_id=pk, vector=_stored(vector))
                for (project, pk, _), vector in zip(part, made, strict=True)
            ]
        )


def _keep_vectors(rows: list[CheckedVector]) -> None:
    # Two workers may read the same rows; the vectors are the same.
    CheckedVector.objects.bulk_create(rows, ignore_conflicts=True)


def _stored(vector: Vectors) -> bytes:
    return vector.astype(STORED).tobytes()


def _unmatched(article: Article) -> list[ClaimView]:
    """The claims that reviewers decide and that no earlier check was suggested for, with whatever calibration."""
    spoken = Suggestion.objects.filter(claim__article=article, suggester=NAME)
    done = set(spoken.values_list("claim_id", flat=True))
    return [
        claim
        for claim in context_of(article).claims
        if claim.role.is_reviewed and claim.duplicate_of is None and claim.id not in done
    ]


def _name_matches(article: Article, rules: Collection[str]) -> None:
    """A row for each suggestion that says what it rests on, by which it is hidden from who must not see that."""
    rows = Suggestion.objects.filter(claim__article=article, suggester=NAME, rule__in=rules, match=None)
    named = []
    for pk, rule in rows.values_list("id", "rule"):
        kind, _, matched = rule.partition(":")
        named.append(SuggestionMatch(suggestion_id=pk, **{f"{kind}_id": UUID(matched)}))
    SuggestionMatch.objects.bulk_create(named)


def _open_articles(project_id: UUID) -> list[UUID]:
    """The newest articles with claims that wait for an answer."""
    waiting = Claim.objects.filter(project=project_id, state__in=WAITING).reviewable()
    ids = waiting.order_by("-article_id").values_list("article_id", flat=True).distinct()
    return list(ids[:ARTICLES])
