"""Answers with their reviewers and chains, read by statements that stand ready."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from annotations.models.decisions import Decision, Link
from annotations.models.people import User
from annotations.models.rows import Columns, fetch
from annotations.models.sources import Source

DECISION, PERSON = Columns(Decision, "d"), Columns(User, "u", leave=("password",))
LINK, SOURCE = Columns(Link, "l"), Columns(Source, "s")
ANSWERS = f"{DECISION.sql}, {PERSON.sql} from annotations_decision d join annotations_user u on u.id = d.reviewer_id"
NEWEST = f"""
select distinct on (d.claim_id, d.reviewer_id) {ANSWERS} where d.claim_id = any(%s) and d.stage = 'review'
"""
OWN = f"""
select {DECISION.sql} from annotations_decision d
where d.claim_id = %s and d.reviewer_id = %s and d.stage = 'review' order by d.revision desc limit 1
"""  # noqa: S608
WITH_KEY = f"""
select {DECISION.sql} from annotations_decision d where d.reviewer_id = %s and d.idempotency_key = %s
"""  # noqa: S608
NEWEST_FIRST = "order by d.claim_id, d.reviewer_id, d.revision desc"
LINKS = f"""
select {LINK.sql}, {SOURCE.sql} from annotations_link l left join annotations_source s on s.id = l.source_id
where l.decision_id = any(%s) order by l.decision_id, l.depth
"""  # noqa: S608


def latest_reviews(claim_ids: Iterable[UUID], *, reviewer: User | None = None) -> Sequence[Decision]:
    """The latest answer of each reviewer, or of that one, on each of the claims, with their chains; two queries."""
    ids = list(claim_ids)
    if reviewer is None:
        return with_chains(_with_reviewers(NEWEST + NEWEST_FIRST, [ids]))
    return with_chains(_with_reviewers(f"{NEWEST} and d.reviewer_id = %s {NEWEST_FIRST}", [ids, reviewer.pk]))


def own_answer(claim_id: UUID, reviewer: User) -> Decision | None:
    """The person's latest answer on the claim, without its chain."""
    return next(map(DECISION.row, fetch(OWN, [claim_id, reviewer.pk])), None)


def answer_with_key(key: str, reviewer: User) -> Decision | None:
    """The person's answer that came with this idempotency key, without its chain."""
    return next(map(DECISION.row, fetch(WITH_KEY, [reviewer.pk, key])), None)


def answers_by_id(ids: Iterable[UUID]) -> Sequence[Decision]:
    """The decisions with these ids, with reviewers and chains; two queries."""
    return with_chains(_with_reviewers(f"select {ANSWERS} where d.id = any(%s)", [list(ids)]))


def with_chains(decisions: Sequence[Decision]) -> Sequence[Decision]:
    """The same decisions with their links and the links' sources; one query where any has a chain."""
    links: dict[UUID, list[Link]] = {decision.id: [] for decision in decisions}
    answered = [decision.id for decision in decisions if decision.chain_answered]
    for values in fetch(LINKS, [answered]) if answered else ():
        link = LINK.row(values)
        if link.source_id:
            link.source = SOURCE.row(values[len(LINK) :])
        links[link.decision_id].append(link)
    for decision in decisions:
        decision._prefetched_objects_cache = {"links": links[decision.id]}  # type: ignore[attr-defined]
    return decisions


def _with_reviewers(sql: str, values: Sequence[object]) -> list[Decision]:
    people: dict[object, User] = {}
    decisions = []
    for row in fetch(sql, values):
        decision = DECISION.row(row)
        pk = decision.reviewer_id
        decision.reviewer = people.setdefault(pk, PERSON.row(row[len(DECISION) :]))
        decisions.append(decision)
    return decisions
