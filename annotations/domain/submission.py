"""Answers and links as they travel in JSON: read with every mistake named, and written back the same way."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from annotations.domain.fields import FieldReader
from annotations.domain.judgements import Judgement, SeenSuggestion
from annotations.domain.records import LinkValue
from annotations.domain.vocabulary import (
    Basis,
    CheckWorthiness,
    Fidelity,
    Identification,
    Mention,
    Outcome,
    QuoteType,
    RecordStatus,
    RejectionReason,
    SourceKind,
    Verification,
)

JUDGEMENT_FIELDS = (
    "verification",
    "chain",
    "check_worthiness",
    "priority",
    "basis",
    "as_of",
    "revisit_on",
    "note",
    "flag",
    "suggestions",
    "seconds",
    "label",
)
LINK_FIELDS = (
    "depth",
    "source",
    "source_span",
    "cue_span",
    "content_spans",
    "quote_type",
    "identification",
    "record",
    "mention",
    "fidelity",
)
MAX_NAME = 300


def judgement_from(body: Mapping[str, Any]) -> Judgement:
    """The answer that a JSON object of CONTRACT's form holds.

    Raises Invalid with one sentence a mistake, by field; unknown fields are mistakes, so that a misspelt answer
    is never taken for an unanswered part.
    """
    read = FieldReader(body, known=JUDGEMENT_FIELDS)
    judgement = Judgement(
        verification=read.word("verification", Verification),
        chain=_chain(read),
        check_worthiness=read.word("check_worthiness", CheckWorthiness),
        priority=read.whole("priority"),
        basis=read.word("basis", Basis),
        as_of=read.parsed("as_of", moment_from, "an RFC 3339 time such as 2024-01-04T18:36:00Z"),
        revisit_on=read.parsed("revisit_on", date.fromisoformat, "a date such as 2026-04-01"),
        note=read.text("note") or "",
        flag=bool(read.truth("flag")),
        seen=_seen(read),
        seconds=read.number("seconds"),
        label=read.identifier("label"),
    )
    read.finish()
    return judgement


def links_from(value: Any) -> tuple[LinkValue, ...]:
    """A chain from its JSON form. Raises Invalid under the field "chain"."""
    return judgement_from({"chain": value}).chain or ()


def moment_from(text: str) -> datetime:
    """A time in UTC from its RFC 3339 form. Raises ValueError, also where the offset from UTC is missing."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time needs its offset from UTC")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("a time before the year 1 or after 9999") from error


def link_as_dict(link: LinkValue) -> dict[str, Any]:
    """A link in CONTRACT's JSON form."""
    written: dict[str, Any] = {
        "depth": link.depth,
        "source": _source_as_dict(link),
        "source_span": list(link.source_span) if link.source_span else None,
        "cue_span": list(link.cue_span) if link.cue_span else None,
        "content_spans": [list(span) for span in link.content_spans],
        "quote_type": str(link.quote_type),
        "identification": str(link.identification),
        "record": str(link.record),
        "mention": str(link.mention) if link.mention else None,
    }
    if link.fidelity:
        written["fidelity"] = str(link.fidelity)
    return written


def _source_as_dict(link: LinkValue) -> dict[str, str] | None:
    if link.source_id is None and not link.source_name:
        return None
    named = {"name": link.source_name, "kind": str(link.source_kind)}
    return {"id": str(link.source_id), **named} if link.source_id else named


def _chain(read: FieldReader) -> tuple[LinkValue, ...] | None:
    value = read.body.get("chain")
    if value is None:
        return None
    if not isinstance(value, list):
        read.wrong("chain", f"'chain' must be a list of links, outermost first, or null, not {value!r:.80}.")
        return None
    return tuple(_link(read, item, number) for number, item in enumerate(value, start=1))


def _link(outer: FieldReader, value: Any, number: int) -> LinkValue:
    read = FieldReader(value, known=LINK_FIELDS, prefix=f"Link {number}: ", under="chain")
    source_id, name, kind = _source(read)
    depth = read.whole("depth")
    link = LinkValue(
        depth=number if depth is None else depth,
        source_name=name,
        source_kind=kind,
        source_id=source_id,
        source_span=read.span("source_span"),
        cue_span=read.span("cue_span"),
        content_spans=read.spans("content_spans"),
        quote_type=read.word("quote_type", QuoteType) or QuoteType.INDIRECT,
        identification=read.word("identification", Identification) or _identification(source_id, name, kind),
        record=read.word("record", RecordStatus) or RecordStatus.NOT_STATED,
        mention=read.word("mention", Mention),
        fidelity=read.word("fidelity", Fidelity),
    )
    for field, words in read.errors.items():
        outer.errors.setdefault(field, []).extend(words)
    return link


def _source(read: FieldReader) -> tuple[UUID | None, str, SourceKind]:
    value = read.body.get("source")
    if value is None:
        return None, "", SourceKind.UNSPECIFIED
    inner = FieldReader(value, known=("id", "name", "kind"), prefix=read.prefix + "source: ", under="chain")
    source_id, name = inner.identifier("id"), (inner.text("name") or "").strip()
    kind = inner.word("kind", SourceKind) or SourceKind.UNSPECIFIED
    if source_id is None and not name:
        inner.wrong("source", 'give {"id"} of a known source, or {"name", "kind"} of a new one, or null.')
    if len(name) > MAX_NAME:
        inner.wrong("source", f"the name has {len(name):,} characters; at most {MAX_NAME} are kept.")
    read.errors.setdefault("chain", []).extend(inner.errors.get("chain", []))
    if not read.errors["chain"]:
        del read.errors["chain"]
    return source_id, name, kind


def _identification(source_id: UUID | None, name: str, kind: SourceKind) -> Identification:
    if source_id is None and not name:
        return Identification.UNSPECIFIED
    return Identification.NAMED_PERSON if kind is SourceKind.PERSON else Identification.NAMED_ORGANISATION


def _seen(read: FieldReader) -> tuple[SeenSuggestion, ...]:
    value = read.body.get("suggestions")
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        read.wrong("suggestions", 'must map the id of a suggestion to {"outcome", "reason"?}.')
        return ()
    return tuple(item for item in (_one_seen(read, key, entry) for key, entry in value.items()) if item)


def _one_seen(outer: FieldReader, key: str, value: Any) -> SeenSuggestion | None:
    read = FieldReader(value, known=("outcome", "reason"), prefix=f"Suggestion {key}: ", under="suggestions")
    outcome, reason = read.word("outcome", Outcome), read.word("reason", RejectionReason)
    if outcome is None and not read.errors:
        read.wrong("outcome", "'outcome' is missing.")
    if reason and outcome is not Outcome.REJECTED:
        read.wrong("reason", f"a reason goes only with 'rejected', not with '{outcome}'.")
    suggestion_id = FieldReader({"id": key}, known=("id",)).identifier("id")
    if suggestion_id is None:
        read.wrong("id", "is not an id (UUID).")
    for field, words in read.errors.items():
        outer.errors.setdefault(field, []).extend(words)
    if read.errors or outcome is None or suggestion_id is None:
        return None
    return SeenSuggestion(suggestion_id, outcome, reason)
