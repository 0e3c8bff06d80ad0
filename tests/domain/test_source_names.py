"""Which sources may be one, by their names: each reason found, and its near misses left alone."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.source_names import MergeReason, NamedSource, merge_proposals
from annotations.domain.vocabulary import SourceKind

PERSON, COMPANY = SourceKind.PERSON, SourceKind.COMPANY


def named(
    name: str, *aliases: str, kind: SourceKind = COMPANY, uses: int = 0, pk: UUID | None = None
) -> NamedSource:
    return NamedSource(pk or uuid4(), name, kind, aliases, uses)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (named("Société Générale"), named("Societe Generale SA"), MergeReason.SAME_NAME),
        (named("Harbour Ltd."), named("Harbour Limited"), MergeReason.SAME_NAME),
        (named("The Wall-Street Journal"), named("Wall Street Journal"), MergeReason.SAME_NAME),
        (named("Bundeswehr", "German army"), named("German Army"), MergeReason.ALIAS),
        (named("WSJ"), named("Wall Street Journal"), MergeReason.ABBREVIATION),
        (named("C.I.A."), named("Central Intelligence Agency"), MergeReason.ABBREVIATION),
        (named("FBI"), named("Federal Bureau of Investigation"), MergeReason.ABBREVIATION),
        (named("Olsen", kind=PERSON), named("Mira Olsen", kind=PERSON), MergeReason.SURNAME),
        (named("Mr Olsen", kind=PERSON), named("Dr Mira Olsen", kind=PERSON), MergeReason.SURNAME),
    ],
)
def test_each_reason_is_found(one: NamedSource, other: NamedSource, reason: MergeReason) -> None:
    found = merge_proposals([one, other, named("Port authority")])
    assert [(proposal.reason, {proposal.source, proposal.into}) for proposal in found] == [
        (reason, {one, other})
    ]


@pytest.mark.parametrize(
    "sources",
    [
        (named("US government"), named("UK government")),
        (named("who"), named("World Health Organization")),
        (named("Olsen", kind=PERSON), named("Mira Olsen", kind=PERSON), named("Jon Olsen", kind=PERSON)),
        (named("Journal"), named("Wall Street Journal")),
        (named("Olsen"), named("Mira Olsen", kind=PERSON)),
    ],
)
def test_near_misses_are_left_alone(sources: tuple[NamedSource, ...]) -> None:
    assert merge_proposals(sources) == []


def test_the_one_that_is_named_more_stays() -> None:
    seldom, often = named("Wall Street Journal", uses=1), named("WSJ", uses=9)
    (proposal,) = merge_proposals([seldom, often])
    assert (proposal.source, proposal.into) == (seldom, often)


@given(st.lists(st.text("abAB .-", min_size=1, max_size=6), max_size=8))
def test_a_pair_comes_once_and_never_with_itself(names: list[str]) -> None:
    pairs = [
        frozenset((one.source.id, one.into.id)) for one in merge_proposals([named(name) for name in names])
    ]
    assert len(pairs) == len(set(pairs))
    assert all(len(pair) == 2 for pair in pairs)
