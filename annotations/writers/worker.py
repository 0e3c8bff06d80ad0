"""One thread beside the one that reads, for libraries that work without holding the interpreter."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from annotations.writers.folder import HashedFile


class Worker:
    """Does one piece of work at a time, in the order given; what it writes is the reader's to hash and to keep.

    Files of the folder are touched by the reader alone, so that a folder that is given up is not written to.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="columns")
        self._doing: Future[None] | None = None
        self._written: list[tuple[HashedFile, bytes]] = []

    def do(self, work: Callable[[], None]) -> None:
        """Start this piece once the one before is done. Raises what that one raised."""
        self.wait()
        self._doing = self._pool.submit(work)

    def wait(self) -> None:
        """Wait for what is being done, and put into the files what it wrote. Raises what it raised."""
        doing, self._doing = self._doing, None
        if doing is not None:
            doing.result()
        for file, data in self._written:
            file.write(data)
        self._written.clear()

    def into(self, file: HashedFile) -> "Later":
        """What takes bytes for this file while a piece of work is being done."""
        return Later(self._written, file)

    def end(self) -> None:
        """Wait for everything, and let the thread go."""
        self.wait()
        self._pool.shutdown()


class Later:
    """Bytes for a file, kept until the reader takes them."""

    def __init__(self, written: list[tuple[HashedFile, bytes]], file: HashedFile) -> None:
        self._written, self._file = written, file

    def write(self, data: bytes) -> None:
        """Append bytes."""
        self._written.append((self._file, data))
