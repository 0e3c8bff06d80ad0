"""One claim's words as levels: the sentence with its quotations folded, and each quotation's own words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from annotations.domain.records import Span
from annotations.suggesters import carriers, modifiers, nouns
from annotations.suggesters.found import Found, Line, without
from annotations.suggesters.frames import verb_links
from annotations.suggesters.quotations import Quotation, inside
from annotations.suggesters.tokens import Token, tokens

_LIST_MARKS = frozenset("★•*▪●|")
MOST_TOKENS = 400
"""Tokens of a sentence that are read: prose stays far below, and what a cue looks through stays bounded."""
_LEADING_OVER = frozenset(["and", "but", "while", "whereas", ";"])
_RELATIVES = frozenset(["which", "who", "whose", "where", "although", "though"])


def level(text: str, start: int, end: int, quotes: Sequence[Quotation]) -> list[Token]:
    """The tokens of `text[start:end]` with every quotation as one token; quoted names stay words, marks included."""
    line: list[Token] = []
    at = start
    for quote in quotes:
        if quote.end <= start or quote.start >= end:
            continue
        begin, stop = max(quote.start, start), min(quote.end, end)
        line.extend(tokens(text, at, begin))
        if quote.is_name and begin == quote.start and stop == quote.end:
            line.extend(_name(text, quote))
        else:
            line.append(Token(begin, stop, text[begin:stop], "", "quote"))
        at = stop
    line.extend(tokens(text, at, end))
    return line


def _name(text: str, quote: Quotation) -> Iterator[Token]:
    """The words of a quoted name; the first and the last take the quotation marks into their spans."""
    part = list(tokens(text, *quote.inner))
    for i, token in enumerate(part):
        start = quote.start if i == 0 else token.start
        end = quote.end if i == len(part) - 1 else token.end
        yield Token(start, end, token.text, token.low, token.kind)


def found_in(
    text: str, tokens: Sequence[Token], *, headline: bool, is_source: Callable[[int, int], bool]
) -> list[Found]:
    """Every attribution of one level, outer frames first. List marks part a level into readings of their own."""
    found: list[Found] = []
    for part in _parts(tokens):
        found.extend(_found_in_part(Line(text, part), headline=headline, is_source=is_source))
    return found


def _parts(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    start = 0
    for i, token in enumerate(tokens):
        if token.text in _LIST_MARKS:
            if i > start:
                yield tokens[start : min(i, start + MOST_TOKENS)]
            start = i + 1
    if start < len(tokens):
        yield tokens[start : start + MOST_TOKENS]


def _found_in_part(line: Line, *, headline: bool, is_source: Callable[[int, int], bool]) -> list[Found]:
    carried, used = carriers.carriers(line)
    left = line.without(used)
    cited, used = modifiers.citing(left, relative=True)
    left = left.without(used)
    accorded, used = modifiers.according_to(left)
    left = left.without(used)
    viewed, used = modifiers.in_view(left)
    accorded, left = accorded + viewed, left.without(used)
    citing, used = modifiers.citing(left, relative=False)
    cited, left = cited + citing, left.without(used)
    if not left.tokens:
        return [*carried, *accorded, *cited]
    mains = _apart(left, verb_links(left, headline=headline)) + nouns.noun_cues(left)
    if headline and not mains:
        mains += nouns.colon(left, is_source)
    if carried and not mains and not accorded:
        mains = carriers.carried_document(left)
    base = next((link.content for link in mains if not link.carrier), ())
    behind = [link for link in carried if link.rule.endswith("behind") and base]
    outer = [link for link in carried if link not in behind]
    inner = [replace(link, content=base or link.content) for link in [*cited, *behind]]
    return [*outer, *accorded, *mains, *inner]


def _apart(line: Line, found: list[Found]) -> list[Found]:
    """The links with what others say taken out of their content.

    The clause of every "…, X said" stands outside of what it reports, a further verb of the same speaker ends what the
    first reports, and so does a relative clause behind a comma: there the writer speaks again.
    """
    clauses = [
        (min(link.source[0], link.cue[0]), max(link.source[1], link.cue[1]))
        for link in found
        if link.source and "behind its content" in link.rule and not link.carrier
    ]
    kept = []
    subjects = [link.source for link in found if link.source and not link.carrier]
    for link in found:
        if any(start < link.cue[0] and link.cue[1] <= end for start, end in subjects):
            continue  # a relative clause that explains another link's source
        holes = [clause for clause in clauses if not clause[0] <= link.cue[0] < clause[1]]
        edge = min(_next_report(line.tokens, link, found), _relative(line.tokens, link))
        content = tuple(piece for span in link.content for piece in without(span, _within(holes, span)))
        content = tuple((start, min(end, edge)) for start, end in content if start < edge)
        kept.append(replace(link, content=line.trimmed(*content) or link.content))
    return kept


def _next_report(tokens: Sequence[Token], link: Found, found: Sequence[Found]) -> int:
    """Where "and", "but" or "while" leads over to a further report of the same or of another speaker."""
    edge = tokens[-1].end
    for other in found:
        if other.cue[0] <= link.cue[1] or other.source is None or other.carrier:
            continue
        begin = other.cue[0] if other.source == link.source else min(other.source[0], other.cue[0])
        i = next((i for i, token in enumerate(tokens) if token.start >= begin), 0)
        if i > 1 and tokens[i - 1].low in _LEADING_OVER and tokens[i - 1].start > link.cue[1]:
            same = other.source == link.source or tokens[i - 2].text == "," or tokens[i - 1].low != "and"
            edge = min(edge, tokens[i - 1].start) if same else edge
    return edge


def _relative(tokens: Sequence[Token], link: Found) -> int:
    """Where a relative clause behind a comma begins in what a verb reports to its right."""
    if "behind its content" in link.rule:
        return tokens[-1].end
    for i in range(1, len(tokens)):
        if tokens[i].start > link.cue[1] and tokens[i].low in _RELATIVES and tokens[i - 1].text == ",":
            return tokens[i - 1].start
    return tokens[-1].end


def _within(holes: Sequence[Span], span: Span) -> list[Span]:
    return [hole for hole in holes if span[0] < hole[1] and hole[0] < span[1]]


def quoted_levels(text: str, span: Span, quotes: Sequence[Quotation]) -> list[tuple[Quotation, list[Token]]]:
    """Quotations within `span` that can hold attributions of their own, with their tokens."""
    levels = []
    for quote in quotes:
        start, end = max(quote.inner[0], span[0]), min(quote.inner[1], span[1])
        if quote.is_name or quote.words < 4 or end <= start:
            continue
        levels.append((quote, level(text, start, end, inside(text, start, end))))
    return levels
