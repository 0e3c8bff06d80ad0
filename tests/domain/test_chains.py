"""Chains of flat links: who embeds whom, what goes on, and where a claim comes from."""

from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from annotations.domain import chains
from annotations.domain.records import LinkValue, Span
from annotations.domain.vocabulary import Identification, Mention, QuoteType, SourceKind


def link(name: str, source: Span | None, cue: Span | None, *content: Span) -> LinkValue:
    named = Identification.NAMED_ORGANISATION if name else Identification.UNSPECIFIED
    return LinkValue(
        1, name, SourceKind.NGO, None, source, cue, content, identification=named, mention=Mention.ALIAS
    )


def names(chain: tuple[LinkValue, ...]) -> list[str]:
    return [value.source_name for value in chain]


def test_a_link_whose_words_stand_in_the_content_of_another_is_inside_it() -> None:
    # "X said that Y told us it rains": given inner first.
    inner = link("Y", (12, 13), (14, 18), (19, 35))
    outer = link("X", (0, 1), (2, 6), (7, 35))
    assert names(chains.compose([inner, outer])) == ["X", "Y"]


def test_of_two_links_with_the_same_content_the_one_given_first_is_outside() -> None:
    carrier = link("Post", (20, 24), (10, 14), (0, 8))
    speaker = link("Y", (9, 10), (10, 14), (0, 8))
    assert names(chains.compose([carrier, speaker])) == ["Post", "Y"]
    assert names(chains.compose([speaker, carrier])) == ["Y", "Post"]


def test_of_two_links_that_hold_each_other_the_one_given_first_is_outside() -> None:
    a = link("A", (0, 5), (6, 9), (10, 40))
    b = link("B", (12, 15), (16, 20), (0, 9), (21, 40))
    assert names(chains.compose([b, a])) == ["B", "A"]


def test_of_two_reports_side_by_side_the_first_in_the_text_is_kept() -> None:
    first = link("A", (0, 5), (6, 9), (10, 20))
    second = link("B", (25, 30), (31, 34), (35, 50))
    assert names(chains.compose([second, first])) == ["A"]


def test_nothing_found_is_the_articles_own_voice() -> None:
    assert chains.compose([]) == ()
    assert chains.origin(()) is None


def test_carried_links_keep_sources_and_lose_words() -> None:
    chain = chains.compose([link("X", (0, 1), (2, 6), (7, 35)), link("Y", (12, 13), (14, 18), (19, 35))])
    carried = chains.carried(chain, quote_type=QuoteType.DIRECT)
    assert names(carried) == ["X", "Y"]
    assert [(v.source_span, v.cue_span, v.content_spans) for v in carried] == [(None, None, ())] * 2
    assert [v.quote_type for v in carried] == [QuoteType.NONE, QuoteType.DIRECT]
    assert {v.mention for v in carried} == {Mention.IMPLICIT_CARRY_OVER}


def test_the_origin_is_the_innermost_link_whatever_the_order_given() -> None:
    chain = chains.number([link("X", (0, 1), None), link("Y", (2, 3), None)])
    origin = chains.origin(chain[::-1])
    assert origin is not None
    assert origin.source_name == "Y"


def test_independent_origins_merge_parents_and_leave_out_nobody_and_the_article() -> None:
    sets = [
        chains.number([link("Post", (0, 1), None), link("White House", (2, 3), None)]),
        chains.number([link("US intelligence", (0, 1), None)]),
        chains.number([link("", None, (0, 1))]),
        (),
        chains.number([link("officials from the port", (0, 1), None)]),
    ]
    parents = {"white house": "us government", "us intelligence": "us government"}
    found = chains.independent_origins(sets, followed=lambda key: parents.get(key, key))
    assert found == {"us government", "officials from the port"}


def test_a_registered_source_is_told_by_its_id_and_not_by_its_name() -> None:
    known = replace(link("WSJ", (0, 1), None), source_id=UUID(int=7))
    assert chains.source_key(known) == str(UUID(int=7))
    assert chains.source_key(link("Harbour  POST", (0, 1), None)) == "harbour post"


spans = st.tuples(st.integers(0, 60), st.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))
flat = st.builds(link, st.sampled_from("ABC"), st.none() | spans, spans, spans)


@given(st.lists(flat, max_size=12))
def test_a_chain_is_numbered_without_gap_and_made_of_what_was_given(given_links: list[LinkValue]) -> None:
    order = chains.nest(given_links)
    assert len(set(order)) == len(order)
    assert bool(order) == bool(given_links)
    assert [value.depth for value in chains.compose(given_links)] == list(range(1, len(order) + 1))


def test_hundreds_of_links_in_one_sentence_are_cut_and_nested_fifty_deep() -> None:
    deep = [
        link(f"S{i}", (i * 10, i * 10 + 1), (i * 10 + 2, i * 10 + 4), (i * 10 + 5, 9000)) for i in range(300)
    ]
    chain = chains.compose(deep)
    assert len(chain) == chains.LONGEST
    assert names(chain)[:50] == [f"S{i}" for i in range(50)]
