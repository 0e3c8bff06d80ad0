"""How right attribution gets with more reviewed articles: `python -m benchmarks.learning_curve ROWS.jsonl …`.

`--take N … --draws D` fits the learned part to N articles drawn D times (seeds 0 … D-1), scores the relation on the
development set and appends one row a fit to the file; what is there already is not measured again. `--plot FILE.svg`
draws the means with their 95 % intervals from the rows. Needs the shared development sets (setting EVALUATION_DATA).
"""

import argparse
import json
import math
import resource
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotations.predictions import attribution as task
from annotations.predictions.attribution import by_document, by_rules, predicted

# Student's t, 97.5 %, by degrees of freedom.
T = {1: 12.71, 2: 4.30, 3: 3.18, 4: 2.78}
WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 640, 360, 56, 48, 24, 16
INK, LINE, RULES = "#1f2933", "#0b6bcb", "#b45309"


@dataclass(frozen=True, slots=True)
class Point:
    """The mean F1 of the relation after so many articles; `spread` is half of its 95 % interval, None of one draw."""

    articles: int
    draws: int
    mean: float
    spread: float | None


def main() -> int:
    """Measure what is asked for, print the points, draw them; 2 without the shared sets."""
    from workbench.settings import EVALUATION_DATA

    options = _options()
    folder = Path(EVALUATION_DATA) / "evaluation"
    if options.take and not (folder / "scorers").is_dir():
        print("Learning curve: no shared development sets, nothing is measured")
        return 2
    sys.path.insert(0, str(folder / "scorers"))
    for seed in range(options.draws):
        for take in options.take:
            if (take, seed) not in {(row["articles"], row["seed"]) for row in _rows(options.rows)}:
                row = _measured(folder, take=take, seed=seed)
                with options.rows.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(row) + "\n")
    points = points_of(_rows(options.rows))
    for point in points:
        spread = "" if point.spread is None else f" ± {point.spread:.3f}"
        print(f"  {point.articles:>4} articles, {point.draws} draws: relation {point.mean:.3f}{spread}")
    if options.plot:
        options.plot.write_text(drawn(points), "utf-8")
    return 0


def points_of(rows: Sequence[dict[str, Any]]) -> list[Point]:
    """One point for each number of articles, ascending."""
    by_size: dict[int, list[float]] = {}
    for row in rows:
        by_size.setdefault(row["articles"], []).append(row["relation"])
    return [
        Point(size, len(found), statistics.mean(found), _spread(found))
        for size, found in sorted(by_size.items())
    ]


def drawn(points: Sequence[Point]) -> str:
    """The points as SVG; what was learned from 0 articles, the rules, is a dashed line."""
    learned = [point for point in points if point.articles]
    rules = next((point.mean for point in points if not point.articles), None)
    values = [point.mean + sign * (point.spread or 0) for point in learned for sign in (-1, 1)]
    low = math.floor(min([*values, rules or 1]) * 50 - 0.5) / 50
    high = math.ceil(max([*values, rules or 0]) * 50 + 0.5) / 50

    def x(articles: int) -> float:
        first, last = math.log(learned[0].articles), math.log(learned[-1].articles)
        return (
            LEFT + 20 + (math.log(articles) - first) / max(last - first, 1e-9) * (WIDTH - LEFT - RIGHT - 40)
        )

    def y(value: float) -> float:
        return TOP + (high - value) / (high - low) * (HEIGHT - TOP - BOTTOM)

    parts = _axes(low, high, y)
    if rules is not None:
        parts.append(_line(LEFT, y(rules), WIDTH - RIGHT, y(rules), RULES, dashed=True))
        parts.append(_words(WIDTH - RIGHT, y(rules) - 6, f"rules {rules:.3f}", "end", RULES))
    path = " ".join(f"{x(point.articles):.1f},{y(point.mean):.1f}" for point in learned)
    parts.append(f'<polyline points="{path}" fill="none" stroke="{LINE}" stroke-width="2"/>')
    for point in learned:
        at, mean = x(point.articles), y(point.mean)
        if point.spread is not None:
            parts.append(_line(at, y(point.mean - point.spread), at, y(point.mean + point.spread), LINE))
        parts.append(f'<circle cx="{at:.1f}" cy="{mean:.1f}" r="4" fill="{LINE}"/>')
        parts.append(_words(at, y(point.mean + (point.spread or 0)) - 8, f"{point.mean:.3f}", "middle", INK))
        parts.append(_words(at, HEIGHT - BOTTOM + 18, f"{point.articles}", "middle", INK))
        parts.append(_words(at, HEIGHT - BOTTOM + 34, f"({point.draws})", "middle", INK))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
    title = "F1 of the relation by reviewed articles learned from (draws), with 95 % intervals"
    body = "\n".join(parts)
    return f'{head} font-family="sans-serif" font-size="12">\n<title>{title}</title>\n{body}\n</svg>\n'


def _axes(low: float, high: float, y: Any) -> list[str]:
    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>']
    parts.append(_words(LEFT, 14, "F1 of the relation; articles learned from (draws) below", "start", INK))
    for step in range(round(low * 50), round(high * 50) + 1):
        parts.append(_line(LEFT, y(step / 50), WIDTH - RIGHT, y(step / 50), "#d9dee5"))
        parts.append(_words(LEFT - 6, y(step / 50) + 4, f"{step / 50:.2f}", "end", INK))
    return parts


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, *, dashed: bool = False) -> str:
    dashes = ' stroke-dasharray="6 4"' if dashed else ""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"{dashes}/>'


def _words(x: float, y: float, text: str, anchor: str, colour: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{text}</text>'


def _spread(found: Sequence[float]) -> float | None:
    if len(found) < 2:
        return None
    return T.get(len(found) - 1, 2.0) * statistics.stdev(found) / math.sqrt(len(found))


def _measured(folder: Path, *, take: int, seed: int) -> dict[str, Any]:
    """Fit, score, and say what it cost; 0 articles are the rules."""
    from score_attribution import score  # type: ignore[import-not-found]

    gold = _rows(folder / "dev" / "attribution.jsonl")
    texts = task.documents(folder / "dev" / "attribution_docs.jsonl")
    train = folder / "train"
    files = {"train": train / "attribution.jsonl", "train_documents": train / "attribution_docs.jsonl"}
    start = time.process_time()
    read = task.learned({**files, "take": take, "seed": seed}) if take else by_rules
    seconds = time.process_time() - start
    suggested = [
        {"doc_id": doc_id, **row}
        for doc_id, rows in by_document(gold).items()
        for row in predicted(texts[doc_id], rows, read)
    ]
    found, _ = score(gold, suggested, [{"doc_id": doc_id, "text": text} for doc_id, text in texts.items()])
    return {
        "articles": take,
        "seed": seed,
        "relation": round(found["relation (half of content & source)"][2], 4),
        "seconds": round(seconds, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=Path, help="JSON Lines of fits, read and added to.")
    parser.add_argument(
        "--take", type=int, nargs="*", default=[], help="Articles to learn from; 0 is the rules."
    )
    parser.add_argument("--draws", type=int, default=5, help="Draws of so many articles.")
    parser.add_argument("--plot", type=Path, help="Where to draw the points.")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
