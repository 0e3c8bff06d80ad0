"""One article while its chains are read: first each claim's own words, then what goes on from claim to claim."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from annotations.domain.records import ClaimView, Context
from annotations.domain.vocabulary import ClaimRole, Identification, QuoteType, SourceKind
from annotations.suggesters import carrying, words
from annotations.suggesters.cast import Actor, Cast, fold, is_person
from annotations.suggesters.found import Found, trimmed
from annotations.suggesters.links import Linker, Read, Step, composed, covers, typed
from annotations.suggesters.quotations import Quotation, quotations
from annotations.suggesters.reading import found_in, level, quoted_levels
from annotations.suggesters.tokens import Token
from annotations.suggesters.transcripts import Turn, turns

_HEADLINES = (ClaimRole.HEADLINE, ClaimRole.DEK)
MOST_QUOTES = 60
"""Quotations of one claim that are read; more are hostile text."""
_DATELINE = re.compile(r"\(([A-Z][\w &.’'-]*)\)")
_SPEAKERS = (words.ROLE_NOUNS | words.PLURAL_PEOPLE | words.OUTLET_NOUNS | words.PERSON_NOUNS) | words.listed(
    "police government ministry court council study report survey poll paper data research union party"
)


class Article:
    """One article: its quotations, its cast, its transcript's turns, and who speaks which quotation.

    `beyond` gives attributions, by the start of the claim, that hold where the frames find none.
    """

    def __init__(
        self, context: Context, *, beyond: Mapping[int, Sequence[Found]] = MappingProxyType({})
    ) -> None:
        self.context = context
        self._beyond = beyond
        self.text = context.text
        self.quotes = quotations(context.text)
        self._quote_starts = [quote.start for quote in self.quotes]
        self.cast = Cast(context)
        self.linker = Linker(context.text, self.cast, _own_outlets(context))
        self.claims = [c for c in context.claims if c.role.is_reviewed and c.duplicate_of is None]
        self.turns = turns(context.text, self.claims, self.cast.roles())
        self.said: dict[int, Read] = {}
        self._speaking: Actor | None = None
        self._subheadings = [c.start for c in context.claims if c.role == ClaimRole.SUBHEADING]

    def read(self) -> list[Read]:
        """What every reviewable claim says, in order."""
        first = [self._words(claim) for claim in self.claims]
        done: list[Read] = []
        for i, read in enumerate(first):
            turn = self.turns.get(read.claim.start)
            done.append(read if turn else self._continued(read, done, first[i + 1 : i + 2]))
        return done

    def _quotes_of(self, claim: ClaimView) -> Sequence[Quotation]:
        """The quotations that overlap a claim; they never overlap each other."""
        first = bisect_left(self._quote_starts, claim.start)
        first -= first > 0 and self.quotes[first - 1].end > claim.start
        last = bisect_left(self._quote_starts, claim.end)
        return self.quotes[first : min(last, first + MOST_QUOTES)]

    def _words(self, claim: ClaimView) -> Read:
        """The chain that the claim's own words show."""
        self.cast.here = []
        quotes = self._quotes_of(claim)
        turn = self.turns.get(claim.start)
        spoken, start = self._turn(claim, turn) if turn else ([], claim.start)
        speaker = spoken[0].actor if spoken else None
        line = level(self.text, start, claim.end, quotes)
        headline = claim.role in _HEADLINES
        found = self._found(line, headline=headline) or self._beyond.get(claim.start, ())
        steps = self.linker.steps(found, speaker=speaker)
        for quote, inner in quoted_levels(self.text, (start, claim.end), quotes):
            within = self._speaker_of(steps, quote) or speaker
            steps += self.linker.steps(self._found(inner, headline=False), speaker=within or _NOBODY)
        chain = typed(composed(steps), quotes, claim)
        read = Read(claim, (*spoken, *chain))
        self._note(read, quotes)
        return read

    def _found(self, line: Sequence[Token], *, headline: bool) -> list[Found]:
        return found_in(self.text, line, headline=headline, is_source=self._is_source)

    def _turn(self, claim: ClaimView, turn: Turn) -> tuple[list[Step], int]:
        """The speaker of a transcript's turn as a step, and where the spoken words begin."""
        start = turn.spans[1][1] if turn.spans else claim.start
        if turn.is_host:
            self._speaking = None
            return [], start
        if turn.spans is None:
            if self._speaking is None:
                return [], start
            reason = "the turn of that speaker goes on"
            step = self.linker.step_of(self._speaking, rule="transcript", reason=reason)
            return [step], start
        label, colon = turn.spans
        content = trimmed(self.text, [(start, claim.end)])
        found = Found("transcript", label, colon, content, "direct")
        steps = self.linker.steps([found])
        self._speaking = steps[0].actor if steps else None
        return steps, start

    def _speaker_of(self, steps: Sequence[Step], quote: Quotation) -> Actor | None:
        """Who speaks a quotation, by the links found around it, else by what was noted for its other sentences."""
        for step in reversed(steps):
            if any(a <= quote.start + 1 and quote.end <= b + 2 for a, b in step.link.content_spans):
                return step.actor
        known = self.said.get(quote.start)
        return known.last.actor if known else None

    def _note(self, read: Read, quotes: Sequence[Quotation]) -> None:
        """Remember who speaks the claim's quotations, and who speaks at all.

        "He" and "she" lead to the outermost person first, "it" to the body that stands first in the sentence.
        """
        for quote in quotes:
            for depth, step in enumerate(read.steps, start=1):
                if step.link.quote_type == QuoteType.DIRECT and covers(
                    step.link.content_spans, quote, read.claim
                ):
                    self.said[quote.start] = read.up_to(depth)
                    break
        speaking = [(step.actor, step.link.source_span) for step in read.steps if step.actor is not None]
        people = [(actor, span) for actor, span in speaking if is_person(actor)]
        bodies = [(actor, span) for actor, span in speaking if not is_person(actor)]
        bodies.sort(key=lambda pair: pair[1][0] if pair[1] else read.claim.start)
        for actor, span in [*reversed(people), *reversed(bodies)]:
            self.cast.spoke(actor, span[0] if span else read.claim.start)

    def _is_source(self, start: int, end: int) -> bool:
        """Whether words beside a headline's colon name somebody who can speak."""
        name = self.text[start:end]
        part = name.lower().split()
        if part and part[-1] in _SPEAKERS:
            return True
        known = self.cast.named(name)
        return (known is not None and known.kind != SourceKind.UNSPECIFIED) or fold(name) in words.PLACES

    def _continued(self, read: Read, done: Sequence[Read], later: Sequence[Read]) -> Read:
        """The reading with what the claim inherits from the claims around it."""
        previous = done[-1] if done else None
        bare = carrying.bare_quotation(read.claim, self._quotes_of(read.claim))
        if bare is not None and all(carrying.stands_in(step, bare) for step in read.steps):
            return self._spoken_on(read, bare, previous, later)
        if previous is None:
            return read
        if read.steps:
            same = "\n" not in self.text[previous.claim.end : read.claim.start]
            return carrying.grafted(read, previous) if same and previous.steps else read
        i = bisect_right(self._subheadings, previous.claim.end)
        behind = i < len(self._subheadings) and self._subheadings[i] < read.claim.start
        if carrying.goes_on(read, previous, self.text, behind_subheading=behind):
            return carrying.inherited(read, previous)
        return read

    def _spoken_on(self, read: Read, quote: Quotation, previous: Read | None, later: Sequence[Read]) -> Read:
        """A bare quotation: its speaker speaks elsewhere in it, in the sentence before, or in "she said" behind it."""
        known = self.said.get(quote.start)
        reason = "bare quotation, the same quotation names its speaker"
        if known is None and previous is not None and previous.steps:
            known, reason = previous, "bare quotation behind a sentence of its speaker"
        if (
            known is None
            and later
            and later[0].steps
            and not any(s.link.content_spans for s in later[0].steps)
        ):
            known, reason = later[0], "bare quotation before the words that name its speaker"
        if known is None or not known.steps:
            return read
        spoken = carrying.spoken_on(read, known, reason=reason)
        self.said.setdefault(quote.start, spoken.up_to(len(known.steps)))
        return spoken


_NOBODY = Actor("", SourceKind.UNSPECIFIED, Identification.UNSPECIFIED)
"""Speaks quotations whose speaker is not known: "I" and "we" in them lead to nobody."""


def _own_outlets(context: Context) -> frozenset[str]:
    """Names of the outlet that publishes the article: what it is told is told to the article itself."""
    lines = (context.text[c.start : c.end] for c in context.claims if c.role == ClaimRole.DATELINE)
    found = [name for line in lines for name in _DATELINE.findall(line)]
    return frozenset(name.casefold() for name in [context.outlet, *found] if name)
