"""Attribution chains by rules: who says so, outermost voice first, with the words that show it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from annotations.domain import chains
from annotations.domain.records import ClaimView, Context, LinkValue, Proposal, Span
from annotations.domain.vocabulary import (
    ClaimRole,
    Mention,
    QuoteType,
    RecordStatus,
    SourceKind,
    SuggestionKind,
)
from annotations.suggesters import language, words
from annotations.suggesters.cast import Actor, Cast
from annotations.suggesters.confidence import chain_confidence
from annotations.suggesters.frames import Found
from annotations.suggesters.quotations import Quotation, quotations
from annotations.suggesters.reading import found_in, level, quoted_levels
from annotations.suggesters.resolving import Resolver
from annotations.suggesters.words import listed

_HEADLINES = (ClaimRole.HEADLINE, ClaimRole.DEK)
_STATES = words.listed(
    "believe think expect consider fear hope doubt suspect reckon worry assume regard deem"
)
_TYPES: dict[str, QuoteType] = {str(kind): kind for kind in QuoteType}
_MODALS = listed("could would might may should")


@dataclass(frozen=True, slots=True)
class Read:
    """What was read off one claim: its chain, the rule of each link, and in words why."""

    claim: ClaimView
    chain: tuple[LinkValue, ...]
    rules: tuple[str, ...]
    reasons: tuple[str, ...]
    actors: tuple[Actor | None, ...] = ()


class AttributionChains:
    """Proposes one chain a claim from cue verbs and nouns, quotations, and what goes on from sentence to sentence."""

    name = "attribution-rules"
    version = "1"

    def propose(self, context: Context) -> Iterable[Proposal]:
        """One proposal for every reviewable claim that repeats no other; none for languages other than English."""
        if not language.is_english(context):
            return
        for read in Article(context).read():
            yield _proposal(read)


class Article:
    """One article while it is read: its quotations, its cast, and what was found so far."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.text = context.text
        self.quotes = quotations(context.text)
        self.cast = Cast(context)
        self.resolver = Resolver(self.cast, context.text)
        self.claims = [
            claim for claim in context.claims if claim.role.is_reviewed and claim.duplicate_of is None
        ]
        self.said: dict[int, Read] = {}

    def read(self) -> list[Read]:
        """What every reviewable claim says, in order: first the words, then what goes on without words."""
        first = [self._words(claim) for claim in self.claims]
        done: list[Read] = []
        for i, read in enumerate(first):
            done.append(self._continued(read, done, first[i + 1 :]))
        return done

    def _words(self, claim: ClaimView) -> Read:
        """The chain that the claim's own words show."""
        span = (claim.start, claim.end)
        self.cast.here = []
        quotes = [quote for quote in self.quotes if quote.start < claim.end and quote.end > claim.start]
        line = level(self.text, *span, quotes)
        headline = claim.role in _HEADLINES
        found = found_in(self.text, line, headline=headline, is_source=self._is_source)
        links, rules, reasons, actors = self._links(found, speaker=None)
        for quote, inner in quoted_levels(self.text, span, quotes):
            speaker = self._speaker_of(links, actors, quote)
            within = found_in(self.text, inner, headline=False, is_source=self._is_source)
            more = self._links(
                [f for f in within if f.kind != "attitude" and not f.agentless], speaker=speaker
            )
            links, rules, reasons, actors = (
                links + more[0],
                rules + more[1],
                reasons + more[2],
                actors + more[3],
            )
        chain = _typed(chains.compose(links), quotes, claim)
        index = [_position(links, link) for link in chain]
        index = [
            i
            for n, i in enumerate(index)
            if actors[i] is None or actors[i] not in [actors[j] for j in index[:n]]
        ]
        chain = chains.number(link for link in chain if _position(links, link) in index)
        read = Read(
            claim,
            chain,
            tuple(rules[i] for i in index),
            tuple(reasons[i] for i in index),
            tuple(actors[i] for i in index),
        )
        self._note_quotes(read, quotes)
        for link, actor in reversed(list(zip(read.chain, read.actors, strict=True))):
            if actor is not None and link.mention != Mention.METONYMY:
                self.cast.spoke(actor, chains.start_of(link))
        return read

    def _links(
        self, found: Sequence[Found], *, speaker: Actor | None
    ) -> tuple[list[LinkValue], list[str], list[str], list[Actor | None]]:
        links: list[LinkValue] = []
        rules: list[str] = []
        reasons: list[str] = []
        actors: list[Actor | None] = []
        for item in found:
            link, actor, reason = self._link(item, speaker)
            if link is not None:
                links.append(link)
                rules.append(item.rule)
                reasons.append(reason)
                actors.append(actor)
        return links, rules, reasons, actors

    def _link(self, found: Found, speaker: Actor | None) -> tuple[LinkValue | None, Actor | None, str]:
        cue = self.text[found.cue[0] : found.cue[1]]
        base = LinkValue(
            depth=1,
            cue_span=found.cue,
            content_spans=found.content,
            quote_type=_TYPES[found.kind],
            record=RecordStatus.NOT_STATED,
        )
        if found.source is None:
            return (base, None, f"cue '{cue}', nobody named") if found.agentless else (None, None, "")
        resolved = self.resolver.resolve(found.source, speaker=speaker, carrier=found.carrier)
        if resolved is None:
            return None, None, ""
        actor = resolved.actor
        if found.carrier and not _is_carrier(actor):
            return None, None, ""
        if speaker is not None and actor is speaker:
            return None, None, ""
        words_of = self.text[found.source[0] : found.source[1]]
        self.cast.here.append(actor)
        link = replace(
            base,
            source_name=actor.name,
            source_kind=actor.kind,
            source_id=actor.source_id,
            source_span=found.source,
            identification=actor.identification,
            mention=resolved.mention,
            record=RecordStatus.PUBLISHED
            if actor.kind in (SourceKind.MEDIA_OUTLET, SourceKind.DOCUMENT)
            else RecordStatus.NOT_STATED,
        )
        return link, actor, f"cue '{cue}', source '{words_of}' → {actor.name} ({resolved.by})"

    def _speaker_of(
        self, links: Sequence[LinkValue], actors: Sequence[Actor | None], quote: Quotation
    ) -> Actor | None:
        """Who speaks a quotation, by the links found around it."""
        for link, actor in zip(reversed(links), reversed(actors), strict=True):
            if any(
                start <= quote.start + 1 and quote.end - 1 <= end + 1 for start, end in link.content_spans
            ):
                return actor
        known = self.said.get(quote.start)
        return known.actors[-1] if known and known.actors else None

    def _note_quotes(self, read: Read, quotes: Sequence[Quotation]) -> None:
        """Remember who speaks the quotations of a claim, so that their other sentences can be led there."""
        for quote in quotes:
            depth = next((link.depth for link in read.chain if _quotes(link, quote, read.claim)), 0)
            if depth:
                self.said[quote.start] = _outer_part(read, depth)

    def _is_source(self, start: int, end: int) -> bool:
        """Whether words before a headline's colon name somebody who can speak."""
        part = [word.strip("'’s").lower() for word in self.text[start:end].split()]
        known = (
            words.ROLE_NOUNS
            | words.PLURAL_PEOPLE
            | words.OUTLET_NOUNS
            | words.DOCUMENT_NOUNS
            | words.PERSON_NOUNS
        )
        if part and part[-1] in known | {"police", "government", "ministry", "ngo"}:
            return True
        name = self.text[start:end]
        known = self.cast.named(name)
        return (known is not None and known.kind != SourceKind.UNSPECIFIED) or name.lower() in words.PLACES

    def _continued(self, read: Read, done: Sequence[Read], later: Sequence[Read]) -> Read:
        """The chain with what the claim inherits from the sentence before it."""
        previous = done[-1] if done else None
        gap = self.text[previous.claim.end : read.claim.start] if previous else "\n\n"
        same = "\n" not in gap
        bare = self._bare(read.claim)
        if bare is not None and all(_stands_in(link, bare) for link in read.chain):
            return self._spoken_on(read, bare, previous, later)
        if read.chain:
            return self._grafted(read, previous) if previous and same else read
        if (
            previous is None
            or not previous.chain
            or not self._goes_on(read.claim, previous, same=same, gap=gap)
        ):
            return read
        inherited = previous.chain
        return replace(
            read,
            chain=chains.carried(inherited),
            rules=("carry-over",) * len(inherited),
            reasons=tuple(
                f"{link.source_name or 'nobody named'}: no cue here, the report of the sentence before goes on"
                for link in inherited
            ),
            actors=previous.actors,
        )

    def _grafted(self, read: Read, previous: Read) -> Read:
        """Where the source exists only inside the report that goes on, the links around it go on too."""
        actor = read.actors[0]
        depth = next(
            (i for i, known in enumerate(previous.actors) if known is not None and known is actor), 0
        )
        if depth == 0:
            return read
        outer = chains.carried(previous.chain[:depth])
        return replace(
            read,
            chain=chains.number([*outer, *read.chain]),
            rules=("carry-over",) * depth + read.rules,
            reasons=tuple(
                f"{link.source_name or 'nobody named'}: the report goes on in which {read.chain[0].source_name} speaks"
                for link in outer
            )
            + read.reasons,
            actors=previous.actors[:depth] + read.actors,
        )

    def _bare(self, claim: ClaimView) -> Quotation | None:
        """The quotation that a claim consists of, or goes on with; None where the writer's own words prevail."""
        for quote in self.quotes:
            if quote.start >= claim.end:
                break
            if quote.end <= claim.start or quote.is_name:
                continue
            shared = min(quote.end, claim.end) - max(quote.start, claim.start)
            if shared >= 0.8 * (claim.end - claim.start) and claim.role not in (ClaimRole.HEADLINE,):
                return quote
        return None

    def _spoken_on(self, read: Read, quote: Quotation, previous: Read | None, later: Sequence[Read]) -> Read:
        """A bare quotation: its speaker speaks elsewhere in the same quotation, or in the sentence before or behind."""
        known = self.said.get(quote.start)
        reason = "bare quotation, the same quotation names its speaker"
        if known is None and previous is not None and previous.chain:
            known, reason = previous, "bare quotation behind a sentence of its speaker"
        if known is None and later and not any(link.content_spans for link in later[0].chain):
            known, reason = later[0], "bare quotation before the words that name its speaker"
        if known is None or not known.chain:
            return read
        outer = chains.carried(known.chain, quote_type=QuoteType.DIRECT)
        self.said.setdefault(quote.start, replace(known, chain=outer))
        return replace(
            read,
            chain=chains.number([*outer, *read.chain]),
            rules=("bare quotation",) * len(outer) + read.rules,
            reasons=tuple(f"{link.source_name or 'nobody named'}: {reason}" for link in outer) + read.reasons,
            actors=known.actors + read.actors,
        )

    def _goes_on(self, claim: ClaimView, previous: Read, *, same: bool, gap: str) -> bool:
        """Whether a sentence without a cue only makes sense as part of the report before it."""
        words_here = self.text[claim.start : claim.end]
        last = previous.chain[-1]
        if (
            claim.role != ClaimRole.BODY
            or previous.claim.role != ClaimRole.BODY
            or words_here.rstrip().endswith("?")
        ):
            return False
        if last.quote_type in (QuoteType.DIRECT, QuoteType.ATTITUDE) and last.source_name:
            return False
        if previous.rules[-1].split(":")[0] in _STATES or words_here.startswith("Whether "):
            return False
        if same:
            return True
        subheading = any(
            c.role == ClaimRole.SUBHEADING and previous.claim.end <= c.start < claim.start
            for c in self.context.claims
        )
        return subheading and bool(_MODALS & set(words_here.lower().split()))


def _quotes(link: LinkValue, quote: Quotation, claim: ClaimView) -> bool:
    """Whether a link reports a quotation word for word: its content covers the part within the claim."""
    return link.quote_type == QuoteType.DIRECT and _covers(link.content_spans, quote, claim)


def _covers(spans: Sequence[Span], quote: Quotation, claim: ClaimView) -> bool:
    start, end = max(quote.start, claim.start), min(quote.end, claim.end)
    return any(a <= start and end <= b + 2 for a, b in spans)


def _outer_part(read: Read, depth: int) -> Read:
    """The same reading up to the link of that depth."""
    return replace(
        read,
        chain=read.chain[:depth],
        rules=read.rules[:depth],
        reasons=read.reasons[:depth],
        actors=read.actors[:depth],
    )


def _stands_in(link: LinkValue, quote: Quotation) -> bool:
    """Whether a link's own words stand within a quotation."""
    words_of = chains.anchor(link)
    return words_of is not None and quote.inner[0] <= words_of[0] and words_of[1] <= quote.inner[1]


def _is_carrier(actor: Actor) -> bool:
    return actor.kind in (SourceKind.MEDIA_OUTLET, SourceKind.MEDIA_COLLECTIVE)


def _position(links: Sequence[LinkValue], link: LinkValue) -> int:
    """Index of the flat link that a chain's link was made of."""
    return next(
        i
        for i, flat in enumerate(links)
        if (flat.source_span, flat.cue_span) == (link.source_span, link.cue_span)
    )


def _typed(
    chain: tuple[LinkValue, ...], quotes: Sequence[Quotation], claim: ClaimView
) -> tuple[LinkValue, ...]:
    """Direct or mixed for the innermost link around each quoted run of two words or more."""
    types: dict[int, QuoteType] = {}
    for quote in quotes:
        if quote.is_name or quote.words < 2:
            continue
        holder = next((link for link in reversed(chain) if _covers(link.content_spans, quote, claim)), None)
        if holder is not None:
            quoted = _all_quoted(holder.content_spans, quotes)
            types[holder.depth] = QuoteType.DIRECT if quoted else QuoteType.MIXED
    return tuple(replace(link, quote_type=types.get(link.depth, link.quote_type)) for link in chain)


def _all_quoted(spans: Sequence[Span], quotes: Sequence[Quotation]) -> bool:
    return all(any(quote.start <= a and b <= quote.end for quote in quotes) for a, b in spans)


def _proposal(read: Read) -> Proposal:
    chain = read.chain
    spans = [(link.source_span, "source") for link in chain] + [(link.cue_span, "cue") for link in chain]
    reason = "; ".join(f"{i}. {reason}" for i, reason in enumerate(read.reasons, start=1))
    return Proposal(
        claim_id=read.claim.id,
        kind=SuggestionKind.CHAIN,
        value=chain,
        confidence=chain_confidence(read.rules, chain),
        explanation=reason
        or "no cue of speech, thought or document, and no report that goes on: the article's own voice",
        rule=" + ".join(read.rules) or "own voice",
        spans=tuple((span[0], span[1], what) for span, what in spans if span),
    )
