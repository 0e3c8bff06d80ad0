"""`manage.py predict attribution --documents FILE`: who says what, flat, sentence by sentence."""

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from annotations.domain.errors import Invalid
from annotations.domain.records import Span
from annotations.predictions.rows import Row, Task, read_rows, write_row
from annotations.suggesters.flat import Flat, FlatReader

_SENTENCE = {"doc_id": str, "sent": int, "start": int, "end": int}
Reader = Callable[[str, Sequence[Span]], list[list[Flat]]]
"""Gives the attributions of each sentence of a text."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The texts that the sentences stand in."""
    parser.add_argument("--documents", type=Path, required=True, help='JSON Lines {"doc_id", "text"}.')


def predict(options: Mapping[str, Any], lines: Iterable[str], output: TextIO) -> None:
    """Rows {"doc_id", "sent", "start", "end"} in, the same with "attributed" and "attributions" out, in order.

    An attribution has source, cue, content (lists of spans), source_text and confidence, and stands under the
    sentence of its cue; `attributed` says whether a sentence has, or lies in, what somebody says. The rows of a
    document stand together, in reading order. Raises Unreadable for rows of another shape, Invalid for a document
    that is not in the file.
    """
    texts = documents(Path(options["documents"]))
    for doc_id, rows in by_document(read_rows(lines, fields=_SENTENCE)).items():
        text = text_of(doc_id, texts)
        for row in predicted(text, rows, lambda text, sentences: FlatReader(text, sentences).read()):
            write_row(output, {"doc_id": doc_id, **row})


def predicted(text: str, rows: Sequence[Row], reader: Reader) -> list[Row]:
    """One row a sentence, in order."""
    sentences = [(row["start"], row["end"]) for row in rows]
    found = reader(text, sentences)
    everything = sorted(span for items in found for item in items for span in item.content)
    return [
        {
            "sent": row["sent"],
            "attributed": any(start < row["end"] and row["start"] < end for start, end in everything),
            "attributions": [_attribution(text, item) for item in items],
        }
        for row, items in zip(rows, found, strict=True)
    ]


def documents(path: Path) -> dict[str, str]:
    """The texts of a file of documents by their id."""
    if not path.is_file():
        raise Invalid({"documents": [f"There is no file “{path}”. Name the one with the documents' texts."]})
    with path.open(encoding="utf-8-sig", newline="\n") as lines:
        return {row["doc_id"]: row["text"] for row in read_rows(lines, fields={"doc_id": str, "text": str})}


def by_document(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The sentences of each document, in the order read."""
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["doc_id"], []).append(row)
    return grouped


def text_of(doc_id: str, texts: Mapping[str, str]) -> str:
    """The text of a document; raises Invalid where the file lacks it."""
    if doc_id not in texts:
        raise Invalid(
            {"documents": [f"The document “{doc_id}” is missing. Name the file that belongs to the rows."]}
        )
    return texts[doc_id]


def _attribution(text: str, item: Flat) -> Row:
    source = [item.source] if item.source else []
    return {
        "source": source,
        "cue": [item.cue],
        "content": list(item.content),
        "source_text": " ".join(text[start:end] for start, end in source),
        "confidence": round(item.confidence, 4),
        "rule": item.rule,
    }


TASK = Task("Who says what, sentence by sentence.", add_arguments, predict)
