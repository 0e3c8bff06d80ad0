"""Ids of other registries: their form and their check digits."""

import pytest

from annotations.domain.errors import Invalid
from annotations.domain.external_ids import SCHEMES, external_ids_from


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=lambda scheme: scheme.name)
def test_the_example_of_each_scheme_holds(scheme: object) -> None:
    assert scheme.holds(scheme.example)  # type: ignore[attr-defined]


def test_ids_are_kept_bare_and_in_order_and_empty_ones_left_out() -> None:
    given = {"wikidata": " Q30 ", "lei": "", "orcid": "0000-0002-1825-0097"}
    assert list(external_ids_from(given).items()) == [("orcid", "0000-0002-1825-0097"), ("wikidata", "Q30")]


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        ("wikidata", "P30"),
        ("wikidata", "Q0"),
        ("wikidata", "Q30; drop table"),
        ("wikidata", "https://www.wikidata.org/wiki/Q30"),
        ("isni", "0000000121032684"),
        ("orcid", "0000-0002-1825-0098"),
        ("lei", "5493001KJTIIGC8Y1R13"),
        ("lei", "5493001KJTIIGC8Y1R1"),
        ("ror", "15dxps055"),
        ("wikidata", 30),
    ],
)
def test_a_malformed_id_is_refused_with_an_example(scheme: str, value: object) -> None:
    with pytest.raises(Invalid, match=SCHEMES[scheme].example):
        external_ids_from({scheme: value})


def test_an_unknown_scheme_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(Invalid, match="known: wikidata"):
        external_ids_from({"myspace": "x"})
    with pytest.raises(Invalid, match="expected an object"):
        external_ids_from(["Q30"])
