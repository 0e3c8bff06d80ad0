"""Which stretches of an article say again what another one says."""

import re
from collections.abc import Sequence

from annotations.domain.text import folded
from annotations.domain.vocabulary import REVIEWED_ROLES, ClaimRole

_SHORTEST_REST = 12  # code points a text must keep once its section label is taken off
_LONGEST_LABEL = 32
_ODD_SPACES = 16  # by how much folding can shorten a line that is worth comparing
_OPEN_QUOTES = "\"“‘'«„"
_SEPARATORS = "|:/>»•·–—-"
_SEAM = re.compile(rf"(?<=\S)(?=[^\W\d_a-z]|[{_OPEN_QUOTES}])|(?<=[{_SEPARATORS}] )(?=\S)")
_LABELLED_ROLES = frozenset({ClaimRole.HEADLINE, ClaimRole.DEK, ClaimRole.CAPTION, ClaimRole.SUBHEADING})


def unlabelled(words: str) -> list[str]:
    """What `words` could be without a section label stuck to its start ("NewsStorm hits" → "Storm hits")."""
    rests = []
    highest = min(_LONGEST_LABEL, len(words) - _SHORTEST_REST)
    for seam in _SEAM.finditer(words, 2, max(2, highest)):
        at = seam.start()
        before, here = words[at - 1], words[at : at + 1]
        parted = before.islower() or before == " " or before in _SEPARATORS
        if parted or (before.isupper() and here.isupper() and words[at + 1].islower()):
            rests.append(words[at:])
    return rests


class Likeness:
    """One text to compare others with, folded once."""

    def __init__(self, words: str) -> None:
        self._length = len(words)
        self._words = folded(words)
        self._rests = {folded(rest) for rest in unlabelled(words)}

    def fits(self, other: str) -> bool:
        """Whether `other` is the same text, a section label on either side aside."""
        if abs(len(other) - self._length) > _LONGEST_LABEL + _ODD_SPACES:
            return False
        words = folded(other)
        if words == self._words or words in self._rests:
            return True
        return words.endswith(self._words) and any(folded(rest) == self._words for rest in unlabelled(other))


def duplicates(pieces: Sequence[tuple[str, ClaimRole]]) -> list[int | None]:
    """For each piece (words, role) the index of the one it repeats, or None.

    Pieces are the same when they are equal after folding, or equal but for a section label stuck to the start
    of one; then all point at the first occurrence without a label. Nothing points at a piece that itself
    points on. What is reviewed and what is not never repeat each other.
    """
    first: tuple[dict[str, int], dict[str, int]] = ({}, {})
    found: list[int | None] = []
    labelled: list[int] = []
    for index, (words, role) in enumerate(pieces):
        earlier = first[role in REVIEWED_ROLES].setdefault(folded(words), index)
        found.append(None if earlier == index else earlier)
        if earlier == index and role in _LABELLED_ROLES:
            labelled.append(index)
    moved = False
    for index in labelled:
        words, role = pieces[index]
        for rest in unlabelled(words):
            clean = first[role in REVIEWED_ROLES].get(folded(rest))
            if clean is not None and clean != index:
                found[index] = clean
                moved = True
                break
    return [_last(found, target) for target in found] if moved else found


def _last(found: list[int | None], target: int | None) -> int | None:
    while target is not None and found[target] is not None:
        target = found[target]
    return target
