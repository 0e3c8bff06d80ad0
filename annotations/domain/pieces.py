"""Cuts a sentence where the marks in it begin and end, so that each depth of a chain can be drawn in its own lane."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from annotations.domain.records import LinkValue, Span


class MarkKind(IntEnum):
    """What marked words are in their link. Where two meet at one depth, the lower number is the one that shows."""

    SOURCE = 1
    CUE = 2
    CONTENT = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of the text that are source, cue or content of the link at `depth`."""

    depth: int
    kind: MarkKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layer:
    """What a piece is at one depth; `closes` on the last piece of a source, where its number is printed."""

    depth: int
    kind: MarkKind
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the sentence without a boundary inside; `layers` are in order of depth, outermost first."""

    text: str
    start: int
    layers: tuple[Layer, ...] = ()


def marks_of(links: Iterable[LinkValue]) -> tuple[Mark, ...]:
    """The marks of a chain, link by link."""
    return tuple(mark for link in links for mark in _marks_of_link(link))


def cut(text: str, *, start: int, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """The sentence in pieces whose texts, joined, are `text`.

    `start` is where the sentence stands in the article, and marks count from the article's beginning. What a mark
    covers outside the sentence is not shown. Marks may cross, nest and be discontinuous.
    """
    end = start + len(text)
    inside = [mark for mark in marks if mark.start < end and mark.end > start and mark.start < mark.end]
    if not inside:
        return (Piece(text, start),) if text else ()
    boundaries = {start, end}
    for mark in inside:
        boundaries.update((max(mark.start, start), min(mark.end, end)))
    edges = sorted(boundaries)
    return tuple(
        Piece(text[left - start : right - start], left, _layers(left, right, inside))
        for left, right in pairwise(edges)
    )


def _marks_of_link(link: LinkValue) -> list[Mark]:
    spans: list[tuple[MarkKind, Span | None]] = [
        (MarkKind.SOURCE, link.source_span),
        (MarkKind.CUE, link.cue_span),
    ]
    spans += [(MarkKind.CONTENT, span) for span in link.content_spans]
    return [Mark(link.depth, kind, span[0], span[1]) for kind, span in spans if span is not None]


def _layers(left: int, right: int, marks: Sequence[Mark]) -> tuple[Layer, ...]:
    shown: dict[int, Mark] = {}
    for mark in marks:
        if mark.start <= left and mark.end >= right:
            other = shown.get(mark.depth)
            if other is None or mark.kind < other.kind:
                shown[mark.depth] = mark
    return tuple(
        Layer(depth, mark.kind, closes=mark.kind is MarkKind.SOURCE and mark.end == right)
        for depth, mark in sorted(shown.items())
    )
