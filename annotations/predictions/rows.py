"""JSON Lines in and out, and what a task of `manage.py predict` is."""

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TextIO

from annotations.domain.errors import Unreadable

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that can be predicted: what it adds to the command line, and what it does with the answers.

    `run` gets the parsed options by name, the lines of standard input and where to write; it raises `Invalid`.
    """

    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Mapping[str, Any], Iterable[str], TextIO], None]


def no_arguments(parser: argparse.ArgumentParser) -> None:
    """For a task that has none of its own."""


def read_rows(lines: Iterable[str], *, fields: Mapping[str, type]) -> Iterator[Row]:
    """The objects of JSON Lines, blank lines skipped, each with the `fields` in their types.

    Raises Unreadable, naming the line, the field and what stands there.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise Unreadable(f"Line {number} is not JSON: {error}. Write one object a line.") from error
        if not isinstance(row, dict):
            raise Unreadable(f"Line {number} holds {type(row).__name__}, not an object {{…}}.")
        for name, kind in fields.items():
            if not isinstance(row.get(name), kind):
                found = repr(row[name])[:40] if name in row else "nothing"
                raise Unreadable(f"Line {number}: “{name}” must be {kind.__name__}, found {found}.")
        yield row


def write_row(output: TextIO, row: Mapping[str, Any]) -> None:
    """One object as one line, letters as they are."""
    output.write(json.dumps(row, ensure_ascii=False) + "\n")
