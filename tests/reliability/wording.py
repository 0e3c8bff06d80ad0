"""What the state machine lets people write, and how the model and the database say the same."""

from itertools import count
from typing import Any

from hypothesis import strategies as st

from annotations.domain.judgements import Judgement
from annotations.domain.records import Draft, LinkValue
from annotations.domain.vocabulary import CheckWorthiness, Identification, SourceKind, Verification
from annotations.ingest import Incoming
from annotations.models import Decision
from tests.reliability.model import Answer, ModelClaim, Voice, bare

NUMBERS = count(1)
SENTENCES = (
    "The harbour was closed on Monday.",
    "According to the port authority, two cables broke.",
    '"We found rust," engineer Mira Olsen said.',
    "A minister said the Courier had reported it.",
    "Köln 🙂 sleeps.",
)
NAMES: tuple[tuple[str, bool], ...] = (
    ("The Courier", True), ("courier", True), ("Mira Olsen", True), ("an official", False), ("the minister", False),
)  # fmt: skip
PLACES = ((0, 3), (2, 5), (6, 8), None)
VERIFICATIONS = st.sampled_from(
    [None, *(word.value for word in (Verification.SUPPORTED, Verification.REFUTED))]
)
VOICES = st.tuples(st.sampled_from(NAMES), st.sampled_from(PLACES))
CHAINS = st.one_of(st.none(), st.just([]), st.lists(VOICES, min_size=1, max_size=2))
WORTH = st.sampled_from([None, "check_worthy", "non_factual"])
PICK = st.integers(0, 1000)
PERSON = st.integers(0, 2)


def judgement_of(answer: Answer) -> Judgement:
    """The answer as people enter it."""
    return Judgement(
        verification=Verification(answer.verification) if answer.verification else None,
        chain=None if answer.chain is None else tuple(map(link, range(1, 9), answer.chain)),
        check_worthiness=CheckWorthiness(answer.worth) if answer.worth else None,
        note=answer.note,
    )


def incoming(text: str) -> Incoming:
    """An article as it comes in."""
    return Incoming(text.encode(), Draft(text=text, language="en"))


def pick_from(items: list[Any], index: int) -> Any:
    """The item at the index, counted round and round."""
    return items[index % len(items)]


def within(claim: ModelClaim, place: tuple[int, int] | None) -> tuple[int, int] | None:
    """The place as a span of the article, where the claim is long enough."""
    if place is None or claim.start + place[1] > claim.end:
        return None
    return claim.start + place[0], claim.start + place[1]


def link(depth: int, voice: Voice) -> LinkValue:
    """The voice as people enter it."""
    name, known, span = voice
    kind = Identification.NAMED_ORGANISATION if known else Identification.UNNAMED_INDIVIDUAL
    return LinkValue(
        depth, source_name=name, source_kind=SourceKind.WITNESS, source_span=span, identification=kind
    )


def told(row: Decision) -> tuple[Any, ...]:
    """What a stored answer says, in the model's words."""
    links = sorted(row.links.all(), key=lambda link: link.depth)
    chain = [(bare(link.source.name), link.source_span) for link in links if link.source]
    return row.verification, chain if row.chain_answered else None, row.check_worthiness, row.note


def said(answer: Answer) -> tuple[Any, ...]:
    """What an answer of the model says."""
    chain = None
    if answer.chain is not None:
        chain = [(bare(name), list(span) if span else None) for name, _, span in answer.chain]
    return answer.verification, chain, answer.worth, answer.note
