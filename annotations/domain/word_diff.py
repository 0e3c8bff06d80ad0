"""Two wordings of a sentence, word by word: what stayed, what went and what came."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

COMPARED_AT_MOST: Final = 400
"""Words and spaces that are set against each other, beyond equal beginnings and ends: the comparison is quadratic."""
_PIECE: Final = re.compile(r"\w+|\s+|[^\w\s]")


class Change(StrEnum):
    """What became of a run of words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words that share one fate, as they are written."""

    change: Change
    text: str


def word_diff(before: str, after: str) -> tuple[Run, ...]:
    """Runs in reading order; kept and removed ones give `before` back, kept and added ones `after`.

    Where more than 400 words and spaces differ between the first and the last change, the middle is one removed and
    one added run.
    """
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    middle = _middle(old[head : len(old) - tail], new[head : len(new) - tail])
    runs = [Run(Change.KEPT, "".join(old[:head])), *middle, Run(Change.KEPT, "".join(old[len(old) - tail :]))]
    return tuple(run for run in runs if run.text)


def _same(one: list[str], other: list[str]) -> int:
    """How many pieces at the beginning are equal."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _middle(old: list[str], new: list[str]) -> Iterator[Run]:
    if max(len(old), len(new)) > COMPARED_AT_MOST:
        yield Run(Change.REMOVED, "".join(old))
        yield Run(Change.ADDED, "".join(new))
        return
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Run(Change.KEPT, "".join(old[a:b]))
        else:
            yield Run(Change.REMOVED, "".join(old[a:b]))
            yield Run(Change.ADDED, "".join(new[c:d]))
