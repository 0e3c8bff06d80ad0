"""The versions of an article, and two neighbouring ones side by side, sentence by sentence."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from annotations.domain.anchoring import Anchoring
from annotations.domain.word_diff import Change, Run, word_diff
from annotations.models import Article, CarriedAnswer, Claim, Reanchoring, SignOff

ROWS_SHOWN = 500
# The versions before and after this one; a version has one successor.
CHAIN = """
with recursive earlier as (
    select id, replaces_id, 0 as age from annotations_article where id = %(article)s
    union all
    select a.id, a.replaces_id, e.age + 1 from annotations_article a join earlier e on a.id = e.replaces_id
), later as (
    select id, 0 as age from annotations_article where id = %(article)s
    union all
    select a.id, l.age - 1 from annotations_article a join later l on a.replaces_id = l.id
)
select id from (select id, age from earlier union select id, age from later) v order by age, id
"""


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of an article, with the number of its sign-offs."""

    id: UUID
    title: str
    imported_at: datetime
    imported_by: str
    is_this: bool
    is_newest: bool
    signed: int = 0


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A sentence of both versions, or of one. `runs` are the words that differ; `kept` counts answers carried over."""

    outcome: Anchoring
    text: str
    runs: Sequence[Run] = ()
    before: UUID | None = None
    after: UUID | None = None
    kept: int = 0

    @property
    def has_changed(self) -> bool:
        """Whether the row is to be looked at."""
        return self.outcome is not Anchoring.UNCHANGED


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """The versions of `article` and, where it replaces one, what became of the earlier one's sentences.

    `counts` are by outcome in its order; `rows` those of the newer version with removed ones where they stood, at most
    `ROWS_SHOWN`, of which `more` are not shown.
    """

    article: UUID
    title: str
    versions: Sequence[VersionLine]
    earlier: UUID | None
    counts: Sequence[tuple[Anchoring, int]] = ()
    rows: Sequence[ComparedRow] = ()
    more: int = 0


def versions_page(article: Article) -> VersionsPage:
    """The page's values in a constant number of queries."""
    rows = _rows(article) if article.replaces_id else []
    counts = [(outcome, sum(row.outcome is outcome for row in rows)) for outcome in Anchoring]
    return VersionsPage(
        article=article.id,
        title=article.title,
        versions=_versions(article),
        earlier=article.replaces_id,
        counts=counts if rows else (),
        rows=rows[:ROWS_SHOWN],
        more=max(0, len(rows) - ROWS_SHOWN),
    )


def newer_version(article: Article) -> UUID | None:
    """The id of the version that took the article's place, None for the newest."""
    newer = Article.objects.filter(project_id=article.project_id, replaces=article).order_by("id")
    return newer.values_list("id", flat=True).first()


def _versions(article: Article) -> list[VersionLine]:
    with connection.cursor() as cursor:
        cursor.execute(CHAIN, {"article": article.id})
        ids = [UUID(str(pk)) for (pk,) in cursor.fetchall()]
    known = Article.objects.select_related("imported_by").only("title", "imported_at", "imported_by")
    found = known.filter(project_id=article.project_id).in_bulk(ids)
    signed = list(SignOff.objects.filter(article__in=ids).values_list("article", flat=True))
    return [
        VersionLine(
            id=pk,
            title=found[pk].title,
            imported_at=found[pk].imported_at,
            imported_by=str(found[pk].imported_by),
            is_this=pk == article.id,
            is_newest=place == 0,
            signed=signed.count(pk),
        )
        for place, pk in enumerate(ids)
        if pk in found
    ]


def _rows(article: Article) -> list[ComparedRow]:
    pairs = list(
        Reanchoring.objects.filter(article=article)
        .select_related("before", "after")
        .defer("before__words", "after__words")
    )
    answers = CarriedAnswer.objects.filter(
        decision__claim__in=[pair.after_id for pair in pairs if pair.after_id]
    )
    kept: dict[UUID, int] = {}
    for claim_id in answers.values_list("decision__claim", flat=True):
        kept[claim_id] = kept.get(claim_id, 0) + 1
    return [_row(pair, kept) for pair in _in_reading_order(pairs)]


def _in_reading_order(pairs: Iterable[Reanchoring]) -> list[Reanchoring]:
    """As the newer version reads; what was removed stands after the sentence that it followed."""
    places: dict[int, int] = {}
    for pair in pairs:
        if pair.before is not None and pair.after is not None:
            places[pair.before.start] = pair.after.start
    followed = sorted(places)

    def place(pair: Reanchoring) -> tuple[int, int, int]:
        if pair.after is not None:
            return pair.after.start, 0, 0
        start = _start(pair.before)
        below = bisect_left(followed, start)
        return (places[followed[below - 1]] if below else -1), 1, start

    return sorted(pairs, key=place)


def _start(claim: Claim | None) -> int:
    return claim.start if claim is not None else 0


def _row(pair: Reanchoring, kept: dict[UUID, int]) -> ComparedRow:
    before, after = pair.before, pair.after
    outcome = Anchoring(pair.outcome)
    text = after.text if after is not None else before.text if before is not None else ""
    runs: Sequence[Run] = ()
    if outcome is Anchoring.CHANGED and before is not None and after is not None:
        runs = word_diff(before.text, after.text)
    elif outcome is not Anchoring.UNCHANGED:
        runs = (Run(Change.ADDED if after is not None else Change.REMOVED, text),)
    return ComparedRow(
        outcome=outcome,
        text=text,
        runs=runs,
        before=pair.before_id,
        after=pair.after_id,
        kept=kept.get(pair.after_id, 0) if pair.after_id else 0,
    )
