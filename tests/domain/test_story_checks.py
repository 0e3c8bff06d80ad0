"""Checks of an article against itself: attribution that got lost, and headings that are stronger than the body."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.dossier_words import StoryCheck
from annotations.domain.records import LinkValue
from annotations.domain.story_checks import CheckedClaim, content_words, findings, hedges_in

LOST, HEDGE = StoryCheck.ATTRIBUTION_LOST, StoryCheck.HEDGE_LOST
OFFICIAL = (LinkValue(1, "an official"),)


def claim(
    pk: str, text: str, *, role: str = "body", chain: tuple[LinkValue, ...] | None = ()
) -> CheckedClaim:
    return CheckedClaim(pk, role, text, 0, chain)


def found(*claims: CheckedClaim) -> list[tuple[StoryCheck, str, str]]:
    return [(one.kind, one.claim, one.other) for one in findings(claims)]


SAID = claim(
    "b", "Russia is planning to buy 1,000 short-range missiles from Tehran, an official said.", chain=OFFICIAL
)


def test_what_is_told_as_fact_and_attributed_elsewhere_is_found() -> None:
    fact = claim("a", "Russia plans buying short-range missiles from Tehran.")
    assert found(fact, SAID) == [(LOST, "a", "b")]


@pytest.mark.parametrize(
    "other",
    [
        claim("a", "Russia plans buying short-range missiles from Tehran.", chain=OFFICIAL),
        claim("a", "Russia plans buying short-range missiles from Tehran.", chain=None),
        claim("a", "Russia has a border with fourteen countries."),
        claim("a", "Missiles."),
    ],
)
def test_what_is_attributed_itself_or_about_something_else_is_left_alone(other: CheckedClaim) -> None:
    assert found(other, SAID) == []


def test_only_what_the_source_stands_behind_is_compared() -> None:
    text = "The harbour office at the northern bridge of the city said on Monday that cables broke."
    start = text.index("cables")
    said = claim("b", text, chain=(LinkValue(1, "Harbour office", content_spans=((start, len(text)),)),))
    assert (
        found(claim("a", "The harbour office at the northern bridge of the city opens on Monday."), said)
        == []
    )


def test_a_heading_without_the_hedge_of_the_body_is_found() -> None:
    head = claim("h", "Iran delivers ballistic missiles to Russia", role="headline", chain=None)
    body = claim("b", "Iran may have delivered ballistic missiles to Russia.", chain=None)
    assert found(head, body) == [(HEDGE, "h", "b")]
    assert findings([head, body])[0].hedges == ("may",)


@pytest.mark.parametrize(
    ("head", "others"),
    [
        (
            "Iran may deliver ballistic missiles to Russia",
            ["Iran may have delivered ballistic missiles to Russia."],
        ),
        (
            "Iran delivers ballistic missiles to Russia",
            [
                "Iran may have delivered ballistic missiles to Russia.",
                "Iran delivered ballistic missiles to Russia.",
            ],
        ),
        ("Iran delivers ballistic missiles to Russia", ["The bridge may be closed until Monday."]),
    ],
)
def test_a_heading_that_the_body_bears_out_is_left_alone(head: str, others: list[str]) -> None:
    body = [claim(str(number), text, chain=None) for number, text in enumerate(others)]
    assert found(claim("h", head, role="headline", chain=None), *body) == []


def test_hedges_are_whole_words() -> None:
    assert hedges_in("It MAY reportedly rain in Mayfield, maybe.") == ("may", "reportedly")


def test_small_words_and_endings_do_not_count() -> None:
    assert content_words("The officials said") == content_words("an official says") == {"official"}
    assert "1,000" in content_words("about 1,000 of them")


@given(
    st.lists(st.tuples(st.text("abcde .", max_size=60), st.sampled_from([None, (), OFFICIAL])), max_size=12)
)
def test_a_claim_is_never_checked_against_itself(
    rows: list[tuple[str, tuple[LinkValue, ...] | None]],
) -> None:
    claims = [claim(str(number), text, chain=chain) for number, (text, chain) in enumerate(rows)]
    listed = found(*claims)
    assert all(one != other for _, one, other in listed)
    assert len({(kind, one) for kind, one, _ in listed}) == len(listed)
