"""Many files read and divided, in a process of its own."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from annotations import readers
from annotations.domain.errors import DomainError
from annotations.readers import many
from annotations.readers.dividing import Incoming, Prepared, prepare

Read = tuple[str, Prepared | None, str]
"""What an article is called (its file, and its number in a file of many), what became of it, the words of a refusal."""


def read_files(
    paths: Sequence[Path],
    media_type: str | None,
    encoding: str | None,
    format: str | None = None,
    mapping: Mapping[str, str] | None = None,
) -> list[Read]:
    """The articles of each file in order; a file that cannot be read stops none of the others.

    `format` is that of files with many articles (many.FORMATS); without it and without `media_type` a file's name
    says what it is.
    """
    return [read for path in paths for read in _read(path, media_type, encoding, format, mapping)]


def _read(
    path: Path,
    media_type: str | None,
    encoding: str | None,
    format: str | None,
    mapping: Mapping[str, str] | None,
) -> list[Read]:
    of_many = format or (None if media_type else many.format_of(path.name))
    try:
        content = path.read_bytes()
        if of_many is not None:
            found = many.read(content, format=of_many, filename=path.name, encoding=encoding, mapping=mapping)
            return [(f"{path}#{number}", prepared, "") for number, prepared in enumerate(found, start=1)]
        draft = readers.read(content, media_type=media_type, filename=path.name, encoding=encoding)
    except DomainError as error:
        return [(str(path), None, str(error))]
    except OSError as error:
        return [(str(path), None, f"{error.strerror or error}.")]
    return [(str(path), prepare(Incoming(content, draft, filename=path.name)), "")]
