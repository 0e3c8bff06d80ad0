"""Learned calibration: how often people took suggestions of a confidence unchanged, by suggester and kind."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from annotations.domain.calibration import calibration_error
from annotations.domain.errors import Unreadable
from annotations.learning.judging import isotonic

FORMAT: Final = "learned calibration 1"
GRID: Final = tuple(step / 100 for step in range(101))
FEWEST: Final = 100
"""Answered suggestions of one suggester and kind below which their confidences stay as they are."""
PRIOR: Final = 10
"""Suggestions that a pool's share is drawn with towards the confidence that was shown."""
Pairs = Sequence[tuple[float, bool]]
"""Confidence as it was shown, and whether the suggestion was taken unchanged."""


@dataclass(frozen=True, slots=True)
class LearnedCalibration:
    """A table for each suggester and kind: the share to show at each confidence of `GRID`."""

    tables: Mapping[str, Sequence[float]]

    def confidence(self, suggester: str, kind: str, shown: float) -> float:
        """The calibrated confidence, 0 … 1; the same as before for what nothing was learned of."""
        table = self.tables.get(key_of(suggester, kind))
        return shown if table is None else float(np.interp(shown, GRID, table))

    def behind(self, before: "LearnedCalibration | None") -> "LearnedCalibration":
        """One calibration for both steps: what `before` shows, corrected by this one."""
        if before is None:
            return self
        made = {name: list(table) for name, table in before.tables.items()}
        for name, table in self.tables.items():
            first = before.tables.get(name, GRID)
            made[name] = [float(np.interp(shown, GRID, table)) for shown in first]
        return LearnedCalibration(made)

    def to_bytes(self) -> bytes:
        """The tables as JSON."""
        return json.dumps({"format": FORMAT, "tables": self.tables}, sort_keys=True).encode()

    @staticmethod
    def from_bytes(model: bytes) -> "LearnedCalibration":
        """The tables of `to_bytes`. Raises Unreadable for anything else."""
        try:
            head = json.loads(model)
            tables = {str(name): [float(x) for x in table] for name, table in head["tables"].items()}
            if head["format"] != FORMAT or any(len(table) != len(GRID) for table in tables.values()):
                raise ValueError(f"format {head['format']}")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Unreadable(f"These bytes are no model of “{FORMAT}” ({error}). Train a new one.") from error
        return LearnedCalibration(tables)


def key_of(suggester: str, kind: str) -> str:
    """The name of a table."""
    return f"{suggester}|{kind}"


def fit(pairs: Mapping[str, Pairs]) -> LearnedCalibration | None:
    """Tables for the suggesters and kinds (`key_of`) with enough answers; None where none has."""
    tables = {name: _table(found) for name, found in pairs.items() if len(found) >= FEWEST}
    return LearnedCalibration(tables) if tables else None


def error_of(pairs: Mapping[str, Pairs], by: LearnedCalibration | None) -> float | None:
    """The calibration error over all pairs when their confidences are corrected; None without pairs."""
    shown = []
    for name, found in pairs.items():
        suggester, _, kind = name.partition("|")
        for confidence, taken in found:
            shown.append((by.confidence(suggester, kind, confidence) if by else confidence, taken))
    return calibration_error(shown)


def _table(pairs: Pairs) -> list[float]:
    shown = np.array([confidence for confidence, _ in pairs], float)
    taken = np.array([taken for _, taken in pairs], float)
    # A few answers among each other's neighbours say little: each pool is drawn towards what was shown.
    edges, shares = isotonic(shown, taken)
    weight = PRIOR / (PRIOR + len(pairs) / len(edges))
    drawn = [(1 - weight) * share + weight * edge for edge, share in zip(edges, shares, strict=True)]
    return [float(x) for x in np.interp(GRID, edges, drawn)]
