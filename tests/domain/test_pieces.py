"""A sentence cut in pieces loses nothing, whatever the marks do."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.pieces import Layer, Mark, MarkKind, Piece, cut, marks_of
from annotations.domain.records import LinkValue

START = 40
sentences = st.text(max_size=60)
marks = st.lists(
    st.builds(
        lambda depth, kind, first, length: Mark(depth, kind, first, first + length),
        st.integers(1, 5),
        st.sampled_from(list(MarkKind)),
        st.integers(START - 10, START + 70),
        st.integers(0, 30),
    ),
    max_size=12,
)


@given(sentences, marks)
def test_pieces_joined_are_the_sentence(text: str, given_marks: list[Mark]) -> None:
    pieces = cut(text, start=START, marks=given_marks)
    assert "".join(piece.text for piece in pieces) == text


@given(sentences, marks)
def test_each_piece_starts_where_the_one_before_ends(text: str, given_marks: list[Mark]) -> None:
    at = START
    for piece in cut(text, start=START, marks=given_marks):
        assert piece.start == at
        assert piece.text
        at += len(piece.text)


@given(sentences, marks)
def test_a_character_is_marked_at_a_depth_exactly_when_a_mark_covers_it(
    text: str, given_marks: list[Mark]
) -> None:
    for piece in cut(text, start=START, marks=given_marks):
        for at in range(piece.start, piece.start + len(piece.text)):
            expected: dict[int, MarkKind] = {}
            for mark in given_marks:
                if mark.start <= at < mark.end:
                    expected[mark.depth] = min(mark.kind, expected.get(mark.depth, mark.kind))
            assert {layer.depth: layer.kind for layer in piece.layers} == expected


@given(sentences, marks)
def test_layers_go_from_the_outermost_inwards(text: str, given_marks: list[Mark]) -> None:
    for piece in cut(text, start=START, marks=given_marks):
        depths = [layer.depth for layer in piece.layers]
        assert depths == sorted(set(depths))


def test_a_source_prints_its_number_once_though_another_mark_crosses_it() -> None:
    crossing = [Mark(1, MarkKind.SOURCE, 0, 6), Mark(2, MarkKind.CUE, 3, 9)]
    pieces = cut("abcdefghi", start=0, marks=crossing)
    assert [piece.text for piece in pieces] == ["abc", "def", "ghi"]
    assert [[layer.closes for layer in piece.layers if layer.depth == 1] for piece in pieces] == [
        [False],
        [True],
        [],
    ]


def test_a_sentence_without_marks_is_one_piece() -> None:
    assert cut("Nothing here.", start=7, marks=[]) == (Piece("Nothing here.", 7),)


def test_marks_of_a_chain_hold_discontinuous_content() -> None:
    link = LinkValue(depth=1, source_span=(6, 9), cue_span=(10, 14), content_spans=((0, 4), (15, 20)))
    assert marks_of([link]) == (
        Mark(1, MarkKind.SOURCE, 6, 9),
        Mark(1, MarkKind.CUE, 10, 14),
        Mark(1, MarkKind.CONTENT, 0, 4),
        Mark(1, MarkKind.CONTENT, 15, 20),
    )
    layers = [piece.layers for piece in cut("Rain, she said, came", start=0, marks=marks_of([link]))]
    assert layers[0] == (Layer(1, MarkKind.CONTENT),)
    assert layers[-1] == (Layer(1, MarkKind.CONTENT),)
