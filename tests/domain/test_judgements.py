"""What an answer may hold, what is wrong with one in words, and when two differ."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.errors import Invalid
from annotations.domain.judgements import Holder, Judgement, Standpoint, chain_problems, differ, same_chain
from annotations.domain.records import LinkValue
from annotations.domain.submission import judgement_from, link_as_dict, links_from
from annotations.domain.vocabulary import (
    CheckWorthiness,
    Fidelity,
    Identification,
    Mention,
    QuoteType,
    RecordStatus,
    SourceKind,
    Verification,
)

ASKS = ("chain", "verification")
A, B, ARTICLE = UUID(int=1), UUID(int=2), UUID(int=9)


def test_complete_means_every_asked_part_is_answered() -> None:
    assert Judgement(verification=Verification.SUPPORTED, chain=()).is_complete(ASKS)
    assert not Judgement(verification=Verification.SUPPORTED).is_complete(ASKS)
    assert not Judgement(chain=()).is_complete(ASKS)
    assert Judgement(verification=Verification.SUPPORTED).is_complete(("verification",))
    assert not Judgement(verification=Verification.SUPPORTED, chain=()).is_complete((*ASKS, "priority"))


def test_what_is_no_factual_claim_needs_no_chain() -> None:
    answer = Judgement(verification=Verification.NOT_CHECKABLE, check_worthiness=CheckWorthiness.NON_FACTUAL)
    assert answer.is_complete(ASKS)


def test_nothing_answered_is_refused_with_the_parts_there_are() -> None:
    assert "verification, chain" in Judgement().problems(text_length=10)[""][0]


@pytest.mark.parametrize("seconds", [-1.0, 1e9, 1e300, float("inf"), float("nan")])
def test_a_time_on_the_screen_that_no_person_took_is_refused(seconds: float) -> None:
    wrong = Judgement(verification=Verification.SUPPORTED, seconds=seconds).problems(text_length=10)
    assert "between 0 and" in wrong["seconds"][0]


@pytest.mark.parametrize(
    ("link", "words"),
    [
        (
            LinkValue(1, source_name="X", cue_span=(5, 99), identification=Identification.NAMED_PERSON),
            "outside",
        ),
        (
            LinkValue(1, source_name="X", source_span=(5, 5), identification=Identification.NAMED_PERSON),
            "outside",
        ),
        (LinkValue(1, source_name="X", content_spans=((-1, 5),)), "outside"),
        (LinkValue(2, source_name="X"), "without a gap"),
        (LinkValue(1, identification=Identification.NAMED_PERSON), "must be 'unspecified'"),
        (LinkValue(1, mention=Mention.ALIAS), "must be null"),
    ],
)
def test_unsound_link_is_named(link: LinkValue, words: str) -> None:
    assert any(words in problem for problem in chain_problems([link], text_length=50))


def test_a_gap_in_depth_is_refused() -> None:
    chain = [LinkValue(1, source_name="X"), LinkValue(3, source_name="Y")]
    assert "[1, 3]" in chain_problems(chain, text_length=50)[0]


def test_part_that_is_null_on_one_side_is_not_compared() -> None:
    one = Standpoint({"verification": "supported", "chain": (Holder(A),)})
    other = Standpoint({"verification": "supported", "chain": None})
    assert differ(one, other, asks=ASKS) == ()


def test_only_asked_parts_differ() -> None:
    one = Standpoint({"verification": "supported", "priority": 1})
    other = Standpoint({"verification": "refuted", "priority": 2})
    assert differ(one, other, asks=ASKS) == ("verification",)


def test_chains_differ_only_in_sources_and_their_order() -> None:
    assert same_chain((Holder(A), Holder(B)), (Holder(A), Holder(B)))
    assert not same_chain((Holder(A), Holder(B)), (Holder(B), Holder(A)))
    assert not same_chain((Holder(A),), ())
    assert same_chain((Holder(None),), (Holder(None),))


def test_stubs_of_one_article_with_overlapping_words_are_one() -> None:
    one, other = Holder(A, stub_of=ARTICLE, span=(3, 12)), Holder(B, stub_of=ARTICLE, span=(5, 12))
    assert same_chain((one,), (other,))
    apart = Holder(B, stub_of=ARTICLE, span=(12, 20))
    assert not same_chain((one,), (apart,))
    elsewhere = Holder(B, stub_of=uuid4(), span=(5, 12))
    assert not same_chain((one,), (elsewhere,))


spans = st.tuples(st.integers(0, 50), st.integers(1, 50)).map(lambda pair: (pair[0], pair[0] + pair[1]))
links = st.builds(
    LinkValue,
    depth=st.just(1),
    source_name=st.text(min_size=1, max_size=20).map(str.strip).filter(bool),
    source_kind=st.sampled_from(SourceKind),
    source_id=st.none() | st.uuids(),
    source_span=st.none() | spans,
    cue_span=st.none() | spans,
    content_spans=st.lists(spans, max_size=3).map(tuple),
    quote_type=st.sampled_from(QuoteType),
    identification=st.sampled_from(Identification),
    record=st.sampled_from(RecordStatus),
    mention=st.none() | st.sampled_from(Mention),
    fidelity=st.none() | st.sampled_from(Fidelity),
)


@given(links)
def test_links_survive_their_json(link: LinkValue) -> None:
    assert links_from([link_as_dict(link)]) == (link,)


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        ({"verification": "true"}, "verification", "supported, refuted"),
        ({"verfication": "supported"}, "verfication", "is not a field here"),
        ({"chain": "nobody"}, "chain", "must be a list of links"),
        ({"chain": [{"depth": 1, "source": {}}]}, "chain", "of a known source"),
        ({"chain": [{"cue_span": [1.5, 3]}]}, "chain", "whole code points"),
        ({"priority": True}, "priority", "whole number"),
        ({"as_of": "2024-01-04T10:00:00"}, "as_of", "RFC 3339"),
        ({"revisit_on": "soon"}, "revisit_on", "a date"),
        ({"suggestions": {"x": {"outcome": "accepted"}}}, "suggestions", "is not an id"),
        (
            {"suggestions": {str(A): {"outcome": "accepted", "reason": "other"}}},
            "suggestions",
            "goes only with",
        ),
        ({"seconds": float("nan")}, "seconds", "a number"),
        ({"seconds": float("inf")}, "seconds", "a number"),
        ({"seconds": 10**400}, "seconds", "a number"),
        ([], "", "an object"),
    ],
)
def test_mistakes_are_named_by_field_with_the_way_out(body: object, field: str, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        judgement_from(body)  # type: ignore[arg-type]
    assert any(words in sentence for sentence in refused.value.errors[field])
