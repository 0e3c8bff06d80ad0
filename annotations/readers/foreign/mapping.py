"""Words and spans of other programs, and what they are called here.

A label is mapped only where it can mean one thing; AVeriTeC's "Conflicting Evidence/Cherrypicking" means two of
ours and stays as it is. A person who chose two verification statuses at once has none here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotations.domain.chains import compose
from annotations.domain.records import LinkValue, Span
from annotations.domain.vocabulary import CheckWorthiness, QuoteType, Verification
from annotations.readers.foreign.records import Answer, Item, Region

VERIFICATIONS: dict[str, Verification] = {
    **{term.value.replace("_", " "): term for term in Verification},
    "supports": Verification.SUPPORTED,  # FEVER
    "refutes": Verification.REFUTED,
    "not enough info": Verification.NOT_ENOUGH_EVIDENCE,
    "nei": Verification.NOT_ENOUGH_EVIDENCE,
    "false": Verification.REFUTED,  # ClaimReview's usual words
    "missing context": Verification.MISLEADING,
    "disputed": Verification.CONFLICTING,
    "unproven": Verification.NOT_ENOUGH_EVIDENCE,
}
WORTH: dict[str, CheckWorthiness] = {
    **{term.value.replace("_", " "): term for term in CheckWorthiness},
    "cfs": CheckWorthiness.CHECK_WORTHY,  # ClaimBuster
    "ufs": CheckWorthiness.UNIMPORTANT,
    "nfs": CheckWorthiness.NON_FACTUAL,
    "check worthy factual": CheckWorthiness.CHECK_WORTHY,
    "unimportant factual": CheckWorthiness.UNIMPORTANT,
}
PARTS = {
    **dict.fromkeys(("source", "speaker", "attribution source", "holder"), "source"),
    **dict.fromkeys(("cue", "attribution cue", "reporting verb"), "cue"),
    **dict.fromkeys(("content", "quotation", "attribution content"), "content"),
}
OPENING = "\"'“„«‘‚「『"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an answer says in our words; None where it says nothing that has one.

    `unmapped` are its labels without a word of ours, or that contradict each other; `loose` the regions that are in
    no link.
    """

    verification: Verification | None = None
    check_worthiness: CheckWorthiness | None = None
    chain: tuple[LinkValue, ...] | None = None
    unmapped: tuple[tuple[str, str], ...] = ()
    loose: tuple[Region, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether any part is answered."""
        return not (self.verification is None and self.check_worthiness is None and self.chain is None)


def meaning_of(answer: Answer, item: Item) -> Meaning:
    """What the answer says in our words. Spans of the chain are code points of the item's text."""
    statuses = {VERIFICATIONS[key(label)] for _, label in answer.labels if key(label) in VERIFICATIONS}
    worths = {WORTH[key(label)] for _, label in answer.labels if key(label) in WORTH}
    verification = next(iter(statuses)) if len(statuses) == 1 else None
    worth = next(iter(worths)) if len(worths) == 1 else None
    taken = {verification, worth} - {None}
    unmapped = tuple(
        (name, label)
        for name, label in answer.labels
        if VERIFICATIONS.get(key(label)) not in taken and WORTH.get(key(label)) not in taken
    )
    flat = _links(answer, item.text)
    chain = compose([link for link, _ in flat])
    kept = {(link.source_span, link.cue_span, link.content_spans) for link in chain}
    used = {
        id(region)
        for link, regions in flat
        if (link.source_span, link.cue_span, link.content_spans) in kept
        for region in regions
    }
    loose = tuple(region for region in answer.regions if id(region) not in used)
    return Meaning(verification, worth, chain or None, unmapped, loose)


def key(label: str) -> str:
    """A label as it is looked up: case, hyphens, underlines and runs of spaces do not count."""
    return " ".join(label.replace("_", " ").replace("-", " ").casefold().split())


def part_of(region: Region) -> str | None:
    """Which part of a report a region is: source, cue or content; None for anything else."""
    parts = {PARTS.get(key(label)) for label in region.labels}
    return next(iter(parts)) if len(parts) == 1 else None


def _links(answer: Answer, text: str) -> list[tuple[LinkValue, list[Region]]]:
    """A flat link for each cue with what its relations lead to; without relations, one link at most."""
    regions = {
        part: [one for one in answer.regions if part_of(one) == part] for part in ("source", "cue", "content")
    }
    if not answer.relations:
        if len(regions["source"]) > 1 or len(regions["cue"]) > 1 or not (regions["source"] or regions["cue"]):
            return []
        group = [*regions["source"], *regions["cue"], *regions["content"]]
        return [(_link(group, text), group)]
    by_id = {region.id: region for region in answer.regions}
    groups = []
    for cue in regions["cue"]:
        led = [
            by_id.get(_other_end(relation.from_id, relation.to_id, cue.id)) for relation in answer.relations
        ]
        group = [cue, *(one for one in led if one is not None and one is not cue)]
        if sum(part_of(one) == "source" for one in group) <= 1:
            groups.append((_link(group, text), group))
    return groups


def _other_end(from_id: str, to_id: str, own: str) -> str:
    """The region that a relation ties to this one, "" where it ties others."""
    return to_id if from_id == own else from_id if to_id == own else ""


def _link(group: Sequence[Region], text: str) -> LinkValue:
    source = _first(group, "source")
    contents = tuple(sorted({(one.start, one.end) for one in group if part_of(one) == "content"}))
    return LinkValue(
        depth=1,
        source_name=" ".join(text[slice(*source)].split()) if source else "",
        source_span=source,
        cue_span=_first(group, "cue"),
        content_spans=contents,
        quote_type=_quote_type(text, contents),
    )


def _first(group: Iterable[Region], part: str) -> Span | None:
    return next(((one.start, one.end) for one in group if part_of(one) == part), None)


def _quote_type(text: str, contents: Sequence[Span]) -> QuoteType:
    """Direct where the content begins with a quotation mark or right behind one."""
    if not contents:
        return QuoteType.NONE
    start = contents[0][0]
    is_quoted = text[start] in OPENING or (start > 0 and text[start - 1] in OPENING)
    return QuoteType.DIRECT if is_quoted else QuoteType.INDIRECT
