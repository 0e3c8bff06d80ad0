"""Matching on invented claims: words, meaning, neighbours, and what is learned from matches people made."""

from datetime import date

import numpy as np
import pytest

from annotations.domain.errors import Unreadable
from annotations.learning.matching import Asked, Checked, Matcher, Seen, best, chance_of, neighbourhood
from annotations.learning.matching_rank import Ranking, fit
from annotations.learning.matching_words import SharedWords, bare, stems, turned

CHECKED = [
    Checked("The harbour bridge was closed because two cables broke.", "Bridge closed"),
    Checked("Potato prices rose by four per cent in March.", "Potatoes"),
    Checked("The mayor flew to the island at the town's cost.", "A flight"),
    Checked("The mayor paid the ferry out of his own pocket.", "A ferry"),
]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(CHECKED)


def only(matcher: Matcher, *asked: Asked) -> Seen:
    ((_, seen),) = matcher.seen(asked)
    return seen


def test_a_post_is_read_without_addresses_and_signature_and_with_its_tags_apart() -> None:
    post = "So it's shut! #BridgeClosed https://x.example/a — Ada (@ada_l) March 5, 2024"

    assert bare(post) == "So it's shut! Bridge Closed"
    assert stems("Bridges were closed, 12.5 times") == ["bridg", "clos", "12.5", "tim"]


def test_rare_words_count_more_than_frequent_ones() -> None:
    (scores,) = SharedWords(["mayor ferry", "mayor bridge", "mayor flight"]).scores(["the mayor's ferry"])

    assert scores[0] > 2 * scores[1]
    assert scores[1] == pytest.approx(scores[2])


def test_texts_without_words_score_nothing() -> None:
    assert SharedWords(["…", "!!"]).scores(["The bridge"]).tolist() == [[0, 0]]
    assert SharedWords(["bridge"]).scores([]).shape == (0, 1)


def test_the_same_in_other_words_is_first(matcher: Matcher) -> None:
    seen = only(
        matcher, Asked("It cost more to buy spuds this spring."), Asked("The crossing is shut; ropes tore.")
    )

    assert [row[0] for row in best(seen.total, most=4)] == [1, 0]


def test_a_sentence_that_says_little_takes_the_subject_of_its_neighbours(matcher: Matcher) -> None:
    little, before = "He paid for it himself.", "The mayor took the ferry to the island."
    alone = only(matcher, Asked(little))
    beside = only(matcher, Asked(before, "speech", 4), Asked(little, "speech", 5))

    assert beside.total[1, 3] - beside.total[1].mean() > alone.total[0, 3] - alone.total[0].mean()
    assert neighbourhood([Asked("a"), Asked("b")]).tolist() == [[0, 0], [0, 0]]


def test_documents_are_looked_at_each_by_itself(matcher: Matcher) -> None:
    asked = [Asked("x", "one", 1), Asked("y"), Asked("z", "one", 2)]

    assert [rows for rows, _ in matcher.seen(asked)] == [[0, 2], [1]]


def test_the_chance_grows_with_both_signs_and_stays_a_chance() -> None:
    chances = [
        chance_of(0, 0),
        chance_of(0.5, 0.2),
        chance_of(0.8, 0.2),
        chance_of(0.8, 0.9),
        chance_of(1, 1),
    ]

    assert chances == sorted(chances)
    assert 0 < chances[0] < 0.05 < 0.95 < chances[-1] < 1


def test_a_ranking_learns_that_a_day_before_is_likelier_and_survives_storage() -> None:
    checks = [
        Checked(f"The {what} opens.", said_on=date(2024, month, 1))
        for what in ("bridge", "harbour", "school", "station", "market", "museum")
        for month in (1, 6)
    ]
    asked = [Asked(check.text, said_on=date(2024, 6, 2)) for check in checks[1::2]]
    matcher = Matcher(checks)

    ranking = fit(matcher, asked, [{2 * place + 1} for place in range(len(asked))], fewest=3)

    assert ranking is not None
    again = Ranking.from_bytes(ranking.to_bytes())
    assert again == ranking
    width = len(ranking.weights)
    assert again.chances(np.zeros((1, 2, width))).shape == (1, 2)
    assert fit(matcher, asked, [{1}] * len(asked)) is None


def test_other_bytes_are_no_ranking() -> None:
    with pytest.raises(Unreadable, match="Train a new one"):
        Ranking.from_bytes(b'{"format": "something"}')


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("The bridge was closed.", "The bridge was not closed.", True),
        ("The bridge isn't closed.", "The bridge is closed.", True),
        ("The minister denied that he left.", "The minister left.", True),
        ("Two of 12 cables broke.", "Two of 14 cables broke.", True),
        ("Prices rose by 4.5 per cent.", "Prices rose, by 4.5 per cent.", False),
        ("Nobody denied it.", "Everybody said it.", False),
        ("The bridge was closed.", "They closed the bridge.", False),
    ],
)
def test_what_is_alike_may_be_turned_by_a_denial_or_a_number(one: str, other: str, differ: bool) -> None:
    assert turned(one, other) is differ
