"""A release as one ZIP archive, packed while it is sent; nothing is held but a part of a file."""

import zipfile
from collections.abc import Iterator, Sequence
from uuid import UUID

from annotations.models import User
from annotations.queries.releases import ReleaseFile, files_of, release_of

AT_ONCE = 1024 * 1024
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""ZIP begins its calendar there. The same release is the same archive whenever it is asked for."""


class _Sent:
    """Takes what the archive writes until it is sent on."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def taken(self) -> bytes:
        """What was written since the last call."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def archive_of(release_id: UUID, *, by: User) -> tuple[str, Iterator[bytes]]:
    """The name of a finished release's archive, and its bytes. Raises as `file_of`."""
    name = f"{release_of(release_id, by=by).project.slug}-{release_id}"
    return f"{name}.zip", packed(files_of(release_id, by=by), folder=name)


def packed(files: Sequence[ReleaseFile], *, folder: str) -> Iterator[bytes]:
    """The archive's bytes; the files lie in it below `folder`."""
    sent = _Sent()
    with zipfile.ZipFile(sent, "w") as archive:  # type: ignore[call-overload]
        for file in files:
            entry = zipfile.ZipInfo(f"{folder}/{file.name}", date_time=FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with file.path.open("rb") as whole, archive.open(entry, "w", force_zip64=True) as into:
                while part := whole.read(AT_ONCE):
                    into.write(part)
                    yield sent.taken()
    yield sent.taken()
