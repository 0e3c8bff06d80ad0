"""What a word of the vocabulary is."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A word with a label for people, a definition an annotator can apply, and a key ("" where it has none)."""

    label: str
    definition: str
    key: str

    # Type checkers take a look-up, `ClaimRole("body")`, for this call; every member gives all but the key.
    def __new__(cls, value: str, label: str = "", definition: str = "", key: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.definition = definition
        member.key = key
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs of value and label, in order of definition; hand it to a field uncalled."""
        return [(member.value, member.label) for member in cls]
