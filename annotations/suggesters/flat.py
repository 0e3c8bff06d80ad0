"""Flat attributions of given sentences: who (source), by which words (cue), says what (content), not yet nested.

What the chains are composed of, for readers that want every attribution by itself. Content reaches over as many
sentences as a quotation does.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from annotations.domain.ids import new_id
from annotations.domain.records import ClaimView, Span
from annotations.domain.vocabulary import ClaimRole
from annotations.suggesters import words
from annotations.suggesters.clauses import Clauses
from annotations.suggesters.confidence import flat_confidence
from annotations.suggesters.found import Found, trimmed
from annotations.suggesters.nominal import wide_found
from annotations.suggesters.parsing import Parse, parses
from annotations.suggesters.quotations import Quotation, quotations
from annotations.suggesters.quoted_phrases import quoted_phrases
from annotations.suggesters.reading import found_in, level, quoted_levels
from annotations.suggesters.tokens import Token, tokens
from annotations.suggesters.transcripts import Turn, turns

MOST_QUOTES = 60
MOSTLY = 0.8
"""Share of a sentence's letters in quotation marks that makes it a bare quotation."""


@dataclass(frozen=True, slots=True)
class Flat:
    """One attribution: spans in code points of the text, the estimate that it is right, and the rule that found it."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    confidence: float
    rule: str


FEWEST_QUOTED = 2
"""Quoted words that are speech by themselves; a single one is more often a scare quote."""
MOST_WORDS = 400
"""Words of a sentence that are parsed; prose stays far below."""


def wide(text: str, sentences: Sequence[Span]) -> list[list[Flat]]:
    """The attributions of each sentence in the wider notion: plans, wishes, support and displays among them."""
    return FlatReader(text, sentences, grammar(text, sentences)).read()


def touched(sentences: Sequence[Span], spans: Iterable[Span]) -> list[bool]:
    """Whether each of the sentences, which stand in order, shares a code point with one of the spans."""
    shared = [False] * len(sentences)
    ends = [end for _, end in sentences]
    for start, end in set(spans):
        k = bisect_left(ends, start + 1)
        while k < len(sentences) and sentences[k][0] < end:
            shared[k] = True
            k += 1
    return shared


def grammar(text: str, sentences: Sequence[Span]) -> list[tuple[list[Token], Parse]]:
    """The words of each sentence, and how they hang together."""
    lines = [list(tokens(text, start, end))[:MOST_WORDS] for start, end in sentences]
    return list(zip(lines, parses(text, lines), strict=True))


def _flat(found: Found, letters: int, position: int) -> Flat:
    sure = flat_confidence(found.rule, letters=letters, position=position)
    return Flat(found.source, found.cue, found.content, sure, found.rule)


def _within(words: Sequence[Token], start: int, end: int) -> list[int]:
    return [k for k, word in enumerate(words) if start <= word.start < end]


class FlatReader:
    """Reads one text whose sentences are given, and, for the wider notion of attribution, their words and parses."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Span],
        grammar: Sequence[tuple[Sequence[Token], Parse]] | None = None,
    ) -> None:
        self.text = text
        self.sentences = sentences
        self._grammar = grammar
        self._all = quotations(text)
        self._starts = [quote.start for quote in self._all]
        claims = [ClaimView(new_id(), a, b, text[a:b], ClaimRole.BODY) for a, b in sentences]
        self._turns = turns(text, claims, {})

    def read(self) -> list[list[Flat]]:
        """The attributions of each sentence, outer ones first."""
        found = [self._sentence(at) for at in range(len(self.sentences))]
        return [
            [_flat(item, end - start, position) for position, item in enumerate(items)]
            for (start, end), items in zip(self.sentences, self._over_sentences(found), strict=True)
        ]

    def holds_speech(self, start: int, end: int) -> bool:
        """Whether a stretch holds a quotation of two words or more."""
        return any(not q.is_name and q.words >= FEWEST_QUOTED for q in self.quotes_of(start, end))

    def quotes_of(self, start: int, end: int) -> list[Quotation]:
        """The quotations that overlap a stretch, names among them."""
        first = bisect_left(self._starts, start)
        first -= first > 0 and self._all[first - 1].end > start
        last = bisect_left(self._starts, end)
        return self._all[first : min(last, first + MOST_QUOTES)]

    def _sentence(self, at: int) -> list[Found]:
        start, end = self.sentences[at]
        turn = self._turns.get(start)
        spoken = self._spoken(turn, start, end)
        begin = turn.spans[1][1] if turn and turn.spans else start
        quotes = self.quotes_of(begin, end)
        headline = at == 0
        line = level(self.text, begin, end, quotes)
        found = found_in(self.text, line, headline=headline, is_source=self._is_source)
        found = [item for item in found if not item.carrier]
        if self._grammar is None:
            for _, inner in quoted_levels(self.text, (begin, end), quotes):
                found += found_in(self.text, inner, headline=False, is_source=self._is_source)
        else:
            found = self._wide(*self._grammar[at], found=found, quotes=quotes)
        return [*spoken, *found]

    def _wide(
        self, words: Sequence[Token], parse: Parse, *, found: Sequence[Found], quotes: Sequence[Quotation]
    ) -> list[Found]:
        """What the frames found, ended by the parse, and what it shows beyond, outside of quotations."""
        spans = [quote.inner for quote in quotes if not quote.is_name]
        quoted = frozenset(k for k, word in enumerate(words) if any(a <= word.start < b for a, b in spans))
        taken = [item.cue for item in found]
        clauses = Clauses(self.text, words, parse, quoted)
        further = [
            item
            for item in wide_found(clauses)
            if not any(item.cue[0] < end and start < item.cue[1] for start, end in taken)
        ]
        both = [*(clauses.spoken_by(clauses.clipped(item)) for item in found), *further]
        ranges = [(min(inside), max(inside) + 1) for a, b in spans if (inside := _within(words, a, b))]
        ranges = [part for part in ranges if part[1] - part[0] >= FEWEST_QUOTED]
        return both + quoted_phrases(clauses, ranges, both)

    def _spoken(self, turn: Turn | None, start: int, end: int) -> list[Found]:
        if turn is None or turn.spans is None:
            return []
        label, colon = turn.spans
        content = trimmed(self.text, [(colon[1], end)])
        return [Found("transcript", label, colon, content, "direct")] if content else []

    def _is_source(self, start: int, end: int) -> bool:
        """Whether words beside a headline's colon look like somebody who can speak."""
        part = self.text[start:end].split()
        return bool(part) and (
            part[-1].lower() in words.PLURAL_PEOPLE or all(w[0].isupper() for w in part[:3])
        )

    def _over_sentences(self, found: list[list[Found]]) -> list[list[Found]]:
        """The attributions with the quotations that go on behind, or stand before, the sentence of their cue."""
        grown = [
            [self._grown(item, end) for item in items]
            for items, (_, end) in zip(found, self.sentences, strict=True)
        ]
        last: tuple[int, int] | None = None
        for at, (start, end) in enumerate(self.sentences):
            if grown[at]:
                last = (at, self._speaking(grown[at]))
                continue
            quote = self._bare(start, end)
            if quote is None or any(
                self._overlaps(item, quote) for items in grown[max(0, at - 12) : at] for item in items
            ):
                last = last if quote is not None else None
                continue
            ends_open = self.text[quote.start : quote.end].rstrip("”\"'’").endswith(",")
            holder = self._behind(grown, at) or (None if ends_open else last)
            if holder is not None:
                i, k = holder
                span = (max(quote.start, start), quote.end)
                grown[i][k] = replace(grown[i][k], content=tuple(sorted({*grown[i][k].content, span})))
        return [[item for item in items if item.content] for items in grown]

    def _grown(self, item: Found, end: int) -> Found:
        """The attribution with the rest of quotations that its content begins or breaks off in."""
        if not item.content:
            return item
        item = self._grown_back(item)
        start, stop = item.content[-1]
        quote = next(
            (q for q in self.quotes_of(start, stop) if not q.is_name and q.start < stop < q.end), None
        )
        if quote is None or quote.end <= end or quote.start < item.cue[0] < quote.end:
            return item
        return replace(item, content=(*item.content[:-1], (start, quote.end)))

    def _grown_back(self, item: Found) -> Found:
        """ "… Nobody has," she said: the quotation's earlier sentences are hers too."""
        start, stop = item.content[0]
        quote = next(
            (q for q in self.quotes_of(start, stop) if not q.is_name and q.start < start < q.end), None
        )
        if quote is None or quote.end > item.cue[0] or stop < quote.end - 2:
            return item
        return replace(item, content=((quote.start, stop), *item.content[1:]))

    @staticmethod
    def _speaking(items: Sequence[Found]) -> int:
        """Which attribution of a sentence a bare quotation behind it goes on with."""
        return max(
            range(len(items)),
            key=lambda k: (items[k].kind == "direct", items[k].rule.endswith("quotation behind the cue"), -k),
        )

    def _bare(self, start: int, end: int) -> Quotation | None:
        """The quotation that a sentence consists of."""
        for quote in self.quotes_of(start, end):
            shared = min(quote.end, end) - max(quote.start, start)
            if not quote.is_name and shared >= MOSTLY * (end - start):
                return quote
        return None

    @staticmethod
    def _overlaps(item: Found, quote: Quotation) -> bool:
        return any(a < quote.end and quote.start < b for a, b in item.content)

    @staticmethod
    def _behind(grown: Sequence[Sequence[Found]], at: int) -> tuple[int, int] | None:
        """ "She said." without content behind a bare quotation."""
        if at + 1 >= len(grown):
            return None
        return next(((at + 1, k) for k, item in enumerate(grown[at + 1]) if not item.content), None)
