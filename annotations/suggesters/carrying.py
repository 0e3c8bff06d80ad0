"""What goes on without words: bare quotations, reports that run over several sentences, voices inside them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from annotations.domain import chains
from annotations.domain.records import ClaimView
from annotations.domain.vocabulary import ClaimRole, QuoteType
from annotations.suggesters.cues import NO_ASSERTION
from annotations.suggesters.links import Read, Step
from annotations.suggesters.quotations import Quotation
from annotations.suggesters.words import listed

_STATES = listed("believe think expect consider fear hope doubt suspect reckon worry assume regard deem")
_MODALS = listed("could would might may should")
_SILENT = re.compile(
    r"(?:not|n['’]t)(?: immediately| yet)?(?: be)? (?:respond|repl|answer|comment|return|reach|available)",
    re.I,
)
MOSTLY = 0.8
"""Share of a claim's letters that must stand in quotation marks to make it a bare quotation."""


def carried_steps(
    read: Read, *, reason: str, rule: str, quote_type: QuoteType = QuoteType.NONE
) -> tuple[Step, ...]:
    """The steps of another claim without their words."""
    links = chains.carried(read.chain, quote_type=quote_type)
    return tuple(
        replace(step, link=link, rule=rule, reason=f"{link.source_name or 'nobody named'}: {reason}")
        for step, link in zip(read.steps, links, strict=True)
    )


def bare_quotation(claim: ClaimView, quotes: Sequence[Quotation]) -> Quotation | None:
    """The quotation that a claim consists of, or goes on with; None where the writer's own words prevail."""
    if claim.role == ClaimRole.HEADLINE:
        return None
    for quote in quotes:
        shared = min(quote.end, claim.end) - max(quote.start, claim.start)
        if not quote.is_name and shared >= MOSTLY * (claim.end - claim.start):
            return quote
    return None


def stands_in(step: Step, quote: Quotation) -> bool:
    """Whether a link's own words stand within a quotation."""
    span = chains.anchor(step.link)
    return span is not None and quote.inner[0] <= span[0] and span[1] <= quote.inner[1]


def grafted(read: Read, previous: Read) -> Read:
    """Where the source exists only inside the report that goes on, the links around it go on too."""
    actor = read.steps[0].actor
    depth = next((i for i, step in enumerate(previous.steps) if actor is not None and step.actor is actor), 0)
    if depth == 0 or actor is None:
        return read
    reason = f"the report goes on in which {actor.name} speaks"
    outer = carried_steps(previous.up_to(depth), reason=reason, rule="carry-over")
    return replace(read, steps=outer + read.steps)


def spoken_on(read: Read, known: Read, *, reason: str) -> Read:
    """A bare quotation with its speaker, who is named elsewhere, and the reports within its words."""
    outer = carried_steps(known, reason=reason, rule="bare quotation", quote_type=QuoteType.DIRECT)
    return replace(read, steps=outer + read.steps)


def goes_on(read: Read, previous: Read, text: str, *, behind_subheading: bool) -> bool:
    """Whether a sentence without a cue only makes sense as part of the report in the sentence before it."""
    here = text[read.claim.start : read.claim.end]
    if read.claim.role != ClaimRole.BODY or previous.claim.role != ClaimRole.BODY or not previous.steps:
        return False
    if here.rstrip().endswith("?") or here.startswith("Whether "):
        return False
    if NO_ASSERTION & set(here.lower().replace(".", " ").split()) or _SILENT.search(here):
        return False
    last = previous.last
    if last.link.quote_type in (QuoteType.DIRECT, QuoteType.ATTITUDE) and last.actor is not None:
        return False
    if last.rule.split(":")[0] in _STATES:
        return False
    if "\n" not in text[previous.claim.end : read.claim.start]:
        return True
    return behind_subheading and bool(_MODALS & set(here.lower().split()))


def inherited(read: Read, previous: Read) -> Read:
    """The claim with the whole chain of the sentence before it."""
    reason = "no cue here, the report of the sentence before goes on"
    return replace(read, steps=carried_steps(previous, reason=reason, rule="carry-over"))
