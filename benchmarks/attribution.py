"""How right flat attributions are, by rules and learned: `python -m benchmarks.attribution [--take N …] [--draws D]`.

Needs the shared development sets (setting EVALUATION_DATA). Without `--take` the learned part is fitted to all
reviewed articles; with it to so many, drawn D times, and the means show how much a desk has to review.
"""

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from annotations.learning.agreement import agreement
from annotations.learning.candidates import Candidate
from annotations.learning.fitting import Reviewed
from annotations.predictions import attribution as task
from annotations.predictions.attribution import by_document, by_rules, predicted
from benchmarks.measure import Verdict, at_least, at_most, judge, print_head, print_table
from benchmarks.suggestions import calibration

MEASURES = {
    "sentence": "sentence attributed",
    "source": "source overlap",
    "relation": "relation (half of content & source)",
    "name": "source name (document bag)",
}
BY_RULES = {"sentence": 0.86, "source": 0.72, "relation": 0.56, "name": 0.74}
LEARNED = {"sentence": 0.91, "source": 0.78, "relation": 0.63, "name": 0.80}
SENTENCES_A_SECOND = 300
MOST_MINUTES = 10
RESAMPLES = 500
Rows = list[dict[str, Any]]


def main() -> int:
    """Measure, print, judge; the exit code of `judge`, 2 without the shared sets."""
    from workbench.settings import EVALUATION_DATA

    options = _options()
    folder = Path(EVALUATION_DATA) / "evaluation"
    if not (folder / "scorers").is_dir():
        print("Attribution: no shared development sets, nothing is judged")
        return 2
    sys.path.insert(0, str(folder / "scorers"))
    gold = _read(folder / "dev" / "attribution.jsonl")
    texts = task.documents(folder / "dev" / "attribution_docs.jsonl")
    print_head("Attribution", articles=len(texts), sentences=len(gold))
    table = [["system", *MEASURES, "95 % of relation", "calibration", "sentences/s"]]
    table.append(_constant(gold, texts))
    verdicts = _judged(table, "rules", (gold, texts), by_rules, goals=BY_RULES, most=0.08)
    for take in options.take or [0]:
        verdicts += _learned(table, (gold, texts), folder, take=take, draws=options.draws if take else 1)
    print_table(table)
    return judge(verdicts)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--take", type=int, nargs="*", help="Articles to learn from (default: all).")
    parser.add_argument("--draws", type=int, default=5, help="Draws of so many articles.")
    return parser.parse_args()


def _learned(
    table: list[list[str]], dev: tuple[Rows, Mapping[str, str]], folder: Path, *, take: int, draws: int
) -> list[Verdict]:
    """Fit, read, score; goals are asked only of what learned from all articles."""
    train = folder / "train"
    files = {"train": train / "attribution.jsonl", "train_documents": train / "attribution_docs.jsonl"}
    drawn: list[list[str]] = []
    verdicts: list[Verdict] = []
    for seed in range(draws):
        start = time.perf_counter()
        read = task.learned({**files, "take": take or None, "seed": seed})
        minutes = (time.perf_counter() - start) / 60
        rows: list[list[str]] = []
        goals = {} if take else LEARNED
        found = _judged(rows, f"learned from {take or 'all'}", dev, read, goals=goals, most=0.04)
        drawn += rows
        verdicts += [] if take else [*found, at_most("minutes of learning", minutes, MOST_MINUTES)]
    means = [f"{statistics.mean(float(row[1 + k]) for row in drawn):.3f}" for k in range(len(MEASURES))]
    spread = [float(row[1 + list(MEASURES).index("relation")]) for row in drawn]
    shown = f"{min(spread):.3f} … {max(spread):.3f} of {draws} draws" if draws > 1 else drawn[0][5]
    table.append([drawn[0][0], *means, shown, drawn[0][6], drawn[0][7]])
    return verdicts


def _judged(
    table: list[list[str]],
    label: str,
    dev: tuple[Rows, Mapping[str, str]],
    reader: task.Reader,
    *,
    goals: Mapping[str, float],
    most: float,
) -> list[Verdict]:
    """Read, score, add a row to the table."""
    gold, texts = dev
    reader("Ada Lind said the bridge was closed.", [(0, 36)])  # loads the parser, which is not what is timed
    start = time.process_time()
    suggested = [
        {"doc_id": doc_id, **row}
        for doc_id, rows in by_document(gold).items()
        for row in predicted(texts[doc_id], rows, reader)
    ]
    rate = len(gold) / (time.process_time() - start)
    found = _scores(gold, suggested, texts)
    error = calibration(_pairs(gold, suggested))
    low, high = _interval(gold, suggested, texts)
    shown = f"{low:.3f} … {high:.3f}"
    table.append([label, *(f"{x:.3f}" for x in found.values()), shown, f"{error:.3f}", f"{rate:,.0f}"])
    verdicts = [at_least(f"{label}, {name}", found[name], goal) for name, goal in goals.items()]
    verdicts += [at_most(f"{label}, calibration error", error, most)] if goals else []
    return [*verdicts, at_least(f"{label}, sentences a second", rate, SENTENCES_A_SECOND)]


def _scores(gold: Rows, suggested: Rows, texts: Mapping[str, str]) -> dict[str, float]:
    from score_attribution import score  # type: ignore[import-not-found]

    found, _ = score(gold, suggested, [{"doc_id": doc_id, "text": text} for doc_id, text in texts.items()])
    return {name: found[measure][2] for name, measure in MEASURES.items()}


def _constant(gold: Rows, texts: Mapping[str, str]) -> list[str]:
    """Everything is attributed, to nobody."""
    suggested = [{"doc_id": row["doc_id"], "sent": row["sent"], "attributed": True} for row in gold]
    scores = _scores(gold, suggested, texts).values()
    return ["everything attributed", *(f"{x:.3f}" for x in scores), "", "", ""]


def _pairs(gold: Rows, suggested: Rows) -> list[tuple[float, bool]]:
    """Confidence and correctness of each attribution: right is what shares half of content and of source."""
    pairs: list[tuple[float, bool]] = []
    answers = by_document(suggested)
    for doc_id, rows in by_document(gold).items():
        reviewed = _as_reviewed(rows)
        proposed = _as_reviewed(answers[doc_id])
        found = [Candidate(at, flat, []) for at, flats in enumerate(proposed.attributions) for flat in flats]
        sure = [item["confidence"] for row in answers[doc_id] for item in row["attributions"]]
        agreed = agreement(found, reviewed.attributions)
        pairs += [(confidence, right) for confidence, (_, right) in zip(sure, agreed, strict=True)]
    return pairs


def _as_reviewed(rows: Rows) -> Reviewed:
    return task.reviewed("", [{"start": 0, "end": 0, **row} for row in rows])


def _interval(gold: Rows, suggested: Rows, texts: Mapping[str, str]) -> tuple[float, float]:
    """95 % of F1 of the relation when articles are drawn anew (percentile bootstrap)."""
    from score_attribution import score

    counts: list[tuple[float, int, int]] = []
    answers = by_document(suggested)
    for doc_id, rows in by_document(gold).items():
        found, _ = score(rows, answers[doc_id], [{"doc_id": doc_id, "text": texts[doc_id]}])
        _, recall, _, known = found[MEASURES["relation"]]
        counts.append((recall * known, sum(len(row["attributions"]) for row in answers[doc_id]), known))
    drawing = random.Random(1)
    scores = sorted(_f1(drawing.choices(counts, k=len(counts))) for _ in range(RESAMPLES))
    return scores[int(RESAMPLES * 0.025)], scores[int(RESAMPLES * 0.975)]


def _f1(counts: Sequence[tuple[float, int, int]]) -> float:
    hits, proposed, known = (sum(column) for column in zip(*counts, strict=True))
    return 2 * hits / (proposed + known) if proposed + known else 0.0


def _read(path: Path) -> Rows:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


if __name__ == "__main__":
    sys.exit(main())
