"""`manage.py predict sentences`: where the sentences of each text lie."""

from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from annotations.domain.sentences import split
from annotations.predictions.rows import Task, no_arguments, read_rows, write_row


def predict(options: Mapping[str, Any], lines: Iterable[str], output: TextIO) -> None:
    """Rows {"doc_id", "text"} in, rows {"doc_id", "sents": [[start, end], …]} out, in the same order.

    The rules say yes or no and carry no confidence. Raises Unreadable for a row without the two fields.
    """
    for row in read_rows(lines, fields={"doc_id": str, "text": str}):
        write_row(output, {"doc_id": row["doc_id"], "sents": split(row["text"])})


TASK = Task("Where the sentences of each text lie.", no_arguments, predict)
