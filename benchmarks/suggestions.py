"""How fast chains and check-worthiness are suggested, and how right they are: `python -m benchmarks.suggestions`.

The floor is one pass of the tokens over the same text, which decides nothing. The figures of quality need the shared
development sets (setting EVALUATION_DATA); where they are absent only the speed is judged.
"""

import json
import sys
from collections.abc import Callable, Sequence
from functools import partial
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from annotations.domain.ids import new_id
from annotations.domain.records import ClaimView, Context
from annotations.domain.segments import divide
from annotations.predictions import chains as chain_task
from annotations.predictions import check_worthiness as worth_task
from annotations.suggesters import SUGGESTERS, Suggester
from annotations.suggesters.tokens import tokens
from benchmarks.measure import (
    Runs,
    Verdict,
    at_least,
    at_most,
    judge,
    print_head,
    print_runs,
    print_table,
    runs,
)
from benchmarks.sentences import ARTICLE

SENTENCES_A_SECOND = 300
ARTICLES = 60
GOALS = {"link F1": 0.82, "source name": 0.82, "origin": 0.76, "ordered chain": 0.70, "carry-over": 0.55}
CALIBRATION = 0.08
LEARNED_CALIBRATION = 0.04
BINS = 10


def main() -> int:
    """Measure, print, judge; the exit code of `judge`."""
    context = _context(ARTICLE)
    count = len(context.claims) * ARTICLES
    print_head("Suggestions", articles=ARTICLES, claims=count, letters=len(ARTICLE) * ARTICLES)

    def floor() -> None:
        for _ in range(ARTICLES * 5):
            list(tokens(context.text, 0, len(context.text)))

    before = runs("floor: tokens only, five times", floor, amount=count * 5)
    measured = [_timed(suggester, context, count) for suggester in SUGGESTERS]
    after = runs("floor again", floor, amount=count * 5)
    print_runs([before, *measured, after])
    verdicts = [
        at_least(f"{run.label}, sentences a second", run.rate, SENTENCES_A_SECOND) for run in measured
    ]
    verdicts += _quality()
    return judge(verdicts, floors=[(before, after)])


def _timed(suggester: Suggester, context: Context, count: int) -> Runs:
    def work() -> None:
        for _ in range(ARTICLES):
            list(suggester.propose(context))

    return runs(suggester.name, work, amount=count)


def _context(text: str) -> Context:
    claims = [ClaimView(new_id(), s.start, s.end, text[s.start : s.end], s.role) for s in divide(text)]
    return Context(text, claims)


def _quality() -> list[Verdict]:
    """The figures on the shared development sets, beside the constants of the scorer; none where they are absent."""
    from workbench.settings import EVALUATION_DATA

    shared = Path(EVALUATION_DATA)
    if not (shared / "evaluation" / "scorers").is_dir():
        print("  no shared development sets: nothing is said of quality")
        return []
    sys.path.insert(0, str(shared / "evaluation" / "scorers"))
    verdicts: list[Verdict] = []
    rows = [["set", "sentences", *GOALS]]
    for folder in (shared / "evaluation" / "dev" / "chains", shared / "articles"):
        for sentences in ("gold", "own"):
            found, pairs = _chains(folder, sentences)
            rows.append([folder.name, sentences, *(f"{found[name]:.3f}" for name in GOALS)])
            if folder.name == "chains":
                verdicts += [
                    at_least(f"{name}, {sentences} sentences", found[name], goal)
                    for name, goal in GOALS.items()
                ]
            if sentences == "gold":
                print(
                    f"  calibration error of chains, {folder.name}: {calibration(pairs):.3f} (n {len(pairs)})"
                )
    print_table(rows)
    return verdicts + _check_worthiness(shared)


def _chains(folder: Path, sentences: str) -> tuple[dict[str, Any], list[tuple[float, bool]]]:
    """The scorer's measures, and confidence and correctness of each reviewed claim."""
    from score_chains import chain, same_source, score, shared  # type: ignore[import-not-found]

    with TemporaryDirectory() as output:
        chain_task.predict({"directory": folder, "output": output, "sentences": sentences}, [], sys.stdout)
        articles = [
            (_read(gold), _read(Path(output) / gold.name.replace(".gold.json", ".json")))
            for gold in sorted(folder.glob("*.gold.json"))
        ]
    pairs = []
    for gold, suggested in articles:
        for claim in (claim for claim in gold["claims"] if "chain" in claim):
            nearest = max(suggested["claims"], key=partial(shared, claim))
            one, other = chain(claim), chain(nearest)
            right = len(one) == len(other) and all(map(same_source, one, other))
            pairs.append((float(nearest.get("confidence", 0)), right))
    return score(articles), pairs


def _read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text("utf-8")))


def _check_worthiness(shared: Path) -> list[Verdict]:
    """What ships, and what is learned from the debates to learn from; the score's half divides, see the task."""
    train = shared / "evaluation" / "train" / "checkworthy.jsonl"
    return [
        *_worth(shared, "rules", worth_task.by_rules, goals=(0.70, 0.80, CALIBRATION)),
        *_worth(shared, "learned", worth_task.learned(train), goals=(0.81, 0.90, LEARNED_CALIBRATION)),
    ]


def _worth(
    shared: Path,
    label: str,
    scores: Callable[[Sequence[str]], list[worth_task.Scored]],
    *,
    goals: tuple[float, float, float],
) -> list[Verdict]:
    from score_checkworthy import score as scored  # type: ignore[import-not-found]

    path = shared / "evaluation" / "dev" / "checkworthy.jsonl"
    gold = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    said = scores([row["text"] for row in gold])
    found = scored(
        gold, [{"id": row["id"], "score": value} for row, (value, _) in zip(gold, said, strict=True)]
    )
    pairs = [
        (sure, (value >= 0.5) == bool(row["label"])) for row, (value, sure) in zip(gold, said, strict=True)
    ]
    error = calibration(pairs)
    name = f"check-worthiness, {label}"
    print(f"  {name} (n {len(gold)}): F1 {found['F1']:.3f}, AP {found['AP']:.3f}, calibration {error:.3f}")
    return [
        at_least(f"{name}: F1", found["F1"], goals[0]),
        at_least(f"{name}: AP", found["AP"], goals[1]),
        at_most(f"{name}: calibration error", error, goals[2]),
    ]


def calibration(pairs: Sequence[tuple[float, bool]]) -> float:
    """Expected difference of confidence and correctness in ten bins of equal count."""
    ordered = sorted(pairs, key=itemgetter(0))  # by confidence alone: equal ones stay as they come
    total = 0.0
    for i in range(BINS):
        part = ordered[i * len(ordered) // BINS : (i + 1) * len(ordered) // BINS]
        if part:
            gap = sum(confidence for confidence, _ in part) - sum(right for _, right in part)
            total += abs(gap) / len(ordered)
    return total


if __name__ == "__main__":
    sys.exit(main())
