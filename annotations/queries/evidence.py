"""Evidence and searches of claims as a person may see them, with whether a copy was archived; never the bytes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from urllib.parse import urlsplit
from uuid import UUID

from annotations import protections
from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import ClaimState, Stance
from annotations.models import ArchivedCopy, Claim, Evidence, Job, JobState, SearchLog, Source, User
from annotations.queries.answers import timestamp

ArchivedState = Literal["pending", "done", "failed"]
ORIGINS_AT_MOST = 300
OPEN = frozenset({ClaimState.UNREVIEWED, ClaimState.IN_REVIEW})


@dataclass(frozen=True, slots=True)
class Copy:
    """What became of the attempts to archive a piece of evidence; `error` are the last one's words."""

    state: ArchivedState = "pending"
    sha256: str = ""
    media_type: str = ""
    final_url: str = ""
    retrieved_at: datetime | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceShown:
    """A piece of evidence; `withdrawn_because` is "" while it stands. `is_own` says that the viewer added it."""

    id: UUID
    claim: UUID
    stance: str
    stance_label: str
    url: str
    filename: str
    quote: str
    published_at: datetime | None
    origin: UUID | None
    origin_name: str
    added_by: str
    added_at: datetime
    is_own: bool
    copy: Copy
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawn_because: str = ""

    @property
    def place(self) -> str:
        """Where it is from, in short: the page's host, or the file's name."""
        return self.filename or (urlsplit(self.url).hostname or self.url).removeprefix("www.")

    @property
    def stands(self) -> bool:
        """Whether it was not withdrawn."""
        return self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class SearchShown:
    """Where somebody looked; `found` is "" where they found nothing."""

    id: UUID
    claim: UUID
    at: datetime
    by: str
    place: str
    words: str
    found: str


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """The page of a claim's evidence; `origins` are the sources that a form offers."""

    claim: UUID
    number: int | None
    text: str
    article_title: str
    address: str
    evidence: Sequence[EvidenceShown]
    searches: Sequence[SearchShown]
    origins: Sequence[tuple[UUID, str]]


def evidence_page(claim: Claim, *, viewer: User) -> EvidencePage:
    """What was brought up for and against the claim, which comes with its project and article."""
    number = None
    if claim.is_reviewable:
        number = Claim.objects.filter(article=claim.article_id, start__lte=claim.start).reviewable().count()
    named = Source.objects.filter(project=claim.project_id, article=None, merged_into=None).order_by("name")
    return EvidencePage(
        claim=claim.pk,
        number=number,
        text=claim.text,
        article_title=claim.article.title,
        address=f"/p/{claim.project.slug}/articles/{claim.article_id}/?claim={claim.pk}#claim-{claim.pk}",
        evidence=evidence_of([claim], viewer=viewer).get(claim.pk, []),
        searches=searches_of([claim], viewer=viewer).get(claim.pk, []),
        origins=list(named.values_list("pk", "name")[:ORIGINS_AT_MOST]),
    )


def attachment_headers(name: str) -> dict[str, str]:
    """How bytes of strangers are handed out: to be saved, never shown; `name` is letters and digits."""
    return {
        "Content-Disposition": f'attachment; filename="{name}.bin"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }


def evidence_of(claims: Sequence[Claim], *, viewer: User) -> dict[UUID, list[EvidenceShown]]:
    """The evidence of each claim that has any, as it was added; at most three queries, however many claims.

    In a blind project only what the viewer added while a claim's quorum is not reached. Claims come with projects.
    """
    hidden = _hidden(claims)
    rows = Evidence.objects.filter(claim__in=[claim.pk for claim in claims]).select_related(
        "origin", "added_by", "withdrawal__withdrawn_by"
    )
    seen = [row for row in rows if row.claim_id not in hidden or row.added_by_id == viewer.pk]
    copies = copies_of([row.pk for row in seen])
    shown: dict[UUID, list[EvidenceShown]] = {}
    for row in seen:
        shown.setdefault(row.claim_id, []).append(_shown(row, copies[row.pk], viewer))
    return shown


def searches_of(claims: Sequence[Claim], *, viewer: User) -> dict[UUID, list[SearchShown]]:
    """The searches on each claim that has any, newest first; one query. Hidden as evidence is."""
    hidden = _hidden(claims)
    rows = SearchLog.objects.filter(claim__in=[claim.pk for claim in claims]).select_related("searched_by")
    shown: dict[UUID, list[SearchShown]] = {}
    for row in rows:
        if row.claim_id in hidden and row.searched_by_id != viewer.pk:
            continue
        line = SearchShown(
            row.pk, row.claim_id, row.searched_at, str(row.searched_by), row.place, row.words, row.found
        )
        shown.setdefault(row.claim_id, []).append(line)
    return shown


def copies_of(evidence_ids: Sequence[UUID]) -> Mapping[UUID, Copy]:
    """What became of archiving each of them; two queries at most."""
    if not evidence_ids:
        return {}
    attempts = ArchivedCopy.objects.filter(evidence__in=evidence_ids).defer("content", "text")
    found: dict[UUID, Copy] = {}
    for attempt in attempts.order_by("evidence", "-retrieved_at", "-id"):
        known = found.get(attempt.evidence_id)
        if attempt.sha256:
            found[attempt.evidence_id] = Copy(
                "done", attempt.sha256, attempt.media_type, attempt.final_url, attempt.retrieved_at
            )
        elif known is None:
            found[attempt.evidence_id] = Copy("failed", error=attempt.error)
    missing = [pk for pk in evidence_ids if found.get(pk, Copy()).state != "done"]
    waiting = _waiting(missing)
    for pk in missing:
        state: ArchivedState = "pending" if pk in waiting else "failed"
        found[pk] = Copy(state, error=found.get(pk, Copy()).error)
    return found


def evidence_for(user: User, evidence_id: UUID) -> EvidenceShown:
    """One piece of evidence. Raises NotFound where the person may not see it."""
    claims = Claim.objects.all()
    if protections.stands("scope"):
        claims = claims.visible_to(user)
    claim = claims.filter(evidence=evidence_id).select_related("project").defer("words").first()
    shown = evidence_of([claim], viewer=user).get(claim.pk, []) if claim else []
    found = next((item for item in shown if item.id == evidence_id), None)
    if found is None:
        raise NotFound(f"There is no evidence {evidence_id} in your projects.")
    return found


def copy_for(user: User, evidence_id: UUID) -> tuple[EvidenceShown, bytes]:
    """The evidence and its archived bytes. Raises NotFound where the person may not see it or there is no copy."""
    found = evidence_for(user, evidence_id)
    content = (
        ArchivedCopy.objects.filter(evidence=evidence_id).exclude(sha256="").values_list("content", flat=True)
    ).first()
    if content is None:
        raise NotFound("There is no archived copy of this evidence.")
    return found, bytes(content)


def evidence_form(shown: EvidenceShown) -> dict[str, Any]:
    """A piece of evidence in CONTRACT's JSON form."""
    return {
        "id": str(shown.id),
        "claim": str(shown.claim),
        "stance": shown.stance,
        "url": shown.url,
        "filename": shown.filename,
        "quote": shown.quote,
        "published_at": timestamp(shown.published_at),
        "origin": str(shown.origin) if shown.origin else None,
        "added_by": shown.added_by,
        "added_at": timestamp(shown.added_at),
        "archived": shown.copy.state,
        "sha256": shown.copy.sha256 or None,
        "media_type": shown.copy.media_type,
        "final_url": shown.copy.final_url,
        "retrieved_at": timestamp(shown.copy.retrieved_at),
        "error": shown.copy.error,
        "withdrawn": None
        if shown.stands
        else {
            "by": shown.withdrawn_by,
            "at": timestamp(shown.withdrawn_at),
            "reason": shown.withdrawn_because,
        },
    }


def search_form(shown: SearchShown) -> dict[str, Any]:
    """A search in its JSON form."""
    return {
        "id": str(shown.id),
        "claim": str(shown.claim),
        "place": shown.place,
        "words": shown.words,
        "found": shown.found,
        "searched_by": shown.by,
        "searched_at": timestamp(shown.at),
    }


def _hidden(claims: Iterable[Claim]) -> set[UUID]:
    return {claim.pk for claim in claims if claim.project.blind and claim.state in OPEN}


def _waiting(evidence_ids: Sequence[UUID]) -> set[UUID]:
    """Those of which a worker will still try to fetch a copy."""
    if not evidence_ids:
        return set()
    open_states = (JobState.QUEUED, JobState.RUNNING)
    return set(
        Job.objects.filter(subject__in=evidence_ids, state__in=open_states).values_list("subject", flat=True)
    )


def _shown(row: Evidence, copy: Copy, viewer: User) -> EvidenceShown:
    withdrawal = getattr(row, "withdrawal", None)
    return EvidenceShown(
        id=row.pk,
        claim=row.claim_id,
        stance=row.stance,
        stance_label=Stance(row.stance).label,
        url=row.url,
        filename=row.filename,
        quote=row.quote,
        published_at=row.published_at,
        origin=row.origin_id,
        origin_name=row.origin.name if row.origin else "",
        added_by=str(row.added_by),
        added_at=row.added_at,
        is_own=row.added_by_id == viewer.pk,
        copy=copy,
        withdrawn_at=withdrawal.withdrawn_at if withdrawal else None,
        withdrawn_by=str(withdrawal.withdrawn_by) if withdrawal else "",
        withdrawn_because=withdrawal.reason if withdrawal else "",
    )
