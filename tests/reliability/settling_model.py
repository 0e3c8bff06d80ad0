"""The model of a claim that editors have a say in, in plain Python; `at` are ticks of the model's clock."""

from dataclasses import dataclass, field

from tests.reliability.model import Answer, ModelClaim, bare


@dataclass
class SettledClaim(ModelClaim):
    """A claim with what editors did to it last; `signed_at` only while the signature is valid.

    `merged` leads from the names of sources to the name they were merged into, for all claims of a project.
    """

    adjudicated: list[Answer] = field(default_factory=list)
    signed_at: int = 0
    reopened_at: int = 0
    evidence: int = 0
    merged: dict[str, str] = field(default_factory=dict)

    @property
    def answers(self) -> list[Answer]:
        """Everybody's latest answer, as far as it is complete."""
        return [rows[-1] for rows in self.rows.values() if rows[-1].complete]

    @property
    def adjudicated_at(self) -> int:
        return self.adjudicated[-1].at if self.adjudicated else 0

    @property
    def counted(self) -> list[Answer]:
        """Answers that count towards the quorum: after a reopening only those given since."""
        return [one for one in self.answers if not self.is_open_again or one.at > self.reopened_at]

    @property
    def is_open_again(self) -> bool:
        return self.reopened_at > max(self.adjudicated_at, self.signed_at)

    def state(self, quorum: int) -> str:
        if self.signed_at and not self.is_open_again:
            return "signed_off"
        untouched = all(one.at < self.adjudicated_at for one in self.answers)
        if self.adjudicated and untouched and not self.is_open_again:
            return "adjudicated"
        spoken = [self.as_merged(one) for one in self.counted]
        if any(one.differs_from(other) for one in spoken for other in spoken):
            return "disputed"
        if len(spoken) >= quorum:
            return "agreed"
        if self.is_open_again:
            return "reopened"
        return "in_review" if spoken else "unreviewed"

    def standing(self, quorum: int) -> Answer | None:
        newest = max(self.answers, key=lambda one: one.at, default=None)
        settled = self.state(quorum) in ("adjudicated", "signed_off")
        if settled and self.adjudicated and (newest is None or newest.at < self.adjudicated_at):
            return self.adjudicated[-1]
        return None if self.state(quorum) == "disputed" else newest

    def behind(self, quorum: int) -> set[object]:
        """Who gave the answer that stands: numbers of people, or "adjudicator"."""
        if self.adjudicated and self.standing(quorum) is self.adjudicated[-1]:
            return {"adjudicator"}
        counted = {id(one) for one in self.answers if one.at > self.reopened_at}
        return {person for person, rows in self.rows.items() if id(rows[-1]) in counted}

    def decide(self, person: int, answer: Answer) -> None:
        super().decide(person, answer)
        self.signed_at = 0

    def undo(self, person: int, *, at: int) -> Answer:
        self.signed_at = 0
        return super().undo(person, at=at)

    def as_merged(self, answer: Answer) -> Answer:
        """The answer with the sources that its own were merged into."""
        if answer.chain is None:
            return answer
        chain = tuple((self.merged.get(bare(name), name), known, span) for name, known, span in answer.chain)
        return Answer(answer.verification, chain, answer.worth, answer.note, answer.at)
