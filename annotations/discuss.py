"""Discussing a claim: comments that stay, and settle one another."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from annotations import keeping, ledger, outbox
from annotations.domain.errors import Invalid
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.mentions import mentioned
from annotations.domain.vocabulary import MemberRole
from annotations.models import Comment, User
from annotations.queries.comments import comments_on

MAX_WORDS = 10_000


@transaction.atomic
def comment(claim_id: UUID, text: str, *, resolves: UUID | None = None, by: User) -> Comment:
    """Say something about a claim; `resolves` is the comment on the same claim that this one settles.

    Members whom it names (`@username`) are told. Every member may, supervisors too. Raises NotFound, and Invalid
    for no words, too many, or a comment to resolve that the person cannot see on this claim or that is settled
    already.
    """
    claim = keeping.locked(claim_id, by, *MemberRole, to="comment on claims")
    words = text.strip()
    if not words:
        raise Invalid({"text": ["'text' is missing: a comment says something."]})
    if len(words) > MAX_WORDS:
        raise Invalid(
            {"text": [f"The comment has {len(words):,} characters; at most {MAX_WORDS:,} are kept."]}
        )
    if resolves is not None:
        found = comments_on(claim, viewer=by).filter(pk=resolves).first()
        if found is None:
            raise Invalid({"resolves": [f"There is no comment {resolves} on this claim."]})
        if found.resolutions.exists():
            raise Invalid({"resolves": ["This comment is resolved already."]})
    made = Comment.objects.create(
        claim=claim, author=by, written_at=timezone.now(), text=words, resolves_id=resolves
    )
    if mentioned(words):
        outbox.post(outbox.NOTIFY_MENTIONED, [made.id], project_id=claim.project_id)
    ledger.append(
        claim.project_id,
        by=by,
        verb=LedgerVerb.COMMENTED,
        subject=f"claim:{claim.id}",
        payload={"comment": str(made.id), "resolves": str(resolves) if resolves else None},
    )
    return made
