"""How fast vectors are made, and how right matches are: `python -m benchmarks.matching`.

The quality needs the shared development sets (setting EVALUATION_DATA); where they are absent only the speed is
judged. Every system is measured over the same candidates in the same run.
"""

import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from annotations.domain.segments import divide
from annotations.learning.embedding import Precision, embed
from annotations.learning.matching import Asked, Matcher, Seen, best
from annotations.learning.matching_rank import Ranking, fit
from annotations.learning.matching_words import Scores
from annotations.predictions.matching import asked_of, checked_claims, ordered
from benchmarks.measure import Verdict, at_least, judge, print_head, print_table
from benchmarks.sentences import ARTICLE
from benchmarks.suggestions import calibration

GOALS = {"tweets": (0.92, 0.94), "debates": (0.43, 0.48)}
"""MAP@5 as it ships and learned."""
SENTENCES_A_SECOND = 150
RESAMPLES = 1000
MOST = 5
Answer = tuple[list[int], float | None]
"""Candidates, best first, and the chance that the first is right."""


@dataclass(frozen=True)
class Task:
    """Sentences, and the indices of the candidates that say the same."""

    asked: Sequence[Asked]
    right: Sequence[set[int]]

    def alone(self) -> "Task":
        """The same, nobody knowing where and when they were said."""
        return replace(self, asked=[Asked(one.text) for one in self.asked])

    def undated(self) -> "Task":
        """The same, nobody knowing when they were said."""
        return replace(self, asked=[replace(one, said_on=None) for one in self.asked])


def main() -> int:
    """Measure, print, judge; the exit code of `judge`."""
    from workbench.settings import EVALUATION_DATA

    texts = [ARTICLE[one.start : one.end] for one in divide(ARTICLE)] * 10
    print_head("Matching", texts=len(texts))
    rates = {precision: _rate(texts, precision) for precision in Precision}
    for precision, rate in rates.items():
        print(f"  vectors, {precision.value}: {rate:,.0f} a second of processor time")
    verdicts = [at_least("vectors a second, int8", rates[Precision.WHOLE], SENTENCES_A_SECOND)]
    folder = Path(EVALUATION_DATA) / "evaluation"
    if not (folder / "candidates").is_dir():
        print("No shared development sets: matching itself is not judged")
        return judge(verdicts)
    table = [["set", "system", "MAP@5", "95 %", "first right", "calibration"]]
    for name in GOALS:
        verdicts += _quality(table, folder, name)
    print_table(table)
    return judge(verdicts)


def _rate(texts: Sequence[str], precision: Precision) -> float:
    """Vectors a second of processor time, on one thread."""
    embed(texts[:1], precision=precision)  # loads the model, which is not what is timed
    start = time.process_time()
    embed(texts, precision=precision)
    return len(texts) / (time.process_time() - start)


def _quality(table: list[list[str]], folder: Path, name: str) -> list[Verdict]:
    ids, candidates = checked_claims(folder / "candidates" / f"matching_{name}_candidates.jsonl")
    dev, train = (_task(folder / part / f"matching_{name}.jsonl", ids) for part in ("dev", "train"))
    matcher = Matcher(candidates)
    shown = partial(_shown, table, f"{name} (n {len(dev.asked)})", matcher)
    shown("words alone (BM25)", dev, by(lambda seen: seen.by_words))
    shown("vectors alone", dev, by(lambda seen: seen.by_vectors))
    shown("ships, neighbours unknown", dev.alone(), as_it_ships(matcher))
    ships = shown("ships", dev, as_it_ships(matcher))
    shown("learned, days unknown", dev.undated(), learned(matcher, train.undated()))
    trained = shown("learned", dev, learned(matcher, train))
    return [
        at_least(f"{name}, MAP@5 as it ships", ships, GOALS[name][0]),
        at_least(f"{name}, MAP@5 learned", trained, GOALS[name][1]),
    ]


def by(scores: Callable[[Seen], Scores]) -> Callable[[Seen], list[Answer]]:
    """Answers in the order of one score, without a chance."""
    return lambda seen: [(row, None) for row in best(scores(seen), most=MOST)]


def as_it_ships(matcher: Matcher) -> Callable[[Seen], list[Answer]]:
    """Answers that nothing was learned for."""
    return lambda seen: list(ordered(matcher, seen, None))


def learned(matcher: Matcher, train: Task) -> Callable[[Seen], list[Answer]]:
    """Answers of a ranking fitted to the matches of others."""
    ranking: Ranking | None = fit(matcher, train.asked, train.right)
    return lambda seen: list(ordered(matcher, seen, ranking))


def _shown(
    table: list[list[str]],
    name: str,
    matcher: Matcher,
    system: str,
    task: Task,
    answer: Callable[[Seen], list[Answer]],
) -> float:
    """Answer, score, add a row to the table; MAP@5."""
    precisions: list[float] = []
    firsts: list[bool] = []
    pairs: list[tuple[float, bool]] = []
    for rows, seen in matcher.seen(task.asked):
        for row, (order, chance) in zip(rows, answer(seen), strict=True):
            precisions.append(average_precision(order, task.right[row]))
            firsts.append(order[0] in task.right[row])
            if chance is not None:
                pairs.append((chance, firsts[-1]))
    drawing = random.Random(1)
    drawn = sorted(sum(drawing.choices(precisions, k=len(precisions))) for _ in range(RESAMPLES))
    low, high = (drawn[int(RESAMPLES * share)] / len(precisions) for share in (0.025, 0.975))
    mean = sum(precisions) / len(precisions)
    right = sum(firsts) / len(firsts)
    error = f"{calibration(pairs):.3f}" if pairs else ""
    table.append([name, system, f"{mean:.3f}", f"{low:.3f} … {high:.3f}", f"{right:.3f}", error])
    return mean


def average_precision(order: Sequence[int], right: set[int]) -> float:
    """Of the first five, as CheckThat! scores it."""
    hits, total = 0, 0.0
    for place, one in enumerate(order[:MOST], 1):
        if one in right:
            hits += 1
            total += hits / place
    return total / min(MOST, len(right))


def _task(path: Path, ids: Sequence[str]) -> Task:
    index = {name: place for place, name in enumerate(ids)}
    rows: list[dict[str, Any]] = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    right = [{index[name] for name in row["gold"] if name in index} for row in rows]
    return Task([asked_of(row) for row in rows], right)


if __name__ == "__main__":
    sys.exit(main())
