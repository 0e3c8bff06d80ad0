"""Spans token by token."""

from annotations.domain.agreement import nominal, ratings_of
from annotations.domain.records import LinkValue
from annotations.domain.token_marks import CONTENT, CUE, SOURCE, token_marks

TEXT = "Police said two cables broke."


def link(*, source: tuple[int, int] | None = (10, 16)) -> LinkValue:
    return LinkValue(1, "Police", source_span=source, cue_span=(17, 21), content_spans=((22, 38),))


def test_every_token_is_marked_by_what_overlaps_it() -> None:
    assert token_marks(TEXT, 10, [link()]) == [SOURCE, CUE, CONTENT, CONTENT, CONTENT, 0]


def test_nested_links_add_up_and_no_chain_marks_nothing() -> None:
    inner = LinkValue(2, "They", source_span=(22, 25), cue_span=(26, 32))
    assert token_marks(TEXT, 10, [link(), inner])[2:4] == [CONTENT | SOURCE, CONTENT | CUE]
    assert token_marks(TEXT, 10, []) == [0] * 6


def test_a_span_that_one_person_left_out_lowers_alpha() -> None:
    people = {"mara": [link()], "jon": [link(source=None)]}
    rows = [
        ("a", index, person, mark)
        for person, links in people.items()
        for index, mark in enumerate(token_marks(TEXT, 10, links))
    ]
    found = nominal(ratings_of(rows))
    assert found.alpha is not None
    assert 0 < found.alpha < 1
    assert found.n == 6
