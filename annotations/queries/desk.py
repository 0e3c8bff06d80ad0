"""The desk's page: one article with its rows, read in a constant number of queries whatever its length."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from annotations import access
from annotations.domain.vocabulary import MemberRole, Stage
from annotations.models import Article, Claim, Decision, Suggestion, SuggestionsState, User
from annotations.models.answers import with_chains
from annotations.models.claims import REVIEWABLE_SQL
from annotations.models.rows import Columns, fetch
from annotations.queries.desk_frame import Entry, around, outline_of, source_names
from annotations.queries.desk_rows import Known, Viewer, rows_of
from annotations.queries.desk_types import (
    ArticleDesk,
    ArticleHead,
    DeskRights,
    Progress,
    ProjectHead,
    Row,
    Tick,
    WorkerNote,
)

PAGE = 200
BEFORE = 40
"""Characters before a claim that are enough to see whether a paragraph begins."""
TICKS_AT_MOST = 120
WORKER_GONE_AFTER = timedelta(seconds=30)
WORKER_COMMAND = "celery -A workbench worker -Q work"


def article_desk(
    article: Article,
    user: User,
    *,
    role: MemberRole,
    claim: UUID | None = None,
    page: int | None = None,
    at_end: bool = False,
) -> ArticleDesk:
    """The page of `article` that holds `claim`, else page `page`, focused on the claim, else the first undecided.

    `article` comes with its project and outlet. `at_end` focuses the page's last claim. Queries nothing that grows
    with the article but its claims themselves.
    """
    outline = outline_of(article, user)
    numbers = {entry.id: index for index, entry in enumerate((e for e in outline if e.is_reviewed), start=1)}
    number_of_page, pages = _page(outline, claim, page)
    ids = [entry.id for entry in outline[(number_of_page - 1) * PAGE : number_of_page * PAGE]]
    beside = around(article, ids)
    rows = _rows(article, ids, numbers, Viewer(user, role), has_evidence=beside.has_evidence)
    focused, ordered = _focused(rows, claim, at_end=at_end), list(numbers)
    place = numbers[focused.id] - 1 if focused else 0
    return ArticleDesk(
        project=ProjectHead(article.project.slug, article.project.name, tuple(article.project.asks)),
        article=_head(article),
        rows=rows,
        focused=focused,
        progress=_progress(outline, numbers),
        rights=DeskRights(may_decide=access.can_decide(role), may_divide=access.can_edit(role)),
        page=number_of_page,
        pages=pages,
        next_claim=ordered[place + 1] if place + 1 < len(ordered) else None,
        previous_claim=ordered[place - 1] if place > 0 else None,
        next_article=beside.following,
        previous_article=beside.preceding,
        pending=article.suggestions == SuggestionsState.PENDING,
        worker_note=worker_note(article, seen=beside.worker_seen_at),
        sources=source_names(article),
        printed_at=timezone.now(),
    )


CLAIM = Columns(Claim, "c", leave=("words",))
CLAIMS = f"select {CLAIM.sql} from annotations_claim c where c.id = any(%s) order by c.start"  # noqa: S608


def _rows(
    article: Article, ids: Sequence[UUID], numbers: dict[UUID, int], viewer: Viewer, *, has_evidence: bool
) -> list[Row]:
    claims = [CLAIM.row(values) for values in fetch(CLAIMS, [list(ids)])]
    for claim in claims:
        claim.project = article.project
    before = {claim.id: article.text[max(0, claim.start - BEFORE) : claim.start] for claim in claims}
    known = Known(has_evidence=has_evidence)
    return rows_of(article, claims, viewer=viewer, numbers=numbers, before=before, known=known)


def claim_row(article: Article, claim: UUID, user: User, *, role: MemberRole) -> tuple[Row, Progress]:
    """One reviewed claim's row as it stands now, and the caller's progress in its article."""
    place = _place_in_article(article, claim, user)
    reviewed = Claim.objects.filter(project_id=article.project_id, article_id=article.id).reviewable()
    found = reviewed.select_related("project").defer("words").get(pk=claim)
    rows = rows_of(
        article,
        [found],
        viewer=Viewer(user, role),
        numbers={claim: place.number},
        before={claim: place.before},
    )
    return rows[0], Progress(place.decided, place.total)


def saved_row(
    article: Article, claim: Claim, decision: Decision, suggestions: Sequence[Suggestion], *, role: MemberRole
) -> tuple[Row, Progress]:
    """The row of the claim that was answered by this decision just now, and the person's progress in its article.

    `suggestions` are the newest on the claim. Where nobody else has answered, nothing is read that is known.
    """
    place = _place_in_article(article, claim.id, decision.reviewer)
    alone = decision.stage == Stage.REVIEW and decision.revision == claim.decisions_count
    rows = rows_of(
        article,
        [claim],
        viewer=Viewer(decision.reviewer, role),
        numbers={claim.id: place.number},
        before={claim.id: place.before},
        known=Known(place.has_evidence, suggestions, with_chains([decision]) if alone else None),
    )
    return rows[0], Progress(place.decided, place.total)


@dataclass(frozen=True, slots=True)
class Place:
    """An article's reviewed claims, the number of one of them, how many the person decided, the text before it."""

    total: int
    number: int
    decided: int
    before: str
    has_evidence: bool


PLACE = f"""
select count(*), count(*) filter (where c.start <= this.start), count(*) filter (where mine.complete),
    (select substr(a.text, greatest(this.start - %(before)s + 1, 1), least(this.start, %(before)s))
     from annotations_article a where a.id = %(article)s),
    exists (select from annotations_evidence e where e.claim_id = this.id)
        or exists (select from annotations_searchlog l where l.claim_id = this.id)
from annotations_claim this
join annotations_claim c on c.project_id = %(project)s and c.article_id = %(article)s and {REVIEWABLE_SQL}
left join lateral (
    select d.complete from annotations_decision d
    where d.claim_id = c.id and d.reviewer_id = %(user)s and d.stage = 'review' order by d.revision desc limit 1
) mine on c.decisions_count > 0
where this.id = %(claim)s
group by this.id
"""  # noqa: S608
"""In SQL, since this follows every decision and its Python took longer than the database."""


def _place_in_article(article: Article, claim: UUID, user: User) -> Place:
    values: dict[str, Any] = {
        "article": article.id,
        "before": BEFORE,
        "claim": claim,
        "project": article.project_id,
        "user": user.pk,
    }
    return Place(*fetch(PLACE, values)[0])


def worker_note(article: Article, *, seen: datetime | None) -> WorkerNote | None:
    """Why suggestions are missing, and what helps; None where nothing is. `seen` is when a worker was seen last."""
    state = article.suggestions
    if state == SuggestionsState.PENDING:
        if seen is not None and timezone.now() - seen < WORKER_GONE_AFTER:
            return WorkerNote("Suggestions are being made.", "They appear when you open this page again.")
        since = f" since {seen:%H:%M} UTC" if seen else ""
        return WorkerNote(
            f"No suggestion worker is running{since}.",
            "You can decide without suggestions.",
            WORKER_COMMAND,
            "warn",
        )
    if state in (SuggestionsState.PARTIAL, SuggestionsState.FAILED):
        return WorkerNote(
            "Some suggestions could not be made.",
            f"{article.suggestions_why} You can decide without them.",
            kind="warn",
        )
    if state == SuggestionsState.NONE and article.suggestions_why:
        return WorkerNote("There are no suggestions.", article.suggestions_why)
    return None


def _page(outline: Sequence[Entry], claim: UUID | None, page: int | None) -> tuple[int, int]:
    pages = max(1, -(-len(outline) // PAGE))
    place = next((index for index, entry in enumerate(outline) if entry.id == claim), None)
    if place is None and page is None:
        place = next(
            (i for i, entry in enumerate(outline) if entry.is_reviewed and not entry.is_decided),
            0,
        )
    if place is not None:
        return place // PAGE + 1, pages
    return min(max(page or 1, 1), pages), pages


def _focused(rows: Sequence[Row], claim: UUID | None, *, at_end: bool) -> Row | None:
    reviewed = [row for row in rows if row.is_reviewed]
    if not reviewed:
        return None
    wanted = next((row for row in reviewed if row.id == claim), None)
    if wanted is not None:
        return wanted
    if at_end:
        return reviewed[-1]
    return next((row for row in reviewed if not row.is_decided), reviewed[0])


def _progress(outline: Sequence[Entry], numbers: dict[UUID, int]) -> Progress:
    ticks = tuple(
        Tick(entry.id, numbers[entry.id], entry.is_decided) for entry in outline if entry.is_reviewed
    )
    decided = sum(tick.is_decided for tick in ticks)
    return Progress(decided, len(ticks), ticks if len(ticks) <= TICKS_AT_MOST else ())


def _head(article: Article) -> ArticleHead:
    return ArticleHead(
        id=article.id,
        title=article.title,
        outlet=article.outlet.name if article.outlet else "",
        url=article.url,
        published_at=article.published_at,
        deadline=article.deadline,
        as_of=article.published_at,
        sha256=article.sha256,
        language=article.language or "en",
    )
