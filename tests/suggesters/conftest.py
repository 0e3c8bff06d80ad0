"""Small invented articles: one paragraph a line, claims by the workbench's own division."""

from collections.abc import Callable

import pytest

from annotations.domain.ids import new_id
from annotations.domain.records import ClaimView, Context, LinkValue
from annotations.domain.sentences import split
from annotations.domain.vocabulary import ClaimRole
from annotations.suggesters.attribution import AttributionChains

Reader = Callable[..., list[tuple[LinkValue, ...]]]


def article(*paragraphs: str, language: str = "en", roles: dict[int, ClaimRole] | None = None) -> Context:
    """A context of body paragraphs; `roles` gives the paragraphs of another role by their index."""
    text = "\n\n".join(paragraphs)
    claims, at = [], 0
    for i, paragraph in enumerate(paragraphs):
        role = (roles or {}).get(i, ClaimRole.BODY)
        for start, end in split(paragraph):
            claims.append(ClaimView(new_id(), at + start, at + end, paragraph[start:end], role))
        at += len(paragraph) + 2
    return Context(text, claims, language=language)


@pytest.fixture
def chains() -> Reader:
    """The chains suggested for an invented article, one a claim, in order."""

    def read(*paragraphs: str, roles: dict[int, ClaimRole] | None = None) -> list[tuple[LinkValue, ...]]:
        context = article(*paragraphs, roles=roles)
        found = {proposal.claim_id: proposal.value for proposal in AttributionChains().propose(context)}
        return [found[claim.id] for claim in context.claims if claim.id in found]

    return read
