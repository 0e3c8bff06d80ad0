"""How far a project is."""

from typing import Any

from django.db.models import Count

from annotations.domain.vocabulary import ClaimState
from annotations.models import Article, Claim, Project


def progress(project: Project) -> dict[str, Any]:
    """Claims put before reviewers, how many stand in each state, and articles: {"claims", "states", "articles"}."""
    counted = (
        Claim.objects.filter(project=project)
        .reviewable()
        .values_list("state")
        .annotate(n=Count("id"))
        .order_by()
    )
    states = {state.value: 0 for state in ClaimState} | dict(counted)
    articles = Article.objects.filter(project=project).count()
    return {"claims": sum(states.values()), "states": states, "articles": articles}
