"""Where things stand in the chart of a source's verdicts: a bar a month, a piece a verification.

All lengths are units of the picture's viewBox, which is 520 wide.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.queries.dossier import Month

LEFT, WIDTH, ROW, BAR = 74, 400, 26, 18
ROOM_FOR_A_NUMBER = 16


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar; `number` is written into it where there is room, else ""."""

    style: str
    x: int
    y: int
    width: int
    number: str
    label: str

    @property
    def middle(self) -> int:
        """Where its number stands."""
        return self.x + self.width // 2

    @property
    def base(self) -> int:
        """The line its number stands on."""
        return self.y + 14


@dataclass(frozen=True, slots=True)
class MonthBar:
    """A month's bar with all its claims written beside it."""

    label: str
    y: int
    pieces: tuple[Piece, ...]
    total: int
    end: int

    @property
    def base(self) -> int:
        """The line its words stand on."""
        return self.y + 14


def bars_of(months: Sequence[Month]) -> tuple[MonthBar, ...]:
    """The bars, newest month last; the fullest month is as wide as there is room."""
    most = max((month.total for month in months), default=0) or 1
    return tuple(_bar(month, index, most) for index, month in enumerate(months))


def _bar(month: Month, index: int, most: int) -> MonthBar:
    y, x = ROW * index, LEFT
    pieces: list[Piece] = []
    given = [(word.value, word.label, number) for word, number in month.counts]
    for style, label, number in [*given, ("open", "Not decided", month.undecided)]:
        if number:
            width = max(2, round(WIDTH * number / most))
            shown = str(number) if width >= ROOM_FOR_A_NUMBER else ""
            pieces.append(Piece(style, x, y, width, shown, label))
            x += width
    return MonthBar(f"{month.first:%b %Y}", y, tuple(pieces), month.total, x + 6)
