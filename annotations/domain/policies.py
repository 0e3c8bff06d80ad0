"""A project's policies: which claims need evidence, more readers or a second editor. Data in, answers out.

A rule is a condition over a claim and its answer, and one demand:

    {"when": {"priority": [3], "unnamed_origin": true, "single_origin": true}, "demand": "second_editor"}
    {"when": {"verification": ["supported", "refuted"]}, "demand": "evidence"}
    {"when": {"check_worthiness": ["check_worthy"], "sample": 0.2}, "demand": "quorum", "people": 3}

All parts of a condition must hold; of a list any word does; an empty condition holds for every claim.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from annotations.domain.errors import Invalid
from annotations.domain.terms import Term
from annotations.domain.vocabulary import Basis, CheckWorthiness, ClaimRole, Demand, Verification

MAX_RULES, MAX_PEOPLE = 50, 20
CONDITIONS = (
    "priority", "verification", "check_worthiness", "basis", "role", "unnamed_origin", "single_origin", "sample",
)  # fmt: skip
WordT = TypeVar("WordT", bound=Term)


@dataclass(frozen=True, slots=True)
class Facts:
    """What conditions are about: a claim and one answer to it. `sample` is the claim's own number, 0 … 1."""

    role: ClaimRole
    sample: float = 0.0
    priority: int | None = None
    verification: Verification | None = None
    check_worthiness: CheckWorthiness | None = None
    basis: Basis | None = None
    unnamed_origin: bool = False
    single_origin: bool = False


@dataclass(frozen=True, slots=True)
class Backing:
    """What stands behind an answer: pieces of evidence not withdrawn, searches, editors, and how many answered."""

    evidence: int = 0
    searches: int = 0
    editors: frozenset[UUID] = frozenset()
    people: int = 0
    adjudicated: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Empty parts and None ask nothing; `people` counts for the demand `quorum` only."""

    demand: Demand
    people: int = 0
    priorities: tuple[int, ...] = ()
    verifications: tuple[Verification, ...] = ()
    check_worthiness: tuple[CheckWorthiness, ...] = ()
    bases: tuple[Basis, ...] = ()
    roles: tuple[ClaimRole, ...] = ()
    unnamed_origin: bool | None = None
    single_origin: bool | None = None
    sample: float | None = None

    def holds(self, facts: Facts) -> bool:
        """Whether the condition is true of the claim and its answer."""
        return (
            (not self.priorities or facts.priority in self.priorities)
            and (not self.verifications or facts.verification in self.verifications)
            and (not self.check_worthiness or facts.check_worthiness in self.check_worthiness)
            and (not self.bases or facts.basis in self.bases)
            and (not self.roles or facts.role in self.roles)
            and self.unnamed_origin in (None, facts.unnamed_origin)
            and self.single_origin in (None, facts.single_origin)
            and (self.sample is None or facts.sample < self.sample)
        )

    def is_met(self, facts: Facts, backing: Backing) -> bool:
        """Whether what the rule demands stands behind the answer; evidence is asked of answers that need it."""
        if self.demand is Demand.SECOND_EDITOR:
            return len(backing.editors) >= 2
        if self.demand is Demand.QUORUM:
            return backing.adjudicated or backing.people >= self.people
        if facts.verification in (None, Verification.NOT_CHECKABLE):
            return True
        searched = facts.verification is Verification.NOT_ENOUGH_EVIDENCE and backing.searches > 0
        return searched or backing.evidence > 0

    @property
    def reads_chains(self) -> bool:
        """Whether the condition looks at the answer's chain."""
        return self.unnamed_origin is not None or self.single_origin is not None

    @property
    def words(self) -> str:
        """The rule as a sentence: "Priority 3, unnamed origin, single origin: needs a second editor"."""
        needed = {
            Demand.EVIDENCE: "needs evidence",
            Demand.SECOND_EDITOR: "needs a second editor",
            Demand.QUORUM: f"needs {self.people} people",
        }[self.demand]
        condition = ", ".join(self._conditions()) or "every claim"
        return f"{condition[0].upper()}{condition[1:]}: {needed}"

    def _conditions(self) -> Iterable[str]:
        if self.priorities:
            yield f"priority {' or '.join(str(number) for number in self.priorities)}"
        for terms in (self.verifications, self.check_worthiness, self.bases, self.roles):
            if terms:
                yield " or ".join(term.label.lower() for term in terms)
        for wanted, is_so, is_not in (
            (self.unnamed_origin, "unnamed origin", "origin not unnamed"),
            (self.single_origin, "single origin", "not a single origin"),
        ):
            if wanted is not None:
                yield is_so if wanted else is_not
        if self.sample is not None:
            yield f"a sample of {self.sample:.0%}"

    def as_dict(self) -> dict[str, Any]:
        """The rule in its JSON form; equal rules give equal forms."""
        when: dict[str, Any] = {
            "priority": list(self.priorities),
            "verification": [term.value for term in self.verifications],
            "check_worthiness": [term.value for term in self.check_worthiness],
            "basis": [term.value for term in self.bases],
            "role": [term.value for term in self.roles],
            "unnamed_origin": self.unnamed_origin,
            "single_origin": self.single_origin,
            "sample": self.sample,
        }
        form = {
            "when": {name: value for name, value in when.items() if value not in ([], None)},
            "demand": self.demand.value,
        }
        return form | ({"people": self.people} if self.demand is Demand.QUORUM else {})


def quorum_of(rules: Sequence[Rule], facts: Iterable[Facts], *, otherwise: int) -> int:
    """How many people a claim needs: the most that a rule asks of any of its answers, at least `otherwise`."""
    asking = [rule for rule in rules if rule.demand is Demand.QUORUM]
    if not asking:
        return otherwise
    known = list(facts)
    return max([otherwise, *(rule.people for rule in asking if any(map(rule.holds, known)))])


def unmet(rules: Sequence[Rule], facts: Facts, backing: Backing) -> tuple[Rule, ...]:
    """The rules that hold for the answer and whose demand is not met, in their order."""
    return tuple(rule for rule in rules if rule.holds(facts) and not rule.is_met(facts, backing))


def sample_number(claim_id: UUID) -> float:
    """The claim's number between 0 and 1, the same for everybody and for ever, by which samples are drawn."""
    digest = hashlib.sha256(b"policy sample:" + claim_id.bytes).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def rules_from(value: Any) -> tuple[Rule, ...]:
    """The rules that a JSON list states. Raises Invalid with one sentence a mistake."""
    if not isinstance(value, list):
        raise Invalid({"rules": [f"Policies are a list of rules, not {value!r:.80}."]})
    if len(value) > MAX_RULES:
        raise Invalid({"rules": [f"A project has at most {MAX_RULES} rules, not {len(value)}."]})
    errors: list[str] = []
    rules = [_rule(item, f"Rule {number}", errors) for number, item in enumerate(value, start=1)]
    if errors:
        raise Invalid({"rules": errors})
    return tuple(rules)


def _rule(value: Any, name: str, errors: list[str]) -> Rule:
    found: list[str] = []
    fields = value if isinstance(value, Mapping) else {}
    when = fields.get("when", {})
    if not isinstance(value, Mapping) or not isinstance(when, Mapping):
        found.append("is an object such as {'when': {…}, 'demand': 'evidence'}")
        when = {}
    for given, known in ((fields, ("when", "demand", "people")), (when, CONDITIONS)):
        unknown = sorted(str(key) for key in given if key not in known)
        if unknown:
            found.append(f"knows no {', '.join(unknown)}; it knows {', '.join(known)}")
    demands = {demand.value: demand for demand in Demand}
    demand = demands.get(str(fields.get("demand")))
    if demand is None:
        found.append(f"demands one of {', '.join(demands)}, not {fields.get('demand')!r:.80}")
    rule = Rule(
        demand=demand or Demand.EVIDENCE,
        people=_people(fields.get("people"), demand, found),
        priorities=_priorities(when.get("priority", []), found),
        verifications=_words(when, "verification", Verification, found),
        check_worthiness=_words(when, "check_worthiness", CheckWorthiness, found),
        bases=_words(when, "basis", Basis, found),
        roles=_words(when, "role", ClaimRole, found),
        unnamed_origin=_truth(when, "unnamed_origin", found),
        single_origin=_truth(when, "single_origin", found),
        sample=_share(when.get("sample"), found),
    )
    errors.extend(f"{name} {words}." for words in found)
    return rule


def _people(value: Any, demand: Demand | None, found: list[str]) -> int:
    if demand is not Demand.QUORUM:
        if value is not None:
            found.append("counts 'people' only where it demands a quorum")
        return 0
    if type(value) is not int or not 1 <= value <= MAX_PEOPLE:
        found.append(f"needs 'people' from 1 to {MAX_PEOPLE}, not {value!r:.80}")
        return 1
    return value


def _priorities(value: Any, found: list[str]) -> tuple[int, ...]:
    if not isinstance(value, list) or any(type(item) is not int or not 1 <= item <= 3 for item in value):
        found.append(f"takes a list of priorities 1 to 3, not {value!r:.80}")
        return ()
    return tuple(sorted(set(value)))


def _words(when: Mapping[str, Any], name: str, terms: type[WordT], found: list[str]) -> tuple[WordT, ...]:
    value = when.get(name, [])
    known = {term.value: term for term in terms}
    if not isinstance(value, list) or any(not isinstance(item, str) or item not in known for item in value):
        found.append(f"takes a list of words as '{name}' ({', '.join(known)}), not {value!r:.80}")
        return ()
    return tuple(term for word, term in known.items() if word in value)


def _truth(when: Mapping[str, Any], name: str, found: list[str]) -> bool | None:
    value = when.get(name)
    if value is not None and not isinstance(value, bool):
        found.append(f"takes true or false as '{name}', not {value!r:.80}")
        return None
    return value


def _share(value: Any, found: list[str]) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        found.append(f"takes a 'sample' above 0 and up to 1, not {value!r:.80}")
        return None
    return float(value)
