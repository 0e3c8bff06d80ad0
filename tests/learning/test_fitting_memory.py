"""Learning holds one article at a time, and of what is told only what can weigh anything."""

import tracemalloc
from collections.abc import Iterable, Iterator

import pytest

from annotations.learning import tagging
from annotations.learning.shelf import laid_aside
from annotations.learning.tagging import Tagger, trained

Pair = tuple[list[list[str]], list[str]]


def large(many: int) -> Iterator[list[str]]:
    """Things of about 200 kB."""
    return ([f"{k} {n} and some words" for n in range(2_000)] for k in range(many))


def peak_of(walked: Iterable[list[str]]) -> int:
    """Most bytes that were held while the things were walked twice."""
    for _ in range(2):
        assert sum(len(one) for one in walked) == 100_000
    return tracemalloc.get_traced_memory()[1]


@pytest.fixture
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


def test_a_shelf_holds_one_thing_at_a_time(traced: None) -> None:
    assert peak_of(laid_aside(large(50))) < 2_000_000


def test_twin_a_list_holds_them_all(traced: None) -> None:
    assert peak_of(list(large(50))) > 5_000_000


def test_a_shelf_gives_what_was_laid_aside_in_order_and_anew() -> None:
    shelf = laid_aside(f"article {k}" for k in range(5))
    even = shelf.chosen(lambda k: k % 2 == 0)

    assert [*shelf] == [*shelf] == [f"article {k}" for k in range(5)]
    assert [*even] == ["article 0", "article 2", "article 4"]
    assert (len(shelf), len(even)) == (5, 3)


def sequences() -> Iterator[Pair]:
    """Short sequences; every word also tells of its place, which no other word has."""
    for k in range(40):
        words = ["they", "said" if k % 3 else "saw", "it", "rained"]
        told = [[f"w={word}", "bias", f"only={k}.{i}"] for i, word in enumerate(words)]
        yield told, ["O", "B" if k % 3 else "O", "O", "O"]


def test_what_is_told_once_is_left_out_and_the_model_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    pruned = trained(sequences, rounds=20)
    counts = tagging._told_again(told for told, _ in sequences())
    assert counts[tagging._place("w=they")] == tagging.LEAST_OFTEN
    assert sum(count == 1 for count in counts) > 150, (
        "of 160 that are told once nearly all have a place of their own"
    )

    monkeypatch.setattr(tagging, "_told_again", lambda many: bytes([tagging.LEAST_OFTEN]) * tagging.PLACES)
    whole = trained(sequences, rounds=20)

    assert pruned == whole
    tagger = Tagger(pruned)
    tagger.read([["w=they"], ["w=said"], ["w=it"]])
    assert tagger.labels() == ["O", "B", "O"]
