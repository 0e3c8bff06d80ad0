"""Sign-offs and reopenings as people and programs read them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from annotations.domain.submission import moment_from
from annotations.models import Article, Reopening, SignedClaim, SignOff
from annotations.queries.answers import timestamp
from annotations.queries.pages import Key, Page, page_of

NEWEST_FIRST = (Key("signed_at", moment_from, descending=True), Key("id", UUID, descending=True))

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Signature:
    """A sign-off on the page; `changed` of its `claims` changed since, which makes it void."""

    editor: str
    signed_at: datetime
    note: str
    hash: str
    claims: int
    changed: int
    because: str


def sign_offs_of(article: Article, *, cursor: str | None, limit: int) -> Page[SignOff]:
    """A page of the article's sign-offs, void ones too, newest first."""
    return page_of(
        with_claims(SignOff.objects.filter(article=article)), NEWEST_FIRST, cursor=cursor, limit=limit
    )


def with_claims(rows: QuerySet[SignOff]) -> QuerySet[SignOff]:
    """The sign-offs with all that their forms show."""
    signed = SignedClaim.objects.select_related("voiding").order_by("claim__start", "id")
    return rows.select_related("editor").prefetch_related(Prefetch("claims", queryset=signed))


def sign_off_form(signed: SignOff) -> dict[str, Any]:
    """A sign-off in CONTRACT's JSON form; `valid` is false once any of its claims changed, which `voided` lists."""
    claims = list(signed.claims.all())
    voided = [one for one in claims if voiding_of(one) is not None]
    return {
        "id": str(signed.id),
        "article": str(signed.article_id),
        "editor": signed.editor.username,
        "signed_at": timestamp(signed.signed_at),
        "note": signed.note,
        "hash": signed.hash,
        "claims": [{"id": str(one.claim_id), "hash": one.hash} for one in claims],
        "valid": not voided,
        "voided": [
            {
                "claim": str(one.claim_id),
                "at": timestamp(one.voiding.voided_at),
                "by": one.voiding.by,
                "because": one.voiding.because,
            }
            for one in voided
        ],
    }


def voiding_of(signed: SignedClaim) -> Any:
    """What made the signature void, None while it is valid."""
    return getattr(signed, "voiding", None)


def reopening_form(reopening: Reopening) -> dict[str, Any]:
    """A reopening in JSON, with the state the claim has now."""
    return {
        "id": str(reopening.id),
        "claim": str(reopening.claim_id),
        "reopened_by": reopening.reopened_by.username,
        "reopened_at": timestamp(reopening.reopened_at),
        "reason": reopening.reason,
        "state": str(reopening.claim.state),
    }


def article_signatures(article: Article) -> list[Signature]:
    """The article's newest sign-offs as its page shows them; three queries."""
    rows = with_claims(SignOff.objects.filter(article=article)).order_by("-signed_at", "-id")[:SHOWN]
    return [_signature(row) for row in rows]


def _signature(signed: SignOff) -> Signature:
    claims = list(signed.claims.all())
    voided = [one for one in claims if voiding_of(one) is not None]
    reasons = sorted({one.voiding.because.replace("_", " ") for one in voided})
    return Signature(
        editor=str(signed.editor),
        signed_at=signed.signed_at,
        note=signed.note,
        hash=signed.hash,
        claims=len(claims),
        changed=len(voided),
        because=", ".join(reasons),
    )
