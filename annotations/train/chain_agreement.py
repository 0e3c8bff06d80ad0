"""How far proposed chains name the sources that were settled."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from annotations.domain.records import LinkValue, Proposal
from annotations.domain.vocabulary import SuggestionKind
from annotations.queries.training_data import SettledLink

Said = tuple[Mapping[int, Sequence[SettledLink]], Mapping[int, Sequence[LinkValue]]]
"""One article: settled and proposed chains by the start of the claim."""


def link_f1(articles: Iterable[Said]) -> float:
    """F1 of links whose source is the settled one, each counted once; claims without an answer are left out."""
    hits = settled = proposed = 0
    for answers, proposals in articles:
        for start, chain in answers.items():
            said = list(proposals.get(start, ()))
            settled += len(chain)
            proposed += len(said)
            for link in chain:
                same = next((one for one in said if same_source(link, one)), None)
                if same is not None:
                    said.remove(same)
                    hits += 1
    return 2 * hits / (settled + proposed) if settled + proposed else 0.0


def chains_by_start(
    proposals: Iterable[Proposal], starts: Mapping[UUID, int]
) -> dict[int, Sequence[LinkValue]]:
    """The chain proposed first for each claim, by where the claim starts; `starts` by the claim's id."""
    found: dict[int, Sequence[LinkValue]] = {}
    for proposal in proposals:
        if proposal.kind is SuggestionKind.CHAIN:
            found.setdefault(starts[proposal.claim_id], proposal.value)
    return found


def same_source(settled: SettledLink, proposed: LinkValue) -> bool:
    """Whether both mean one source: by the registry, by name, or by the same words of the text."""
    if settled.source_id is not None and settled.source_id == proposed.source_id:
        return True
    if settled.name and settled.name == proposed.source_name.casefold():
        return True
    if settled.source_id is None and not proposed.source_name:
        return True
    if settled.span is None or proposed.source_span is None or proposed.source_id is not None:
        return False
    (a, b), (c, d) = settled.span, proposed.source_span
    return 2 * max(0, min(b, d) - max(a, c)) >= max(b, d) - min(a, c)
