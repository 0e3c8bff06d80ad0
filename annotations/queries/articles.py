"""Articles as lists show them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from annotations.models import Article, Claim, Project
from annotations.queries.answers import timestamp
from annotations.queries.pages import Key, Page, page_of
from annotations.queries.versions import newer_version

NEWEST_FIRST = (Key("id", UUID, descending=True),)
HEAVY = ("text", "gaps", "left_out", "hidden", "notes")


def articles_of(project: Project, *, cursor: str | None, limit: int) -> Page[Article]:
    """The project's articles, newest first, with how many claims each has; their texts are not read."""
    rows = Article.objects.filter(project=project).select_related("outlet").defer(*HEAVY)
    return page_of(_counted(rows), NEWEST_FIRST, cursor=cursor, limit=limit)


def claims_in(article: Article) -> int:
    """How many current claims an article has."""
    return Claim.objects.filter(project_id=article.project_id, article=article).current().count()


def article_form(article: Article, *, claims: int) -> dict[str, Any]:
    """An article in CONTRACT's JSON form, without its text."""
    why = {"why": article.suggestions_why} if article.suggestions_why else {}
    return {
        "id": str(article.id),
        "title": article.title,
        "outlet": article.outlet.name if article.outlet else "",
        "url": article.url,
        "published_at": timestamp(article.published_at),
        "language": article.language,
        "sha256": article.sha256,
        "length": article.length,
        "coverage": article.coverage,
        "claims": claims,
        "suggestions": str(article.suggestions),
        **why,
    }


def whole_article_form(article: Article, *, claims: int) -> dict[str, Any]:
    """An article with its text, what its import left out or found hidden, and its neighbouring versions."""
    newer = newer_version(article)
    return {
        **article_form(article, claims=claims),
        "text": article.text,
        "left_out": article.left_out,
        "hidden": article.hidden,
        "notes": article.notes,
        "replaces": str(article.replaces_id) if article.replaces_id else None,
        "replaced_by": str(newer) if newer else None,
    }


def _counted(rows: QuerySet[Article]) -> QuerySet[Article]:
    of_this = Claim.objects.filter(
        project_id=OuterRef("project_id"), article_id=OuterRef("pk"), retired_at=None
    ).order_by()
    counted = of_this.values("article_id").annotate(n=Count("pk")).values("n")
    return rows.annotate(claims_count=Coalesce(Subquery(counted), 0))


def forms_of(article_ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """The articles in CONTRACT's JSON form, in the order of the ids; one query, however many."""
    rows = Article.objects.filter(pk__in=article_ids).select_related("outlet").defer(*HEAVY)
    found = {row.id: row for row in _counted(rows)}
    return [article_form(found[pk], claims=found[pk].claims_count) for pk in article_ids]  # type: ignore[attr-defined]
