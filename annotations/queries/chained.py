"""Answers with their chains, and suggestions, read for the desk by statements that stand ready."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from annotations.domain.vocabulary import ClaimState, Stage
from annotations.models import Claim, Decision, Link, Source, Suggestion, User
from annotations.models.rows import Columns, fetch

DECISION, PERSON = Columns(Decision, "d"), Columns(User, "u", leave=("password",))
LINK, SOURCE = Columns(Link, "l"), Columns(Source, "s")
SUGGESTION = Columns(Suggestion, "s", leave=("spans", "rule"))
LATEST = f"""
select distinct on (d.claim_id, d.reviewer_id) {DECISION.sql}, {PERSON.sql}
from annotations_decision d join annotations_user u on u.id = d.reviewer_id
where d.claim_id = any(%s) and d.stage = 'review' order by d.claim_id, d.reviewer_id, d.revision desc
"""  # noqa: S608
LINKS = f"""
select {LINK.sql}, {SOURCE.sql} from annotations_link l left join annotations_source s on s.id = l.source_id
where l.decision_id = any(%s) order by l.decision_id, l.depth
"""  # noqa: S608
SUGGESTIONS = f"""
select {SUGGESTION.sql} from annotations_suggestion s where s.claim_id = any(%s) order by s.created_at desc, s.id
"""  # noqa: S608


def settling_adjudications(claims: Sequence[Claim]) -> Iterable[Decision]:
    """The adjudications that stand on these claims, with their chains; no query where there can be none."""
    editors = (ClaimState.ADJUDICATED, ClaimState.SIGNED_OFF)
    ids = [claim.standing_id for claim in claims if claim.standing_id and claim.state in editors]
    if not ids:
        return ()
    found = Decision.objects.filter(pk__in=ids, stage=Stage.ADJUDICATION).select_related("reviewer")
    return with_chains(list(found))


def latest_with_chains(claim_ids: Sequence[UUID]) -> Sequence[Decision]:
    """The latest answer of each reviewer on each of the claims, with reviewers and chains; two queries."""
    rows = fetch(LATEST, [list(claim_ids)])
    people: dict[UUID, User] = {}
    decisions = []
    for values in rows:
        decision = DECISION.row(values)
        pk = decision.reviewer_id
        decision.reviewer = people.setdefault(pk, PERSON.row(values[len(DECISION) :]))
        decisions.append(decision)
    return with_chains(decisions)


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


def suggestions_on(*claim_ids: UUID) -> list[Suggestion]:
    """All that was ever suggested about the claims, newest first."""
    return [SUGGESTION.row(values) for values in fetch(SUGGESTIONS, [list(claim_ids)])]


def newest_suggestions(claim_ids: Iterable[UUID]) -> list[Suggestion]:
    """What each suggester's newest version says about the claims, most confident first within a kind."""
    return newest_versions(suggestions_on(*claim_ids))


def newest_versions(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """Of suggestions that come newest first, what each suggester's newest version says about its claim."""
    newest: dict[tuple[UUID, str, str], str] = {}
    kept = []
    for suggestion in suggestions:
        key = (suggestion.claim_id, suggestion.suggester, suggestion.kind)
        if newest.setdefault(key, suggestion.version) == suggestion.version:
            kept.append(suggestion)
    return sorted(kept, key=lambda suggestion: (suggestion.kind, -suggestion.confidence, suggestion.id))
