"""`manage.py predict attribution --documents FILE`: who says what, flat, sentence by sentence."""

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, TextIO

from annotations.domain.errors import Invalid
from annotations.domain.records import Span
from annotations.learning.attribution import Reading
from annotations.learning.fitting import Reviewed, fit
from annotations.predictions.rows import Row, Task, read_rows, write_row
from annotations.suggesters.flat import Flat, FlatReader, grammar, touched

_SENTENCE = {"doc_id": str, "sent": int, "start": int, "end": int}
Reader = Callable[[str, Sequence[Span]], Reading]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The texts that the sentences stand in, and what the learned part is fitted to, if it is."""
    parser.add_argument("--documents", type=Path, required=True, help='JSON Lines {"doc_id", "text"}.')
    parser.add_argument("--train", type=Path, help="Reviewed rows: as the input, with their attributions.")
    parser.add_argument("--train-documents", type=Path, help="The texts of the reviewed rows.")
    parser.add_argument("--take", type=int, help="Fit to so many of the reviewed articles, drawn at random.")
    parser.add_argument("--seed", type=int, default=0, help="Which draw (default 0).")


def predict(options: Mapping[str, Any], lines: Iterable[str], output: TextIO) -> None:
    """Rows {"doc_id", "sent", "start", "end"} in, the same with "attributed" and "attributions" out, in order.

    An attribution has source, cue, content (lists of spans), source_text and confidence, and stands under the
    sentence of its cue; `attributed` says whether a sentence has, or lies in, what somebody says. The rows of a
    document stand together, in reading order. Raises Unreadable for rows of another shape, Invalid for a document
    that is not in the file.
    """
    texts = documents(Path(options["documents"]))
    read = learned(options) if options.get("train") else by_rules
    for doc_id, rows in by_document(read_rows(lines, fields=_SENTENCE)).items():
        for row in predicted(text_of(doc_id, texts), rows, read):
            write_row(output, {"doc_id": doc_id, **row})


def predicted(text: str, rows: Sequence[Row], reader: Reader) -> list[Row]:
    """One row a sentence, in order."""
    reading = reader(text, [(row["start"], row["end"]) for row in rows])
    return [
        {
            "sent": row["sent"],
            "attributed": attributed,
            "attributions": [_attribution(text, item) for item in items],
        }
        for row, items, attributed in zip(rows, reading.attributions, reading.attributed, strict=True)
    ]


def by_rules(text: str, sentences: Sequence[Span]) -> Reading:
    """What ships: rules over a parse; a sentence that holds somebody's words in quotation marks is attributed."""
    reader = FlatReader(text, sentences, grammar(text, sentences))
    found = reader.read()
    held = touched(sentences, (span for items in found for item in items for span in item.content))
    lying = [here or reader.holds_speech(*span) for here, span in zip(held, sentences, strict=True)]
    return Reading(found, lying)


def learned(options: Mapping[str, Any]) -> Reader:
    """What a model fitted to the reviewed rows of the options reads, or the rules where the rows are too few.

    Raises Invalid where a file is missing.
    """
    if not options.get("train_documents"):
        raise Invalid({"train_documents": ["--train needs --train-documents FILE: the texts of the rows."]})
    texts = documents(Path(options["train_documents"]))
    with _opened(Path(options["train"])) as lines:
        grouped = by_document(read_rows(lines, fields=_SENTENCE | {"attributions": list}))
    ids = sorted(grouped)
    if options.get("take") is not None:
        ids = Random(options["seed"]).sample(ids, min(options["take"], len(ids)))  # noqa: S311 – a draw, no secret
    model = fit(reviewed(text_of(doc_id, texts), grouped.pop(doc_id)) for doc_id in ids)
    return by_rules if model is None else model.read


def reviewed(text: str, rows: Sequence[Row]) -> Reviewed:
    """One reviewed article; attributions without a cue are left out."""
    return Reviewed(
        text,
        [(row["start"], row["end"]) for row in rows],
        [[_flat(item) for item in row["attributions"] if item["cue"] and item["content"]] for row in rows],
    )


def _flat(item: Row) -> Flat:
    source = (item["source"][0][0], item["source"][-1][1]) if item["source"] else None
    cue = (item["cue"][0][0], item["cue"][-1][1])
    return Flat(source, cue, tuple((start, end) for start, end in item["content"]), 1.0, "reviewed")


def documents(path: Path) -> dict[str, str]:
    """The texts of a file of documents by their id."""
    with _opened(path) as lines:
        return {row["doc_id"]: row["text"] for row in read_rows(lines, fields={"doc_id": str, "text": str})}


def _opened(path: Path) -> TextIO:
    if not path.is_file():
        raise Invalid({"documents": [f"There is no file “{path}”. Name one with JSON Lines."]})
    return path.open(encoding="utf-8-sig", newline="\n")


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
