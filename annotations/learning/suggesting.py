"""Learned versions as suggesters: what the registry's own say, read or weighed by a model of the desk's answers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from annotations.domain.records import ClaimView, Context, Proposal
from annotations.domain.vocabulary import CheckWorthiness, SuggestionKind
from annotations.learning.attribution import LearnedAttribution
from annotations.learning.calibrating import LearnedCalibration
from annotations.learning.check_worthiness import LearnedCheckWorthiness
from annotations.suggesters import language
from annotations.suggesters.article import Article
from annotations.suggesters.attribution import proposal_of
from annotations.suggesters.check_worthiness import FACTUAL, SHARE, explanation, score
from annotations.suggesters.flat import Flat
from annotations.suggesters.found import Found

LEARNED = "learned from answers"


class Suggesting(Protocol):
    """A suggester as the registry knows it."""

    name: str
    version: str

    def propose(self, context: Context) -> Iterable[Proposal]:
        """Proposals about the article's claims."""
        ...


class AttributionLearned:
    """Chains by the rules, and by what was learned where the rules find nobody."""

    name = "attribution-learned"

    def __init__(self, version: str, load: Callable[[], LearnedAttribution]) -> None:
        self.version = version
        self._load = load

    def propose(self, context: Context) -> Iterable[Proposal]:
        """One proposal for every reviewable claim that repeats no other; none for languages other than English."""
        claims = _claims_of(context)
        if not claims:
            return
        reading = self._load().read(context.text, [(claim.start, claim.end) for claim in claims])
        found = {
            claim.start: [_found(flat) for flat in flats]
            for claim, flats in zip(claims, reading.attributions, strict=True)
        }
        for read in Article(context, beyond=found).read():
            yield proposal_of(read)


class CheckWorthinessLearned:
    """One word of ClaimBuster's scale for every reviewable claim, by what the desk found worth a check."""

    name = "check-worthiness-learned"

    def __init__(self, version: str, load: Callable[[], LearnedCheckWorthiness]) -> None:
        self.version = version
        self._load = load

    def propose(self, context: Context) -> Iterable[Proposal]:
        """One proposal for every reviewable claim that repeats no other; none for languages other than English."""
        claims = _claims_of(context)
        if not claims:
            return
        model = self._load()
        for claim, chance in zip(claims, model.chances([claim.text for claim in claims]), strict=True):
            yield _worthiness(claim, chance, least=model.threshold)


class Calibrated:
    """Another suggester's proposals with the confidence that its earlier ones earned."""

    def __init__(self, inner: Suggesting, version: str, load: Callable[[], LearnedCalibration]) -> None:
        self.name = inner.name
        self.version = f"{inner.version}~{version}"
        self._inner, self._load = inner, load

    def propose(self, context: Context) -> Iterable[Proposal]:
        """The same proposals, in the same order."""
        return corrected(self.name, self._inner.propose(context), self._load())


def corrected(suggester: str, proposals: Iterable[Proposal], by: LearnedCalibration) -> Iterator[Proposal]:
    """A suggester's proposals with the confidence that its earlier ones earned; a match's score is the same number."""
    for proposal in proposals:
        sure = round(by.confidence(suggester, proposal.kind.value, proposal.confidence), 2)
        scored = proposal.kind is SuggestionKind.MATCH
        yield replace(
            proposal, confidence=sure, value={**proposal.value, "score": sure} if scored else proposal.value
        )


def _found(flat: Flat) -> Found:
    return Found(LEARNED, flat.source, flat.cue, flat.content)


def _worthiness(claim: ClaimView, chance: float, *, least: float) -> Proposal:
    by_signs, signs = score(claim.text)
    if chance >= least:
        word, sure = CheckWorthiness.CHECK_WORTHY, chance
    else:
        word = CheckWorthiness.UNIMPORTANT if by_signs >= FACTUAL else CheckWorthiness.NON_FACTUAL
        sure = 1 - chance
    said: Sequence[str] = (
        f"Like sentences that this desk found worth a check in {round(100 * chance)} of 100 cases.",
        explanation(signs),
    )
    return Proposal(
        claim_id=claim.id,
        kind=SuggestionKind.CHECK_WORTHINESS,
        value=word,
        confidence=round(sure * SHARE[word], 2),
        explanation=" ".join(said),
        rule=LEARNED,
        spans=tuple((claim.start + m.start(), claim.start + m.end(), sign.name) for sign, m in signs),
    )


def _claims_of(context: Context) -> list[ClaimView]:
    """The claims to speak about: reviewable ones that repeat no other; none in languages other than English."""
    if not language.is_english(context):
        return []
    return [claim for claim in context.claims if claim.role.is_reviewed and claim.duplicate_of is None]
