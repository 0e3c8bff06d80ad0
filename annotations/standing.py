"""The stored folds of a claim: its state, and the answer that counts now. One home for both."""

from collections.abc import Iterable, Iterator
from itertools import islice
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from annotations.domain.judgements import Holder, Standpoint
from annotations.domain.records import Span
from annotations.domain.vocabulary import CheckWorthiness, ClaimState, Part, Stage
from annotations.domain.workflow import Review, claim_state
from annotations.models import Claim, Decision, Link, Project


def fold_claim(claim: Claim, *, newest: Decision | None = None) -> None:
    """Write the claim's state and standing answer as its rows say, in the verb's own transaction.

    `newest` is the decision the verb has just written; it spares a read where the claim has no other reviewer.
    """
    if newest is not None:
        claim.decisions_count += 1
    only_own = newest is not None and newest.revision == claim.decisions_count
    latest = [newest] if only_own and newest is not None else list(latest_reviews([claim.id]))
    claim.state, standing = folded(claim, latest)
    claim.standing = standing
    claim.save(update_fields=["state", "standing", "decisions_count"])


def folded(claim: Claim, latest: Iterable[Decision]) -> tuple[ClaimState, Decision | None]:
    """The state and the standing answer that follow from the latest answer of each reviewer."""
    answers = {decision.id: decision for decision in latest}
    reviews = [review_of(decision) for decision in answers.values()]
    state = claim_state(reviews, asks=claim.project.asks, quorum=claim.project.quorum)
    complete = [decision for decision in answers.values() if decision.complete]
    if not complete or state is ClaimState.DISPUTED:
        return state, None
    return state, max(complete, key=lambda decision: (decision.decided_at, decision.id))


def compared_claims(
    project: Project | None,
) -> Iterator[tuple[UUID, tuple[str, UUID | None], tuple[str, UUID | None]]]:
    """For every claim with decisions: its id, the stored state and standing answer, and those that follow."""
    claims = (
        Claim.objects.filter(decisions_count__gt=0).select_related("project").defer("words").order_by("id")
    )
    if project is not None:
        claims = claims.filter(project=project)
    links = Prefetch("links", queryset=Link.objects.select_related("source").order_by("depth"))
    for batch in _batched(claims.iterator(chunk_size=1000), 1000):
        reviews: dict[UUID, list[Decision]] = {}
        for decision in latest_reviews([claim.id for claim in batch]).prefetch_related(links):
            reviews.setdefault(decision.claim_id, []).append(decision)
        for claim in batch:
            state, standing = folded(claim, reviews.get(claim.id, []))
            follows = (state.value, standing.id if standing else None)
            yield claim.id, (claim.state, claim.standing_id), follows


def latest_reviews(claim_ids: Iterable[UUID]) -> QuerySet[Decision]:
    """The latest answer of each reviewer on each of the claims."""
    return (
        Decision.objects.filter(claim_id__in=list(claim_ids), stage=Stage.REVIEW)
        .order_by("claim_id", "reviewer_id", "-revision")
        .distinct("claim_id", "reviewer_id")
        .select_related("reviewer")
    )


def review_of(decision: Decision) -> Review:
    """A stored answer as the state function compares it."""
    needs_chain = decision.check_worthiness != CheckWorthiness.NON_FACTUAL
    parts = {
        Part.VERIFICATION.value: decision.verification,
        Part.CHECK_WORTHINESS.value: decision.check_worthiness,
        Part.PRIORITY.value: decision.priority,
        Part.CHAIN.value: _holders(decision) if decision.chain_answered and needs_chain else None,
    }
    return Review(decision.reviewer_id, decision.decided_at, decision.complete, Standpoint(parts))


def _batched(items: Iterable[Claim], size: int) -> Iterator[list[Claim]]:
    """The items in lists of at most `size`."""
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch


def _holders(decision: Decision) -> tuple[Holder, ...]:
    if "links" in getattr(decision, "_prefetched_objects_cache", {}):
        links: Iterable[Link] = decision.links.all()
    else:
        links = decision.links.select_related("source").order_by("depth")
    return tuple(_holder(link) for link in links)


def _holder(link: Link) -> Holder:
    source = link.source
    span: Span | None = (link.source_span[0], link.source_span[1]) if link.source_span else None
    if source is None:
        return Holder(None)
    return Holder(source.merged_into_id or source.id, stub_of=source.article_id, span=span)
