"""The sections of a PROV-JSON document while it grows: one nameless file each, put one after the other at the end."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import IO, Any

import orjson

from annotations.writers.folder import CHUNK, Folder

SECTIONS = (
    "entity",
    "activity",
    "agent",
    "wasGeneratedBy",
    "used",
    "wasAssociatedWith",
    "wasAttributedTo",
    "wasDerivedFrom",
    "wasInvalidatedBy",
)


class Sections:
    """The sections of a PROV-JSON document, each in a file that has no name and goes with its process."""

    def __init__(self, folder: Folder) -> None:
        self._open = ExitStack()
        self._files: dict[str, IO[bytes]] = {
            name: self._open.enter_context(tempfile.TemporaryFile(dir=folder.path))  # noqa: SIM115 -- closed with the stack
            for name in SECTIONS
        }
        self._counts: Counter[str] = Counter()

    def add(self, section: str, name: str | None, facts: Mapping[str, Any]) -> None:
        """One record; a relation has no name of its own."""
        self._counts[section] += 1
        key = name if name is not None else f"_:{section}{self._counts[section]}"
        self._files[section].write(
            (b"" if self._counts[section] == 1 else b",\n") + orjson.dumps(key) + b":" + orjson.dumps(facts)
        )

    def joined(self) -> Iterator[bytes]:
        """The sections that hold something, one after the other."""
        for name, file in self._files.items():
            if self._counts[name]:
                yield b',\n"' + name.encode() + b'":{\n'
                file.seek(0)
                while data := file.read(CHUNK):
                    yield data
                yield b"}"

    def __enter__(self) -> "Sections":
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()
