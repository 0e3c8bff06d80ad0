"""Many files read and divided, in a process of its own."""

from collections.abc import Sequence
from pathlib import Path

from annotations import readers
from annotations.domain.errors import DomainError
from annotations.readers.dividing import Incoming, Prepared, prepare

Read = tuple[Path, Prepared | None, str]
"""A file, what became of it, and the words of a refusal."""


def read_files(paths: Sequence[Path], media_type: str | None, encoding: str | None) -> list[Read]:
    """Each file in order; one that cannot be read stops none of the others."""
    return [_read(path, media_type, encoding) for path in paths]


def _read(path: Path, media_type: str | None, encoding: str | None) -> Read:
    try:
        content = path.read_bytes()
        draft = readers.read(content, media_type=media_type, filename=path.name, encoding=encoding)
    except DomainError as error:
        return path, None, str(error)
    except OSError as error:
        return path, None, f"{error.strerror or error}."
    return path, prepare(Incoming(content, draft, filename=path.name)), ""
