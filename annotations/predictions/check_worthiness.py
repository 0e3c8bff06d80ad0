"""`manage.py predict check-worthiness [--train FILE]`: how much each sentence is worth a check."""

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from annotations.domain.errors import Invalid
from annotations.learning.check_worthiness_fitting import (
    FEWEST,
    FEWEST_GROUPS,
    FEWEST_OF_EACH,
    Judged,
    fit,
)
from annotations.predictions.rows import Row, Task, read_rows, write_row
from annotations.suggesters.check_worthiness import CHECK_WORTHY, score

Scored = tuple[float, float]
"""A score 0 … 1, from one half on check-worthy, and the chance that this is right."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the learned part is fitted to, if it is."""
    parser.add_argument("--train", type=Path, help='Reviewed rows {"text", "label": 0 or 1, "doc_id"?}.')


def predict(options: Mapping[str, Any], lines: Iterable[str], output: TextIO) -> None:
    """Rows {"id", "text"} in, rows {"id", "score", "confidence"} out, score 0 … 1, in the same order.

    Raises Unreadable for a row without the two fields, Invalid where what to learn from is missing or too little.
    """
    scores = learned(Path(options["train"])) if options.get("train") else by_rules
    rows = list(read_rows(lines, fields={"id": str, "text": str}))
    for row, (value, sure) in zip(rows, scores([row["text"] for row in rows]), strict=True):
        write_row(output, {"id": row["id"], "score": round(value, 4), "confidence": round(sure, 4)})


def by_rules(texts: Sequence[str]) -> list[Scored]:
    """What ships: the signs."""
    chances = [score(text)[0] for text in texts]
    return [(chance, chance if chance >= CHECK_WORTHY else 1 - chance) for chance in chances]


def learned(path: Path) -> Callable[[Sequence[str]], list[Scored]]:
    """What a model fitted to the reviewed rows of a file says; rows without "doc_id" are groups of their own."""
    if not path.is_file():
        raise Invalid({"train": [f"There is no file “{path}”. Name one with JSON Lines."]})
    with path.open(encoding="utf-8-sig", newline="\n") as lines:
        model = fit([_judged(row, at) for at, row in enumerate(read_rows(lines, fields=_REVIEWED))])
    if model is None:
        needs = f"{FEWEST} rows, {FEWEST_OF_EACH} of each label, from {FEWEST_GROUPS} documents"
        raise Invalid({"train": [f"“{path}” is too little to learn from: at least {needs}."]})

    def scores(texts: Sequence[str]) -> list[Scored]:
        return [
            (model.scaled(chance), chance if chance >= model.threshold else 1 - chance)
            for chance in model.chances(texts)
        ]

    return scores


_REVIEWED = {"text": str, "label": int}


def _judged(row: Row, at: int) -> Judged:
    return Judged(row["text"], bool(row["label"]), str(row.get("doc_id", at)))


TASK = Task("How much each sentence is worth a check.", add_arguments, predict)
