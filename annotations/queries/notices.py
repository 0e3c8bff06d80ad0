"""What a person was told, as pages, the API and mails say it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery

from annotations.domain.submission import moment_from
from annotations.domain.vocabulary import NoticeKind
from annotations.models import Notice, User
from annotations.queries.answers import timestamp
from annotations.queries.pages import Key, Page, page_of

NEWEST_FIRST = (Key("made_at", moment_from, descending=True), Key("id", UUID, descending=True))
SHOWN_CHARACTERS = 80

UNREAD = Subquery(
    Notice.objects.filter(user=OuterRef("user"), read_at=None, project__membership__user=OuterRef("user"))
    .order_by()
    .values("user")
    .annotate(number=Count("pk"))
    .values("number")
)
"""How many notices a membership's person has not read, inside the query that a page begins with anyway."""


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice as a line: `words` say what happened, `address` leads there."""

    id: UUID
    kind: str
    words: str
    address: str
    project: str
    at: datetime
    is_read: bool


def notices_of(user: User) -> QuerySet[Notice]:
    """The person's notices of the projects they are in now."""
    return Notice.objects.filter(user=user, project__membership__user=user)


def unread_count(user: User) -> int:
    """How many notices the person has not read."""
    return notices_of(user).filter(read_at=None).count()


def notice_page(user: User, *, unread: bool, cursor: str | None, limit: int) -> Page[Notice]:
    """A page of the person's notices, newest first; only those not read where `unread`."""
    rows = _with_names(notices_of(user))
    return page_of(rows.filter(read_at=None) if unread else rows, NEWEST_FIRST, cursor=cursor, limit=limit)


def lines_of(rows: QuerySet[Notice]) -> list[NoticeLine]:
    """Notices as lines, in the order of `rows`; one query."""
    return [line_of(notice) for notice in _with_names(rows)]


def lines(notices: Iterable[Notice]) -> list[NoticeLine]:
    """The rows of a page as lines."""
    return [line_of(notice) for notice in notices]


def line_of(notice: Notice) -> NoticeLine:
    """A notice, read with its project, article, claim and who did it, as a line."""
    return NoticeLine(
        id=notice.id,
        kind=notice.kind,
        words=_words(notice),
        address=_address(notice),
        project=notice.project.name,
        at=notice.made_at,
        is_read=notice.read_at is not None,
    )


def notice_form(notice: Notice) -> dict[str, Any]:
    """A notice in JSON."""
    line = line_of(notice)
    return {
        "id": str(notice.id),
        "kind": notice.kind,
        "project": notice.project.slug,
        "article": str(notice.article_id) if notice.article_id else None,
        "claim": str(notice.claim_id) if notice.claim_id else None,
        "by": notice.by.username if notice.by else None,
        "made_at": timestamp(notice.made_at),
        "read_at": timestamp(notice.read_at),
        "words": line.words,
        "address": line.address,
    }


def _with_names(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    return rows.select_related("project", "article", "claim", "by").only(
        "id", "kind", "subject", "number", "made_at", "read_at", "project__slug", "project__name",
        "article__title", "claim__text", "claim__article_id", "by__name", "by__username", "user_id",
    )  # fmt: skip


def _words(notice: Notice) -> str:
    who = str(notice.by) if notice.by else "Somebody"
    place = _place(notice)
    if notice.kind == NoticeKind.ASSIGNED and notice.number > 1:
        return f"{who} assigned {notice.number} articles or claims to you"
    return {
        NoticeKind.MENTIONED: f"{who} mentioned you on {place}",
        NoticeKind.ASSIGNED: f"{who} assigned {place} to you",
        NoticeKind.RETURNED: f"{who} returned {place}",
        NoticeKind.SETTLED: f"{who} settled {place}, which you answered",
        NoticeKind.SIGNATURE_VOID: f"Your sign-off of {place} is void: {who} changed something since",
        NoticeKind.RELEASE_BUILT: f"The data set of {notice.project.name} that you asked for is built",
    }[NoticeKind(notice.kind)]


def _place(notice: Notice) -> str:
    if notice.claim:
        return f"“{_cut(notice.claim.text)}”"
    return f"“{_cut(notice.article.title or 'Untitled')}”" if notice.article else "your work"


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[: SHOWN_CHARACTERS - 1]}…"


def _address(notice: Notice) -> str:
    here = f"/p/{notice.project.slug}/"
    if notice.kind == NoticeKind.RELEASE_BUILT:
        return f"{here}releases/{notice.subject}/"
    if notice.kind == NoticeKind.MENTIONED:
        return f"{here}claims/{notice.claim_id}/history/#comment-{notice.subject}"
    if notice.kind == NoticeKind.SIGNATURE_VOID:
        return f"{here}articles/{notice.article_id}/sign-off/"
    if notice.claim_id:
        return f"{here}articles/{notice.article_id}/?claim={notice.claim_id}#claim-{notice.claim_id}"
    return f"{here}articles/{notice.article_id}/" if notice.article_id else f"{here}assignments/"
