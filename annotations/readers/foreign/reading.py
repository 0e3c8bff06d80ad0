"""Files and folders of other programs, read whole."""

import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import Any

import orjson

from annotations.domain.errors import Invalid, Unreadable
from annotations.readers.foreign import doccano, labelstudio
from annotations.readers.foreign.records import Dataset
from annotations.readers.foreign.units import in_code_points

FORMATS = {module.name: module for module in (labelstudio, doccano)}
SUFFIXES = (".json", ".jsonl")
MAX_BYTES = 512 * 1024 * 1024
"""Of all files together, unpacked: a data set of another program is held in memory while it is taken in."""

Named = tuple[str, bytes]


def files_of(path: Path) -> list[Named]:
    """The files of a data set by name: one file, a folder's, or an archive's. Raises Unreadable."""
    try:
        if path.is_dir():
            found = [(file.name, file) for file in sorted(path.iterdir()) if file.suffix.lower() in SUFFIXES]
            if sum(file.stat().st_size for _, file in found) > MAX_BYTES:
                raise Unreadable(_too_large(path.name))
            named = [(name, file.read_bytes()) for name, file in found]
        else:
            if path.stat().st_size > MAX_BYTES:
                raise Unreadable(_too_large(path.name))
            named = unpacked(path.name, path.read_bytes())
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror or error}.") from None
    if not named:
        raise Unreadable(f"{path} holds no .json or .jsonl file. Export the project as JSON or JSONL.")
    return named


def unpacked(name: str, content: bytes) -> list[Named]:
    """The JSON files in an archive, or the file itself. Raises Unreadable for an archive that is none or too large."""
    if not content.startswith(b"PK\x03\x04"):
        return [(name, content)]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = [one for one in archive.infolist() if one.filename.lower().endswith(SUFFIXES)]
            if sum(one.file_size for one in inside) > MAX_BYTES:
                raise Unreadable(_too_large(name))
            return [(PurePath(one.filename).name, _member(archive, one, name)) for one in inside]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise Unreadable(f"{name} is an archive that cannot be opened: {error}.") from None


def _member(archive: zipfile.ZipFile, one: zipfile.ZipInfo, name: str) -> bytes:
    """What the archive says of a size is not believed."""
    with archive.open(one) as file:
        content = file.read(one.file_size + 1)
    if len(content) > one.file_size:
        raise Unreadable(f"{name}: {one.filename} is larger than the archive says.")
    return content


def read(files: Sequence[Named], *, format: str, unit: str | None = None) -> Dataset:
    """The data set in these files, offsets in code points.

    Raises Invalid (Unreadable) for what is no export of the program, UnitUnknown where the unit of offsets cannot
    be told and was not given.
    """
    reader = FORMATS.get(format)
    if reader is None:
        raise Invalid({"format": [f"No such data set is read: '{format:.40}'. Known: {', '.join(FORMATS)}."]})
    items = reader.items([(name, _json(name, content)) for name, content in files])
    _refuse_twice([item.key for item in items])
    converted, found = in_code_points(items, unit=unit, assumed=reader.ASSUMED_UNIT)
    empty = [name for name, content in files if not content.strip()]
    notes = tuple(f"{name} is empty: nothing was approved or made there." for name in empty)
    return Dataset(format, converted, found, notes)


def _refuse_twice(keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise Unreadable(f"Item {key} is there twice. Import one export at a time.")
        seen.add(key)


def _json(name: str, content: bytes) -> Any:
    if not content.strip():
        return []
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{name} is not UTF-8 (byte {error.start}).") from None
    if "\\u0000" in text or "\x00" in text:
        raise Unreadable(
            f"{name} holds the character NUL, which no text has. Take it out and import the file again."
        )
    if name.lower().endswith(".jsonl"):
        return [_line(name, number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return _lines_after_all(name, text, error)


def _lines_after_all(name: str, text: str, error: json.JSONDecodeError) -> Any:
    """One object a line under a name that ends in .json; what else is wrong is told as it was found first."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 2 or not lines[0].startswith("{") or not lines[0].rstrip().endswith("}"):
        raise Unreadable(
            f"{name} is no JSON (line {error.lineno}, column {error.colno}: {error.msg})."
        ) from None
    return [_line(name, number, line) for number, line in enumerate(lines, start=1)]


def _line(name: str, number: int, line: str) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise Unreadable(f"{name}, line {number} is no JSON (column {error.colno}: {error.msg}).") from None


def _too_large(name: str) -> str:
    return f"{name} is larger than the {MAX_BYTES // 1_048_576} MB that are read at once. Export it in parts."
