"""The rows of the desk: each stretch of a page with what the caller may see of its answers and suggestions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson

from annotations.access import can_edit
from annotations.demands import quorum_for
from annotations.domain.blindness import shown_without_suggestions
from annotations.domain.earlier_checks import NAME
from annotations.domain.pieces import Piece, cut, marks_of
from annotations.domain.records import LinkValue
from annotations.domain.submission import link_as_dict, links_from
from annotations.domain.vocabulary import (
    CheckWorthiness,
    ClaimRole,
    ClaimState,
    MemberRole,
    Stage,
    SuggestionKind,
    Verification,
)
from annotations.models import Article, Claim, Decision, Suggestion, SuggestionsState, User
from annotations.models.answers import latest_reviews
from annotations.queries.answers import links_of
from annotations.queries.chained import newest_suggestions, settling_adjudications
from annotations.queries.chips import chips_of, reason_parts, short_names
from annotations.queries.desk_types import ChainShown, Chip, HistoryLine, MarksShown, Row, SuggestionBox
from annotations.queries.evidence import EvidenceShown, SearchShown, evidence_of, searches_of
from annotations.queries.match_scope import hidden_matches

SETTLED = frozenset({ClaimState.AGREED, ClaimState.ADJUDICATED, ClaimState.SIGNED_OFF})
OPEN = frozenset({ClaimState.UNREVIEWED, ClaimState.IN_REVIEW})


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, and in which role."""

    user: User
    role: MemberRole


@dataclass(frozen=True, slots=True)
class Known:
    """What the caller has read: whether there is evidence at all, suggestions, reviewers' latest answers with chains.

    None where it was not read.
    """

    has_evidence: bool = True
    suggestions: Sequence[Suggestion] | None = None
    reviews: Sequence[Decision] | None = None


NOTHING = Known()


@dataclass(slots=True)
class Material:
    """All that the rows of one page need, read in a constant number of queries."""

    article: Article
    viewer: Viewer
    numbers: Mapping[UUID, int]
    reviews: dict[UUID, list[Decision]] = field(default_factory=dict)
    suggestions: dict[UUID, list[Suggestion]] = field(default_factory=dict)
    evidence: Mapping[UUID, Sequence[EvidenceShown]] = field(default_factory=dict)
    searches: Mapping[UUID, Sequence[SearchShown]] = field(default_factory=dict)
    short: Mapping[UUID, str] = field(default_factory=dict)


def rows_of(
    article: Article,
    claims: Sequence[Claim],
    *,
    viewer: Viewer,
    numbers: Mapping[UUID, int],
    before: Mapping[UUID, str],
    known: Known = NOTHING,
) -> list[Row]:
    """The rows of these claims, in the order given.

    `numbers` are those of the article's reviewed claims, `before` is some of the text that stands before a claim,
    `known` is what the caller has read of them.
    """
    material = Material(article, viewer, numbers)
    ids = [claim.id for claim in claims]
    reviews = latest_reviews(ids) if known.reviews is None else known.reviews
    for decision in reviews:
        material.reviews.setdefault(decision.claim_id, []).append(decision)
    for settling in settling_adjudications(claims):
        material.reviews.setdefault(settling.claim_id, []).append(settling)
    suggestions = newest_suggestions(ids) if known.suggestions is None else known.suggestions
    hidden = hidden_matches(suggestions, viewer.user)
    for suggestion in (one for one in suggestions if one.id not in hidden):
        material.suggestions.setdefault(suggestion.claim_id, []).append(suggestion)
    if known.has_evidence:
        material.evidence = evidence_of(claims, viewer=viewer.user)
        material.searches = searches_of(claims, viewer=viewer.user)
    material.short = short_names(_sources_in(material))
    return [_row(claim, material, _opens(before[claim.id])) for claim in claims]


def answer_shown(claim: Claim, reviews: Sequence[Decision], *, viewer: Viewer) -> Decision | None:
    """The answer a row shows: the caller's own, else the settled one, else for editors the standing one.

    In a blind project nobody is shown another's answer while the quorum is not reached.
    """
    own = own_review(reviews, viewer.user)
    if own is not None:
        return own
    standing = next((decision for decision in reviews if decision.id == claim.standing_id), None)
    if claim.state in SETTLED:
        return standing
    hidden = claim.project.blind and claim.state in OPEN
    return standing if viewer.role is not MemberRole.REVIEWER and not hidden else None


def own_review(decisions: Sequence[Decision], user: User) -> Decision | None:
    """The person's own answer as a reviewer among these decisions."""
    own = (d for d in decisions if d.reviewer_id == user.id and d.stage == Stage.REVIEW)
    return next(own, None)


def _sources_in(material: Material) -> set[UUID]:
    answered = {
        link.source_id
        for reviews in material.reviews.values()
        for decision in reviews
        for link in decision.links.all()
        if link.source_id
    }
    suggested = {
        UUID(link["source"]["id"])
        for suggestions in material.suggestions.values()
        for suggestion in suggestions
        if suggestion.kind == SuggestionKind.CHAIN
        for link in suggestion.value
        if link["source"] and "id" in link["source"]
    }
    return answered | suggested


def _opens(before: str) -> bool:
    """Whether a line ended since the last letter."""
    return not before.strip() or "\n" in before[len(before.rstrip()) :]


def _row(claim: Claim, material: Material, opens: bool) -> Row:
    role = ClaimRole(claim.role)
    base: dict[str, Any] = {
        "id": claim.id,
        "text": claim.text,
        "start": claim.start,
        "role": claim.role,
        "role_label": role.label,
        "opens_paragraph": opens,
    }
    number = material.numbers.get(claim.id)
    if number is None:
        same = material.numbers.get(claim.duplicate_of_id) if claim.duplicate_of_id else None
        return Row(**base, pieces=(Piece(claim.text, claim.start),), duplicate_of_number=same)
    return Row(**base, number=number, **_reviewed(claim, material))


def _reviewed(claim: Claim, material: Material) -> dict[str, Any]:
    reviews = material.reviews.get(claim.id, [])
    answer = answer_shown(claim, reviews, viewer=material.viewer)
    own = own_review(reviews, material.viewer.user)
    is_blind = shown_without_suggestions(claim.id, share=material.article.project.blind_share)
    boxes = () if is_blind else _boxes(material.suggestions.get(claim.id, []), material)
    links = links_of(answer) if answer is not None and answer.chain_answered else None
    shown, chips, marked = _chain(links, boxes, is_blind, material)
    visible = [d for d in reviews if d is own or not (claim.project.blind and claim.state in OPEN)]
    return {
        "pieces": cut(claim.text, start=claim.start, marks=marks_of(marked)),
        "marks": _marks(links, marked),
        "state": claim.state,
        "standing": _standing(claim, reviews, visible),
        "chain": shown,
        "chips": chips,
        "links": _json(links) if links is not None else "",
        "suggestions": boxes,
        "evidence": tuple(material.evidence.get(claim.id, ())),
        "searches": tuple(material.searches.get(claim.id, ())),
        "revision": own.revision if own else 0,
        "history": tuple(_history(d) for d in sorted(visible, key=lambda d: d.decided_at, reverse=True)[:4]),
        **_answered(answer),
    }


def _answered(answer: Decision | None) -> dict[str, Any]:
    if answer is None:
        return {}
    return {
        "verification": answer.verification or "",
        "check_worthiness": answer.check_worthiness or "",
        "priority": answer.priority,
        "note": answer.note,
        "note_count": 1 if answer.note else 0,
        "flag": answer.flag,
        "is_decided": answer.complete,
        "decided_by": str(answer.reviewer) if answer.complete else "",
        "decided_at": answer.decided_at if answer.complete else None,
    }


def _chain(
    links: tuple[LinkValue, ...] | None, boxes: Sequence[SuggestionBox], is_blind: bool, material: Material
) -> tuple[ChainShown, tuple[Chip, ...], tuple[LinkValue, ...]]:
    if links is not None:
        return "answered", chips_of(links, material.short, slug=material.article.project.slug), links
    if is_blind:
        return "blind", (), ()
    first = next((box for box in boxes if box.kind == SuggestionKind.CHAIN), None)
    if first is not None:
        return "suggested", first.chips, links_from(orjson.loads(first.links))
    state = material.article.suggestions
    pending: dict[str, ChainShown] = {SuggestionsState.PENDING: "pending", SuggestionsState.FAILED: "failed"}
    return pending.get(state, "none"), (), ()


def _marks(links: tuple[LinkValue, ...] | None, marked: Sequence[LinkValue]) -> MarksShown:
    if links is not None:
        return "decided"
    return "suggested" if marked else "none"


def _boxes(suggestions: Sequence[Suggestion], material: Material) -> tuple[SuggestionBox, ...]:
    chains = [s for s in suggestions if s.kind == SuggestionKind.CHAIN]
    others = [s for s in suggestions if s.kind != SuggestionKind.CHAIN]
    return tuple(_box(suggestion, material) for suggestion in (*chains, *others))


def _box(suggestion: Suggestion, material: Material) -> SuggestionBox:
    is_chain = suggestion.kind == SuggestionKind.CHAIN
    links = links_from(suggestion.value) if is_chain else ()
    takes_role = suggestion.kind == SuggestionKind.ROLE and can_edit(material.viewer.role)
    project = f"/p/{material.article.project.slug}/"
    return SuggestionBox(
        id=suggestion.id,
        suggester=suggestion.suggester,
        version=suggestion.version,
        kind=suggestion.kind,
        confidence=suggestion.confidence,
        reason=reason_parts(suggestion.explanation),
        chips=chips_of(links, material.short) if is_chain else (),
        links=_json(links) if is_chain else "[]",
        word="" if is_chain else _word(suggestion),
        value=str(suggestion.value) if suggestion.kind == SuggestionKind.CHECK_WORTHINESS else "",
        role=str(suggestion.value) if takes_role else "",
        role_address=f"{project}claims/{suggestion.claim_id}/role/" if takes_role else "",
        check_address=f"{project}matches/{suggestion.id}/" if suggestion.suggester == NAME else "",
    )


def _word(suggestion: Suggestion) -> str:
    words: dict[str, Any] = {
        SuggestionKind.CHECK_WORTHINESS: CheckWorthiness,
        SuggestionKind.ROLE: ClaimRole,
        SuggestionKind.VERIFICATION: Verification,
    }
    if suggestion.kind == SuggestionKind.MATCH:
        status = suggestion.value["verification"]
        return f"Checked before: {Verification(status).label.lower()}" if status else "Checked before"
    known = words.get(suggestion.kind)
    return str(known(suggestion.value).label) if known else str(suggestion.value)


def _standing(claim: Claim, reviews: Sequence[Decision], visible: Sequence[Decision]) -> str:
    """The claim's state in words. How many people it needs follows from answers, so only from those in sight."""
    state = ClaimState(claim.state)
    if state is ClaimState.UNREVIEWED:
        return ""
    if state is ClaimState.IN_REVIEW:
        complete = sum(decision.complete for decision in reviews)
        answers = [decision for decision in visible if decision.stage == Stage.REVIEW]
        return f"in review {complete} of {quorum_for(claim, answers)}"
    return state.label.lower()


def _history(decision: Decision) -> HistoryLine:
    who = str(decision.reviewer)
    if decision.undoes:
        return HistoryLine(decision.decided_at, f"{who} took revision {decision.undoes} back")
    what = Verification(decision.verification).label if decision.verification else "without a status"
    did = "adjudicated" if decision.stage == Stage.ADJUDICATION else "decided"
    return HistoryLine(decision.decided_at, f"{who} {did}: {what}")


def _json(links: Sequence[LinkValue]) -> str:
    return orjson.dumps([link_as_dict(link) for link in links]).decode()
