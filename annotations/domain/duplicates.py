"""Which stretches of an article say again what another one says."""

from collections.abc import Sequence

from annotations.domain.text import folded
from annotations.domain.vocabulary import REVIEWED_ROLES, ClaimRole

_SHORTEST_REST = 12  # code points a text must keep once its section label is taken off
_LONGEST_LABEL = 32
_LABELLED_ROLES = frozenset({ClaimRole.HEADLINE, ClaimRole.DEK, ClaimRole.CAPTION, ClaimRole.SUBHEADING})


def unlabelled(words: str) -> list[str]:
    """What `words` could be without a section label stuck to its start ("NewsStorm hits" → "Storm hits")."""
    rests = []
    for at in range(2, min(_LONGEST_LABEL, len(words) - _SHORTEST_REST)):
        before, here = words[at - 1], words[at]
        if (
            ((here.isupper() or here in "\"“‘'") and (before.islower() or before in "|:/>»•·–—"))
            or (here.isupper() and before == " " and words[at - 2] in "|:/>»•·–—-")
            or (here.isupper() and before.isupper() and at + 1 < len(words) and words[at + 1].islower())
        ):
            rests.append(words[at:])
    return rests


def duplicates(pieces: Sequence[tuple[str, ClaimRole]]) -> list[int | None]:
    """For each piece (words, role) the index of the one it repeats, or None.

    Pieces are the same when they are equal after folding, or equal but for a section label stuck to the start of
    one; then all point at the first occurrence without a label. Nothing points at a piece that itself points on.
    What is reviewed and what is not never repeat each other.
    """
    first: dict[tuple[str, bool], int] = {}
    found: list[int | None] = []
    labelled: list[int] = []
    for index, (words, role) in enumerate(pieces):
        found.append(None)
        earlier = first.setdefault((folded(words), role in REVIEWED_ROLES), index)
        if earlier != index:
            found[index] = earlier
        elif role in _LABELLED_ROLES:
            labelled.append(index)
    for index in labelled:
        clean = _clean(pieces, index, first)
        if clean is not None:
            found[index] = clean
    return [_settled(found, target) for target in found]


def _clean(
    pieces: Sequence[tuple[str, ClaimRole]], index: int, first: dict[tuple[str, bool], int]
) -> int | None:
    words, role = pieces[index]
    for rest in unlabelled(words):
        other = first.get((folded(rest), role in REVIEWED_ROLES))
        if other is not None and other != index:
            return other
    return None


def _settled(found: list[int | None], target: int | None) -> int | None:
    while target is not None and found[target] is not None:
        target = found[target]
    return target
