"""A file of the folder as libraries want one that write by themselves."""

from typing import Any, Protocol


class Taker(Protocol):
    """What takes bytes in order, as a file of the folder does."""

    def write(self, data: bytes) -> None: ...


class Sink:
    """Takes bytes in order. There is no way back: what was written is hashed, and the folder closes the file."""

    closed = False

    def __init__(self, file: Taker) -> None:
        self._file, self._at = file, 0

    def write(self, data: Any) -> int:
        """Append bytes; they are copied, as a library's buffer need not outlive the call."""
        content = bytes(data)
        self._file.write(content)
        self._at += len(content)
        return len(content)

    def tell(self) -> int:
        """How many bytes were written."""
        return self._at

    def flush(self) -> None:
        """Nothing: the folder puts the file on the disk."""

    def close(self) -> None:
        """Nothing: the folder closes the file."""
