"""What each token of a sentence is marked as, so that spans can be compared token by token (as PolNeAR does)."""

import re
from collections.abc import Iterable

from annotations.domain.records import LinkValue, Span

TOKEN = re.compile(r"\w+|[^\w\s]")
SOURCE, CUE, CONTENT = 1, 2, 4
MARKS = SOURCE | CUE | CONTENT
"""Values run from 0 (nothing) to this: a token of a nested report can be source, cue and content at once."""


def token_marks(text: str, start: int, links: Iterable[LinkValue]) -> list[int]:
    """For each token of `text`, which begins at `start` in the article, what any link of the chain marks it as."""
    spans = [(span, mark) for link in links for span, mark in _spans(link)]
    found = []
    for token in TOKEN.finditer(text):
        first, last = start + token.start(), start + token.end()
        found.append(_mark(first, last, spans))
    return found


def _mark(first: int, last: int, spans: Iterable[tuple[Span, int]]) -> int:
    mark = 0
    for (begin, end), kind in spans:
        if begin < last and first < end:
            mark |= kind
    return mark


def _spans(link: LinkValue) -> Iterable[tuple[Span, int]]:
    if link.source_span:
        yield link.source_span, SOURCE
    if link.cue_span:
        yield link.cue_span, CUE
    for span in link.content_spans:
        yield span, CONTENT
