"""Carrying answers over to the unchanged claims of a newer version: each is written again and says which it repeats."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from annotations.domain.anchoring import Anchoring, Move, moved
from annotations.domain.ids import new_id
from annotations.domain.records import Span
from annotations.evidence_carrying import carry_evidence
from annotations.keeping import digest_of
from annotations.models import (
    Adjudication,
    Article,
    CarriedAnswer,
    Claim,
    Decision,
    Link,
    Reopening,
    Source,
    SourceAlias,
)
from annotations.queries.answers import link_value
from annotations.standing import fold_claims, reviews_by_claim, settled_claims

FIELDS = (
    *("project_id", "reviewer_id", "stage", "complete", "verification", "chain_answered", "check_worthiness"),
    *("priority", "basis", "as_of", "revisit_on", "note", "flag", "guideline_version", "suggestions_shown"),
    *("others_hidden", "seconds", "request_digest", "decided_at", "label_id"),
)
"""What an answer that is carried over has in common with the one it repeats."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that was carried over, to which claim, and what the ledger says of it."""

    claim: UUID
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Carried:
    """What was carried over. `evidence` pairs old and new ids, `stubs` maps the old unnamed sources to the new."""

    answers: Sequence[Answer] = ()
    evidence: Sequence[tuple[UUID, UUID]] = ()
    stubs: Mapping[UUID, UUID] = field(default_factory=dict)


def carry(
    pairs: Iterable[tuple[Claim, Claim, Anchoring]], moves: Sequence[Move], *, older: Article, newer_id: UUID
) -> Carried:
    """Write the latest answer of everybody, the adjudication, reopening and evidence anew for unchanged claims.

    A claim that repeated another one takes that one's answers. Sign-offs stay behind. The new claims are folded.
    """
    heirs = {
        new: old.duplicate_of_id or old.id
        for old, new, outcome in pairs
        if outcome is Anchoring.UNCHANGED and new.is_reviewable
    }
    ids = set(heirs.values())
    reviews, settled = reviews_by_claim(ids), settled_claims(ids)
    known: dict[UUID, list[Decision]] = {}
    for pk in ids:
        own = [review for review in reviews.get(pk, ()) if _says_anything(review)]
        if pk in settled and (last := settled[pk].adjudication) is not None:
            own.append(last)
        known[pk] = own
    stubs = _stubs(older, newer_id, known.values())
    answers = _answers(heirs, known, moves, stubs)
    reopened = _reopen(heirs, [pk for pk in ids if pk in settled and settled[pk].reopened_at])
    evidence = carry_evidence(heirs)
    touched = [claim for claim in heirs if claim.decisions_count or claim.id in reopened]
    Claim.objects.bulk_update(touched, ["decisions_count"], batch_size=1000)
    fold_claims(touched)
    return Carried(answers, evidence, {old: stub.id for old, stub in stubs.items()})


def _says_anything(decision: Decision) -> bool:
    """An answer that was taken back altogether is not carried over."""
    parts = (decision.verification, decision.check_worthiness, decision.priority)
    return decision.chain_answered or any(part is not None for part in parts)


def _answers(
    heirs: Mapping[Claim, UUID],
    known: Mapping[UUID, Sequence[Decision]],
    moves: Sequence[Move],
    stubs: Mapping[UUID, Source],
) -> list[Answer]:
    decisions: list[Decision] = []
    links: list[Link] = []
    rows: list[CarriedAnswer] = []
    answers: list[Answer] = []
    for claim, origin in heirs.items():
        for old in known[origin]:
            new = _again(old, claim)
            chain, lost = _chain(old, new, moves, stubs)
            decisions.append(new)
            links += chain
            rows.append(CarriedAnswer(decision=new, origin=old, spans_lost=lost))
            claim.decisions_count += 1
            answers.append(Answer(claim.id, _said(new, old, chain, lost)))
    Decision.objects.bulk_create(decisions, batch_size=500)
    Link.objects.bulk_create(links, batch_size=500)
    CarriedAnswer.objects.bulk_create(rows, batch_size=1000)
    _settle_again(rows)
    return answers


def _again(old: Decision, claim: Claim) -> Decision:
    same = {name: getattr(old, name) for name in FIELDS}
    return Decision(
        id=new_id(),
        claim=claim,
        revision=1,
        idempotency_key=f"carried:{old.id}:{claim.id}",
        salt=secrets.token_hex(16),
        **same,
    )


def _said(new: Decision, old: Decision, chain: Sequence[Link], lost: int) -> dict[str, Any]:
    return {
        "decision": str(new.id),
        "repeats": str(old.id),
        "of_claim": str(old.claim_id),
        "reviewer": str(new.reviewer_id),
        "stage": str(new.stage),
        "revision": new.revision,
        "verification": new.verification,
        "check_worthiness": new.check_worthiness,
        "priority": new.priority,
        "chain": [str(link.source_id) if link.source_id else None for link in chain]
        if new.chain_answered
        else None,
        "spans_lost": lost,
        "answer": digest_of(new, [link_value(link) for link in chain]),
    }


def _chain(
    old: Decision, new: Decision, moves: Sequence[Move], stubs: Mapping[UUID, Source]
) -> tuple[list[Link], int]:
    """The chain with its spans where the words stand now, and how many of them stand nowhere."""
    links, lost = [], 0
    for link in old.links.all():
        source, cue = _place(link.source_span, moves), _place(link.cue_span, moves)
        contents = [place for span in link.content_spans if (place := _place(span, moves))]
        lost += bool(link.source_span and not source) + bool(link.cue_span and not cue)
        lost += len(link.content_spans) - len(contents)
        links.append(
            Link(
                decision=new,
                depth=link.depth,
                source=stubs.get(link.source_id, link.source) if link.source_id else None,
                source_span=source,
                cue_span=cue,
                content_spans=contents,
                quote_type=link.quote_type,
                identification=link.identification,
                record=link.record,
                mention=link.mention,
                fidelity=link.fidelity,
            )
        )
    return links, lost


def _place(span: Any, moves: Sequence[Move]) -> list[int] | None:
    found: Span | None = moved((span[0], span[1]), moves) if span else None
    return list(found) if found else None


def _settle_again(rows: Sequence[CarriedAnswer]) -> None:
    """The reasons of adjudications, with the answers they settled as they stand in the newer version."""
    again = {str(row.origin_id): str(row.decision_id) for row in rows}
    origins = {row.origin_id: row.decision for row in rows if row.origin.stage == "adjudication"}
    Adjudication.objects.bulk_create(
        Adjudication(
            decision=origins[old.decision_id],
            reason=old.reason,
            reviews=[again[review] for review in old.reviews if review in again],
        )
        for old in Adjudication.objects.filter(pk__in=list(origins))
    )


def _reopen(heirs: Mapping[Claim, UUID], reopened: Sequence[UUID]) -> set[UUID]:
    newest = {
        row.claim_id: row for row in Reopening.objects.filter(claim__in=reopened).order_by("reopened_at")
    }
    made = Reopening.objects.bulk_create(
        Reopening(
            claim=claim,
            reopened_by_id=newest[origin].reopened_by_id,
            reopened_at=newest[origin].reopened_at,
            reason=newest[origin].reason,
        )
        for claim, origin in heirs.items()
        if origin in newest
    )
    return {row.claim_id for row in made}


def _stubs(older: Article, newer_id: UUID, known: Iterable[Iterable[Decision]]) -> dict[UUID, Source]:
    """Unnamed sources and names that belong to one article, made anew for the newer version; old id to new."""
    own = {
        link.source
        for decisions in known
        for decision in decisions
        for link in decision.links.all()
        if link.source is not None and link.source.article_id == older.id
    }
    aliases = list(SourceAlias.objects.filter(article=older).select_related("source"))
    own |= {alias.source for alias in aliases if alias.source.article_id == older.id}
    made = {
        stub.id: Source(
            id=new_id(),
            project_id=stub.project_id,
            article_id=newer_id,
            name=stub.name,
            folded=stub.folded,
            kind=stub.kind,
            parent_id=stub.parent_id,
            merged_into_id=stub.merged_into_id,
            external_ids=stub.external_ids,
        )
        for stub in own
    }
    for stub in made.values():
        if stub.merged_into_id in made:
            stub.merged_into_id = made[stub.merged_into_id].id
    Source.objects.bulk_create(made.values(), batch_size=500)
    SourceAlias.objects.bulk_create(
        SourceAlias(
            project_id=alias.project_id,
            source_id=made[alias.source_id].id if alias.source_id in made else alias.source_id,
            article_id=newer_id,
            text=alias.text,
            folded=alias.folded,
        )
        for alias in aliases
    )
    return made
