"""One thread beside the one that reads, for libraries that work without holding the interpreter."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from annotations.writers.folder import HashedFile

WAITING = 3
"""Pieces of work that may wait, so that neither thread waits for the other where one is slow for a moment."""


class Worker:
    """Does one piece of work at a time, in the order given; what it writes is the reader's to hash and to keep.

    Files of the folder are touched by the reader alone, so that a folder that is given up is not written to.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="columns")
        self._given: deque[Future[None]] = deque()
        self._written: deque[tuple[HashedFile, bytes]] = deque()

    def do(self, work: Callable[[], None]) -> None:
        """Have this piece done after those before. Raises what one of them raised."""
        self._take_in(leave=WAITING)
        self._given.append(self._pool.submit(work))

    def wait(self) -> None:
        """Wait for all that was given, and put into the files what it wrote. Raises what it raised."""
        self._take_in(leave=0)

    def into(self, file: HashedFile) -> "Later":
        """What takes bytes for this file while a piece of work is being done."""
        return Later(self._written, file)

    def end(self) -> None:
        """Wait for everything, and let the thread go."""
        self.wait()
        self._pool.shutdown()

    def _take_in(self, *, leave: int) -> None:
        while len(self._given) > leave:
            self._given.popleft().result()
        while self._written:
            file, data = self._written.popleft()
            file.write(data)


class Later:
    """Bytes for a file, kept until the reader takes them."""

    def __init__(self, written: deque[tuple[HashedFile, bytes]], file: HashedFile) -> None:
        self._written, self._file = written, file

    def write(self, data: bytes) -> None:
        """Append bytes."""
        self._written.append((self._file, data))
