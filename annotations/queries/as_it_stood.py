"""An article as it stood at a moment: the same pure function, over the rows that were there by then."""

from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q

from annotations.domain.vocabulary import ClaimRole, ClaimState, Stage
from annotations.models import Article, Claim, Decision, Link, Succession
from annotations.queries.answers import links_of
from annotations.queries.chips import chain_in_words
from annotations.queries.record_types import ArticleAsItStood, StoodRow
from annotations.standing import Settled, folded, settled_claims


def article_as_it_stood(article: Article, moment: datetime) -> ArticleAsItStood:
    """The claims that were there, with the state and the answer that counted then.

    States follow from today's quorum and parts; when those were changed stands in the ledger.
    """
    claims = _claims(article, moment)
    ids = [claim.id for claim in claims]
    reviews, settled = _reviews(ids, moment), settled_claims(ids, by=moment)
    rows = []
    number = 0
    for claim in claims:
        reviewed = claim.duplicate_of_id is None and ClaimRole(claim.role).is_reviewed
        number += reviewed
        acts = settled.get(claim.id, Settled())
        rows.append(_row(claim, number if reviewed else None, reviews.get(claim.id, []), acts))
    counted = [row for row in rows if row.number is not None]
    return ArticleAsItStood(
        title=article.title,
        address=f"/p/{article.project.slug}/articles/{article.id}/",
        moment=moment,
        rows=rows,
        decided=sum(row.state_label != ClaimState.UNREVIEWED.label for row in counted),
        total=len(counted),
    )


def _claims(article: Article, moment: datetime) -> list[Claim]:
    if moment < article.imported_at:
        return []
    born = dict(
        Succession.objects.filter(retired__article=article).values_list("successor", "retired__retired_at")
    )
    there = Claim.objects.filter(Q(retired_at=None) | Q(retired_at__gt=moment), article=article)
    claims = there.select_related("project").defer("words").order_by("start", "-end")
    return [claim for claim in claims if (born.get(claim.id) or article.imported_at) <= moment]


def _reviews(claim_ids: list[UUID], moment: datetime) -> dict[UUID, list[Decision]]:
    links = Prefetch("links", queryset=Link.objects.select_related("source").order_by("depth"))
    latest = (
        Decision.objects.filter(claim_id__in=claim_ids, stage=Stage.REVIEW, decided_at__lte=moment)
        .order_by("claim_id", "reviewer_id", "-revision")
        .distinct("claim_id", "reviewer_id")
        .select_related("reviewer")
        .prefetch_related(links)
    )
    found: dict[UUID, list[Decision]] = {}
    for decision in latest:
        found.setdefault(decision.claim_id, []).append(decision)
    return found


def _row(claim: Claim, number: int | None, reviews: list[Decision], settled: Settled) -> StoodRow:
    state, standing = folded(claim, reviews, settled)
    answered = standing is not None and standing.chain_answered
    return StoodRow(
        number=number,
        text=claim.text,
        role_label=ClaimRole(claim.role).label,
        state_label=state.label,
        verification=(standing.verification or "") if standing else "",
        chain_words=chain_in_words(links_of(standing)) if standing is not None and answered else "",
        by=", ".join(sorted(str(review.reviewer) for review in reviews if review.complete)),
    )
