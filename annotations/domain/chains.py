"""Attribution chains: who embeds whom, what goes on without words, and where a claim comes from.

The functions take links from any extractor. A link is *flat* when its depth does not count yet: it says who (source),
by which words (cue), and of what (content spans). `compose` makes a chain of flat links by containment.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from annotations.domain.records import LinkValue, Span
from annotations.domain.vocabulary import Identification, Mention, QuoteType

LONGEST = 64
"""Links of one sentence that are looked at; more are hostile text, and containment is quadratic in them."""


def compose(flat: Sequence[LinkValue]) -> tuple[LinkValue, ...]:
    """The chain that flat links of one claim form, outermost first, with depths from 1."""
    return number(flat[i] for i in nest(flat))


def nest(flat: Sequence[LinkValue]) -> list[int]:
    """Indexes of the flat links that form the claim's chain, outermost first.

    A link embeds another when the other's words lie in its content, or when the other's whole content does; of two
    that hold each other the one given first is the outer. Where two reports stand side by side the first one in
    the text is kept, as a claim has one chain.
    """
    rest = [i for i, link in enumerate(flat[:LONGEST]) if anchor(link) is not None or link.content_spans]
    order: list[int] = []
    while rest:
        outer = [i for i in rest if not any(_embeds(flat, j, i) for j in rest if j != i)] or rest[:1]
        first = min(outer, key=lambda i: (start_of(flat[i]), i))
        order.append(first)
        rest = [i for i in rest if i != first and _embeds(flat, first, i)]
    return order


def number(links: Iterable[LinkValue]) -> tuple[LinkValue, ...]:
    """The links in the order given, with depths from 1."""
    return tuple(replace(link, depth=depth) for depth, link in enumerate(links, start=1))


def anchor(link: LinkValue) -> Span | None:
    """The words a link stands on: its source, else its cue."""
    return link.source_span or link.cue_span


def start_of(link: LinkValue) -> int:
    """Where the first word of a link stands: source, cue or content."""
    spans = [span for span in (link.source_span, link.cue_span, *link.content_spans) if span]
    return min(span[0] for span in spans)


def carried(chain: Sequence[LinkValue], *, quote_type: QuoteType = QuoteType.NONE) -> tuple[LinkValue, ...]:
    """The same sources without words: what a sentence inherits that goes on with the report before it.

    `quote_type` is that of the innermost link; the links around it report no words of their own.
    """
    last = len(chain)
    return number(
        replace(
            link,
            source_span=None,
            cue_span=None,
            content_spans=(),
            quote_type=quote_type if position == last else QuoteType.NONE,
            mention=Mention.IMPLICIT_CARRY_OVER,
        )
        for position, link in enumerate(chain, start=1)
    )


def origin(chain: Sequence[LinkValue]) -> LinkValue | None:
    """The innermost link, the one a claim comes from; None for the article's own voice."""
    return max(chain, key=lambda link: link.depth) if chain else None


def independent_origins(
    chains: Iterable[Sequence[LinkValue]], *, followed: Callable[[str], str] = lambda key: key
) -> set[str]:
    """Keys of the distinct origins of a set of claims.

    `followed` leads a source's key to that of its topmost parent, or to where the article says its knowledge comes
    from. The article's own voice and unspecified holders are not counted; an unnamed stub counts as one.
    """
    found = set()
    for chain in chains:
        link = origin(chain)
        if link is not None and link.identification != Identification.UNSPECIFIED:
            found.add(followed(source_key(link)))
    return found


def source_key(link: LinkValue) -> str:
    """What tells one source from another: its id in the registry, else its folded name; "" for nobody."""
    return str(link.source_id) if link.source_id else " ".join(link.source_name.casefold().split())


def _embeds(links: Sequence[LinkValue], outer: int, inner: int) -> bool:
    """Whether the words of the link `inner`, or all it reports, lie in the content of the link `outer`."""
    a, b = links[outer], links[inner]
    if a.content_spans == b.content_spans and _same_side(a, b):
        return outer < inner
    within = _inside(_words(a), b.content_spans)
    if _inside(_words(b), a.content_spans):
        return not within or outer < inner
    shared = bool(b.content_spans) and all(_inside(span, a.content_spans) for span in b.content_spans)
    return shared and not within and outer < inner


def _words(link: LinkValue) -> Span:
    return anchor(link) or link.content_spans[0]


def _same_side(a: LinkValue, b: LinkValue) -> bool:
    """Whether neither of two links stands in the content they share."""
    words = [anchor(link) for link in (a, b)]
    return not any(span and _inside(span, a.content_spans) for span in words)


def _inside(span: Span, spans: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)
