"""Counting what a format cannot hold: every field of the record that it has no place for, value by value."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Any

import orjson

from annotations.writers.records import ArticleRecord, ClaimRecord

EMPTY: frozenset[object] = frozenset({None, "", "[]", "{}"})


def _reads(name: str) -> Callable[[Any], Any]:
    return lambda record: getattr(record, name)


ARTICLE: Mapping[str, Callable[[ArticleRecord], Any]] = {
    name.removesuffix("_json"): _reads(name) for name in ArticleRecord._fields if name != "id"
}
"""By the field's name in articles.jsonl."""
CLAIM: Mapping[str, Callable[[ClaimRecord], Any]] = {
    "position": _reads("position"),
    "role": _reads("role"),
    "text": _reads("text"),
    "quote": _reads("text"),
    "duplicate_of": _reads("duplicate_of"),
    "state": _reads("state"),
    "chain": _reads("chain_json"),
    "verification": _reads("verification"),
    "basis": _reads("basis"),
    "as_of": _reads("as_of"),
    "revisit_on": _reads("revisit_on"),
    "check_worthiness": _reads("check_worthiness"),
    "priority": _reads("priority"),
    "guideline_version": _reads("guideline_version"),
    "resolution.kind": _reads("stage"),
    "resolution.by": _reads("settled_by_json"),
    "resolution.at": _reads("settled_at"),
    "resolution.reason": _reads("reason"),
}
"""By the field's name in claims.jsonl."""
LISTS = frozenset(
    name.removesuffix("_json")
    for name in ClaimRecord._fields
    if name.endswith("_json") and name not in ("chain_json", "settled_by_json")
)
"""Lists of claims.jsonl (reviews, suggestions, evidence …), counted by what is in them."""
WHOLE_CLAIM = frozenset(CLAIM) | LISTS


class Losses:
    """How many values of which fields were given to a format that holds only the fields named.

    `article` and `claim` are the fields that it holds, by their names in articles.jsonl and claims.jsonl.
    """

    def __init__(self, *, article: Collection[str] = (), claim: Collection[str] = ()) -> None:
        self._article = [(f"article.{name}", ARTICLE[name]) for name in sorted(set(ARTICLE) - set(article))]
        self._claim = [(name, CLAIM[name]) for name in sorted(set(CLAIM) - set(claim))]
        self._lists = sorted(LISTS - set(claim))
        self._counts: Counter[str] = Counter()

    def article(self, record: ArticleRecord) -> None:
        """Count what is lost of an article."""
        for name, value in self._article:
            if value(record) not in EMPTY:
                self._counts[name] += 1

    def claim(self, record: ClaimRecord) -> None:
        """Count what is lost of a claim."""
        counts = self._counts
        for name, value in self._claim:
            if value(record) is not None:
                counts[name] += 1
        for name in self._lists:
            number = getattr(record, name, None)
            counts[name] += len(orjson.loads(getattr(record, f"{name}_json"))) if number is None else number

    def add(self, name: str, values: int = 1) -> None:
        """Count so many values of a field besides."""
        self._counts[name] += values

    def as_dict(self) -> dict[str, int]:
        """The counts by field, in order of name; fields that lost nothing are not in it."""
        return {name: count for name, count in sorted(self._counts.items()) if count}
