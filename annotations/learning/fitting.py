"""Fits learned attribution to reviewed articles: the taggers, then the judge on articles they have not seen."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from annotations.domain.records import Span
from annotations.learning.agreement import agreement
from annotations.learning.attribution import LearnedAttribution
from annotations.learning.candidates import Candidate, candidates
from annotations.learning.covering import lying_signs
from annotations.learning.cue_features import cue_features, cue_labels
from annotations.learning.judging import Judge, fitted
from annotations.learning.part_features import part_features, part_labels, place_of
from annotations.learning.sentence_features import LIES, STANDS, sentence_features
from annotations.learning.shelf import Shelf, laid_aside
from annotations.learning.tagging import Tagger, trained
from annotations.learning.views import View, views, words_of
from annotations.suggesters.flat import Flat, touched

ROUNDS = 50
EVERY = 5
"""Every fifth article is held back, for the judges to be fitted to what the taggers say of articles they never saw."""
MANY = 400
"""Articles above which every tenth is enough."""
FEW = 200
"""Articles below which a fifth is too much to lose: the taggers are then fitted anew to all of them."""
AS_GOOD = 0.005
"""Difference of two sums of F1 scores that tells nothing, with the articles held back."""
FEWEST = 40
"""Articles below which nothing is fitted: what fewer teach is worse than the rules."""
_GRID = [step / 50 for step in range(10, 24)]
"""Chances that may divide what is kept from what is dropped: the best one lies at half the F1 score (Lipton 2014)."""


Taggers = tuple[Tagger, Tagger, Tagger]
"""Of cues, of their parts, of sentences."""
_Pairs = Iterator[tuple[list[list[str]], list[str]]]
"""What a tagger is told of sequences, and their labels."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One article with the attributions people found, listed under the sentence of their cue."""

    text: str
    sentences: Sequence[Span]
    attributions: Sequence[Sequence[Flat]]


@dataclass(frozen=True, slots=True)
class _Seen:
    """One article, looked at once."""

    article: Reviewed
    views: list[View]


def fit(articles: Iterable[Reviewed], *, fewest: int = FEWEST) -> LearnedAttribution | None:
    """A model of what people found in these articles; None where there are too few of them, or nothing was found."""
    # Laid aside: views of hundreds of articles take as much memory as the sequence models that learn from them.
    seen: Shelf[_Seen] = laid_aside(_Seen(one, views(one.text, one.sentences)) for one in articles)
    if len(seen) < fewest or not any(any(one.article.attributions) for one in seen):
        return None
    every = EVERY if len(seen) <= MANY else 2 * EVERY
    judged = _taggers(seen.chosen(lambda i: i % every != 0))
    held = seen.chosen(lambda i: i % every == 0)
    return _judged(list(held), _taggers(seen) if len(seen) < FEW else judged, by=judged)


def _taggers(seen: Shelf[_Seen]) -> Taggers:
    """Fitted one after another: each frees what it learned from before the next is begun."""
    kinds = (_told_of_cues, _told_of_parts, _told_of_sentences)
    cues, parts, sentences = (Tagger(trained(partial(_told, seen, kind), rounds=ROUNDS)) for kind in kinds)
    return cues, parts, sentences


def _told(seen: Shelf[_Seen], kind: Callable[[_Seen], _Pairs]) -> _Pairs:
    return (pair for one in seen for pair in kind(one))


def _told_of_cues(one: _Seen) -> _Pairs:
    for view, flats in _each(one):
        yield cue_features(view), cue_labels(view, _cues(view, flats))


def _told_of_sentences(one: _Seen) -> _Pairs:
    if one.views:
        yield sentence_features(one.views), [LIES if lies else STANDS for lies in _lies(one.article)]


def _each(one: _Seen) -> Iterator[tuple[View, Sequence[Flat]]]:
    found = zip(one.views, one.article.attributions, strict=True)
    return ((view, flats) for view, flats in found if view.tokens)


def _cues(view: View, flats: Sequence[Flat]) -> list[list[int]]:
    return [cue for flat in flats if (cue := words_of(view, flat.cue))]


def _told_of_parts(one: _Seen) -> _Pairs:
    for view, flats in _each(one):
        for flat in flats:
            cue = words_of(view, flat.cue)
            if cue:
                place = place_of(view, cue)
                yield part_features(one.views, place), part_labels(one.views, place, flat)


def _judged(held: Sequence[_Seen], taggers: Taggers, *, by: Taggers) -> LearnedAttribution:
    """The model with a judge fitted to what other taggers propose in articles they have not seen."""
    proposed = [candidates(one.views, by[0], by[1]) for one in held]
    signs = [candidate.signs for found in proposed for candidate in found]
    agreed = [
        answer
        for one, found in zip(held, proposed, strict=True)
        for answer in agreement(found, one.article.attributions)
    ]
    real = fitted(signs, [answer[0] for answer in agreed])
    right = fitted(signs, [answer[1] for answer in agreed])
    chances = real.chances(signs)
    reviewed = sum(len(flats) for one in held for flats in one.article.attributions)
    worths = {least: _worth(least, chances, agreed, reviewed) for least in _GRID}
    # Among chances that are as good as the best, the highest: it shows people the fewest wrong suggestions.
    keep = max(least for least, worth in worths.items() if worth >= max(worths.values()) - AS_GOOD)
    lying, lies_in = _lying(held, proposed, real, by[2])
    return LearnedAttribution(*taggers, real=real, right=right, lying=lying, keep=keep, lies_in=lies_in)


def _worth(
    least: float, chances: Sequence[float], agreed: Sequence[tuple[bool, bool]], reviewed: int
) -> float:
    """The sum of the two F1 scores when candidates below a chance are dropped."""
    kept = [answer for chance, answer in zip(chances, agreed, strict=True) if chance >= least]
    hits = sum(real + right for real, right in kept)
    return 2 * hits / (len(kept) + reviewed) if reviewed else 0.0


def _lying(
    held: Sequence[_Seen], proposed: Sequence[Sequence[Candidate]], real: Judge, sentences: Tagger
) -> tuple[Judge, float]:
    """A judge of sentences, and the least chance of one that lies in an attribution: that of the best F1."""
    signs = [
        row
        for one, found in zip(held, proposed, strict=True)
        for row in lying_signs(one.views, found, real.chances([c.signs for c in found]), sentences)
    ]
    truth = [true for one in held for true in _lies(one.article)]
    judge = fitted(signs, truth)
    chances = judge.chances(signs)

    def f1(least: float) -> float:
        taken = [true for chance, true in zip(chances, truth, strict=True) if chance >= least]
        return 2 * sum(taken) / (len(taken) + sum(truth)) if any(truth) else 0.0

    return judge, max(_GRID, key=f1)


def _lies(article: Reviewed) -> list[bool]:
    """Whether each sentence has, or lies in, a reviewed attribution."""
    spans = (span for flats in article.attributions for flat in flats for span in flat.content)
    held = touched(article.sentences, spans)
    return [here or bool(flats) for here, flats in zip(held, article.attributions, strict=True)]
