"""How well and how fast sentences are found: the limits on the shared sets, and no trap in any pattern."""

import json
import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from annotations.domain import lines, sentences
from annotations.domain.sentences import split

PATTERNS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": value
    for module in (sentences, lines)
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
}
MOST_REPEATS = 100  # of a bounded repetition that may give back what it took


def rows(name: str) -> list[dict[str, Any]]:
    path = Path(settings.EVALUATION_DATA) / "evaluation" / "dev" / name
    if not path.exists():
        pytest.skip(f"EVALUATION_DATA missing: no {path}")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def boundaries(text: str, spans: Iterable[tuple[int, int]]) -> set[int]:
    """Ends of sentences, counted in characters that are no white space; the text's own end left out."""
    ends = {len("".join(text[:end].split())) for _, end in spans}
    return ends - {len("".join(text.split()))}


def f1(articles: list[dict[str, Any]], divide: Callable[[str], list[tuple[int, int]]]) -> float:
    right = found = there = 0
    for article in articles:
        gold = boundaries(article["text"], article["sents"])
        ours = boundaries(article["text"], divide(article["text"]))
        right, found, there = right + len(gold & ours), found + len(ours), there + len(gold)
    return 2 * right / (found + there)


@pytest.mark.parametrize(
    ("name", "limit"),
    [("sentences_news.jsonl", 0.98), ("sentences_golden.jsonl", 0.95), ("sentences.jsonl", 0.94)],
)
def test_boundaries_of_the_shared_sets_are_found(name: str, limit: float) -> None:
    assert f1(rows(name), split) >= limit


def test_the_limits_are_out_of_reach_for_a_splitter_that_only_looks_for_stops() -> None:
    def naive(text: str) -> list[tuple[int, int]]:
        return [match.span() for match in re.finditer(r"[^.!?\n]+[.!?]*", text)]

    assert f1(rows("sentences_news.jsonl"), naive) < 0.94
    assert f1(rows("sentences_golden.jsonl"), naive) < 0.7


@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_can_give_back_an_unbounded_repetition(name: str) -> None:
    assert list(_retractable(_parsed(PATTERNS[name].pattern, PATTERNS[name].flags))) == []


def test_a_repetition_that_can_be_given_back_would_be_noticed() -> None:
    assert list(_retractable(_parsed(r"(?:a+b)*+c", 0))) == ["MAX_REPEAT"]


def test_a_run_of_dots_is_read_once_and_not_once_from_each_dot() -> None:
    hostile = "." * 16_000 + "x"
    guards = ("(?<![.!?…]{2})", r"(?<![.!?…][ \xa0].)")
    pattern = sentences._STOP.pattern
    for guard in guards:
        assert guard in pattern
        pattern = pattern.replace(guard, "")
    unguarded = re.compile(pattern, sentences._STOP.flags)

    # Without the guards the work grows with the square of the run, here some thousand times as much.
    assert _seconds(unguarded, hostile) > 20 * _seconds(sentences._STOP, hostile)


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    start = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return max(time.process_time() - start, 1e-5)


def _parsed(pattern: str, flags: int) -> Any:
    return re._parser.parse(pattern, flags)  # type: ignore[attr-defined]


def _retractable(node: Any) -> Iterable[str]:
    """The names of the repetitions that a failing match could shorten again and again."""
    for operation, value in node:
        if str(operation) in ("MAX_REPEAT", "MIN_REPEAT") and value[1] > MOST_REPEATS:
            yield str(operation)
        for inner in _inside(value):
            yield from _retractable(inner)


def _inside(value: Any) -> Iterable[Any]:
    parts = value if isinstance(value, (tuple, list)) else [value]
    for part in parts:
        if isinstance(part, re._parser.SubPattern):  # type: ignore[attr-defined]
            yield part
        elif isinstance(part, (tuple, list)):
            yield from _inside(part)
