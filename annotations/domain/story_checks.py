"""Checks of an article's claims against each other: what a reader is told as fact that the text itself attributes.

Two findings, each to be looked at by a person and never more than a hint:

- *attribution lost*: a claim in the article's own voice that another sentence attributes to a source, in similar words;
- *stronger than the body*: a headline or dek without the hedge that every similar sentence of the body has.

Words are compared folded and cut to a stem; small words do not count. Similar is a share of the shorter side's words
that the other side has as well: `ALIKE`, with at least `WORDS_SHARED` of them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotations.domain.dossier_words import StoryCheck
from annotations.domain.records import LinkValue
from annotations.domain.text import folded

ALIKE, HEADLINE_ALIKE = 0.6, 0.5
WORDS_SHARED, HEADLINE_WORDS_SHARED = 4, 3
HEADINGS = frozenset({"headline", "dek"})
_WORD = re.compile(r"\d[\d.,]*\d|\w+")
_ENDING = re.compile(r"(?:'s|ies|ing|ed|es|s|y|e)$")
_SMALL = frozenset(
    re.findall(
        r"\w+",
        """a an and are as at be been being but by can did do does for from had has have he her hers him his how i if in
        into is it its itself just more most no nor not of off on once only or other our out over own said same say says
        she should so some such than that the their them then there these they this those through to too under until up
        very was we were what when where which while who whom why will with would you your about after again against
        all also am any because before below between both during each few further here me my myself now according""",
    )
)
_HEDGE = re.compile(
    r"\b(?:may|might|could|would|reportedly|allegedly|apparently|purportedly|supposedly|seemingly|possibl[ey]"
    r"|probabl[ey]|perhaps|likely|unlikely|potential(?:ly)?|alleged|suspected|presumed|expected to|expects to|plans? to"
    r"|planned to|intends? to|seeks? to|considers?|considering|appears? to|appeared to|seems? to|seemed to|is said to"
    r"|are said to|is believed|are believed|is thought|are thought|believes?|assess(?:es)?|claims?|claimed|alleges?"
    r"|unconfirmed|if confirmed|not yet clear|unclear|suggests?|suggested|estimated?|about to)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim as the checks read it; `chain` None where nobody has said anything. `start` is its first code point."""

    id: str
    role: str
    text: str
    start: int
    chain: tuple[LinkValue, ...] | None


@dataclass(frozen=True, slots=True)
class Finding:
    """That `claim` should be looked at because of `other`; `words` are what both have, `hedges` what was lost."""

    kind: StoryCheck
    claim: str
    other: str
    words: tuple[str, ...]
    hedges: tuple[str, ...] = ()


def findings(claims: Sequence[CheckedClaim]) -> list[Finding]:
    """What is to be looked at, in the order of the article; at most one finding of a kind for each claim."""
    found = [*_attribution_lost(claims), *_hedges_lost(claims)]
    places = {claim.id: place for place, claim in enumerate(claims)}
    return sorted(found, key=lambda one: (places[one.claim], one.kind.value))


def hedges_in(text: str) -> tuple[str, ...]:
    """The words that leave it open whether something is so, folded, each once."""
    return tuple(dict.fromkeys(match.group().casefold() for match in _HEDGE.finditer(text)))


def content_words(text: str) -> frozenset[str]:
    """The text's words that carry meaning, folded and cut to a stem; numbers whole."""
    return frozenset(_stem(word) for word in _WORD.findall(folded(text)) if word not in _SMALL)


def _attribution_lost(claims: Sequence[CheckedClaim]) -> Iterator[Finding]:
    attributed = {claim.id: _content(claim) for claim in claims if claim.chain}
    index = _Index(attributed)
    for claim in claims:
        if claim.chain == ():
            own = content_words(claim.text)
            best = index.most_alike(own, alike=ALIKE, shared=WORDS_SHARED)
            if best is not None:
                yield Finding(StoryCheck.ATTRIBUTION_LOST, claim.id, best, _both(own, attributed[best]))


def _hedges_lost(claims: Sequence[CheckedClaim]) -> Iterator[Finding]:
    body = {claim.id: claim for claim in claims if claim.role == "body"}
    index = _Index({pk: content_words(claim.text) for pk, claim in body.items()})
    for claim in claims:
        if claim.role not in HEADINGS or hedges_in(claim.text):
            continue
        own = content_words(claim.text)
        alike = index.alike(own, alike=HEADLINE_ALIKE, shared=HEADLINE_WORDS_SHARED)
        if alike and all(hedges_in(body[pk].text) for pk in alike):
            first = alike[0]
            yield Finding(
                StoryCheck.HEDGE_LOST,
                claim.id,
                first,
                _both(own, index.words[first]),
                hedges_in(body[first].text),
            )


class _Index:
    """Claims by their words, so that only those that share one are compared."""

    def __init__(self, words: Mapping[str, frozenset[str]]) -> None:
        self.words = words
        self.claims: dict[str, list[str]] = {}
        for pk, own in words.items():
            for word in own:
                self.claims.setdefault(word, []).append(pk)

    def alike(self, own: frozenset[str], *, alike: float, shared: int) -> list[str]:
        """The claims that are similar to these words, the most similar first."""
        counted = Counter(pk for word in own for pk in self.claims.get(word, ()))
        close = [
            (number / min(len(own), len(self.words[pk])), pk)
            for pk, number in counted.items()
            if number >= shared and number >= alike * min(len(own), len(self.words[pk]))
        ]
        return [pk for _, pk in sorted(close, key=lambda pair: (-pair[0], pair[1]))]

    def most_alike(self, own: frozenset[str], *, alike: float, shared: int) -> str | None:
        """The most similar claim, None where none is."""
        return next(iter(self.alike(own, alike=alike, shared=shared)), None)


def _content(claim: CheckedClaim) -> frozenset[str]:
    """The words that the innermost source stands behind: its content spans, else the whole sentence."""
    links = sorted(claim.chain or (), key=lambda link: link.depth)
    spans: Iterable[tuple[int, int]] = links[-1].content_spans if links else ()
    said = " ".join(
        claim.text[max(0, start - claim.start) : max(0, end - claim.start)] for start, end in spans
    )
    return content_words(said if said.strip() else claim.text)


def _both(one: frozenset[str], other: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(one & other))


def _stem(word: str) -> str:
    if word[0].isdigit() or len(word) < 5:
        return word
    return _ENDING.sub("", word)
