"""What agreement is shown as: figures by field, label, pair and group, and the same as JSON and back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from annotations.domain.agreement import Agreement
from annotations.domain.vocabulary import Verification


@dataclass(frozen=True, slots=True)
class LabelLine:
    """One label against all others: how often it was given, and agreement on it."""

    field: str
    value: str
    label: str
    given: int
    found: Agreement


@dataclass(frozen=True, slots=True)
class PairLine:
    """Two people over what both answered. `edits` is the mean number of sources by which their chains differ."""

    one: str
    other: str
    n: int
    same_status: int
    kappa: float | None
    chains: int
    same_chain: int
    edits: float | None


@dataclass(frozen=True, slots=True)
class DifferLine:
    """A claim on which answers differ: in which fields, and how often each status was given."""

    claim_id: UUID
    article_id: UUID
    text: str
    fields: tuple[str, ...]
    statuses: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class GroupLine:
    """Agreement on the status over a part of the claims: a week, a version of the guideline, what was on screen."""

    by: str
    value: str
    label: str
    found: Agreement


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often one person said the row's status and the other, later by name, the column's."""

    values: tuple[Verification, ...]
    rows: tuple[tuple[int, ...], ...]

    @property
    def most(self) -> tuple[Verification, Verification] | None:
        """The two statuses between which people part most often."""
        size = range(len(self.values))
        parted = {(i, j): self.rows[i][j] + self.rows[j][i] for i in size for j in size if i < j}
        i, j = max(parted, key=parted.__getitem__)
        return (self.values[i], self.values[j]) if parted[i, j] else None


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is measured over a set of claims. `differ` are those on which people differ most, of `differing`."""

    fields: Mapping[str, Agreement]
    labels: tuple[LabelLine, ...]
    pairs: tuple[PairLine, ...]
    groups: tuple[GroupLine, ...]
    confusion: Confusion
    differ: tuple[DifferLine, ...]
    differing: int
    claims: int
    answers: int


def as_json(figures: Figures) -> dict[str, Any]:
    """The figures in JSON's own types."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(figures), default=str))
    return plain


def from_json(stored: Mapping[str, Any]) -> Figures:
    """The figures that `as_json` wrote."""
    confusion = stored["confusion"]
    return Figures(
        fields={name: _agreement(found) for name, found in stored["fields"].items()},
        labels=tuple(LabelLine(**{**line, "found": _agreement(line["found"])}) for line in stored["labels"]),
        pairs=tuple(PairLine(**line) for line in stored["pairs"]),
        groups=tuple(GroupLine(**{**line, "found": _agreement(line["found"])}) for line in stored["groups"]),
        confusion=Confusion(
            tuple(Verification(value) for value in confusion["values"]), tuple(map(tuple, confusion["rows"]))
        ),
        differ=tuple(_differ(line) for line in stored["differ"]),
        differing=stored["differing"],
        claims=stored["claims"],
        answers=stored["answers"],
    )


def _agreement(found: Mapping[str, Any]) -> Agreement:
    interval: Sequence[float] | None = found["interval"]
    return Agreement(**{**found, "interval": (interval[0], interval[1]) if interval else None})


def _differ(line: Mapping[str, Any]) -> DifferLine:
    return DifferLine(
        UUID(line["claim_id"]),
        UUID(line["article_id"]),
        line["text"],
        tuple(line["fields"]),
        tuple((status, number) for status, number in line["statuses"]),
    )
