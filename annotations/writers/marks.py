"""The words of a claim that its chain stands on, for formats that mark words: source, cue and content of each link."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from annotations.writers.losses import Losses

SOURCE, CUE, CONTENT = "Source", "Cue", "Content"
LABELS: Mapping[str, str] = {
    SOURCE: "The longest noun phrase that identifies who says so.",
    CUE: "The words that tie the source to what it says.",
    CONTENT: "What is said.",
}
HAS_SOURCE, HAS_CONTENT, EMBEDS = "has source", "has content", "embeds"
RELATIONS = (HAS_SOURCE, HAS_CONTENT, EMBEDS)
"""From the cue (else the content) to the source, from the cue (else the source) to each content, and from a link to
the next one inside it, between what each of them stands on: its cue, else its source, else its first content."""


class Mark(NamedTuple):
    """A run of words, half-open code points of the claim's text, and the index of its link in the chain."""

    label: str
    start: int
    end: int
    link: int


class Relation(NamedTuple):
    """A relation between two marks, by their places in the list."""

    kind: str
    one: int
    other: int


def marks(chain: Sequence[Mapping[str, Any]], *, start: int, end: int) -> tuple[list[Mark], int]:
    """The marks of a chain in a claim at `start` … `end` of its article, and how many spans lie outside the claim.

    A span that is only partly inside counts as outside: half of a name would be another name.
    """
    found: list[Mark] = []
    outside = 0
    for index, link in enumerate(chain):
        for label, span in _spans(link):
            if start <= span[0] < span[1] <= end:
                found.append(Mark(label, span[0] - start, span[1] - start, index))
            else:
                outside += 1
    return found, outside


def relations(found: Sequence[Mark]) -> list[Relation]:
    """How the marks hang together; links without a mark are passed over."""
    made: list[Relation] = []
    before: int | None = None
    for own in _by_link(found):
        sources, cues, contents = (
            [place for place in own if found[place].label == label] for label in (SOURCE, CUE, CONTENT)
        )
        if sources and (cues or contents):
            made.append(Relation(HAS_SOURCE, (cues or contents)[0], sources[0]))
        if cues or sources:
            made.extend(Relation(HAS_CONTENT, (cues or sources)[0], place) for place in contents)
        anchor = (cues or sources or contents)[0]
        if before is not None:
            made.append(Relation(EMBEDS, before, anchor))
        before = anchor
    return made


def utf16(text: str) -> Sequence[int]:
    """For each code point offset 0 … len(text), the offset in UTF-16 code units."""
    if text.isascii() or max(text) < "\U00010000":
        return range(len(text) + 1)
    units, at = [0], 0
    for letter in text:
        at += 2 if letter > "\uffff" else 1
        units.append(at)
    return units


def count_details(lost: Losses, chain: Sequence[Mapping[str, Any]], *, names: bool = False) -> None:
    """Count as lost what links hold beside their spans and their order; with `names` the sources' names, too."""
    for name in ("quote_type", "identification", "record", "mention", "fidelity"):
        lost.add(f"chain.{name}", sum(link.get(name) is not None for link in chain))
    sources = sum(link["source"] is not None for link in chain)
    lost.add("chain.source.kind", sources)
    if names:
        lost.add("chain.source.name", sources)


def _spans(link: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[int]]]:
    if link["source_span"]:
        yield SOURCE, link["source_span"]
    if link["cue_span"]:
        yield CUE, link["cue_span"]
    for span in link["content_spans"]:
        yield CONTENT, span


def _by_link(found: Sequence[Mark]) -> list[list[int]]:
    """Places of the marks, link by link, in the order of the chain."""
    grouped: dict[int, list[int]] = {}
    for place, mark in enumerate(found):
        grouped.setdefault(mark.link, []).append(place)
    return list(grouped.values())
