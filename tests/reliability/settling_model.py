"""The model of a claim that editors have a say in, in plain Python; `at` are ticks of the model's clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tests.reliability.model import Answer, ModelClaim, bare


@dataclass(frozen=True)
class ModelRule:
    """A policy: what it demands of answers with one of these statuses, or of all answers."""

    demand: str
    statuses: tuple[str, ...] = ()
    people: int = 0

    def holds(self, answer: Answer | None) -> bool:
        return not self.statuses or (answer is not None and answer.verification in self.statuses)

    def as_written(self) -> dict[str, Any]:
        """The rule as editors write it."""
        when = {"verification": list(self.statuses)} if self.statuses else {}
        return {"when": when, "demand": self.demand} | ({"people": self.people} if self.people else {})


@dataclass
class SettledClaim(ModelClaim):
    """A claim with what editors did to it last; `signed_at` only while the signature is valid.

    `merged` leads from the names of sources to the name they were merged into, `policy` holds the rules, both for
    all claims of a project. `endorsed` and `passed` are about one answer each, told by its tick.
    """

    adjudicated: list[Answer] = field(default_factory=list)
    signed_at: int = 0
    reopened_at: int = 0
    evidence: int = 0
    merged: dict[str, str] = field(default_factory=dict)
    policy: list[ModelRule] = field(default_factory=list)
    signers: set[object] = field(default_factory=set)
    endorsed: set[tuple[object, int]] = field(default_factory=set)
    passed: set[tuple[int, str]] = field(default_factory=set)
    carried: set[int] = field(default_factory=set)

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
        if len(spoken) >= self.needed(quorum):
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

    def needed(self, quorum: int) -> int:
        """How many people the claim needs: the most that a rule asks of one of its answers."""
        asking = [rule for rule in self.policy if rule.demand == "quorum"]
        known: Sequence[Answer | None] = self.answers or [None]
        return max([quorum, *(rule.people for rule in asking if any(map(rule.holds, known)))])

    def lacks_evidence(self, answer: Answer) -> bool:
        """Whether a policy refuses the answer for want of evidence."""
        asking = [rule for rule in self.policy if rule.demand == "evidence" and rule.holds(answer)]
        return bool(asking) and answer.verification is not None and not self.evidence

    def held_by(self, quorum: int, *, signer: object = None) -> list[ModelRule]:
        """The rules whose demand does not stand behind the settled answer."""
        answer = self.standing(quorum)
        if answer is None:
            return []
        by_adjudicator = bool(self.adjudicated) and answer is self.adjudicated[-1]
        editors = {signer} if signer else set()
        editors |= {"adjudicator"} if by_adjudicator else set()
        editors |= {name for name, at in self.endorsed if at == answer.at}
        editors |= self.signers if self.signed_at else set()
        met = {
            "evidence": self.evidence > 0,
            "second_editor": len(editors) >= 2,
        }
        return [
            rule
            for rule in self.policy
            if rule.holds(answer)
            and (answer.at, rule.demand) not in self.passed
            and not met.get(rule.demand, by_adjudicator or len(self.answers) >= rule.people)
        ]

    def let_pass(self, rule: ModelRule, quorum: int) -> None:
        answer = self.standing(quorum)
        assert answer is not None
        self.passed.add((answer.at, rule.demand))

    def carry(self, origin: "SettledClaim", shifts: Mapping[UUID, int]) -> int:
        """Take over what was answered about the claim of an older version; how many answers that is.

        `shifts` says how far the words of unchanged claims have moved; elsewhere spans are lost.
        """
        shift = shifts.get(origin.id)
        for person, rows in origin.rows.items():
            if rows[-1].says_anything:
                self.rows[person] = [rows[-1].moved(shift)]
                self.stacks[person] = list(self.rows[person])
                self.carried.add(person)
        self.adjudicated = [answer.moved(shift) for answer in origin.adjudicated[-1:]]
        self.reopened_at, self.evidence = origin.reopened_at, origin.evidence
        return len(self.carried) + len(self.adjudicated)

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
