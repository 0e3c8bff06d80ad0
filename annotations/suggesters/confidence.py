"""How often each rule is right, coarsely: shares of chains a reviewer would leave as they are."""

from collections.abc import Sequence

from annotations.domain.records import LinkValue
from annotations.domain.vocabulary import Mention

OWN_VOICE = 0.8
_BY_RULE = (
    ("carry-over", 0.55),
    ("bare quotation", 0.75),
    ("that-clause", 0.8),
    ("quotation", 0.8),
    ("behind its content", 0.8),
    ("according to", 0.8),
    ("clause without that", 0.75),
    ("passive", 0.6),
    ("noun phrase", 0.6),
)
_OTHERS = 0.65
_BY_MENTION = {Mention.PRONOUN: 0.85, Mention.DEFINITE_NOUN_PHRASE: 0.85, Mention.ARTEFACT: 0.85}


def chain_confidence(rules: Sequence[str], chain: Sequence[LinkValue]) -> float:
    """Confidence in a whole chain: the weakest link's, less for each further link."""
    if not chain:
        return OWN_VOICE
    shares = [
        rule_confidence(rule) * _BY_MENTION.get(link.mention, 1.0) if link.mention else rule_confidence(rule)
        for rule, link in zip(rules, chain, strict=True)
    ]
    return round(min(shares) * 0.95 ** (len(chain) - 1), 2)


def rule_confidence(rule: str) -> float:
    """Confidence in what one rule finds."""
    return next((share for part, share in _BY_RULE if part in rule), _OTHERS)
