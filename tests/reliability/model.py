"""What the workbench should do, said once more in plain Python: no database, no rule of the code under test."""

from dataclasses import dataclass, field, replace
from uuid import UUID

Voice = tuple[str, bool, tuple[int, int] | None]
"""A link's source: its name, whether it is named, and where the words stand."""


@dataclass(frozen=True)
class Answer:
    """One person's answer; `chain` None is unanswered, () the article's own voice. `at` orders answers in time."""

    verification: str | None = None
    chain: tuple[Voice, ...] | None = None
    worth: str | None = None
    note: str = ""
    at: int = 0

    @property
    def complete(self) -> bool:
        return self.verification is not None and (self.chain is not None or self.worth == "non_factual")

    @property
    def says_anything(self) -> bool:
        return self.verification is not None or self.chain is not None or self.worth is not None

    def moved(self, shift: int | None) -> "Answer":
        """The answer with its words that much further on; None where they stand nowhere any more."""
        if self.chain is None:
            return self
        spans = [
            (span[0] + shift, span[1] + shift) if span and shift is not None else None
            for *_, span in self.chain
        ]
        voices = [(name, known) for name, known, _ in self.chain]
        return replace(self, chain=tuple((*voice, span) for voice, span in zip(voices, spans, strict=True)))

    def differs_from(self, other: "Answer") -> bool:
        if self.verification != other.verification:
            return True
        if "non_factual" in (self.worth, other.worth) or self.chain is None or other.chain is None:
            return False
        if len(self.chain) != len(other.chain):
            return True
        return not all(same_voice(one, two) for one, two in zip(self.chain, other.chain, strict=True))


def same_voice(one: Voice, other: Voice) -> bool:
    if one[1] == other[1] and bare(one[0]) == bare(other[0]):
        return True
    if one[1] or other[1] or one[2] is None or other[2] is None:
        return False
    return max(one[2][0], other[2][0]) < min(one[2][1], other[2][1])


def bare(name: str) -> str:
    """Names are one without their article and whatever the case of their letters."""
    words = name.lower().split()
    return " ".join(words[1:] if words[0] in ("the", "a", "an") else words)


@dataclass
class ModelClaim:
    """A stretch of text, and what each person said of it, oldest first; `stacks` is what undo can take back."""

    id: UUID
    start: int
    end: int
    role: str
    duplicate_of: UUID | None = None
    retired: bool = False
    rows: dict[int, list[Answer]] = field(default_factory=dict)
    stacks: dict[int, list[Answer]] = field(default_factory=dict)

    @property
    def reviewable(self) -> bool:
        reviewed = self.role in ("headline", "dek", "body", "caption")
        return reviewed and not self.retired and self.duplicate_of is None

    def revision(self, person: int) -> int:
        return len(self.rows.get(person, []))

    def decide(self, person: int, answer: Answer) -> None:
        self.rows.setdefault(person, []).append(answer)
        self.stacks.setdefault(person, []).append(answer)

    def undo(self, person: int, *, at: int) -> Answer:
        """Take the newest answer back; what now counts."""
        stack = self.stacks[person]
        stack.pop()
        now = replace(stack[-1] if stack else Answer(), at=at)
        self.rows[person].append(now)
        return now

    def state(self, quorum: int) -> str:
        latest = [rows[-1] for rows in self.rows.values() if rows[-1].complete]
        if any(one.differs_from(other) for one in latest for other in latest):
            return "disputed"
        if len(latest) >= quorum:
            return "agreed"
        return "in_review" if latest else "unreviewed"

    def standing(self, quorum: int) -> Answer | None:
        latest = [rows[-1] for rows in self.rows.values() if rows[-1].complete]
        return (
            max(latest, key=lambda answer: answer.at) if latest and self.state(quorum) != "disputed" else None
        )


@dataclass
class ModelArticle:
    """An article's text and its claims, retired ones too."""

    id: UUID
    text: str
    claims: dict[UUID, ModelClaim] = field(default_factory=dict)
    suggested: bool = False

    @property
    def current(self) -> list[ModelClaim]:
        return sorted((c for c in self.claims.values() if not c.retired), key=lambda c: c.start)

    def retire(self, *old: ModelClaim) -> None:
        for claim in old:
            claim.retired = True
        for claim in self.current:
            if claim.duplicate_of in {one.id for one in old}:
                claim.duplicate_of = None
        self.suggested = False
