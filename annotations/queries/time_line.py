"""A claim's time line: what happened to it, newest first, in words."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from annotations.domain.vocabulary import ClaimState, Stage, Verification
from annotations.models import (
    Adjudication,
    Article,
    Claim,
    Decision,
    Reopening,
    SignedClaim,
    Succession,
    Suggestion,
    User,
)
from annotations.queries.answers import links_of
from annotations.queries.chips import chain_in_words
from annotations.queries.comments import comments_on
from annotations.queries.evidence import evidence_of, searches_of
from annotations.queries.history import claim_history
from annotations.queries.match_scope import hidden_matches
from annotations.queries.record_types import ClaimHistory, HistoryEvent
from annotations.queries.sign_offs import voiding_of
from annotations.queries.version_events import carried_over, version_events

SHOWN = 100
CAN_BE_REOPENED = (ClaimState.AGREED, ClaimState.ADJUDICATED, ClaimState.SIGNED_OFF)


def time_line(claim: Claim, *, viewer: User) -> ClaimHistory:
    """Decisions and comments as far as the viewer may know them, editors' acts, suggestions, division, import.

    `claim` comes with its project and article.
    """
    decisions = claim_history(claim, viewer=viewer, cursor=None, limit=SHOWN).rows
    events = [
        *_decisions(decisions),
        *_editors_acts(claim),
        *_comments(claim, viewer),
        *_suggestions(claim, viewer),
        *_division(claim),
        *_evidence(claim, viewer),
        _import(claim.article),
    ]
    slug = claim.project.slug
    return ClaimHistory(
        claim=claim.id,
        number=_number(claim),
        text=claim.text,
        article_title=claim.article.title,
        address=f"/p/{slug}/articles/{claim.article_id}/?claim={claim.id}#claim-{claim.id}",
        state_label=_state_label(claim),
        events=sorted(events, key=lambda event: event.at, reverse=True),
        may_be_reopened=claim.is_reviewable and claim.state in CAN_BE_REOPENED,
        is_limited=claim.project.blind and len(decisions) < claim.decisions_count,
    )


def _state_label(claim: Claim) -> str:
    if claim.retired_at is None:
        return claim.get_state_display()
    return "Replaced by a newer version" if hasattr(claim, "became") else "Divided anew"


def _number(claim: Claim) -> int | None:
    """The claim's number on the desk: reviewed claims counted along the text."""
    if not claim.is_reviewable:
        return None
    return Claim.objects.filter(article=claim.article_id, start__lte=claim.start).reviewable().count()


def _decisions(decisions: Iterable[Decision]) -> Iterable[HistoryEvent]:
    settling = [decision.pk for decision in decisions if decision.stage == Stage.ADJUDICATION]
    found = Adjudication.objects.filter(pk__in=settling) if settling else ()
    reasons = {why.pk: why.get_reason_display() for why in found}
    carried = carried_over(decisions)
    for decision in decisions:
        event = _decision(decision)
        if decision.pk in carried:
            event = replace(event, detail=f"carried over from the earlier version · {event.detail}")
        if decision.pk in reasons:
            detail = f"{reasons[decision.pk].lower()} · {event.detail}"
            event = replace(event, did="settled it", kind="adjudication", detail=detail)
        yield event


def _editors_acts(claim: Claim) -> Iterable[HistoryEvent]:
    for reopening in Reopening.objects.filter(claim=claim).select_related("reopened_by"):
        who = str(reopening.reopened_by)
        did = "returned it to its reviewers" if reopening.returned else "reopened it"
        yield HistoryEvent(reopening.reopened_at, who, did, "reopening", note=reopening.reason)
    signed = SignedClaim.objects.filter(claim=claim).select_related("sign_off__editor", "voiding")
    for one in signed:
        voiding = voiding_of(one)
        yield HistoryEvent(
            at=one.sign_off.signed_at,
            who=str(one.sign_off.editor),
            did="signed off",
            kind="sign-off",
            detail=f"void since {voiding.voided_at:%d %b %Y, %H:%M} UTC: {voiding.because}"
            if voiding
            else "",
            note=one.sign_off.note,
        )


def _comments(claim: Claim, viewer: User) -> Iterable[HistoryEvent]:
    for comment in comments_on(claim, viewer=viewer).prefetch_related("resolutions"):
        resolved = bool(comment.resolutions.all())
        yield HistoryEvent(
            at=comment.written_at,
            who=str(comment.author),
            did="resolved a comment" if comment.resolves_id else "commented",
            kind="comment",
            detail="resolved" if resolved else "",
            note=comment.text,
            anchor=f"comment-{comment.pk}",
            can_be_resolved=None if resolved or comment.resolves_id else comment.pk,
        )


def _decision(decision: Decision) -> HistoryEvent:
    links = links_of(decision) if decision.chain_answered else None
    outcomes = ", ".join(
        sorted({outcome.get_outcome_display().lower() for outcome in decision.outcomes.all()})
    )
    parts = [f"revision {decision.revision}", chain_in_words(links)]
    if outcomes:
        parts.append(f"suggestion {outcomes}")
    if not decision.suggestions_shown:
        parts.append("no suggestion was shown")
    if decision.flag:
        parts.append("flagged")
    did = f"took revision {decision.undoes} back" if decision.undoes else "decided"
    return HistoryEvent(
        at=decision.decided_at,
        who=str(decision.reviewer),
        did=did,
        kind="undo" if decision.undoes else "decision",
        verification=Verification(decision.verification).value if decision.verification else "",
        detail=" · ".join(parts),
        note=decision.note,
    )


def _suggestions(claim: Claim, viewer: User) -> Iterable[HistoryEvent]:
    made = list(Suggestion.objects.filter(claim=claim).order_by("created_at", "id"))
    hidden = hidden_matches(made, viewer)
    for suggestion in (one for one in made if one.id not in hidden):
        yield HistoryEvent(
            at=suggestion.created_at,
            who=f"{suggestion.suggester} {suggestion.version}",
            did=f"suggested a {suggestion.get_kind_display().lower()}",
            kind="suggestion",
            detail=f"{_value(suggestion.value)} · {suggestion.confidence:.2f}",
            is_by_machine=True,
        )


def _value(value: Any) -> str:
    if isinstance(value, dict):  # a match
        return (
            f"{'a claim' if 'claim' in value else 'a review'}, {value['verification'] or 'without a status'}"
        )
    if not isinstance(value, list):
        return str(value).replace("_", " ")
    return (
        " → ".join((link["source"] or {}).get("name", "not named") for link in value) or "the article itself"
    )


def _division(claim: Claim) -> Iterable[HistoryEvent]:
    """How the claim came to stand here or went: by a mended division, or between two versions of its article."""
    yield from version_events(claim)
    if hasattr(claim, "became"):
        return
    successions = Succession.objects.filter(retired=claim).select_related("successor").order_by("id")
    successors = [row.successor for row in successions]
    if successors and claim.retired_at is not None:
        words = " | ".join(successor.text for successor in successors)
        yield HistoryEvent(claim.retired_at, "An editor", "divided the text anew", "division", detail=words)


def _evidence(claim: Claim, viewer: User) -> Iterable[HistoryEvent]:
    """What was brought up and withdrawn, and where people looked."""
    for item in evidence_of([claim], viewer=viewer).get(claim.id, ()):
        words = " · ".join(part for part in (item.stance_label.lower(), item.place) if part)
        yield HistoryEvent(
            item.added_at, item.added_by, "brought up evidence", "evidence", detail=words, note=item.quote
        )
        if item.withdrawn_at is not None:
            detail = f"{item.place} · {item.withdrawn_because}"
            yield HistoryEvent(
                item.withdrawn_at, item.withdrawn_by, "withdrew evidence", "evidence withdrawn", detail=detail
            )
    for search in searches_of([claim], viewer=viewer).get(claim.id, ()):
        detail = f"{search.place}: {search.words}" if search.words else search.place
        did = "looked here" if search.found else "looked here, found nothing"
        yield HistoryEvent(search.at, search.by, did, "search", detail=detail, note=search.found)


def _import(article: Article) -> HistoryEvent:
    detail = article.filename or ("from " + article.url if article.url else "")
    return HistoryEvent(
        article.imported_at, str(article.imported_by), "imported the article", "import", detail=detail
    )
