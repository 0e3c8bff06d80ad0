"""Which candidates agree with what people found: the same attribution at all, and the same words by half."""

from collections.abc import Sequence

from annotations.domain.records import Span
from annotations.learning.candidates import Candidate
from annotations.suggesters.flat import Flat


def agreement(found: Sequence[Candidate], reviewed: Sequence[Sequence[Flat]]) -> list[tuple[bool, bool]]:
    """For each candidate whether it is a reviewed attribution, and whether content and source agree by half.

    `reviewed` lists the attributions of each sentence. One of them goes to one candidate, by their common words.
    """
    pairs = []
    for i, candidate in enumerate(found):
        for k, flat in enumerate(reviewed[candidate.at]):
            cue, content = (
                shared([candidate.flat.cue], [flat.cue]),
                shared(candidate.flat.content, flat.content),
            )
            if cue and content:
                pairs.append(
                    (4 * cue + content + shared(_source(candidate.flat), _source(flat)), i, (candidate.at, k))
                )
    answers = [(False, False)] * len(found)
    taken: set[tuple[int, int]] = set()
    done: set[int] = set()
    for _, i, place in sorted(pairs, reverse=True):
        if i in done or place in taken:
            continue
        done.add(i)
        taken.add(place)
        flat, own = reviewed[place[0]][place[1]], found[i].flat
        halves = shared(own.content, flat.content) >= 0.5 and (
            (own.source is None and flat.source is None) or shared(_source(own), _source(flat)) >= 0.5
        )
        answers[i] = (True, halves)
    return answers


def shared(a: Sequence[Span], b: Sequence[Span]) -> float:
    """Share of the code points of two lists of spans that both have, 0 … 1; spans of one list do not overlap."""
    common = sum(max(0, min(x[1], y[1]) - max(x[0], y[0])) for x in a for y in b)
    whole = sum(end - start for start, end in (*a, *b)) - common
    return common / whole if whole else 0.0


def _source(flat: Flat) -> list[Span]:
    return [flat.source] if flat.source else []
