"""How two data sets differ: claims added, changed and removed, field by field, in one pass over both.

Both come as the lines of claims.jsonl, in the order of a data set: articles by id, claims as the article reads. Equal
lines are passed over unread, so that two large data sets that differ little are compared about as fast as read.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from annotations.domain.errors import Invalid

IGNORED = frozenset({"schema_version"})
Line = dict[str, Any]


class Difference(StrEnum):
    """What became of a claim from the older data set to the newer."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim that is not as it was; `fields` has (older, newer) of each field that changed, None for no such field."""

    difference: Difference
    claim: str
    article: str
    text: str | None
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The change in the API's form."""
        return {
            "change": str(self.difference),
            "claim": self.claim,
            "article": self.article,
            "text": self.text,
            "fields": {name: {"older": old, "newer": new} for name, (old, new) in self.fields.items()},
        }


class Comparison:
    """Iterating gives the changes in the order of the data sets; `counts` are complete once all have gone by."""

    def __init__(self, older: Iterable[bytes], newer: Iterable[bytes]) -> None:
        self._older, self._newer = iter(older), iter(newer)
        self.counts: Counter[str] = Counter({"same": 0, **{str(kind): 0 for kind in Difference}})

    def __iter__(self) -> Iterator[ClaimChange]:
        for change in self._changes():
            self.counts[str(change.difference)] += 1
            yield change

    def _changes(self) -> Iterator[ClaimChange]:
        old, new = next(self._older, b""), next(self._newer, b"")
        while old or new:
            if old == new:
                self.counts["same"] += 1
                old, new = next(self._older, b""), next(self._newer, b"")
                continue
            was, now = _read(old), _read(new)
            if was and (not now or _place(was) < _place(now)):
                yield _alone(Difference.REMOVED, was)
                old = next(self._older, b"")
            elif now and (not was or _place(now) < _place(was)):
                yield _alone(Difference.ADDED, now)
                new = next(self._newer, b"")
            elif was and now:
                changed = _changed(was, now)
                if changed is not None:
                    yield changed
                else:
                    self.counts["same"] += 1
                old, new = next(self._older, b""), next(self._newer, b"")


def _read(line: bytes) -> Line | None:
    if not line:
        return None
    try:
        read: Line = json.loads(line)
        _place(read)
    except (ValueError, KeyError, TypeError):
        raise Invalid({"claims": [f"This is no line of claims.jsonl: {line[:80]!r}."]}) from None
    return read


def _place(line: Line) -> tuple[str, int, str]:
    return line["article"]["id"], line["start"], line["id"]


def _alone(difference: Difference, line: Line) -> ClaimChange:
    return ClaimChange(difference, line["id"], line["article"]["id"], line.get("text"))


def _changed(was: Line, now: Line) -> ClaimChange | None:
    """What changed of a claim; None where only the spelling of its line did."""
    names = [*was, *(name for name in now if name not in was)]
    fields = {
        name: (was.get(name), now.get(name))
        for name in names
        if name not in IGNORED and was.get(name) != now.get(name)
    }
    if not fields:
        return None
    return ClaimChange(Difference.CHANGED, now["id"], now["article"]["id"], now.get("text"), fields)
