"""Accepting the suggested chains of an article at once: separate answers, undone in one step."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from annotations.access import DECIDERS, require_role
from annotations.domain.blindness import shown_without_suggestions
from annotations.domain.errors import Conflict, Invalid, NotFound
from annotations.domain.judgements import Judgement, SeenSuggestion
from annotations.domain.submission import links_from
from annotations.domain.vocabulary import Outcome, SuggestionKind
from annotations.models import Article, Claim, Decision, Suggestion, User
from annotations.models.answers import latest_reviews
from annotations.queries.answers import judgement_of
from annotations.queries.chained import newest_suggestions
from annotations.review import record, undo

MOST = 2000
"""Claims that one step may answer: they are locked until its end."""


@dataclass(frozen=True, slots=True)
class Acceptable:
    """A claim whose suggested chain would be accepted, the suggestion, and the person's answer so far."""

    claim: Claim
    suggestion: Suggestion
    own: Decision | None


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was done: the step's key, by which it is undone, and the answers."""

    key: str
    decisions: Sequence[Decision]


def acceptable_chains(article_id: UUID, *, above: float, by: User) -> list[Acceptable]:
    """The claims whose first chain suggestion is surer than `above` and whose chain the person has not answered.

    Claims of the blind share are left out. Raises NotFound, NotPermitted and Invalid for a share outside 0 … 1.
    """
    if not 0 <= above <= 1:
        raise Invalid({"above": [f"A confidence is 0 to 1, not {above}."]})
    article = _article(article_id, by)
    claims = Claim.objects.filter(project_id=article.project_id, article=article).reviewable().defer("words")
    chosen = [
        claim
        for claim in claims.order_by("start")
        if not shown_without_suggestions(claim.id, share=article.project.blind_share)
    ]
    ids = [claim.id for claim in chosen]
    own = {decision.claim_id: decision for decision in latest_reviews(ids, reviewer=by)}
    first: dict[UUID, Suggestion] = {}
    for suggestion in newest_suggestions(ids):
        if suggestion.kind == SuggestionKind.CHAIN:
            first.setdefault(suggestion.claim_id, suggestion)
    return [
        Acceptable(claim, first[claim.id], own.get(claim.id))
        for claim in chosen
        if claim.id in first and first[claim.id].confidence > above and not _has_chain(own.get(claim.id))
    ]


@transaction.atomic
def accept_chains(article_id: UUID, *, above: float, by: User) -> Accepted:
    """Accept those chains, each as an answer and a ledger entry of its own; the rest of every answer stays as it is.

    Raises as `acceptable_chains`, and Conflict where there is nothing to accept or too much for one step.
    """
    found = acceptable_chains(article_id, above=above, by=by)
    if not found:
        raise Conflict(f"No unanswered chain of this article is surer than {above:.2f}.", current=None)
    if len(found) > MOST:
        raise Conflict(
            f"{len(found):,} chains are more than the {MOST:,} of one step; ask for surer ones.", current=None
        )
    key = f"bulk:{uuid4()}"
    _lock([item.claim.id for item in found])
    return Accepted(key, [_accept(item, key, by) for item in found])


@transaction.atomic
def undo_accepted(key: str, *, by: User) -> int:
    """Take back the answers of one step that the person has not changed since; how many.

    Raises NotFound for a step that is none of theirs, Conflict where nothing of it is left.
    """
    made = Decision.objects.filter(reviewer=by, idempotency_key__startswith=f"{key}:").order_by("claim_id")
    steps = {decision.claim_id: decision for decision in made}
    if not key.startswith("bulk:") or not steps:
        raise NotFound("There is no such step of yours.")
    _lock(list(steps))
    latest = {decision.claim_id: decision for decision in latest_reviews(steps, reviewer=by)}
    untouched = [step for claim, step in steps.items() if latest[claim].id == step.id]
    if not untouched:
        raise Conflict(
            "You have answered all of these claims again since; undo them one by one.", current=None
        )
    for step in untouched:
        undo(step.claim_id, seen_revision=step.revision, idempotency_key=f"undo-{step.id}", by=by)
    return len(untouched)


def _article(article_id: UUID, by: User) -> Article:
    article = (
        Article.objects.visible_to(by)
        .filter(pk=article_id)
        .select_related("project")
        .annotate(by_role=F("project__membership__role"))
        .defer("text")
        .first()
    )
    if article is None:
        raise NotFound(f"There is no article {article_id} in your projects.")
    require_role(article.by_role, *DECIDERS, to="decide claims")
    return article


def _has_chain(own: Decision | None) -> bool:
    return own is not None and own.chain_answered


def _lock(claim_ids: Sequence[UUID]) -> None:
    """All at once and in the order of ids: who holds the ledger's head must wait for no claim."""
    list(
        Claim.objects.filter(pk__in=claim_ids).order_by("pk").select_for_update(no_key=True).values_list("pk")
    )


def _accept(item: Acceptable, key: str, by: User) -> Decision:
    before = judgement_of(item.own) if item.own is not None else Judgement()
    answer = replace(
        before,
        chain=links_from(item.suggestion.value),
        seen=(SeenSuggestion(item.suggestion.id, Outcome.ACCEPTED),),
    )
    seen = item.own.revision if item.own is not None else 0
    return record(
        item.claim.id, answer, seen_revision=seen, idempotency_key=f"{key}:{item.claim.id}", by=by
    ).decision
