"""What the linked-data formats share: names for things, our own terms, and a JSON-LD document written piece by piece.

Things are named by their id (`urn:uuid:…`), which they keep wherever the data set is imported; people by their
pseudonym or name within the project. Contexts stand inside the files: nothing is fetched to read them.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import orjson

from annotations.writers.folder import Folder, HashedFile

TERMS = "urn:x-fact-check:"
"""Begins the names of our own terms, such as `urn:x-fact-check:verification`; `schema/` defines their words."""


def thing(id: str) -> str:
    """The name of an article, claim, answer, suggestion, source or piece of evidence."""
    return f"urn:uuid:{id}"


def person(project_id: str, name: str) -> str:
    """The name of a person, who is somebody within one project only."""
    return f"urn:uuid:{project_id}#{quote(name, safe='')}"


def program(name: str, version: str) -> str:
    """The name of a suggester in one of its versions."""
    return f"{TERMS}program:{quote(name, safe='')}:{quote(version, safe='')}"


def given(**fields: Any) -> dict[str, Any]:
    """The fields that say something: neither None nor an empty text."""
    return {name: value for name, value in fields.items() if value is not None and value != ""}


class LinkedFile:
    """A JSON-LD document: its context, what it is, and a list of nodes under `key`, one a line; flat in memory."""

    def __init__(
        self, folder: Folder, name: str, *, context: Mapping[str, Any], key: str, head: Mapping[str, Any]
    ) -> None:
        self._file: HashedFile = folder.open(name)
        self._file.rows = 0
        self._file.write(orjson.dumps({"@context": context, **head})[:-1] + b',"%b":[' % key.encode())

    @property
    def nodes(self) -> int:
        """How many were written."""
        return self._file.rows or 0

    def add(self, node: Mapping[str, Any]) -> None:
        """One node more."""
        self._file.write((b",\n" if self.nodes else b"\n") + orjson.dumps(node))
        self._file.rows = self.nodes + 1

    def end(self, **fields: Any) -> None:
        """The end of the list, and what could only be said after it."""
        self._file.write(b"\n]" + (b"," + orjson.dumps(fields)[1:-1] if fields else b"") + b"}\n")
