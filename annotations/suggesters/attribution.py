"""Attribution chains by rules: who says so, outermost voice first, with the words that show it."""

from collections.abc import Iterable

from annotations.domain.records import Context, Proposal
from annotations.domain.vocabulary import SuggestionKind
from annotations.suggesters import language
from annotations.suggesters.article import Article
from annotations.suggesters.confidence import chain_confidence
from annotations.suggesters.links import Read

OWN_VOICE = "No cue of speech, thought or document here, and no report that goes on: the article's own voice."


class AttributionChains:
    """Proposes one chain a claim from cue verbs and nouns, quotations, and what goes on from sentence to sentence."""

    name = "attribution-rules"
    version = "3"

    def propose(self, context: Context) -> Iterable[Proposal]:
        """One proposal for every reviewable claim that repeats no other; none for languages other than English."""
        if not language.is_english(context):
            return
        for read in Article(context).read():
            yield proposal_of(read)


def proposal_of(read: Read) -> Proposal:
    """What was read of one claim as a proposal, with its reasons and the spans that show it."""
    chain = read.chain
    marked = [(link.source_span, "source") for link in chain] + [(link.cue_span, "cue") for link in chain]
    reasons = [f"{depth}. {step.reason}" for depth, step in enumerate(read.steps, start=1)]
    return Proposal(
        claim_id=read.claim.id,
        kind=SuggestionKind.CHAIN,
        value=chain,
        confidence=chain_confidence([step.rule for step in read.steps], chain),
        explanation="; ".join(reasons) or OWN_VOICE,
        rule=" + ".join(step.rule for step in read.steps) or "own voice",
        spans=tuple((span[0], span[1], what) for span, what in marked if span),
    )
