"""What the agreement page shows: field by field, label by label, pair by pair, where people part, and the pace."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone

from annotations.domain.agreement import Agreement, cohen, edit_distance, nominal, one_value
from annotations.domain.vocabulary import CheckWorthiness, ClaimState, MemberRole, Stage, Verification
from annotations.models import Decision, Project
from annotations.queries.agreement import Answer, Shared, measured, ratings_by, shared_answers
from annotations.queries.progress import progress

LABELS = {
    "verification": "Status",
    "check_worthiness": "Check-worthiness",
    "origin": "Origin of the claim",
    "ordered_chain": "Ordered chain, exact",
    "spans": "Spans, by token",
    "priority": "Priority, ordinal",
}
PUBLISHED = {"verification": ("two US desks, κ 0.52", 0.52), "spans": ("PolNeAR 0.754", 0.754)}
"""What others measured, for the chart; DOMAIN's words: verdicts of two fact-checking desks, and attribution spans."""
DIFFER_SHOWN = 20
DAYS = 14


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field: its agreement, and a published figure (words, value) to compare with."""

    key: str
    label: str
    found: Agreement
    published: tuple[str, float] | None


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
class AgreementPage:
    """All of it. `pace` is (day, complete answers) for the last days, oldest first; `states` counts claims."""

    fields: tuple[FieldLine, ...]
    labels: tuple[LabelLine, ...]
    pairs: tuple[PairLine, ...]
    confusion: Confusion
    differ: tuple[DifferLine, ...]
    differing: int
    claims: int
    is_cut: bool
    states: tuple[tuple[ClaimState, int], ...]
    pace: tuple[tuple[date, int], ...]

    @property
    def status(self) -> Agreement:
        """Agreement on the status, the page's finding."""
        return self.fields[0].found


def agreement_page(project: Project, *, role: MemberRole) -> AgreementPage:
    """The page for a member of this role; the number of queries does not grow with the project."""
    shared = shared_answers(project, role=role)
    by_claim = list(shared.by_claim().values())
    fields = measured(shared)
    differ = sorted(_differing(by_claim), key=lambda line: (-len(line.fields), -len(line.statuses)))
    states = progress(project)["states"]
    return AgreementPage(
        fields=tuple(FieldLine(key, LABELS[key], found, PUBLISHED.get(key)) for key, found in fields.items()),
        labels=tuple(_labels(shared)),
        pairs=tuple(_pairs(by_claim)),
        confusion=_confusion(by_claim),
        differ=tuple(differ[:DIFFER_SHOWN]),
        differing=len(differ),
        claims=len(by_claim),
        is_cut=shared.is_cut,
        states=tuple((state, states[state.value]) for state in ClaimState),
        pace=tuple(_pace(project)),
    )


def _labels(shared: Shared) -> Iterable[LabelLine]:
    for field, terms in (("verification", Verification), ("check_worthiness", CheckWorthiness)):
        given = [value for one in shared.answers if (value := getattr(one, field)) is not None]
        order, counts = list(dict.fromkeys(given)), Counter(given)
        ratings = ratings_by(shared.answers, lambda one, field=field: getattr(one, field))  # type: ignore[misc]
        for term in terms:
            if counts[term.value]:
                found = nominal(one_value(ratings, order.index(term.value)))
                yield LabelLine(LABELS[field], term.value, term.label, counts[term.value], found)


def _pairs(by_claim: Sequence[Sequence[Answer]]) -> Iterable[PairLine]:
    pairs: dict[tuple[str, str], list[tuple[Answer, Answer]]] = {}
    for answers in by_claim:
        for one, other in combinations(sorted(answers, key=lambda answer: answer.person), 2):
            pairs.setdefault((one.person, other.person), []).append((one, other))
    for (one_name, other_name), both in sorted(pairs.items()):
        statuses = [(a, b) for a, b in both if a.verification and b.verification]
        chains = [(a.chain, b.chain) for a, b in both if a.chain is not None and b.chain is not None]
        edits = [edit_distance(one, other) for one, other in chains]
        yield PairLine(
            one_name,
            other_name,
            n=len(statuses),
            same_status=sum(a.verification == b.verification for a, b in statuses),
            kappa=cohen(
                ratings_by([answer for pair in statuses for answer in pair], lambda a: a.verification)
            ),
            chains=len(chains),
            same_chain=sum(not distance for distance in edits),
            edits=sum(edits) / len(edits) if edits else None,
        )


def _confusion(by_claim: Iterable[Sequence[Answer]]) -> Confusion:
    values = tuple(Verification)
    counted: Counter[tuple[str, str]] = Counter()
    for answers in by_claim:
        given = [one.verification for one in sorted(answers, key=lambda one: one.person) if one.verification]
        counted.update(combinations(given, 2))
    return Confusion(
        values, tuple(tuple(counted[row.value, column.value] for column in values) for row in values)
    )


def _differing(by_claim: Iterable[Sequence[Answer]]) -> Iterable[DifferLine]:
    for answers in by_claim:
        found = tuple(
            LABELS[field]
            for field, values in (
                ("verification", {one.verification for one in answers}),
                ("check_worthiness", {one.check_worthiness for one in answers}),
                ("ordered_chain", {one.chain for one in answers}),
            )
            if len(values - {None}) > 1
        )
        if found:
            claim = answers[0].claim
            statuses = Counter(one.verification for one in answers if one.verification)
            yield DifferLine(claim.id, claim.article_id, claim.text, found, tuple(statuses.most_common()))


def _pace(project: Project) -> Iterable[tuple[date, int]]:
    today = timezone.localdate()
    first = today - timedelta(days=DAYS - 1)
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS - 1)
    answered = Decision.objects.filter(
        project=project, stage=Stage.REVIEW, complete=True, undoes=None, decided_at__gte=since
    )
    counted = dict(answered.order_by().values_list(TruncDate("decided_at")).annotate(n=Count("id")))
    for number in range(DAYS):
        day = first + timedelta(days=number)
        yield day, counted.get(day, 0)
