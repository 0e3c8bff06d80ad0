"""How often each rule is right, coarsely: the share of chains a reviewer would leave as they are."""

from collections.abc import Sequence

from annotations.domain.records import LinkValue
from annotations.domain.vocabulary import Identification, Mention, SourceKind

OWN_VOICE = 0.97
BY_LENGTH = (1.0, 0.95, 0.8)
"""What a chain of one, two, three and more links is worth: each is one more that can be wrong or too many."""
BY_RULE = (
    ("carry-over", 0.55),
    ("quotation", 0.97),
    ("transcript", 0.95),
    ("that-clause", 0.95),
    ("behind its content", 0.95),
    ("according to", 0.95),
    ("clause without that", 0.95),
    ("question clause", 0.9),
    ("noun phrase", 0.9),
    ("passive", 0.9),
    ("pronoun for the content", 0.6),
)
"""Parts of rules' names, first match first; the others are worth OTHERS."""
OTHERS = 0.92
BY_MENTION = {
    Mention.PRONOUN: 0.95,
    Mention.DEFINITE_NOUN_PHRASE: 0.95,
    Mention.ARTEFACT: 0.9,
    Mention.DESCRIPTOR: 0.92,
}
"""What finding the source of a form costs: cues are found more surely than whom a description means."""
BY_FLAT_RULE = (
    ("behind its content", 0.8),
    ("according to", 0.75),
    ("headline colon", 0.7),
    ("that-clause", 0.7),
    ("quotation behind", 0.6),
    ("clause without that", 0.65),
    ("transcript", 0.6),
    ("question clause", 0.55),
    ("noun phrase", 0.5),
    ("wide clause", 0.5),
    ("wide noun", 0.25),
    ("wide phrase", 0.3),
    ("verb around", 0.35),
)
"""As BY_RULE, for single attributions in the wider notion, of which half of source and content must be right."""
OTHER_FLAT = 0.4
FURTHER_FLAT = 0.75
"""What each attribution of a sentence but the first is worth besides: mostly one of them is wrong."""
UNCERTAIN_NAME = 0.7
"""A body or a document that the article describes without naming it may be one that it names elsewhere."""


def chain_confidence(rules: Sequence[str], chain: Sequence[LinkValue]) -> float:
    """Confidence in a whole chain, 0 … 1: the weakest link's, less for a chain of several."""
    if not chain:
        return OWN_VOICE
    weakest = min(link_confidence(rule, link) for rule, link in zip(rules, chain, strict=True))
    return float(round(weakest * BY_LENGTH[min(len(chain), len(BY_LENGTH)) - 1], 2))


def flat_confidence(rule: str, *, letters: int, position: int) -> float:
    """Confidence in one attribution by itself: by its rule, its sentence's length, and its place among others there."""
    share = next((share for part, share in BY_FLAT_RULE if part in rule), OTHER_FLAT)
    shorter = max(0.8, 1.15 - letters / 1000)
    return share * shorter * (FURTHER_FLAT if position else 1.05)


def link_confidence(rule: str, link: LinkValue) -> float:
    """Confidence in one link, by the rule that found it and the form of its source."""
    share = next((share for part, share in BY_RULE if part in rule), OTHERS)
    if link.mention is not None:
        share *= BY_MENTION.get(link.mention, 1.0)
    named = link.identification == Identification.NAMED_ORGANISATION
    if link.mention == Mention.DESCRIPTOR and (named or link.source_kind == SourceKind.DOCUMENT):
        share *= UNCERTAIN_NAME
    return share
