"""Decisions as people and programs read them."""

from collections.abc import Sequence
from typing import Any

from annotations.domain.judgements import Judgement
from annotations.domain.records import LinkValue, Span
from annotations.domain.submission import link_as_dict
from annotations.domain.vocabulary import (
    Basis,
    CheckWorthiness,
    Fidelity,
    Identification,
    Mention,
    QuoteType,
    RecordStatus,
    SourceKind,
    Verification,
)
from annotations.models import Decision, Link
from annotations.models.answers import with_chains


def link_value(link: Link) -> LinkValue:
    """A stored link as a value; the source's name and kind come along (select `source` with it)."""
    source = link.source
    return LinkValue(
        depth=link.depth,
        source_name=source.name if source else "",
        source_kind=SourceKind(source.kind) if source else SourceKind.UNSPECIFIED,
        source_id=link.source_id,
        source_span=_span(link.source_span),
        cue_span=_span(link.cue_span),
        content_spans=tuple((start, end) for start, end in link.content_spans),
        quote_type=QuoteType(link.quote_type),
        identification=Identification(link.identification),
        record=RecordStatus(link.record),
        mention=Mention(link.mention) if link.mention else None,
        fidelity=Fidelity(link.fidelity) if link.fidelity else None,
    )


def links_of(decision: Decision) -> tuple[LinkValue, ...]:
    """The decision's chain in order; links that were read with it are not read again."""
    if "links" not in getattr(decision, "_prefetched_objects_cache", {}):
        with_chains([decision])
    return tuple(link_value(link) for link in decision.links.all())


def answer_form(decision: Decision, *, chain: Sequence[LinkValue] | None = None) -> dict[str, Any]:
    """The parts of an answer in CONTRACT's JSON form, null where unanswered."""
    links = links_of(decision) if chain is None and decision.chain_answered else chain or ()
    return {
        "verification": decision.verification,
        "chain": [link_as_dict(link) for link in links] if decision.chain_answered else None,
        "check_worthiness": decision.check_worthiness,
        "priority": decision.priority,
        "basis": decision.basis,
        "as_of": timestamp(decision.as_of),
        "revisit_on": decision.revisit_on.isoformat() if decision.revisit_on else None,
        "note": decision.note,
        "flag": decision.flag,
        # Only where there is one: what older answers say, and its digest in the ledger, stays as it was.
        **({"label": str(decision.label_id)} if decision.label_id else {}),
    }


def decision_form(decision: Decision, *, chain: Sequence[LinkValue] | None = None) -> dict[str, Any]:
    """A decision in CONTRACT's JSON form (select `reviewer` with it)."""
    return {
        "id": str(decision.id),
        "claim": str(decision.claim_id),
        "revision": decision.revision,
        "reviewer": decision.reviewer.username,
        "stage": str(decision.stage),
        "decided_at": timestamp(decision.decided_at),
        "undoes": decision.undoes,
        **answer_form(decision, chain=chain),
        "seconds": decision.seconds,
        "guideline_version": decision.guideline_version,
        "suggestions_shown": decision.suggestions_shown,
        "others_hidden": decision.others_hidden,
    }


def judgement_of(decision: Decision) -> Judgement:
    """What a stored decision answered, to be answered again; suggestions and time on the screen stay behind."""
    return Judgement(
        verification=Verification(decision.verification) if decision.verification else None,
        chain=links_of(decision) if decision.chain_answered else None,
        check_worthiness=CheckWorthiness(decision.check_worthiness) if decision.check_worthiness else None,
        priority=decision.priority,
        basis=Basis(decision.basis) if decision.basis else None,
        as_of=decision.as_of,
        revisit_on=decision.revisit_on,
        note=decision.note,
        flag=decision.flag,
        label=decision.label_id,
    )


def timestamp(moment: Any) -> str | None:
    """RFC 3339 in UTC, to the microsecond where it has any; None stays None."""
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def _span(stored: Any) -> Span | None:
    return (stored[0], stored[1]) if stored else None
