"""Articles as tables show them: how far they are, and what they wait for."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from annotations.domain.vocabulary import ClaimState, Stage
from annotations.models import Article, Claim, Decision, Project, SuggestionsState, User
from annotations.queries.page_types import ArticleLine

DONE = (ClaimState.AGREED, ClaimState.ADJUDICATED, ClaimState.SIGNED_OFF)


def decided_by(user: User) -> Exists:
    """Whether a claim's latest answer of this person is complete."""
    own = Decision.objects.filter(reviewer=user, stage=Stage.REVIEW)
    newer = own.filter(claim=OuterRef("claim"), revision__gt=OuterRef("revision"))
    return Exists(own.filter(~Exists(newer), claim=OuterRef("pk"), complete=True))


def lines_for(
    project: Project, articles: Sequence[Article], *, reviewer: User | None = None
) -> list[ArticleLine]:
    """A line for each article in the order given, one query for all.

    With a `reviewer`, "decided" counts what that person decided; without, the claims on which the quorum agrees or
    an editor has settled.
    """
    counts = _counts(project, [article.id for article in articles], reviewer)
    return [_line(project, article, counts.get(article.id, {}), reviewer) for article in articles]


def _counts(project: Project, ids: Sequence[UUID], reviewer: User | None) -> dict[UUID, Any]:
    claims = Claim.objects.filter(project=project, article_id__in=ids).reviewable()
    if reviewer is not None:
        decided = Q(decided_by_me=True)
        claims = claims.annotate(decided_by_me=decided_by(reviewer))
    else:
        decided = Q(state__in=DONE)
    rows = (
        claims.order_by()
        .values("article_id")
        .annotate(
            total=Count("id"),
            decided=Count("id", filter=decided),
            disputed=Count("id", filter=Q(state=ClaimState.DISPUTED)),
            open=Count(
                "id", filter=Q(state__in=(ClaimState.UNREVIEWED, ClaimState.IN_REVIEW, ClaimState.REOPENED))
            ),
        )
    )
    return {row["article_id"]: row for row in rows}


def _line(project: Project, article: Article, counts: dict[str, int], reviewer: User | None) -> ArticleLine:
    address = f"/p/{project.slug}/articles/{article.id}/"
    blocks, picture = _blocks(article, counts)
    return ArticleLine(
        id=article.id,
        title=article.title,
        address=address,
        decided=counts.get("decided", 0),
        total=counts.get("total", 0),
        deadline=article.deadline,
        outlet=article.outlet.name if article.outlet else "",
        published_at=article.published_at,
        imported_at=article.imported_at,
        imported_by=str(article.imported_by),
        blocks=blocks,
        blocks_icon=picture,
        do="" if reviewer is not None or not counts.get("total") else "Open",
        do_address=address,
        suggestions=article.suggestions,
    )


def _blocks(article: Article, counts: dict[str, int]) -> tuple[str, str]:
    disputed, waiting = counts.get("disputed", 0), counts.get("open", 0)
    if disputed:
        return f"{disputed} in dispute", "differ"
    if waiting:
        return f"{waiting} not decided by all", "clock"
    if article.suggestions == SuggestionsState.PENDING:
        return "suggestions are being made", "dots"
    return "", ""
