"""Claims of a newer version: every one has exactly one fate, equal words are found again, and time is linear."""

import gc
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.anchoring import Anchored, Anchoring, Move, anchored, moved
from annotations.domain.word_diff import Change, word_diff

WORDS = st.sampled_from(["bridge", "closed", "the", "mayor", "said", "cable", "rust", "rain", "now"])
CLAIM = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
ARTICLE = st.lists(CLAIM, max_size=14)
UNIQUE = st.lists(st.integers(0, 10_000), unique=True, max_size=25).map(
    lambda numbers: [f"alpha{n} beta{n} gamma{n}" for n in numbers]
)


def of(pairs: list[Anchored], outcome: Anchoring) -> list[tuple[int | None, int | None]]:
    return [(pair.before, pair.after) for pair in pairs if pair.outcome is outcome]


@given(ARTICLE, ARTICLE)
def test_every_claim_of_both_versions_has_exactly_one_fate(older: list[str], newer: list[str]) -> None:
    pairs = anchored(older, newer)
    assert sorted(pair.before for pair in pairs if pair.before is not None) == list(range(len(older)))
    assert [pair.after for pair in pairs if pair.after is not None] == list(range(len(newer)))
    for pair in pairs:
        assert (pair.before is None) == (pair.outcome is Anchoring.ADDED)
        assert (pair.after is None) == (pair.outcome is Anchoring.REMOVED)
        if pair.before is not None and pair.after is not None:
            same = older[pair.before] == newer[pair.after]
            assert same == (pair.outcome is Anchoring.UNCHANGED)


@given(ARTICLE, ARTICLE)
def test_as_many_are_unchanged_as_both_versions_share(older: list[str], newer: list[str]) -> None:
    shared = (Counter(older) & Counter(newer)).total()
    assert len(of(anchored(older, newer), Anchoring.UNCHANGED)) == shared


@given(ARTICLE)
def test_the_same_text_is_unchanged_place_for_place(claims: list[str]) -> None:
    assert anchored(claims, claims) == [Anchored(n, n, Anchoring.UNCHANGED) for n in range(len(claims))]


@given(UNIQUE, st.data())
def test_what_was_put_in_and_taken_out_leaves_the_rest_unchanged(
    claims: list[str], data: st.DataObject
) -> None:
    kept = [claim for claim in claims if data.draw(st.booleans())]
    newer = list(kept)
    for n in range(data.draw(st.integers(0, 4))):
        newer.insert(data.draw(st.integers(0, len(newer))), f"new{n} words{n}")
    pairs = anchored(claims, newer)
    assert {claims[one] for one, _ in of(pairs, Anchoring.UNCHANGED) if one is not None} == set(kept)
    assert {claims[one] for one, _ in of(pairs, Anchoring.REMOVED) if one is not None} == set(claims) - set(
        kept
    )


@given(UNIQUE, st.randoms())
def test_moved_paragraphs_are_found_wherever_they_stand(claims: list[str], chance: object) -> None:
    newer = list(claims)
    chance.shuffle(newer)  # type: ignore[attr-defined]
    assert len(of(anchored(claims, newer), Anchoring.UNCHANGED)) == len(claims)


def test_a_sentence_that_stands_there_twice_is_told_apart_by_its_neighbours() -> None:
    older = ["It rained.", "The bridge shut.", "It rained.", "The ferry ran."]
    newer = ["A new lead.", "The ferry was late.", "It rained.", "The ferry ran."]
    assert (2, 2) in of(anchored(older, newer), Anchoring.UNCHANGED)


def test_a_reworded_sentence_is_paired_with_its_older_wording() -> None:
    older = ["The bridge shut.", "Two cables were damaged, the authority said.", "It rained."]
    newer = [
        "The bridge shut.",
        "Three cables were damaged, the authority said.",
        "A ferry runs.",
        "It rained.",
    ]
    pairs = anchored(older, newer)
    assert of(pairs, Anchoring.CHANGED) == [(1, 1)]
    assert of(pairs, Anchoring.ADDED) == [(None, 2)]


def test_sentences_without_shared_words_are_no_wordings_of_one_claim() -> None:
    pairs = anchored(["Two cables were damaged."], ["A ferry runs hourly instead."])
    assert [pair.outcome for pair in pairs] == [Anchoring.ADDED, Anchoring.REMOVED]


def _seconds(count: int, newer: str) -> float:
    older = [f"word{n} " * 12 for n in range(count)]
    other = [newer.format(n=n) * 12 for n in range(count)]
    gc.collect()
    started = time.process_time()
    anchored(older, other)
    return time.process_time() - started


@pytest.mark.parametrize("newer", ["word{n} ", "other{n} ", "word0 ", "word{n} more{n} "])
def test_twice_the_claims_take_about_twice_the_time(newer: str) -> None:
    small = min(_seconds(1500, newer) for _ in range(3))
    large = min(_seconds(3000, newer) for _ in range(3))
    assert large <= 2.5 * small + 0.02


@given(UNIQUE, st.data())
def test_spans_move_with_their_words(claims: list[str], data: st.DataObject) -> None:
    older, newer = " ".join(claims), " | ".join(reversed(claims))
    moves, start = [], 0
    for claim in claims:
        moves.append(Move(start, start + len(claim), newer.index(claim)))
        start += len(claim) + 1
    for move in moves:
        one = data.draw(st.integers(move.start, move.end))
        other = data.draw(st.integers(one, move.end))
        place = moved((one, other), moves)
        assert place is not None
        if one < other:
            assert newer[place[0] : place[1]] == older[one:other]


def test_a_span_across_two_claims_or_outside_of_any_stands_nowhere() -> None:
    moves = [Move(0, 5, 10), Move(8, 12, 30)]
    assert moved((3, 9), moves) is None
    assert moved((5, 7), moves) is None
    assert moved((12, 14), moves) is None
    assert moved((9, 12), moves) == (31, 34)


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_runs_give_both_wordings_back(before: str, after: str) -> None:
    runs = word_diff(before, after)
    assert "".join(run.text for run in runs if run.change is not Change.ADDED) == before
    assert "".join(run.text for run in runs if run.change is not Change.REMOVED) == after


def test_only_the_words_that_differ_are_marked() -> None:
    runs = word_diff("Two cables were damaged.", "Three cables were damaged badly.")
    marked = [(run.change.value, run.text) for run in runs if run.change is not Change.KEPT]
    assert marked == [("removed", "Two"), ("added", "Three"), ("added", " badly")]


def test_long_texts_are_compared_in_little_time() -> None:
    before, after = "a b " * 20_000, "b c " * 20_000
    started = time.process_time()
    runs = word_diff("x " + before, "x " + after)
    assert time.process_time() - started < 0.5
    assert [run.change for run in runs] == [Change.KEPT, Change.REMOVED, Change.ADDED, Change.KEPT]
