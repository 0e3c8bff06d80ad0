"""doccano's JSONL and JSON: classification, spans with or without relations, and intents with slots.

A project in which everybody works alone is exported as one file a member, `all` is what all made together. An
example that stands in several files is one item. A relation may lead to a span of another person, which is in
another file or in none: it stays as it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from annotations.domain.errors import Unreadable
from annotations.readers.foreign.records import Answer, Item, Region, Relation
from annotations.readers.foreign.values import columns, person, text_of, word

name = "doccano"
ASSUMED_UNIT = None
SHARED = frozenset({"all", "unknown"})
OURS = ".doccano"  # how the files for doccano in data sets of ours are called
OWN = frozenset({"id", "text", "label", "labels", "cats", "entities", "relations", "Comments", "comments"})


def items(files: Iterable[tuple[str, Any]]) -> list[Item]:
    """The examples of all files, each once, in order of their numbers. Raises Unreadable for what is no export."""
    found: dict[str, Item] = {}
    for file, examples in files:
        if not isinstance(examples, list) or not all(isinstance(example, Mapping) for example in examples):
            raise Unreadable(f"{file} is no list of doccano examples. Export the project as JSONL.")
        stem = PurePath(file).stem
        by = "" if stem in SHARED or stem.endswith(OURS) else stem
        for place, example in enumerate(examples, start=1):
            item = _item(file, place, example, by)
            known = found.get(item.key)
            found[item.key] = item if known is None else _joined(known, item)
    return sorted(found.values(), key=_order)


def _order(item: Item) -> tuple[int, str]:
    return (int(item.key) if item.key.isdecimal() else 0, item.key)


def _joined(known: Item, item: Item) -> Item:
    if known.text != item.text:
        raise Unreadable(
            f"Example {item.key} has another text in {item.originals[0][0]} than in {known.originals[0][0]}: these "
            "are files of two projects. Import them apart."
        )
    return replace(
        known,
        answers=known.answers + item.answers,
        comments=known.comments + item.comments,
        data={**known.data, **item.data},
        originals=known.originals + item.originals,
    )


def _item(file: str, place: int, example: Mapping[str, Any], by: str) -> Item:
    key = word(example.get("id")) or f"{PurePath(file).stem}:{place}"
    text = text_of(file, key, example.get("text"))
    marked = example.get("label", example.get("labels"))
    marked = marked if isinstance(marked, list) else []
    is_spans = bool(marked) and all(isinstance(mark, list) for mark in marked)
    labels = example.get("cats") or ([] if is_spans else marked)
    spans = [*(example.get("entities") or []), *(marked if is_spans else [])]
    answer = Answer(
        kind="answer",
        key=key,
        by=by,
        labels=tuple(("", word(label)) for label in labels),
        regions=tuple(_region(file, key, span) for span in spans),
        relations=tuple(
            Relation(word(one.get("from_id")), word(one.get("to_id")), (word(one.get("type")),))
            for one in example.get("relations") or []
        ),
    )
    says_something = bool(answer.labels or answer.regions or answer.relations)
    comments = tuple(_comment(one, by) for one in example.get("Comments") or example.get("comments") or [])
    return Item(
        key,
        text,
        (answer,) if says_something else (),
        comments,
        columns(example, without=OWN),
        ((file, example),),
    )


def _region(file: str, key: str, span: Any) -> Region:
    if isinstance(span, Mapping):
        start, end = span.get("start_offset"), span.get("end_offset")
        found = word(span.get("id")), start, end, word(span.get("label"))
    elif isinstance(span, list) and len(span) == 3:
        start, end = span[0], span[1]
        found = "", start, end, word(span[2])
    else:
        start = end = None
        found = "", start, end, ""
    if not isinstance(start, int) or not isinstance(end, int):
        raise Unreadable(
            f"{file}: example {key} has a span without whole numbers for start and end: {span!r:.80}."
        )
    return Region(found[0], start, end, (found[3],))


def _comment(comment: Any, by: str) -> tuple[str, str]:
    if isinstance(comment, Mapping):
        return by or person(comment.get("user")), word(comment.get("comment") or comment.get("text"))
    return by, word(comment)
