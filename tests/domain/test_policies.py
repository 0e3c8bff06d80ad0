"""Policies as data: what a rule holds for, what it demands, and what is wrong with one in words."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.errors import Invalid
from annotations.domain.policies import Backing, Facts, Rule, quorum_of, rules_from, sample_number, unmet
from annotations.domain.vocabulary import Basis, CheckWorthiness, ClaimRole, Demand, Verification

BODY = ClaimRole.BODY
SECOND = {"when": {"priority": [3], "unnamed_origin": True, "single_origin": True}, "demand": "second_editor"}
EVIDENCE = {"when": {"verification": ["supported", "refuted"]}, "demand": "evidence"}
ONE, OTHER = uuid4(), uuid4()


def words_of(value: Any) -> list[str]:
    with pytest.raises(Invalid) as caught:
        rules_from(value)
    return caught.value.errors["rules"]


def some(terms: Any) -> Any:
    return st.lists(st.sampled_from(list(terms)), unique=True).map(
        lambda found: tuple(term for term in terms if term in found)
    )


RULES = st.builds(
    Rule,
    demand=st.sampled_from([Demand.EVIDENCE, Demand.SECOND_EDITOR]),
    priorities=st.sets(st.integers(1, 3)).map(lambda found: tuple(sorted(found))),
    verifications=some(Verification),
    check_worthiness=some(CheckWorthiness),
    bases=some(Basis),
    roles=some(ClaimRole),
    unnamed_origin=st.sampled_from([None, True, False]),
    single_origin=st.sampled_from([None, True, False]),
    sample=st.none() | st.floats(0.01, 1.0),
)


@given(st.lists(RULES, max_size=5))
def test_rules_come_back_from_their_form_as_they_were(rules: list[Rule]) -> None:
    assert list(rules_from([rule.as_dict() for rule in rules])) == rules


def test_all_parts_of_a_condition_must_hold() -> None:
    (rule,) = rules_from([SECOND])
    facts = Facts(BODY, priority=3, unnamed_origin=True, single_origin=True)
    assert rule.holds(facts)
    for other in (
        Facts(BODY, priority=2, unnamed_origin=True, single_origin=True),
        Facts(BODY, priority=3, unnamed_origin=False, single_origin=True),
        Facts(BODY, priority=3, unnamed_origin=True),
        Facts(BODY),
    ):
        assert not rule.holds(other)
    assert rule.words == "Priority 3, unnamed origin, single origin: needs a second editor"


def test_an_empty_condition_holds_for_every_claim() -> None:
    (rule,) = rules_from([{"demand": "second_editor"}])
    assert rule.holds(Facts(ClaimRole.HEADLINE))
    assert rule.words == "Every claim: needs a second editor"


@pytest.mark.parametrize(
    ("verification", "backing", "met"),
    [
        ("supported", Backing(), False),
        ("supported", Backing(searches=3), False),
        ("supported", Backing(evidence=1), True),
        ("not_enough_evidence", Backing(), False),
        ("not_enough_evidence", Backing(searches=1), True),
        ("not_enough_evidence", Backing(evidence=1), True),
        ("not_checkable", Backing(), True),
        (None, Backing(), True),
    ],
)
def test_evidence_is_asked_of_answers_that_need_it(
    verification: str | None, backing: Backing, met: bool
) -> None:
    facts = Facts(BODY, verification=Verification(verification) if verification else None)
    rules = rules_from([{"demand": "evidence"}])
    assert (unmet(rules, facts, backing) == ()) is met


def test_a_second_editor_is_another_one() -> None:
    rules = rules_from([SECOND])
    facts = Facts(BODY, priority=3, unnamed_origin=True, single_origin=True)
    assert unmet(rules, facts, Backing(editors=frozenset({ONE}))) == rules
    assert unmet(rules, facts, Backing(editors=frozenset({ONE, OTHER}))) == ()


def test_the_largest_quorum_counts_and_never_less_than_the_projects_own() -> None:
    rules = rules_from(
        [
            {"when": {"priority": [3]}, "demand": "quorum", "people": 3},
            {"when": {"verification": ["refuted"]}, "demand": "quorum", "people": 5},
            EVIDENCE,
        ]
    )
    urgent, refuted = Facts(BODY, priority=3), Facts(BODY, verification=Verification.REFUTED)
    assert quorum_of(rules, [Facts(BODY)], otherwise=2) == 2
    assert quorum_of(rules, [Facts(BODY), urgent], otherwise=2) == 3
    assert quorum_of(rules, [urgent, refuted], otherwise=2) == 5
    assert quorum_of(rules, [urgent], otherwise=4) == 4


def test_a_sample_is_always_the_same_and_as_large_as_it_says() -> None:
    claims = [UUID(int=number) for number in range(4000)]
    assert sample_number(claims[7]) == sample_number(UUID(int=7))
    (rule,) = rules_from([{"when": {"sample": 0.25}, "demand": "quorum", "people": 2}])
    drawn = sum(rule.holds(Facts(BODY, sample=sample_number(claim))) for claim in claims)
    assert abs(drawn - 1000) < 120


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({}, "Policies are a list of rules"),
        (["x"], "Rule 1 is an object such as"),
        ([{"demand": "money"}], "Rule 1 demands one of evidence, second_editor, quorum, not 'money'."),
        ([EVIDENCE, {"demand": "evidence", "wen": {}}], "Rule 2 knows no wen"),
        ([{"demand": "evidence", "when": {"colour": 1}}], "Rule 1 knows no colour; it knows priority"),
        ([{"demand": "evidence", "when": {"priority": [4]}}], "priorities 1 to 3, not [4]"),
        ([{"demand": "evidence", "when": {"priority": [True]}}], "priorities 1 to 3"),
        (
            [{"demand": "evidence", "when": {"verification": ["true"]}}],
            "takes a list of words as 'verification'",
        ),
        ([{"demand": "evidence", "when": {"unnamed_origin": "yes"}}], "true or false as 'unnamed_origin'"),
        ([{"demand": "evidence", "when": {"sample": 2}}], "'sample' above 0 and up to 1, not 2"),
        ([{"demand": "quorum"}], "needs 'people' from 1 to 20, not None"),
        ([{"demand": "evidence", "people": 2}], "counts 'people' only where it demands a quorum"),
        ([{"demand": "evidence"}] * 51, "at most 50 rules, not 51"),
    ],
)
def test_what_is_wrong_is_said_in_words(value: Any, said: str) -> None:
    assert any(said in words for words in words_of(value))
