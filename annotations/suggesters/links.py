"""From flat attributions to links of a chain: each with its source, the rule that found it, and why in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from annotations.domain import chains
from annotations.domain.records import ClaimView, LinkValue, Span
from annotations.domain.vocabulary import Mention, QuoteType, RecordStatus, SourceKind
from annotations.suggesters.cast import Actor, Cast
from annotations.suggesters.found import Found
from annotations.suggesters.quotations import Quotation
from annotations.suggesters.resolving import Resolver

_TYPES: dict[str, QuoteType] = {str(kind): kind for kind in QuoteType}
_CARRYING = (SourceKind.MEDIA_OUTLET, SourceKind.MEDIA_COLLECTIVE)
_PUBLISHING = (*_CARRYING, SourceKind.DOCUMENT)
_UNSPOKEN = frozenset(["attitude"])


@dataclass(frozen=True, slots=True)
class Step:
    """One link with the actor it names, the rule that found it, and the reason a reviewer can check."""

    link: LinkValue
    actor: Actor | None
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Read:
    """What was read off one claim: the steps of its chain, outermost first."""

    claim: ClaimView
    steps: tuple[Step, ...] = ()

    @property
    def chain(self) -> tuple[LinkValue, ...]:
        """The links, with depths from 1."""
        return chains.number(step.link for step in self.steps)

    @property
    def last(self) -> Step:
        """The innermost step; there must be one."""
        return self.steps[-1]

    def up_to(self, depth: int) -> "Read":
        """The same reading without what lies deeper."""
        return replace(self, steps=self.steps[:depth])


class Linker:
    """Makes steps of what the frames found in one article."""

    def __init__(self, text: str, cast: Cast, own_outlets: frozenset[str]) -> None:
        self.text = text
        self.cast = cast
        self.resolver = Resolver(cast, text)
        self._own_outlets = own_outlets

    def steps(self, found: Iterable[Found], *, speaker: Actor | None = None) -> list[Step]:
        """A step for each attribution whose source can be told; `speaker` is who speaks where they stand in quotes.

        Feelings and hidden holders within somebody's words are what they say, no links of their own.
        """
        steps = []
        for item in found:
            if speaker is not None and (item.kind in _UNSPOKEN or item.agentless or self._own_words(item)):
                continue
            step = self._step(item, speaker)
            if step is not None:
                steps.append(step)
        return steps

    def _own_words(self, found: Found) -> bool:
        """Whether somebody speaks of their own side's speech: "we ask", not "we assess"."""
        words = self.text[slice(*found.source)].lower() if found.source else ""
        return words in ("we", "us") and found.kind != "assessment"

    def _step(self, found: Found, speaker: Actor | None) -> Step | None:
        cue = self.text[slice(*found.cue)]
        link = LinkValue(1, cue_span=found.cue, content_spans=found.content, quote_type=_TYPES[found.kind])
        if found.source is None:
            return Step(link, None, found.rule, f"cue '{cue}', nobody named") if found.agentless else None
        resolved = self.resolver.resolve(found.source, speaker=speaker, carrier=found.carrier)
        if resolved is None or (speaker is not None and resolved.actor is speaker):
            return None
        actor = resolved.actor
        if found.carrier and (actor.kind not in _CARRYING or actor.name.casefold() in self._own_outlets):
            return None
        self.cast.here.append(actor)
        named = replace(
            link,
            source_name=actor.name,
            source_kind=actor.kind,
            source_id=actor.source_id,
            source_span=found.source,
            identification=actor.identification,
            mention=resolved.mention,
            record=RecordStatus.PUBLISHED if actor.kind in _PUBLISHING else RecordStatus.NOT_STATED,
        )
        words = self.text[slice(*found.source)]
        return Step(named, actor, found.rule, f"cue '{cue}', source '{words}' → {actor.name} ({resolved.by})")

    def step_of(self, actor: Actor, *, rule: str, reason: str) -> Step:
        """A step without words: an actor who goes on speaking directly."""
        link = LinkValue(
            1,
            source_name=actor.name,
            source_kind=actor.kind,
            source_id=actor.source_id,
            quote_type=QuoteType.DIRECT,
            identification=actor.identification,
            mention=Mention.IMPLICIT_CARRY_OVER,
        )
        return Step(link, actor, rule, f"{actor.name}: {reason}")


def composed(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps that form a chain; who reports their own earlier words adds no second link."""
    order = chains.nest([step.link for step in steps])
    chain: list[Step] = []
    for i in order:
        actor = steps[i].actor
        if actor is None or all(step.actor is not actor for step in chain):
            chain.append(steps[i])
    return tuple(chain)


def typed(steps: Sequence[Step], quotes: Sequence[Quotation], claim: ClaimView) -> tuple[Step, ...]:
    """The steps with "direct" or "mixed" at the innermost link around each quoted run of two words or more."""
    kinds: dict[int, QuoteType] = {}
    for quote in quotes:
        if quote.is_name or quote.words < 2:
            continue
        around = (i for i in reversed(range(len(steps))) if covers(steps[i].link.content_spans, quote, claim))
        holder = next(around, None)
        if holder is not None:
            quoted = all_quoted(steps[holder].link.content_spans, quotes)
            kinds[holder] = QuoteType.DIRECT if quoted else QuoteType.MIXED
    return tuple(
        replace(step, link=replace(step.link, quote_type=kinds.get(i, step.link.quote_type)))
        for i, step in enumerate(steps)
    )


def covers(spans: Sequence[Span], quote: Quotation, claim: ClaimView) -> bool:
    """Whether a content holds the part of a quotation that lies in the claim; a final mark may be missing."""
    start, end = max(quote.start, claim.start), min(quote.end, claim.end)
    return any(a <= start and end <= b + 2 for a, b in spans)


def all_quoted(spans: Sequence[Span], quotes: Sequence[Quotation]) -> bool:
    """Whether every span lies within quotation marks."""
    return all(any(quote.start <= a and b <= quote.end for quote in quotes) for a, b in spans)
