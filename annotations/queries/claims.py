"""Claims as lists show them: chosen, searched, page by page, in a constant number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from annotations.domain.blindness import shown_without_suggestions
from annotations.domain.earlier_checks import NAME
from annotations.domain.records import LinkValue
from annotations.domain.vocabulary import ClaimRole, ClaimState, Stage, SuggestionKind, Verification
from annotations.models import Article, Claim, Decision, Link, Project, Source, Suggestion, User
from annotations.queries import search
from annotations.queries.answers import decision_form, link_value
from annotations.queries.match_scope import hidden_among
from annotations.queries.pages import Key, Page, page_of, whole

SETTLED = (ClaimState.AGREED, ClaimState.ADJUDICATED, ClaimState.SIGNED_OFF)
READING_ORDER = (Key("article_id", UUID, descending=True), Key("start", whole))
SUGGESTION = ("suggester", "version", "kind", "value", "confidence", "explanation", "spans")
ALONG_THE_TEXT = (Key("start", whole),)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which claims are asked for; None and "" choose nothing out. `source` is a source's id."""

    state: ClaimState | None = None
    verification: Verification | None = None
    source: UUID | None = None
    role: ClaimRole | None = None
    article: UUID | None = None
    q: str = ""


def article_claims(article: Article, *, cursor: str | None, limit: int) -> Page[Claim]:
    """The article's current claims in order."""
    rows = Claim.objects.filter(project_id=article.project_id, article=article).current().defer("words")
    return page_of(rows, ALONG_THE_TEXT, cursor=cursor, limit=limit)


def project_claims(
    project: Project, choice: Choice, *, viewer: User, cursor: str | None, limit: int
) -> Page[Claim]:
    """The project's current claims that were chosen, newest article first.

    A choice by answer means the answer that the viewer is shown: their own, or the settled one. A state belongs
    to claims put before reviewers only.
    """
    rows = Claim.objects.filter(project=project).current().defer("words")
    if choice.state:
        rows = rows.reviewable().filter(state=choice.state)
    if choice.role:
        rows = rows.filter(role=choice.role)
    if choice.article:
        rows = rows.filter(article_id=choice.article)
    answers = _answers(project, choice)
    if answers is None and choice.q:
        return search.page_with_words(rows, choice.q, READING_ORDER, cursor=cursor, limit=limit)
    if answers is None:
        return page_of(rows, READING_ORDER, cursor=cursor, limit=limit)
    rows = rows.alias(shown=_shown(viewer))
    # A value and not EXISTS: for that the planner would look all answers up to tell it of a few claims.
    is_shown = Q(IsNull(Subquery(answers.filter(pk=OuterRef("shown")).values("pk")[:1]), False))
    found = rows.filter(is_shown, pk__in=answers.values("claim"))
    if choice.q:
        return search.page_with_words(found, choice.q, READING_ORDER, cursor=cursor, limit=limit)
    return search.page_that_meets(rows, is_shown, found, READING_ORDER, cursor=cursor, limit=limit)


def claim_forms(claims: Sequence[Claim], *, project: Project, viewer: User) -> list[dict[str, Any]]:
    """The claims in CONTRACT's JSON form, in six queries at most, however many they are.

    Suggestions are left out where the claim belongs to the blind share. `decision` is the viewer's latest answer,
    else the settled one; a duplicate shows that of the claim it repeats.
    """
    suggestions = _suggestions(claims, share=project.blind_share, viewer=viewer)
    originals = _originals(claims)
    answering = {claim.id: originals.get(claim.duplicate_of_id or claim.id, claim) for claim in claims}
    own = _own([one.id for one in (*answering.values(), *claims)], viewer)
    settled = _settled(one for one in answering.values() if one.id not in own)
    shown = {
        claim.id: own.get(answering[claim.id].id) or settled.get(answering[claim.id].standing_id)
        for claim in claims
    }
    chains = _chains(decision for decision in shown.values() if decision)
    return [
        _form(
            claim,
            suggestions.get(claim.id, []),
            revision=own[claim.id].revision if claim.id in own else 0,
            decision=decision_form(decision, chain=chains.get(decision.id, ())) if decision else None,
        )
        for claim in claims
        for decision in [shown[claim.id]]
    ]


def _form(
    claim: Claim, suggestions: list[dict[str, Any]], *, revision: int, decision: dict[str, Any] | None
) -> dict[str, Any]:
    return {
        "id": str(claim.id),
        "article": str(claim.article_id),
        "position": claim.position,
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        "role": str(claim.role),
        "duplicate_of": str(claim.duplicate_of_id) if claim.duplicate_of_id else None,
        "state": str(claim.state),
        "decisions": claim.decisions_count,
        "revision": revision,
        "suggestions": suggestions,
        "decision": decision,
    }


def _suggestions(
    claims: Sequence[Claim], *, share: float, viewer: User
) -> Mapping[UUID, list[dict[str, Any]]]:
    shown = [claim.id for claim in claims if not shown_without_suggestions(claim.id, share=share)]
    found: dict[UUID, list[dict[str, Any]]] = {}
    place = Case(When(kind=SuggestionKind.MATCH, then="rank"), default=0)  # matches as they were ranked
    rows = Suggestion.objects.filter(claim_id__in=shown)
    rows = rows.order_by("claim_id", "kind", place, "-confidence", "id")
    told = list(rows.values_list("claim_id", "id", *SUGGESTION))
    hidden = hidden_among([pk for _, pk, *values in told if NAME in values], viewer)
    for claim_id, pk, *values in told:
        if pk in hidden:
            continue
        found.setdefault(claim_id, []).append({"id": str(pk), **dict(zip(SUGGESTION, values, strict=True))})
    return found


def _originals(claims: Sequence[Claim]) -> dict[UUID, Claim]:
    wanted = {claim.duplicate_of_id for claim in claims if claim.duplicate_of_id}
    return Claim.objects.only("id", "state", "standing").in_bulk(list(wanted)) if wanted else {}


def _own(claim_ids: Sequence[UUID], viewer: User) -> dict[UUID, Decision]:
    latest = (
        Decision.objects.filter(claim_id__in=set(claim_ids), reviewer=viewer, stage=Stage.REVIEW)
        .order_by("claim_id", "-revision")
        .distinct("claim_id")
    )
    found = {}
    for decision in latest:
        decision.reviewer = viewer
        found[decision.claim_id] = decision
    return found


def _settled(claims: Any) -> dict[UUID | None, Decision]:
    ids = {claim.standing_id for claim in claims if claim.standing_id and claim.state in SETTLED}
    found = Decision.objects.filter(pk__in=ids).select_related("reviewer") if ids else ()
    return {decision.pk: decision for decision in found}


def _chains(decisions: Iterable[Decision]) -> dict[UUID, list[LinkValue]]:
    """The links of each decision in order; grouped here, since prefetching costs more than the query."""
    answered = [decision.id for decision in decisions if decision.chain_answered]
    rows = (
        Link.objects.filter(decision_id__in=answered)
        .select_related("source")
        .order_by("decision_id", "depth")
    )
    found: dict[UUID, list[LinkValue]] = {}
    for link in rows:
        found.setdefault(link.decision_id, []).append(link_value(link))
    return found


def _answers(project: Project, choice: Choice) -> QuerySet[Decision] | None:
    """The project's decisions that answer as chosen; None where no answer was chosen."""
    if not choice.verification and not choice.source:
        return None
    answers = Decision.objects.filter(project=project)
    if choice.verification:
        answers = answers.filter(verification=choice.verification)
    if choice.source:
        links = Link.objects.filter(decision=OuterRef("pk"), source_id__in=_merged(choice.source))
        answers = answers.filter(Exists(links))
    return answers


def _shown(viewer: User) -> Coalesce:
    """Of a claim, the id of the answer that the viewer is shown: their own, else the settled one."""
    own = Decision.objects.filter(claim=OuterRef("pk"), reviewer=viewer, stage=Stage.REVIEW)
    settled = Case(When(state__in=SETTLED, then=F("standing_id")))
    return Coalesce(Subquery(own.order_by("-revision").values("pk")[:1]), settled)


def _merged(source_id: UUID) -> QuerySet[Source, UUID]:
    return Source.objects.filter(Q(pk=source_id) | Q(merged_into=source_id)).values_list("pk", flat=True)
