"""The stored folds of a claim: its state, and the answer that counts now. One home for both."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from annotations import outbox
from annotations.demands import quorum_for
from annotations.domain.judgements import Holder, Standpoint
from annotations.domain.records import Span
from annotations.domain.vocabulary import CheckWorthiness, ClaimState, Part, Stage
from annotations.domain.workflow import Review, claim_state
from annotations.models import Claim, Decision, Link, Project, Reopening, SignedClaim, Voiding
from annotations.models.answers import answers_by_id, latest_reviews
from annotations.models.rows import execute, fetch

NEVER_SETTLED = (ClaimState.UNREVIEWED, ClaimState.IN_REVIEW, ClaimState.AGREED)
"""Stored states that no editor's act lies behind, or (agreed) none that a further complete answer brings back."""


SETTLED = """
select asked.claim,
    (select d.id from annotations_decision d where d.claim_id = asked.claim and d.stage = 'adjudication'
        and (asked.by is null or d.decided_at <= asked.by) order by d.revision desc limit 1),
    (select max(s.signed_at) from annotations_signedclaim c join annotations_signoff s on s.id = c.sign_off_id
        left join annotations_voiding v on v.signed_claim_id = c.id
        where c.claim_id = asked.claim and (asked.by is null or s.signed_at <= asked.by)
        and (v.id is null or v.voided_at > asked.by)),
    (select max(r.reopened_at) from annotations_reopening r
        where r.claim_id = asked.claim and (asked.by is null or r.reopened_at <= asked.by))
from (select unnest(%(claims)s::uuid[]) as claim, %(by)s::timestamptz as by) asked
"""


@dataclass(frozen=True, slots=True)
class Settled:
    """The newest acts of editors on a claim; `signed_off_at` only while the sign-off is valid."""

    adjudication: Decision | None = None
    signed_off_at: datetime | None = None
    reopened_at: datetime | None = None


def fold_claim(claim: Claim, *, newest: Decision | None = None) -> None:
    """Write the claim's state and standing answer as its rows say, in the verb's own transaction.

    `newest` is the decision the verb has just written; it spares reads where the claim has no other reviewer and
    nothing was ever settled.
    """
    if newest is not None:
        claim.decisions_count += 1
    only_own = (
        newest is not None and newest.stage == Stage.REVIEW and newest.revision == claim.decisions_count
    )
    plain = claim.state in NEVER_SETTLED and (
        claim.state != ClaimState.AGREED or newest is None or newest.complete
    )
    if only_own and newest is not None and plain:
        latest: Sequence[Decision] = [newest]
        settled = Settled()
    else:
        latest = latest_reviews([claim.id])
        settled = settled_claims([claim.id]).get(claim.id, Settled())
    claim.state, claim.standing = folded(claim, latest, settled)
    execute(
        [
            (
                "update annotations_claim set state = %s, standing_id = %s, decisions_count = %s where id = %s",
                [str(claim.state), claim.standing_id, claim.decisions_count, claim.id],
            )
        ]
    )


def fold_claims(claims: Sequence[Claim]) -> None:
    """Write the states and standing answers of claims about which only editors have acted; six queries.

    Each comes with its project.
    """
    ids = [claim.id for claim in claims]
    reviews = reviews_by_claim(ids)
    settled = settled_claims(ids)
    for claim in claims:
        claim.state, claim.standing = folded(
            claim, reviews.get(claim.id, []), settled.get(claim.id, Settled())
        )
    Claim.objects.bulk_update(claims, ["state", "standing"], batch_size=1000)


def reviews_by_claim(claim_ids: Iterable[UUID]) -> dict[UUID, list[Decision]]:
    """The latest answer of each reviewer with its chain, by claim; two queries."""
    reviews: dict[UUID, list[Decision]] = {}
    for decision in latest_reviews(claim_ids):
        reviews.setdefault(decision.claim_id, []).append(decision)
    return reviews


def refold(claim_ids: Iterable[UUID]) -> int:
    """Fold claims anew after something that answers are compared by has changed; how many stand otherwise now.

    The claims are locked in the order of their ids; nobody else holds more than one.
    """
    rows = (
        Claim.objects.filter(pk__in=list(claim_ids))
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
    )
    claims = list(rows.select_related("project").defer("words"))
    ids = [claim.id for claim in claims]
    reviews, settled = reviews_by_claim(ids), settled_claims(ids)
    changed = 0
    for claim in claims:
        state, standing = folded(claim, reviews.get(claim.id, []), settled.get(claim.id, Settled()))
        if (claim.state, claim.standing_id) != (state.value, standing.id if standing else None):
            Claim.objects.filter(pk=claim.pk).update(state=state, standing=standing)
            changed += 1
    return changed


def refold_project(project: Project) -> int:
    """Fold all decided claims of a project anew after its rules have changed; how many stand otherwise now."""
    ids = (
        Claim.objects.filter(project=project, decisions_count__gt=0)
        .order_by("id")
        .values_list("id", flat=True)
    )
    found = list(ids)
    return sum(refold(found[first : first + 1000]) for first in range(0, len(found), 1000))


def folded(claim: Claim, latest: Iterable[Decision], settled: Settled) -> tuple[ClaimState, Decision | None]:
    """The state and the standing answer that follow from the latest answers and the newest acts of editors."""
    answers = {decision.id: decision for decision in latest}
    adjudication = settled.adjudication
    complete = [decision for decision in answers.values() if decision.complete]
    state = claim_state(
        [review_of(decision, is_compared=len(complete) > 1) for decision in answers.values()],
        asks=claim.project.asks,
        quorum=quorum_for(claim, answers.values()),
        adjudicated_at=adjudication.decided_at if adjudication else None,
        signed_off_at=settled.signed_off_at,
        reopened_at=settled.reopened_at,
    )
    newest = max(complete, key=lambda decision: (decision.decided_at, decision.id), default=None)
    settles = state in (ClaimState.ADJUDICATED, ClaimState.SIGNED_OFF)
    if (
        settles
        and adjudication is not None
        and (newest is None or newest.decided_at < adjudication.decided_at)
    ):
        return state, adjudication
    return state, None if state is ClaimState.DISPUTED else newest


def settled_claims(claim_ids: Iterable[UUID], *, by: datetime | None = None) -> dict[UUID, Settled]:
    """What editors did last to each of the claims, up to the moment `by`; at most three queries for all."""
    found = fetch(SETTLED, {"claims": list(claim_ids), "by": by})
    adjudications = [adjudication for _, adjudication, _, _ in found if adjudication]
    answers = {answer.id: answer for answer in answers_by_id(adjudications)} if adjudications else {}
    return {
        claim: Settled(answers.get(adjudication), signed_off_at, reopened_at)
        for claim, adjudication, signed_off_at, reopened_at in found
        if adjudication or signed_off_at or reopened_at
    }


def void_signatures(claim_ids: Iterable[UUID], *, by: str, because: str) -> int:
    """Make every valid sign-off of these claims void, because of the act that the caller does now; how many.

    The states of the claims follow: the caller folds them.
    """
    rows = SignedClaim.objects.filter(claim__in=list(claim_ids), voiding=None)
    valid = list(rows.select_related("sign_off"))
    now = timezone.now()
    made = [Voiding(signed_claim=signed, voided_at=now, by=by, because=because) for signed in valid]
    Voiding.objects.bulk_create(made)
    if made:
        signatures = {signed.sign_off_id for signed in valid}
        project_id = valid[0].sign_off.project_id
        outbox.post(outbox.NOTIFY_SIGNATURE_VOID, sorted(signatures), project_id=project_id)
    return len(made)


def compared_claims(
    project: Project | None,
) -> Iterator[tuple[UUID, tuple[str, UUID | None], tuple[str, UUID | None]]]:
    """For every claim about which anybody acted: its id, the stored state and answer, and those that follow."""
    acted = Q(decisions_count__gt=0) | Exists(Reopening.objects.filter(claim=OuterRef("pk")))
    claims = Claim.objects.filter(acted).select_related("project").defer("words").order_by("id")
    if project is not None:
        claims = claims.filter(project=project)
    for batch in _batched(claims.iterator(chunk_size=1000), 1000):
        ids = [claim.id for claim in batch]
        reviews, settled = reviews_by_claim(ids), settled_claims(ids)
        for claim in batch:
            state, standing = folded(claim, reviews.get(claim.id, []), settled.get(claim.id, Settled()))
            follows = (state.value, standing.id if standing else None)
            yield claim.id, (claim.state, claim.standing_id), follows


def review_of(decision: Decision, *, is_compared: bool = True) -> Review:
    """A stored answer as the state function compares it; what it says is not read where there is no other."""
    if not is_compared:
        return Review(decision.reviewer_id, decision.decided_at, decision.complete, Standpoint({}))
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
