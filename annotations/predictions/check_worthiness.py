"""`manage.py predict check-worthiness`: how much each sentence is worth a check."""

from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from annotations.predictions.rows import Task, no_arguments, read_rows, write_row
from annotations.suggesters.check_worthiness import score


def predict(options: Mapping[str, Any], lines: Iterable[str], output: TextIO) -> None:
    """Rows {"id", "text"} in, rows {"id", "score", "confidence"} out, score 0 … 1, in the same order.

    Raises Invalid for a row without the two fields.
    """
    for row in read_rows(lines, fields={"id": str, "text": str}):
        chance = round(score(row["text"])[0], 4)
        write_row(output, {"id": row["id"], "score": chance, "confidence": max(chance, 1 - chance)})


TASK = Task("How much each sentence is worth a check.", no_arguments, predict)
