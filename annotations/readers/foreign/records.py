"""What another program's export holds, in one form for all programs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Kind = Literal["answer", "prediction", "draft"]


@dataclass(frozen=True, slots=True)
class Region:
    """A labelled stretch of text. `start` and `end` are half-open, in the unit of the data set that holds it.

    `surface` is what the file itself says stands there, None where it says nothing.
    """

    id: str
    start: int
    end: int
    labels: tuple[str, ...]
    field: str = ""
    surface: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation from one region to another; it dangles where a region is not of the same answer."""

    from_id: str
    to_id: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person or one model said about an item.

    `by` names the person in the other program, "" where the file does not say. `labels` are (field, label) of the
    whole item, as often as they stand there. `details` holds what has no field here, as it came.
    """

    kind: Kind
    key: str
    by: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    regions: tuple[Region, ...] = ()
    relations: tuple[Relation, ...] = ()
    notes: tuple[str, ...] = ()
    made_at: datetime | None = None
    seconds: float | None = None
    is_cancelled: bool = False
    model: str = ""
    score: float | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    def dangling(self) -> int:
        """How many relations lead to or from a region that is not here."""
        known = {region.id for region in self.regions}
        return sum(not {relation.from_id, relation.to_id} <= known for relation in self.relations)


@dataclass(frozen=True, slots=True)
class Item:
    """One text with everything said about it; `comments` are (person or "", text), `data` its other columns.

    `originals` are (file, object) as they came, one for each file that holds the item.
    """

    key: str
    text: str
    answers: tuple[Answer, ...] = ()
    comments: tuple[tuple[str, str], ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    originals: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Dataset:
    """Items in the order of the other program's project, offsets in code points.

    `unit` is how the files counted; `notes` are sentences about what a person should know.
    """

    format: str
    items: tuple[Item, ...]
    unit: str = "code-points"
    notes: tuple[str, ...] = ()
