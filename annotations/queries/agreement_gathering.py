"""Measuring agreement over any number of claims: answers are taken in some at a time and kept as columns of codes."""

from array import array
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations, repeat
from typing import Any

import numpy as np

from annotations.domain.agreement import (
    DRAWS,
    Agreement,
    Ratings,
    cohen_of,
    edit_distance,
    nominal,
    one_value,
    ordinal,
)
from annotations.domain.token_marks import MARKS
from annotations.domain.vocabulary import CheckWorthiness, Verification
from annotations.queries.agreement import TOKENS_AT_MOST, Answer
from annotations.queries.agreement_types import Confusion, DifferLine, Figures, GroupLine, LabelLine, PairLine

FIELD_LABELS = {
    "verification": "Status",
    "check_worthiness": "Check-worthiness",
    "origin": "Origin of the claim",
    "ordered_chain": "Ordered chain, exact",
    "spans": "Spans, by token",
    "priority": "Priority, ordinal",
}
GROUPS = {
    "week": "Week by week",
    "guideline": "By version of the guideline",
    "suggestions": "With and without suggestions",
}
DIFFER_SHOWN = 20
SEVERAL, SOME = "several", "some"
_SUGGESTIONS = {
    "shown": "Everybody saw suggestions",
    "hidden": "Nobody saw suggestions",
    SOME: "Some saw suggestions",
}


def _codes(row: "array[int]") -> "np.ndarray[Any, np.dtype[np.int32]]":
    return np.frombuffer(row, dtype=np.int32) if row else np.empty(0, dtype=np.int32)


class _Column:
    """Ratings as they come in: article, unit, person and value as codes, given in the order of first appearance."""

    def __init__(self) -> None:
        self.rows = [array("i") for _ in range(4)]
        self.codes: list[dict[Hashable, int]] = [{} for _ in range(4)]

    def add(self, article: Hashable, unit: Hashable, person: Hashable, value: Hashable) -> None:
        """A rating; a value of None is none."""
        if value is None:
            return
        for row, codes, key in zip(self.rows, self.codes, (article, unit, person, value), strict=True):
            row.append(codes.setdefault(key, len(codes)))

    def extend(self, article: Hashable, first_unit: int, person: Hashable, values: Sequence[int]) -> None:
        """Ratings of as many units in a row, by numbers that are codes themselves: many tokens are rated."""
        for row, codes, key in (
            (self.rows[0], self.codes[0], article),
            (self.rows[2], self.codes[2], person),
        ):
            row.extend(repeat(codes.setdefault(key, len(codes)), len(values)))
        self.rows[1].extend(range(first_unit, first_unit + len(values)))
        self.rows[3].extend(values)

    def ratings(self, kept: "np.ndarray[Any, np.dtype[np.bool_]] | None" = None) -> Ratings:
        """All of them, or those at the places that are `kept`."""
        columns = [_codes(row).astype(np.int64) for row in self.rows]
        if kept is not None:
            columns = [column[kept] for column in columns]
        article, unit, person, value = columns
        return Ratings(article, unit, person, value, len(self.codes[3]) or MARKS + 1)


class Gathering:
    """What answers say about agreement; `add` claim by claim, then `figures`."""

    def __init__(self) -> None:
        self.columns = {name: _Column() for name in FIELD_LABELS}
        self.groups: dict[str, tuple[array[int], dict[Hashable, int]]] = {
            name: (array("i"), {}) for name in GROUPS
        }
        self.given: dict[str, Counter[str]] = {"verification": Counter(), "check_worthiness": Counter()}
        self.statuses: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
        self.chains: dict[tuple[str, str], Counter[int]] = {}
        self.differ: list[DifferLine] = []
        self.differing = self.claims = self.answers = self.tokens = 0

    def add(self, answers: Sequence[Answer]) -> None:
        """The answers of several people to one claim."""
        answers = sorted(answers, key=lambda one: one.person)
        self.claims += 1
        self.answers += len(answers)
        groups = {name: _group(name, answers) for name in GROUPS}
        for one in answers:
            self._rate(one, groups)
        self.tokens += max(len(one.spans or ()) for one in answers)
        for one, other in combinations(answers, 2):
            self._pair(one, other)
        self._note_differing(answers)

    def figures(self, *, draws: int = DRAWS) -> Figures:
        """Everything that was taken in, measured."""
        return Figures(
            fields={name: self._field(name, draws) for name in FIELD_LABELS},
            labels=tuple(self._labels(draws)),
            pairs=tuple(self._pairs()),
            groups=tuple(self._grouped(draws)),
            confusion=self._confusion(),
            differ=tuple(self.differ[:DIFFER_SHOWN]),
            differing=self.differing,
            claims=self.claims,
            answers=self.answers,
        )

    def _rate(self, one: Answer, groups: dict[str, Hashable]) -> None:
        place = one.claim.article_id, one.claim.id, one.person
        for name, value in (
            ("verification", one.verification),
            ("check_worthiness", one.check_worthiness),
            ("origin", one.origin),
            ("ordered_chain", one.chain),
            ("priority", one.priority),
        ):
            self.columns[name].add(*place, value)
        if one.verification is not None:
            for name, group in groups.items():
                rows, codes = self.groups[name]
                rows.append(codes.setdefault(group, len(codes)))
        for name, counted in self.given.items():
            if (label := getattr(one, name)) is not None:
                counted[label] += 1
        if one.spans:
            self.columns["spans"].extend(place[0], self.tokens, one.person, one.spans[:TOKENS_AT_MOST])

    def _pair(self, one: Answer, other: Answer) -> None:
        pair = one.person, other.person
        if one.verification and other.verification:
            self.statuses.setdefault(pair, Counter())[one.verification, other.verification] += 1
        self.statuses.setdefault(pair, Counter())
        if one.chain is not None and other.chain is not None:
            self.chains.setdefault(pair, Counter())[edit_distance(one.chain, other.chain)] += 1

    def _note_differing(self, answers: Sequence[Answer]) -> None:
        found = tuple(
            FIELD_LABELS[field]
            for field, values in (
                ("verification", {one.verification for one in answers}),
                ("check_worthiness", {one.check_worthiness for one in answers}),
                ("ordered_chain", {one.chain for one in answers}),
            )
            if len(values - {None}) > 1
        )
        if not found:
            return
        claim, statuses = answers[0].claim, Counter(one.verification for one in answers if one.verification)
        self.differing += 1
        self.differ.append(
            DifferLine(claim.id, claim.article_id, claim.text, found, tuple(statuses.most_common()))
        )
        if len(self.differ) >= 10 * DIFFER_SHOWN or self.differing <= DIFFER_SHOWN:
            self.differ.sort(key=lambda line: (-len(line.fields), -len(line.statuses)))
            del self.differ[DIFFER_SHOWN:]

    def _field(self, name: str, draws: int) -> Agreement:
        ratings = self.columns[name].ratings()
        if name != "priority":
            return nominal(ratings, draws=draws)
        given = np.array([int(str(value)) - 1 for value in self.columns[name].codes[3]], dtype=np.int64)
        values = given[ratings.value] if len(ratings.value) else ratings.value
        return ordinal(Ratings(ratings.article, ratings.unit, ratings.person, values, 3), draws=draws)

    def _labels(self, draws: int) -> Iterable[LabelLine]:
        for field, terms in (("verification", Verification), ("check_worthiness", CheckWorthiness)):
            column, counts = self.columns[field], self.given[field]
            ratings = column.ratings()
            for term in terms:
                if counts[term.value]:
                    found = nominal(one_value(ratings, column.codes[3][term.value]), draws=draws)
                    yield LabelLine(FIELD_LABELS[field], term.value, term.label, counts[term.value], found)

    def _pairs(self) -> Iterable[PairLine]:
        for pair, counts in sorted(self.statuses.items()):
            chains = self.chains.get(pair, Counter())
            number = sum(chains.values())
            yield PairLine(
                *pair,
                n=sum(counts.values()),
                same_status=sum(n for (one, other), n in counts.items() if one == other),
                kappa=cohen_of(counts),
                chains=number,
                same_chain=chains[0],
                edits=sum(edits * n for edits, n in chains.items()) / number if number else None,
            )

    def _confusion(self) -> Confusion:
        counted: Counter[tuple[str, str]] = Counter()
        for counts in self.statuses.values():
            counted.update(counts)
        values = tuple(Verification)
        return Confusion(
            values, tuple(tuple(counted[row.value, column.value] for column in values) for row in values)
        )

    def _grouped(self, draws: int) -> Iterable[GroupLine]:
        for by, (rows, codes) in self.groups.items():
            places = _codes(rows)
            for value, code in sorted(codes.items(), key=lambda item: str(item[0])):
                found = nominal(self.columns["verification"].ratings(places == code), draws=draws)
                yield GroupLine(by, str(value), _group_label(by, value), found)


def _group(name: str, answers: Sequence[Answer]) -> Hashable:
    """Which group a claim belongs to: the week of its newest answer, its guideline's version, what people saw."""
    if name == "week":
        newest: date = max(one.decided_at for one in answers).date()
        return (newest - timedelta(days=newest.weekday())).isoformat()
    if name == "guideline":
        versions = {one.guideline_version for one in answers}
        return f"{versions.pop():04d}" if len(versions) == 1 else SEVERAL
    shown = {one.suggestions_shown for one in answers}
    return SOME if len(shown) > 1 else "shown" if shown == {True} else "hidden"


def _group_label(by: str, value: Hashable) -> str:
    if by == "week":
        monday = date.fromisoformat(str(value))
        return f"Week of {monday.day} {monday:%b %Y}"
    if by == "guideline":
        return "Several versions" if value == SEVERAL else f"Version {int(str(value))}"
    return _SUGGESTIONS[str(value)]
