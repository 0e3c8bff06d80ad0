"""What people said about a claim, as far as the viewer may know by now."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from annotations.domain.mentions import mentioned
from annotations.domain.submission import moment_from
from annotations.models import Claim, Comment, User
from annotations.queries.answers import timestamp
from annotations.queries.history import quorum_reached
from annotations.queries.pages import Key, Page, page_of

NEWEST_FIRST = (Key("written_at", moment_from, descending=True), Key("id", UUID, descending=True))


def comments_on(claim: Claim, *, viewer: User) -> QuerySet[Comment]:
    """The claim's comments; in a blind project only the viewer's own until enough people have decided."""
    rows = Comment.objects.filter(claim=claim).select_related("author")
    if claim.project.blind and not quorum_reached([claim], quorum=claim.project.quorum):
        rows = rows.filter(author=viewer)
    return rows


def comment_page(claim: Claim, *, viewer: User, cursor: str | None, limit: int) -> Page[Comment]:
    """A page of the comments that the viewer may read, newest first."""
    rows = comments_on(claim, viewer=viewer).prefetch_related("resolutions")
    return page_of(rows, NEWEST_FIRST, cursor=cursor, limit=limit)


def comment_form(comment: Comment) -> dict[str, Any]:
    """A comment in JSON; `resolved` where a later one settled it (prefetch `resolutions`)."""
    return {
        "id": str(comment.id),
        "claim": str(comment.claim_id),
        "author": comment.author.username,
        "written_at": timestamp(comment.written_at),
        "text": comment.text,
        "resolves": str(comment.resolves_id) if comment.resolves_id else None,
        "mentions": list(mentioned(comment.text)),
        "resolved": bool(comment.resolutions.all()),
    }
