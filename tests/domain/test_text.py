"""Folding, hidden characters, refusals and the proof that claims and gaps give back the text."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.errors import Invalid
from annotations.domain.text import folded, gaps, gives_back, hidden_characters, refuse_unstorable

odd_text = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cs",)),
        st.sampled_from(
            "\u00a0\u202f\u200b\u200d\u202e\u2066\ufeff\u00ad “”‘’„«»–—…ﬁß\r\n\u2028\u2029\u0301\u05d0\u0627🧑🏽🚀"
        ),
    ),
    max_size=200,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The “WSJ” said", 'the "wsj" SAID'),
        ("$1\u00a0=\u202f10 crowns", "$1 = 10 crowns"),
        ("it’s 5–6 km", "It's 5-6 KM"),
        ("soft\u00adware\u200b", "software"),
        ("cafe\u0301", "café"),
        ("Straße …", "STRASSE ..."),
        ("two\r\nlines\u2028here", " two lines  here "),
        ("\u202eabc\u202c", "abc"),
    ],
)
def test_look_ups_do_not_see_case_quotes_spaces_and_hidden_characters(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_folding_keeps_different_words_apart() -> None:
    assert folded("resume") != folded("résumé")
    assert folded("reform") != folded("re form")


@given(odd_text)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(odd_text)
def test_hidden_characters_are_named_where_they_stand(text: str) -> None:
    for offset, name in hidden_characters(text):
        assert unicodedata.name(text[offset], name) == name
    assert [offset for offset, _ in hidden_characters(text)] == sorted(
        {o for o, _ in hidden_characters(text)}
    )


def test_each_bidi_control_is_reported() -> None:
    text = "a\u202ab\u202bc\u202cd\u202de\u202ef\u2066g\u2067h\u2068i\u2069j\u200ek\u200fl\u061cm"
    assert [offset for offset, _ in hidden_characters(text)] == [
        at for at, character in enumerate(text) if not character.isascii()
    ]
    assert (9, "RIGHT-TO-LEFT OVERRIDE") in hidden_characters(text)


def test_a_character_without_a_name_is_named_by_its_number() -> None:
    assert hidden_characters("a\x07") == ((1, "CONTROL CHARACTER U+0007"),)


def test_only_so_many_hidden_characters_are_listed() -> None:
    assert len(hidden_characters("\u200b" * 5000, at_most=10)) == 10


@pytest.mark.parametrize(
    ("text", "words"), [("ab\0c", "NUL character at offset 2"), ("🧑x\udc00", "(U+DC00) at offset 2")]
)
def test_what_cannot_be_stored_is_refused_with_its_offset(text: str, words: str) -> None:
    with pytest.raises(Invalid, match="offset 2") as refused:
        refuse_unstorable(text, field="text")
    assert words in refused.value.errors["text"][0]


@given(odd_text.filter(lambda text: "\0" not in text))
def test_what_can_be_stored_passes(text: str) -> None:
    refuse_unstorable(text)


def _pieces(text: str, cuts: list[int]) -> list[tuple[int, int, str]]:
    edges = sorted({0, len(text), *(cut % (len(text) + 1) for cut in cuts)})
    return [(start, end, text[start:end]) for start, end in pairwise(edges)]


@given(odd_text, st.lists(st.integers(0, 300)))
def test_pieces_in_any_order_give_back_the_text(text: str, cuts: list[int]) -> None:
    assert gives_back(text, list(reversed(_pieces(text, cuts))))


@given(odd_text.filter(lambda text: len(text) > 1), st.data())
def test_a_lost_doubled_or_changed_piece_is_found(text: str, data: st.DataObject) -> None:
    pieces = _pieces(text, data.draw(st.lists(st.integers(0, 300))))
    at = data.draw(st.integers(0, len(pieces) - 1))
    start, end, words = pieces[at]
    changed = chr(ord(words[0]) ^ 1) + words[1:]
    assert not gives_back(text, pieces[:at] + pieces[at + 1 :])
    assert not gives_back(text, [*pieces, pieces[at]])
    assert not gives_back(text, [*pieces[:at], (start, end, changed), *pieces[at + 1 :]])


@given(odd_text, st.lists(st.integers(0, 300)))
def test_spans_and_their_gaps_cover_the_text(text: str, cuts: list[int]) -> None:
    spans = [(start, end) for start, end, _ in _pieces(text, cuts)][::2]
    assert gives_back(text, [(start, end, text[start:end]) for start, end in [*spans, *gaps(text, spans)]])
