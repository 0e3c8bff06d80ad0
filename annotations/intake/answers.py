"""Answers from elsewhere, kept as the rows they would be had they been given here."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from annotations import ledger
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.records import LinkValue
from annotations.keeping import digest_of, link_row
from annotations.models import Claim, Decision, Link, User
from annotations.standing import fold_claims

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Given:
    """An answer to be kept, and its chain; the sources of the chain are in the registry."""

    decision: Decision
    chain: Sequence[LinkValue] = ()


def new_decision(**fields: Any) -> Decision:
    """A decision from elsewhere: no request of ours brought it, so that key and digest say nothing but `imported`."""
    pk: UUID = fields["id"]
    return Decision(
        idempotency_key=f"imported:{pk}",
        request_digest="",
        salt=secrets.token_hex(16),
        **{"suggestions_shown": False, "others_hidden": False, "guideline_version": 0, **fields},
    )


def write(answers: Sequence[Given]) -> None:
    """Write decisions and links; the caller folds the claims afterwards."""
    Decision.objects.bulk_create([given.decision for given in answers], batch_size=AT_ONCE)
    links = [link_row(given.decision, link) for given in answers for link in given.chain]
    Link.objects.bulk_create(links, batch_size=AT_ONCE)


def fold(claim_ids: Iterable[UUID]) -> None:
    """Count the answers of the claims and let their states follow."""
    ids = list(claim_ids)
    for at in range(0, len(ids), AT_ONCE):
        batch = ids[at : at + AT_ONCE]
        counts = dict(
            Decision.objects.filter(claim__in=batch).order_by().values_list("claim").annotate(Count("pk"))
        )
        claims = list(Claim.objects.filter(pk__in=batch).select_related("project").defer("words"))
        for claim in claims:
            claim.decisions_count = counts.get(claim.pk, 0)
        Claim.objects.bulk_update(claims, ["decisions_count"], batch_size=AT_ONCE)
        fold_claims(claims)


def lines(answers: Sequence[Given], *, origin: str, by: User) -> list[ledger.Line]:
    """What the ledger says of each answer: whose it is, what it says, and its digest."""
    return [_line(given, origin, by) for given in answers]


def _line(given: Given, origin: str, by: User) -> ledger.Line:
    decision = given.decision
    sources = [str(link.source_id) if link.source_id else None for link in given.chain]
    said = {
        "decision": str(decision.id),
        "reviewer": str(decision.reviewer_id),
        "stage": str(decision.stage),
        "revision": decision.revision,
        "undoes": decision.undoes,
        "verification": decision.verification,
        "check_worthiness": decision.check_worthiness,
        "priority": decision.priority,
        "chain": sources if decision.chain_answered else None,
        "origin": origin,
        "answer": digest_of(decision, given.chain),
    }
    return ledger.Line(by, LedgerVerb.IMPORTED, f"claim:{decision.claim_id}", said)
