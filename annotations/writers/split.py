"""Which part of a data set an article belongs to: learn from train, tune on dev, measure on test.

By article, never by sentence: sentences of one article depend on each other. The part follows from the article's id
alone, so that it is the same in every release, in every format and after an import elsewhere.
"""

import hashlib
from typing import Literal

from annotations.writers.records import ArticleRecord

Part = Literal["train", "dev", "test"]

PARTS: tuple[Part, ...] = ("train", "dev", "test")
SHARES = (0.8, 0.1, 0.1)
"""Of the articles, for train, dev and test; in a small data set a part may be empty."""
SEED = 20260101


def by_article(article_id: str, *, seed: int = SEED) -> Part:
    """The part of an article, drawn from the SHA-256 of seed and id."""
    digest = hashlib.sha256(f"{seed}/{article_id}".encode()).digest()
    return _part(int.from_bytes(digest[:8]) / 2**64)


def by_time(published_at: str | None, cuts: tuple[str, str] | None) -> Part | None:
    """The part of an article by when it was published, the newest in test; None for an article without a time.

    `cuts` are the times (RFC 3339, UTC) up to which articles are for train and for dev: `About.time_cuts`.
    """
    if published_at is None or cuts is None:
        return None
    if published_at <= cuts[0]:
        return "train"
    return "dev" if published_at <= cuts[1] else "test"


class Split:
    """The parts of articles that come in order of id; a later version of an article stays with its first."""

    def __init__(self, *, seed: int = SEED) -> None:
        self._seed = seed
        self._first: dict[str, str] = {}  # of later versions alone, so that it stays small

    def part(self, article: ArticleRecord) -> Part:
        """The part of an article; those that it replaces are to have come before it."""
        first = article.id
        if article.replaces is not None:
            first = self._first.get(article.replaces, article.replaces)
            self._first[article.id] = first
        return by_article(first, seed=self._seed)


def _part(place: float) -> Part:
    if place < SHARES[0]:
        return "train"
    return "dev" if place < SHARES[0] + SHARES[1] else "test"
