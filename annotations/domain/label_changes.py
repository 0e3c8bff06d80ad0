"""The desk's own labels below the six verification words: what can become of them, and how they are followed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from annotations.domain.errors import Invalid
from annotations.domain.terms import Term
from annotations.domain.text import folded, refuse_unstorable

MAX_NAME: Final = 60
MAX_DEFINITION: Final = 1000
PARTS_AT_MOST: Final = 10


class LabelAct(Term):
    """What was done to labels."""

    DEFINED = "defined", "Defined", "A label was made."
    RENAMED = (
        "renamed",
        "Renamed",
        "A label has another name or definition; data sets of before keep the old one.",
    )
    MERGED = "merged", "Merged", "A label was found to be another one; its answers count as that one's."
    SPLIT = "split", "Split", "A label was divided; its claims wait to be labelled anew."
    UNDONE = "undone", "Undone", "One of these acts was taken back."


@dataclass(frozen=True, slots=True)
class LabelState:
    """A label as far as following it goes: `is_split` says that its claims wait to be labelled anew."""

    id: UUID
    merged_into: UUID | None = None
    is_split: bool = False


def standing_label(label_id: UUID, labels: Mapping[UUID, LabelState]) -> LabelState:
    """The label that counts now for an answer with this one: merged ones lead to what they were merged into.

    Raises ValueError where the merges lead in a circle, which no verb makes.
    """
    seen = {label_id}
    label = labels[label_id]
    while label.merged_into is not None:
        label = labels[label.merged_into]
        if label.id in seen:
            raise ValueError(f"label {label_id} leads to itself")
        seen.add(label.id)
    return label


def sound_name(name: str, *, field: str = "name") -> str:
    """The name without spaces around it. Raises Invalid for none and for one that is too long."""
    bare = " ".join(name.split())
    refuse_unstorable(bare, field=field)
    if not folded(bare) or len(bare) > MAX_NAME:
        raise Invalid({field: [f"A label's name has 1 to {MAX_NAME} letters, not {len(bare):,}."]})
    return bare


def sound_definition(text: str, *, field: str = "definition") -> str:
    """The definition without spaces around it. Raises Invalid for one that is too long."""
    bare = text.strip()
    refuse_unstorable(bare, field=field)
    if len(bare) > MAX_DEFINITION:
        words = f"The definition has {len(bare):,} characters; at most {MAX_DEFINITION:,} are kept."
        raise Invalid({field: [words]})
    return bare
