"""Saying how far a data set is while it streams past."""

from collections.abc import Callable, Iterable, Iterator
from time import monotonic

from annotations.writers.records import ArticleRecord, ClaimRecord

PROGRESS_EVERY_S = 1.0

Progress = Callable[[float], None]


def reported(
    articles: Iterator[tuple[ArticleRecord, Iterable[ClaimRecord]]], total: int, progress: Progress
) -> Iterator[tuple[ArticleRecord, Iterable[ClaimRecord]]]:
    """The same articles; tells now and then which share of the claims has gone by, 0 … 1."""
    gone, last = 0, monotonic()

    def counted(claims: Iterable[ClaimRecord]) -> Iterator[ClaimRecord]:
        nonlocal gone
        for claim in claims:
            gone += 1
            yield claim

    for article, claims in articles:
        yield article, counted(claims)
        if monotonic() - last >= PROGRESS_EVERY_S:
            last = monotonic()
            progress(gone / max(1, total))
