"""A folder that is complete or absent: written beside its place, hashed on the way, and renamed at once."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import orjson

from annotations.domain.errors import Conflict, Unavailable

CHUNK = 1 << 18
UNFINISHED = ".unfinished"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of a data set as its manifest lists it, `size` in bytes; `rows` is None where the file has none."""

    name: str
    size: int
    sha256: str
    rows: int | None = None

    @classmethod
    def of(cls, name: str, content: bytes) -> Self:
        """The entry of a file without rows that holds these bytes."""
        return cls(name, len(content), hashlib.sha256(content).hexdigest())

    @classmethod
    def from_dict(cls, entry: Mapping[str, Any]) -> Self:
        """The entry that a manifest lists."""
        return cls(entry["name"], entry["bytes"], entry["sha256"], entry["rows"])

    def as_dict(self) -> dict[str, Any]:
        """The entry in the manifest's form."""
        return {"name": self.name, "bytes": self.size, "sha256": self.sha256, "rows": self.rows}


class HashedFile:
    """A file being written in order, its SHA-256 taken on the way; `rows` is counted by whoever writes."""

    def __init__(self, path: Path) -> None:
        self.rows: int | None = None
        self._file = path.open("xb", buffering=0)
        self._digest = hashlib.sha256()
        self._waiting: list[bytes] = []
        self._size = self._written = 0

    def write(self, data: bytes) -> None:
        """Append bytes; they reach the disk in pieces of about a quarter megabyte."""
        self._waiting.append(data)
        self._size += len(data)
        if self._size >= CHUNK:
            self._flush()

    def close(self, *, lasting: bool = True) -> tuple[int, str]:
        """Size in bytes and SHA-256, once everything is on the disk, or unless `lasting` on its way there."""
        self._flush()
        if lasting:
            os.fsync(self._file.fileno())
        self._file.close()
        return self._written, self._digest.hexdigest()

    def abandon(self) -> None:
        """Let go of the file as it is."""
        self._file.close()

    def _flush(self) -> None:
        data = b"".join(self._waiting)
        self._waiting.clear()
        self._size = 0
        self._digest.update(data)
        self._written += len(data)
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) or 0 :]


class Folder:
    """The folder `target` to be, written under another name beside it until `publish`.

    Leaving the block without publishing removes what was written. A process that is killed leaves the unfinished
    folder, which the next builder of `target` removes; `target` is complete or not there at all. Raises Conflict
    where `target` holds something already, Unavailable where the disk refuses.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.parent / f".{target.name}.{uuid4().hex[:8]}{UNFINISHED}"
        self._open: dict[str, HashedFile] = {}
        self._closed: list[FileEntry] = []
        self._on_the_way: list[str] = []
        self._lock: int | None = None

    def __enter__(self) -> Self:
        try:
            if self.target.exists() and (not self.target.is_dir() or any(self.target.iterdir())):
                raise Conflict(
                    f"{self.target} is there already and not empty; name a folder that does not exist."
                )
            sweep(self.target)
            self.path.mkdir(parents=True)
            self._lock = _locked(self.path)
        except OSError as error:
            raise Unavailable(f"{self.target} cannot be written: {error.strerror or error}.") from error
        return self

    def open(self, name: str) -> HashedFile:
        """A new file of this name, with its folders; it is listed and hashed when all are closed."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self._open[name] = HashedFile(path)
        return self._open[name]

    def has(self, name: str) -> bool:
        """Whether a file of this name is being written."""
        return name in self._open

    def put(self, name: str, data: bytes) -> None:
        """A whole file at once."""
        self.open(name).write(data)

    def put_json(self, name: str, value: Mapping[str, Any]) -> None:
        """A whole JSON file at once, laid out for people, keys in the order given."""
        self.put(name, orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))

    def close_file(self, name: str) -> None:
        """Finish one file before the others, where there are too many to hold open; it is listed with them.

        `publish` sees to it that it is on the disk: then thousands of files take little longer than one.
        """
        file = self._open.pop(name)
        self._closed.append(FileEntry(name, *file.close(lasting=False), file.rows))
        self._on_the_way.append(name)

    def close_files(self) -> list[FileEntry]:
        """Every file written since the last call, on the disk and hashed, in order of name."""
        for name in list(self._open):
            file = self._open.pop(name)
            self._closed.append(FileEntry(name, *file.close(), file.rows))
        closed, self._closed = sorted(self._closed, key=lambda entry: entry.name), []
        return closed

    def publish(self) -> None:
        """Give the folder its name, at once and lasting. Raises Conflict where somebody else was first."""
        self.close_files()
        for name in self._on_the_way:
            _sync(self.path / name)
        for folder in (self.path, *(path for path in self.path.rglob("*") if path.is_dir())):
            _sync(folder)
        try:
            self.path.rename(self.target)
        except OSError as error:
            raise Conflict(
                f"{self.target} came to be while this was written; nothing was replaced."
            ) from error
        _sync(self.target.parent)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._open.values():
            file.abandon()
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)


def sweep(target: Path) -> None:
    """Remove what killed builders of `target` left beside it; what a living one still writes stays."""
    for left in target.parent.glob(f".{escape(target.name)}.*{UNFINISHED}"):
        lock = _locked(left)
        if lock is not None:
            shutil.rmtree(left, ignore_errors=True)
            os.close(lock)


def _locked(folder: Path) -> int | None:
    """A descriptor that holds the folder until it is closed or its process dies; None where another holds it."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def _sync(path: Path) -> None:
    """Have a file or folder on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
