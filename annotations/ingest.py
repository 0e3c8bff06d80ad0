"""Taking articles in: bytes become a text that never changes, and claims that give it back letter for letter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from annotations import fetch, ledger, outbox, readers, sources, versions
from annotations.access import EDITORS, require_member
from annotations.domain.errors import AlreadyThere, Conflict, DomainError, Invalid
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.records import Draft
from annotations.models import Article, Project, Source, SuggestionsState, User
from annotations.models.bulk import ArticleRow, write_articles
from annotations.readers.dividing import Incoming as Incoming
from annotations.readers.dividing import Prepared, prepare
from annotations.readers.dividing import require_whole as require_whole

FETCH_S = 15.0
"""Somebody waits for this page; evidence, for which nobody does, has longer."""
BATCH = 200
"""Articles in one transaction, at most."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one incoming article: its id and claims, or why it was refused. One of the two is set."""

    article_id: UUID | None = None
    claims: int = 0
    error: DomainError | None = None


def fetched(url: str, *, field: str) -> tuple[fetch.Fetched, Draft]:
    """The page at a public address, and what a reader makes of it; the draft's url is where the page was at last.

    Raises Invalid under `field` for a page that does not come in time, Unreadable for one that no reader takes.
    """
    try:
        came = fetch.get(url.strip(), total_s=FETCH_S)
    except fetch.NotFetched as error:
        raise Invalid({field: [str(error)]}) from None
    draft = readers.read(came.content, media_type=came.content_type)
    return came, replace(draft, url=came.final_url)


def import_article(project: Project, incoming: Incoming, *, by: User) -> Article:
    """Take one article in, in one transaction.

    Raises NotPermitted, Invalid, and AlreadyThere for the same bytes with the same outlet and url.
    """
    result = import_articles(project, [incoming], by=by)[0]
    if result.error is not None or result.article_id is None:
        raise result.error or Invalid({"": ["Nothing was imported."]})
    return Article.objects.select_related("outlet").get(pk=result.article_id)


def import_articles(project: Project, batch: Sequence[Incoming | Prepared], *, by: User) -> list[Imported]:
    """Take up to 200 articles in, in one transaction and in order; a refused one is left out alone.

    Each article taken in has its own ledger entry. Raises NotPermitted for the whole.
    """
    if len(batch) > BATCH:
        raise ValueError(f"at most {BATCH} articles go into one transaction, not {len(batch)}")
    require_member(project, by, *EDITORS, to="import articles")
    prepared = [item if isinstance(item, Prepared) else prepare(item) for item in batch]
    try:
        return _write(project, prepared, by)
    except IntegrityError:
        # Another import took one of these in meanwhile: one at a time, each finds out for itself.
        return [_write_alone(project, item, by) for item in prepared]


def _write_alone(project: Project, item: Prepared, by: User) -> Imported:
    try:
        return _write(project, [item], by)[0]
    except IntegrityError:
        return _write(project, [item], by)[0]


@transaction.atomic
def _write(project: Project, prepared: Sequence[Prepared], by: User) -> list[Imported]:
    outlets = sources.outlets(project.id, {p.incoming.draft.outlet for p in prepared if p.error is None})
    taken = _taken(project, prepared)
    rows: list[ArticleRow] = []
    results: list[Imported] = []
    replaced: dict[UUID, Article] = {}
    for item in prepared:
        outlet = outlets.get(sources.name_key(item.incoming.draft.outlet))
        key = (item.sha256, outlet.id if outlet else None, item.incoming.draft.url)
        error = item.error or _twice(taken.get(key), item) or _replace(project, item, replaced)
        if error is not None:
            results.append(Imported(error=error))
            continue
        row = _row(project, item, outlet, by)
        taken[key] = row.id
        rows.append(row)
        results.append(Imported(article_id=row.id, claims=item.claims.count))
    _store(project, rows, by)
    for row in rows:
        if row.replaces_id:
            versions.take_the_place(replaced[row.replaces_id], row.id, by=by)
    return results


def _replace(project: Project, item: Prepared, replaced: dict[UUID, Article]) -> DomainError | None:
    """Hold the article that this one replaces, or say why it cannot be replaced."""
    older = item.incoming.replaces
    if older is None:
        return None
    if older in replaced:
        return Conflict(f"Two articles of this import replace {older}; a version has one successor.")
    try:
        replaced[older] = versions.locked(project, older)
    except DomainError as error:
        return error
    return None


def _store(project: Project, rows: Sequence[ArticleRow], by: User) -> None:
    if not rows:
        return
    # In this order two imports of the same articles never wait for each other.
    write_articles(sorted(rows, key=lambda row: (row.sha256, str(row.outlet_id), row.url)))
    outbox.post(outbox.SUGGEST_FOR_ARTICLE, [row.id for row in rows], project_id=project.id)
    ledger.append_many(
        project.id,
        [
            ledger.Line(
                by=by,
                verb=LedgerVerb.ARTICLE_IMPORTED,
                subject=f"article:{row.id}",
                payload={
                    "sha256": row.sha256,
                    "characters": len(row.text),
                    "claims": len(row.claims),
                    "outlet": str(row.outlet_id) if row.outlet_id else None,
                    "replaces": str(row.replaces_id) if row.replaces_id else None,
                    "media_type": row.media_type,
                },
            )
            for row in rows
        ],
    )


def _taken(project: Project, prepared: Sequence[Prepared]) -> dict[tuple[str, UUID | None, str], UUID]:
    digests = {item.sha256 for item in prepared}
    found = Article.objects.filter(project=project, sha256__in=digests).values_list(
        "sha256", "outlet_id", "url", "id"
    )
    return {(sha256, outlet_id, url): pk for sha256, outlet_id, url, pk in found}


def _twice(known: UUID | None, item: Prepared) -> AlreadyThere | None:
    if known is None:
        return None
    name = item.incoming.draft.title or item.incoming.filename or "This article"
    return AlreadyThere(
        f"{name} is already there, with the same bytes, outlet and url: {known}.", current=known
    )


def _row(project: Project, item: Prepared, outlet: Source | None, by: User) -> ArticleRow:
    draft = item.incoming.draft
    text = draft.text
    return ArticleRow(
        id=item.article_id,
        project_id=project.id,
        title=draft.title or item.begins,
        outlet_id=outlet.id if outlet else None,
        url=draft.url,
        published_at=draft.published_at,
        language=draft.language,
        deadline=item.incoming.deadline,
        replaces_id=item.incoming.replaces,
        text=text,
        gaps=item.gaps,
        sha256=item.sha256,
        content=item.incoming.content,
        media_type=draft.media_type,
        encoding=draft.encoding,
        filename=item.incoming.filename[:300],
        coverage=draft.coverage,
        left_out=draft.left_out,
        hidden=draft.hidden,
        notes=draft.notes,
        imported_by_id=by.id,
        imported_at=timezone.now(),
        suggestions=SuggestionsState.PENDING,
        claims=item.claims,
    )
