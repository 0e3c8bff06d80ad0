"""Evidence: what findings rest on. Pages are archived by a worker, files at once; nothing is changed or deleted.

Adding and withdrawing change what a claim's verdict rests on, so that valid sign-offs of the claim become void.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from annotations import fetch, ledger, outbox, readers
from annotations.access import DECIDERS, require_role
from annotations.domain.errors import AlreadyThere, Conflict, Invalid, NotFound, NotPermitted
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.text import refuse_unstorable
from annotations.domain.vocabulary import MemberRole, Stance
from annotations.models import ArchivedCopy, Claim, Evidence, SearchLog, Source, User, Withdrawal
from annotations.models.claims import ClaimQuerySet
from annotations.standing import fold_claim, void_signatures

ARCHIVIST = "component:archive/1"
MAX_FILE = fetch.MAX_BYTES
MAX_QUOTE, MAX_REASON, MAX_FOUND = 10_000, 2000, 2000
READABLE = ("text/html", "application/xhtml+xml", "text/plain")
NEVER_CAME = (
    "The page could not be archived; the worker ended without a word. An administrator can try again."
)


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file brought up as evidence."""

    name: str
    content: bytes
    media_type: str = "application/octet-stream"


@transaction.atomic
def add(
    claim_id: UUID,
    *,
    stance: Stance,
    by: User,
    url: str = "",
    file: EvidenceFile | None = None,
    quote: str = "",
    published_at: datetime | None = None,
    origin: UUID | None = None,
) -> Evidence:
    """Bring up a page or a file for or against a claim; the page is archived later, the file here.

    Raises NotFound, NotPermitted, Invalid, and AlreadyThere for what the same person brought up before.
    """
    claim, _ = _locked(claim_id, by, to="bring up evidence")
    url, quote = url.strip(), quote.strip()
    _require_sound(url, file, quote)
    if origin and not Source.objects.filter(project_id=claim.project_id, pk=origin).exists():
        raise NotFound(f"There is no source {origin} in this project.")
    evidence = Evidence(
        project_id=claim.project_id,
        claim=claim,
        url=url,
        filename=file.name[:300] if file else "",
        quote=quote,
        stance=stance,
        published_at=published_at,
        origin_id=origin,
        added_by=by,
        added_at=timezone.now(),
    )
    _refuse_twice(evidence, file)
    evidence.save(force_insert=True)
    copy = _keep_file(evidence, file) if file else None
    if copy is None:
        outbox.post(outbox.ARCHIVE_EVIDENCE, [evidence.id], project_id=claim.project_id)
    _note(claim, LedgerVerb.EVIDENCE_ADDED, by, _added(evidence, copy))
    _unsettle(claim, by, because="evidence added")
    return evidence


def _refuse_twice(made: Evidence, file: EvidenceFile | None) -> None:
    """Raise AlreadyThere where the same person brought the same up before and it stands."""
    names = ("claim", "added_by", "url", "quote", "stance", "filename")
    known = Evidence.objects.filter(withdrawal=None, **{name: getattr(made, name) for name in names}).first()
    if known is not None and (file is None or _holds(known, file)):
        raise AlreadyThere(f"You brought this up already, as evidence {known.id}.", current=known.id)


@transaction.atomic
def withdraw(evidence_id: UUID, *, reason: str, by: User) -> Withdrawal:
    """Withdraw a piece of evidence; it stays, struck, with the reason.

    Who added it may, and an editor. Raises NotFound, NotPermitted, Invalid without a reason, and Conflict where it
    was withdrawn before.
    """
    found = Evidence.objects.filter(pk=evidence_id, project__membership__user=by).first()
    if found is None:
        raise NotFound(f"There is no evidence {evidence_id} in your projects.")
    claim, role = _locked(found.claim_id, by, to="withdraw evidence")
    if found.added_by_id != by.pk and role is not MemberRole.EDITOR:
        raise NotPermitted("Only editors can withdraw what somebody else brought up.")
    reason = _text("reason", reason, most=MAX_REASON)
    if not reason:
        raise Invalid({"reason": ["Say why it is withdrawn; the reason is shown with it."]})
    if Withdrawal.objects.filter(evidence=found).exists():
        raise Conflict("This evidence was withdrawn before.")
    withdrawal = Withdrawal.objects.create(
        evidence=found, withdrawn_by=by, withdrawn_at=timezone.now(), reason=reason
    )
    _note(claim, LedgerVerb.EVIDENCE_WITHDRAWN, by, {"evidence": str(found.id)})
    _unsettle(claim, by, because="evidence withdrawn")
    return withdrawal


@transaction.atomic
def log_search(claim_id: UUID, *, place: str, by: User, words: str = "", found: str = "") -> SearchLog:
    """Note where the person looked, with which words, and what came of it; `found` "" means nothing.

    Raises NotFound, NotPermitted and Invalid.
    """
    claim, _ = _locked(claim_id, by, to="log searches")
    place, words = _text("place", place, most=300), _text("words", words, most=500)
    if not place:
        raise Invalid({"place": ["Say where you looked: an archive, a register, a search engine."]})
    made = SearchLog.objects.create(
        claim=claim,
        searched_by=by,
        searched_at=timezone.now(),
        place=place,
        words=words,
        found=_text("found", found, most=MAX_FOUND),
    )
    _note(claim, LedgerVerb.SEARCH_LOGGED, by, {"search": str(made.id), "found": bool(made.found)})
    return made


def archive(evidence_id: UUID) -> ArchivedCopy:
    """Fetch the page and keep its bytes, their SHA-256 and the text that a reader makes of them.

    A copy that comes after a sign-off makes it void: nobody signed these bytes. Each failed attempt is kept with
    its words. Raises NotFetched where another attempt may help.
    """
    evidence = Evidence.objects.get(pk=evidence_id)
    kept = evidence.copies.exclude(sha256="").defer("content").first()
    if kept is not None:
        return kept
    try:
        came = fetch.get(evidence.url)
    except fetch.NotFetched as error:
        failed = _failed(evidence, str(error))
        if error.lasting:
            return failed
        raise
    text = text_of(came.content, came.content_type)
    with transaction.atomic():
        claim = _claims().get(pk=evidence.claim_id)
        kept = evidence.copies.exclude(sha256="").defer("content").first()
        if kept is not None:  # another worker was quicker
            return kept
        copy = ArchivedCopy.objects.create(
            evidence=evidence,
            retrieved_at=came.retrieved_at,
            final_url=came.final_url[:2000],
            media_type=came.media_type,
            sha256=hashlib.sha256(came.content).hexdigest(),
            content=came.content,
            text=text,
        )
        _note(claim, LedgerVerb.EVIDENCE_ARCHIVED, ARCHIVIST, _archived(evidence, copy))
        _unsettle(claim, ARCHIVIST, because="evidence archived")  # what was signed names no copy
    return copy


def give_up(evidence_id: UUID) -> None:
    """Say that no copy will come, where no attempt said so itself."""
    evidence = Evidence.objects.get(pk=evidence_id)
    if not evidence.copies.exists():
        _failed(evidence, NEVER_CAME)


def text_of(content: bytes, content_type: str) -> str:
    """What a person would read in the bytes; "" where no reader of ours can tell."""
    if content_type.split(";")[0].strip().lower() not in READABLE:
        return ""
    try:
        return readers.read(content, media_type=content_type).text
    except Invalid:
        return ""


def _locked(claim_id: UUID, by: User, *, to: str) -> tuple[Claim, MemberRole]:
    rows = _claims().visible_to(by).filter(pk=claim_id)
    claim = rows.annotate(by_role=F("project__membership__role")).first()
    if claim is None:
        raise NotFound(f"There is no claim {claim_id} in your projects.")
    role = require_role(claim.by_role, *DECIDERS, to=to)
    if claim.retired_at is not None:
        raise Conflict(f"Claim {claim_id} was divided anew and has successors; use those.")
    return claim, role


def _claims() -> ClaimQuerySet:
    """Claims with their projects, each locked until the transaction ends."""
    rows = Claim.objects.select_related("project").defer("words")
    return rows.select_for_update(of=("self",), no_key=True)


def _require_sound(url: str, file: EvidenceFile | None, quote: str) -> None:
    if bool(url) == bool(file):
        raise Invalid({"url": ["Give the address of a page, or a file: one of the two."]})
    if url:
        fetch.require_fetchable(url)
    if file is not None and not file.content:
        raise Invalid({"file": ["The file is empty."]})
    if file is not None and len(file.content) > MAX_FILE:
        raise Invalid({"file": [f"The file is larger than {MAX_FILE // 2**20} MB."]})
    if file is not None:
        _text("file", file.name, most=10_000)
    _text("quote", quote, most=MAX_QUOTE)


def _text(field: str, words: str, *, most: int) -> str:
    words = words.strip()
    refuse_unstorable(words, field=field)
    if len(words) > most:
        raise Invalid({field: [f"{len(words):,} characters are too many; at most {most:,} are kept."]})
    return words


def _holds(evidence: Evidence, file: EvidenceFile) -> bool:
    return evidence.copies.filter(sha256=hashlib.sha256(file.content).hexdigest()).exists()


def _keep_file(evidence: Evidence, file: EvidenceFile) -> ArchivedCopy:
    return ArchivedCopy.objects.create(
        evidence=evidence,
        retrieved_at=evidence.added_at,
        media_type=file.media_type[:100],
        sha256=hashlib.sha256(file.content).hexdigest(),
        content=file.content,
        text=text_of(file.content, file.media_type),
    )


def _failed(evidence: Evidence, words: str) -> ArchivedCopy:
    return ArchivedCopy.objects.create(evidence=evidence, retrieved_at=timezone.now(), error=words[:2000])


def _note(claim: Claim, verb: LedgerVerb, by: User | str, payload: dict[str, Any]) -> None:
    ledger.append(claim.project_id, by=by, verb=verb, subject=f"claim:{claim.id}", payload=payload)


def _added(evidence: Evidence, copy: ArchivedCopy | None) -> dict[str, Any]:
    return {
        "evidence": str(evidence.id),
        "stance": str(evidence.stance),
        "url": evidence.url,
        "origin": str(evidence.origin_id) if evidence.origin_id else None,
        "sha256": copy.sha256 if copy else None,
    }


def _archived(evidence: Evidence, copy: ArchivedCopy) -> dict[str, Any]:
    size = len(copy.content or b"")
    return {"evidence": str(evidence.id), "sha256": copy.sha256, "bytes": size, "media_type": copy.media_type}


def _unsettle(claim: Claim, by: User | str, *, because: str) -> None:
    """What the claim's verdict rests on has changed: sign-offs become void, and its state follows."""
    if void_signatures([claim.id], by=by if isinstance(by, str) else str(by.pk), because=because):
        fold_claim(claim)
