"""Articles looked at once and laid aside in a file, so that memory never holds more than one of them."""

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Generic, TypeVar

One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Shelf(Generic[One]):
    """Things that are read anew, one after another, each time they are walked; `starts` are their places.

    The file has no name and goes with the last shelf that rests on it. Nobody else can write to it: only because
    of that may it be read as it is.
    """

    file: IO[bytes]
    starts: list[int]

    def __len__(self) -> int:
        return len(self.starts)

    def __iter__(self) -> Iterator[One]:
        for start in self.starts:
            self.file.seek(start)
            yield pickle.load(self.file)  # noqa: S301 – written by `laid_aside` into a file without a name

    def chosen(self, wanted: Callable[[int], bool]) -> "Shelf[One]":
        """Those with these places in the order, on the same file."""
        return Shelf(self.file, [start for k, start in enumerate(self.starts) if wanted(k)])


def laid_aside(things: Iterable[One]) -> Shelf[One]:
    """A shelf of the things, which are taken one at a time."""
    file = TemporaryFile()  # noqa: SIM115 – lives as long as the shelf
    starts = []
    for one in things:
        starts.append(file.tell())
        pickle.dump(one, file, pickle.HIGHEST_PROTOCOL)
    return Shelf(file, starts)
