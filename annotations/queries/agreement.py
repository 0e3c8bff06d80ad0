"""Answers of several people to the same claims, side by side, and how far they agree."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from annotations.domain.agreement import Agreement
from annotations.domain.judgements import Holder, same_chain
from annotations.domain.records import LinkValue, Span
from annotations.domain.token_marks import token_marks
from annotations.domain.vocabulary import CheckWorthiness, MemberRole, Stage
from annotations.models import Claim, Decision, Link, Project, User
from annotations.queries.history import OPEN_TO_ALL

COMPARED_AT_MOST = 1_000
"""Claims whose answers are compared, those of the newest articles first; the page says so where there are more."""
FIELDS = ("verification", "check_worthiness", "origin", "ordered_chain", "spans", "priority")
TOKENS_AT_MOST = 1_000
"""Tokens of one claim whose marks are compared; what is longer is no sentence."""
SPANS = ("source_span", "cue_span", "content_spans")


@dataclass(frozen=True, slots=True)
class SharedClaim:
    """A claim that two people or more have answered."""

    id: UUID
    article_id: UUID
    text: str
    start: int
    state: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One person's latest answer to a shared claim; None where a part is not answered or not asked (non-factual).

    `chain` names sources so that equal names mean the same source to the workflow: after merging, and stubs of one
    article with overlapping words as one. `spans` are the marks of its tokens.
    """

    claim: SharedClaim
    person: str
    verification: str | None
    check_worthiness: str | None
    priority: int | None
    chain: tuple[str, ...] | None
    spans: tuple[int, ...] | None
    decided_at: datetime
    guideline_version: int
    suggestions_shown: bool

    @property
    def origin(self) -> str | None:
        """The innermost source; "" for the article's own voice."""
        return None if self.chain is None else self.chain[-1] if self.chain else ""


@dataclass(frozen=True, slots=True)
class Shared:
    """What several people answered; `is_cut` where only the newest claims were compared."""

    answers: tuple[Answer, ...]
    is_cut: bool

    def by_claim(self) -> dict[UUID, list[Answer]]:
        """The answers to each claim, by the person's name."""
        found: dict[UUID, list[Answer]] = {}
        for answer in self.answers:
            found.setdefault(answer.claim.id, []).append(answer)
        return found


def shared_answers(project: Project, *, role: MemberRole) -> Shared:
    """The latest answers to the newest claims that two people or more have answered, in four queries.

    Reviewers of a blind project get those claims only on which the quorum is reached: before that nobody is told
    what others answered, nor by a figure that would give it away.
    """
    rows = shared_claims(project)
    listed = _listed(rows)[: COMPARED_AT_MOST + 1]
    claims = {row[0]: SharedClaim(*row) for row in listed[:COMPARED_AT_MOST]}
    answers = _answers(project, claims, settled_only=settled_only(project, role=role))
    return Shared(tuple(answers), is_cut=len(claims) == COMPARED_AT_MOST and rows.count() > COMPARED_AT_MOST)


def shared_claims(project: Project) -> QuerySet[Claim]:
    """The claims that two decisions or more were made about, newest article first."""
    return Claim.objects.filter(project=project, decisions_count__gte=2).reviewable().in_reading_order()


def settled_only(project: Project, *, role: MemberRole) -> bool:
    """Whether a member of this role is told only of claims on which the quorum is reached."""
    return project.blind and role == MemberRole.REVIEWER


def all_shared(project: Project, *, only_settled: bool) -> Iterator[list[Answer]]:
    """The answers to every such claim, claim by claim; four queries for each thousand, with flat memory."""
    rows = _listed(shared_claims(project)).iterator(chunk_size=COMPARED_AT_MOST)
    while batch := list(islice(rows, COMPARED_AT_MOST)):
        claims = {row[0]: SharedClaim(*row) for row in batch}
        answers = _answers(project, claims, settled_only=only_settled)
        yield from Shared(tuple(answers), is_cut=False).by_claim().values()


def _listed(rows: QuerySet[Claim]) -> Any:
    return rows.values_list("id", "article_id", "text", "start", "state")


def _answers(project: Project, claims: Mapping[UUID, SharedClaim], *, settled_only: bool) -> Iterator[Answer]:
    decisions = _latest(claims)
    chains = _chains(decisions)
    people = dict(
        User.objects.filter(pk__in={one.reviewer_id for one in decisions}).values_list("id", "username")
    )
    grouped: dict[UUID, list[Decision]] = {}
    for decision in decisions:
        grouped.setdefault(decision.claim_id, []).append(decision)
    quorum = project.quorum if settled_only else 0
    for claim_id, claim in claims.items():
        given = grouped.get(claim_id, [])
        complete = sum(one.complete for one in given)
        if len(given) > 1 and (complete >= quorum or claim.state in OPEN_TO_ALL):
            named = _named([chains.get(one.id) for one in given])
            for one, chain in zip(given, named, strict=True):
                yield _answer(claim, one, people[one.reviewer_id], chain, chains.get(one.id))


def agreement_form(found: Agreement) -> dict[str, Any]:
    """One field's agreement in CONTRACT's JSON form."""
    return {
        "n": found.n,
        "percent": _rounded(found.percent, 2),
        "kappa": _rounded(found.kappa, 4),
        "alpha": _rounded(found.alpha, 4),
        "interval": [round(end, 4) for end in found.interval] if found.interval else None,
        "why": found.why,
    }


def _latest(claims: Iterable[UUID]) -> list[Decision]:
    rows = Decision.objects.filter(claim_id__in=list(claims), stage=Stage.REVIEW)
    return list(
        rows.order_by("claim_id", "reviewer_id", "-revision")
        .distinct("claim_id", "reviewer_id")
        .only(
            "id",
            "claim_id",
            "reviewer_id",
            "complete",
            "verification",
            "check_worthiness",
            "priority",
            "chain_answered",
            "decided_at",
            "guideline_version",
            "suggestions_shown",
        )
    )


@dataclass(frozen=True, slots=True)
class _StoredLink:
    holder: Holder
    value: LinkValue


def _chains(decisions: Iterable[Decision]) -> dict[UUID, list[_StoredLink]]:
    """The links of each answered chain, in order; none where the claim is non-factual and needs no chain."""
    asked = [
        one.id
        for one in decisions
        if one.chain_answered and one.check_worthiness != CheckWorthiness.NON_FACTUAL
    ]
    found: dict[UUID, list[_StoredLink]] = {pk: [] for pk in asked}
    columns = ("decision_id", "depth", "source_id", "source__merged_into_id", "source__article_id", *SPANS)
    rows = Link.objects.filter(decision_id__in=asked).order_by("decision_id", "depth").values_list(*columns)
    for decision_id, depth, source, merged, stub_of, source_span, cue, contents in rows:
        span = _span(source_span)
        holder = Holder(merged or source, stub_of=stub_of, span=span)
        value = LinkValue(
            depth,
            source_span=span,
            cue_span=_span(cue),
            content_spans=tuple((start, end) for start, end in contents),
        )
        found[decision_id].append(_StoredLink(holder, value))
    return found


def _named(chains: Sequence[Sequence[_StoredLink] | None]) -> list[tuple[str, ...] | None]:
    """The chains of one claim as names: holders that the workflow takes for the same get the same one."""
    known: list[tuple[Holder, str]] = []

    def name(holder: Holder) -> str:
        for other, given in known:
            if same_chain([holder], [other]):
                return given
        given = str(holder.root_id) if holder.root_id else "nobody"
        known.append((holder, given))
        return given

    return [None if chain is None else tuple(name(link.holder) for link in chain) for chain in chains]


def _answer(
    claim: SharedClaim,
    decision: Decision,
    person: str,
    chain: tuple[str, ...] | None,
    links: Sequence[_StoredLink] | None,
) -> Answer:
    marks = None if links is None else token_marks(claim.text, claim.start, [link.value for link in links])
    return Answer(
        claim,
        person,
        decision.verification,
        decision.check_worthiness,
        decision.priority,
        chain,
        None if marks is None else tuple(marks),
        decision.decided_at,
        decision.guideline_version,
        decision.suggestions_shown,
    )


def _span(stored: Any) -> Span | None:
    return (stored[0], stored[1]) if stored else None


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
