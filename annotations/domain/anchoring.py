"""What became of each claim of a text in a newer version of it: place first, then the words with what stands around.

A word for word equal claim is unchanged, wherever it now stands. What is left is paired by the words that two claims
share, only within the same stretch between unchanged neighbours. Every step looks at each claim a bounded number
of times.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from annotations.domain.records import Span
from annotations.domain.terms import Term
from annotations.domain.text import folded

ALIKE: Final = 0.5
"""Share of words (Dice, 1945) from which on two claims are two wordings of one."""
NEAR: Final = 4
"""How many places apart, within their stretch, two wordings of one claim are looked for."""
_WORD: Final = re.compile(r"\w+")


class Anchoring(Term):
    """What became of a claim in a newer version of its article."""

    UNCHANGED = "unchanged", "Unchanged", "It stands there word for word; what was answered is kept."
    CHANGED = "changed", "Changed", "It was reworded; it is put before reviewers again."
    REMOVED = "removed", "Removed", "It is no longer there; what was answered stays in its history."
    ADDED = "added", "Added", "It was not there before."


@dataclass(frozen=True, slots=True)
class Anchored:
    """A pair of indexes into the older and the newer claims; None where one has no counterpart."""

    before: int | None
    after: int | None
    outcome: Anchoring


def anchored(older: Sequence[str], newer: Sequence[str]) -> list[Anchored]:
    """Every older and every newer claim exactly once, in the newer version's order, removed ones last.

    `older` and `newer` are the claims' texts in the order of their articles. Time is linear in their letters.
    """
    found: dict[int, int] = {}
    taken: set[int] = set()
    _by_place(older, newer, found, taken)
    for key in (_between_neighbours, _after_neighbour, _before_neighbour, _alone):
        _by_words(older, newer, key, found, taken)
    kept = dict(found)
    _by_likeness(older, newer, found, taken)
    after = {there: here for here, there in found.items()}
    pairs = [_pair(after.get(there), there, kept) for there in range(len(newer))]
    gone = [Anchored(here, None, Anchoring.REMOVED) for here in range(len(older)) if here not in found]
    return pairs + gone


@dataclass(frozen=True, slots=True)
class Move:
    """A stretch of the older text that stands word for word in the newer one: its start there and here."""

    start: int
    end: int
    to: int


def moved(span: Span, moves: Sequence[Move]) -> Span | None:
    """Where the words of a span of the older text stand in the newer; None unless they lie in one unchanged claim.

    `moves` are in order of start and do not overlap. Half-open offsets in code points, as everywhere.
    """
    low, high = 0, len(moves)
    while low < high:
        middle = (low + high) // 2
        if moves[middle].end < span[1]:
            low = middle + 1
        else:
            high = middle
    if low == len(moves) or span[0] < moves[low].start:
        return None
    shift = moves[low].to - moves[low].start
    return span[0] + shift, span[1] + shift


def _pair(before: int | None, after: int, kept: dict[int, int]) -> Anchored:
    if before is None:
        return Anchored(None, after, Anchoring.ADDED)
    return Anchored(before, after, Anchoring.UNCHANGED if before in kept else Anchoring.CHANGED)


def _by_place(older: Sequence[str], newer: Sequence[str], found: dict[int, int], taken: set[int]) -> None:
    """Equal claims counted from the beginning, then from the end."""
    shared = min(len(older), len(newer))
    head = 0
    while head < shared and older[head] == newer[head]:
        found[head] = head
        head += 1
    tail = 1
    while tail <= shared - head and older[-tail] == newer[-tail]:
        found[len(older) - tail] = len(newer) - tail
        tail += 1
    taken.update(found.values())


Key = Callable[[Sequence[str], int], Hashable]


def _by_words(
    older: Sequence[str], newer: Sequence[str], key: Key, found: dict[int, int], taken: set[int]
) -> None:
    """Equal claims with equal surroundings, those that stand there more than once in their order."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for there in range(len(newer) - 1, -1, -1):
        if there not in taken:
            waiting[key(newer, there)].append(there)
    for here in range(len(older)):
        if here not in found and (places := waiting.get(key(older, here))):
            found[here] = places.pop()
            taken.add(found[here])


def _between_neighbours(texts: Sequence[str], index: int) -> Hashable:
    return _before(texts, index), texts[index], _after(texts, index)


def _after_neighbour(texts: Sequence[str], index: int) -> Hashable:
    return _before(texts, index), texts[index]


def _before_neighbour(texts: Sequence[str], index: int) -> Hashable:
    return texts[index], _after(texts, index)


def _alone(texts: Sequence[str], index: int) -> Hashable:
    return texts[index]


def _before(texts: Sequence[str], index: int) -> str:
    return texts[index - 1] if index else ""


def _after(texts: Sequence[str], index: int) -> str:
    return texts[index + 1] if index + 1 < len(texts) else ""


def _by_likeness(older: Sequence[str], newer: Sequence[str], found: dict[int, int], taken: set[int]) -> None:
    """Two wordings of one claim, the most alike first, within the stretch that unchanged neighbours bound."""
    for from_end in (False, True):
        mine = _stretches(len(older), lambda here: found.get(here), from_end=from_end)
        theirs = _stretches(len(newer), lambda there: there if there in taken else None, from_end=from_end)
        alike: list[tuple[float, int, int]] = []
        for bound, here in mine.items():
            alike += _alike(older, newer, here, theirs.get(bound, []))
        for _, one, other in sorted(alike, key=lambda three: (-three[0], three[1], three[2])):
            if one not in found and other not in taken:
                found[one] = other
                taken.add(other)


def _stretches(
    count: int, place_of: Callable[[int], int | None], *, from_end: bool
) -> dict[int | None, list[int]]:
    """Runs of claims without a counterpart, in order, by where their neighbour stands in the newer version."""
    runs: dict[int | None, list[int]] = defaultdict(list)
    bound: int | None = None
    for index in reversed(range(count)) if from_end else range(count):
        place = place_of(index)
        if place is None:
            runs[bound].append(index)
        else:
            bound = place
    return runs


def _alike(
    older: Sequence[str], newer: Sequence[str], mine: Sequence[int], theirs: Sequence[int]
) -> Iterator[tuple[float, int, int]]:
    if not theirs:
        return
    words = [_words(newer[other]) for other in theirs]
    for place, one in enumerate(mine):
        own = _words(older[one])
        for near in range(max(0, place - NEAR), min(len(theirs), place + NEAR + 1)):
            share = _share(own, words[near])
            if share >= ALIKE:
                yield share, one, theirs[near]


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(folded(text)))


def _share(one: Counter[str], other: Counter[str]) -> float:
    both = one.total() + other.total()
    return 2 * (one & other).total() / both if both else 0.0
