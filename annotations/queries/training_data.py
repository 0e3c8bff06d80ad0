"""What a desk's settled answers teach: articles with their chains, sentences with their worth, taken suggestions.

Every fifth article, by a digest of its id, is held back for measuring: always the same ones, so that no model is
ever measured on what it or an earlier one learned from.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Min, Q, QuerySet

from annotations.domain.vocabulary import CheckWorthiness, ClaimState, Outcome
from annotations.learning.calibrating import key_of
from annotations.learning.check_worthiness_fitting import Judged
from annotations.learning.fitting import Reviewed
from annotations.models import Article, Claim, Decision, LearningRules, Link, Project, SuggestionOutcome
from annotations.models.claims import ClaimQuerySet
from annotations.suggesters.flat import Flat

SETTLED = (ClaimState.AGREED.value, ClaimState.ADJUDICATED.value, ClaimState.SIGNED_OFF.value)
EVERY = 5
ENOUGH = 0.8
"""Share of an article's reviewable claims with a settled chain from which what has none counts as nobody's words."""
NEWEST = 840
"""Articles that attribution is learned from at most, the newest first: more would take too long for one job."""
MOST_SENTENCES = 20_000
MOST_OUTCOMES = 50_000


@dataclass(frozen=True, slots=True)
class SettledLink:
    """One link of a settled chain: its source by id and folded name, and where its words stand."""

    source_id: UUID | None
    name: str
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class SettledArticle:
    """One article as it was answered; `chains` by the start of the claim, outermost link first."""

    article_id: UUID
    reviewed: Reviewed
    chains: Mapping[int, Sequence[SettledLink]]

    @property
    def is_held_back(self) -> bool:
        """Whether the article is for measuring only."""
        return held_back(self.article_id)


@dataclass(frozen=True, slots=True)
class DataRange:
    """The first and the last answer that something was learned from, and the projects that gave them."""

    decided_from: datetime
    decided_until: datetime
    projects: int


@dataclass
class _Answers:
    spans: list[tuple[int, int]] = field(default_factory=list)
    flats: list[list[Flat]] = field(default_factory=list)
    chains: dict[int, list[SettledLink]] = field(default_factory=dict)


def held_back(article_id: UUID) -> bool:
    """Whether an article is for measuring only."""
    return hashlib.sha256(article_id.bytes).digest()[0] % EVERY == 0


def learned_from(project: Project, *, pooled: bool) -> list[UUID]:
    """The projects whose answers teach: this one, and with `pooled` all that share theirs."""
    if not pooled:
        return [project.id]
    shared = LearningRules.objects.filter(pools=True).values_list("project_id", flat=True)
    return sorted({project.id, *shared})


def data_range(projects: Sequence[UUID]) -> DataRange | None:
    """From when to when the settled answers of the projects were given; None without any."""
    found = settled_answers(projects).aggregate(first=Min("decided_at"), last=Max("decided_at"))
    if found["first"] is None:
        return None
    return DataRange(found["first"], found["last"], len(projects))


def settled_answers(projects: Sequence[UUID]) -> QuerySet[Decision]:
    """The answers that count on the projects' settled claims."""
    return Decision.objects.filter(pk__in=_settled(projects).values("standing_id"))


def settled_articles(projects: Sequence[UUID]) -> Iterator[SettledArticle]:
    """The newest articles whose chains are settled for eight in ten reviewable claims; two queries an article."""
    answered = _settled(projects).filter(standing__chain_answered=True)
    ids = answered.order_by("-article_id").values_list("article_id", flat=True).distinct()
    for article_id in list(ids[:NEWEST]):
        found = _settled_article(article_id)
        if found is not None:
            yield found


def judged_sentences(projects: Sequence[UUID]) -> list[tuple[Judged, UUID]]:
    """Sentences with their settled worth, newest first, each with its article."""
    rows = (
        _settled(projects)
        .exclude(standing__check_worthiness=None)
        .order_by("-article_id", "start")
        .values_list("text", "standing__check_worthiness", "article_id")
    )
    return [
        (Judged(text, word == CheckWorthiness.CHECK_WORTHY, str(article_id)), article_id)
        for text, word, article_id in rows[:MOST_SENTENCES]
    ]


def taken_suggestions(
    projects: Sequence[UUID], versions: Mapping[str, str]
) -> tuple[dict[str, list[tuple[float, bool]]], dict[str, list[tuple[float, bool]]]]:
    """Confidence and whether it was taken unchanged, by suggester and kind: to learn from, and held back.

    Only of the `versions` (by suggester) that suggest now: other versions' confidences meant something else.
    """
    wanted = Q(pk=None)
    for name, version in versions.items():
        wanted |= Q(suggestion__suggester=name, suggestion__version=version)
    rows = (
        SuggestionOutcome.objects.filter(wanted, decision__project__in=projects)
        .exclude(outcome=Outcome.IGNORED)
        .order_by("-id")
        .values_list(
            "suggestion__suggester",
            "suggestion__kind",
            "suggestion__confidence",
            "outcome",
            "decision__claim__article_id",
        )
    )
    parts: tuple[dict[str, list[tuple[float, bool]]], ...] = ({}, {})
    for suggester, kind, confidence, outcome, article_id in rows[:MOST_OUTCOMES]:
        pairs = parts[held_back(article_id)].setdefault(key_of(suggester, kind), [])
        pairs.append((confidence, outcome == Outcome.ACCEPTED))
    return parts[0], parts[1]


def _settled(projects: Sequence[UUID]) -> ClaimQuerySet:
    return Claim.objects.filter(project__in=projects, state__in=SETTLED, standing__isnull=False).reviewable()


def _settled_article(article_id: UUID) -> SettledArticle | None:
    claims = list(
        Claim.objects.filter(article_id=article_id)
        .reviewable()
        .select_related("standing")
        .defer("words")
        .order_by("start")
    )
    answered = {
        claim.standing_id
        for claim in claims
        if claim.state in SETTLED and claim.standing is not None and claim.standing.chain_answered
    }
    if len(answered) < ENOUGH * len(claims):
        return None
    links: dict[UUID, list[Link]] = {}
    rows = (
        Link.objects.filter(decision__in=answered)
        .select_related("source__merged_into")
        .order_by("decision", "depth")
    )
    for link in rows:
        links.setdefault(link.decision_id, []).append(link)
    made = _Answers()
    for claim in claims:
        made.spans.append((claim.start, claim.end))
        chain = links.get(claim.standing_id, []) if claim.standing_id else []
        made.flats.append([flat for link in chain if (flat := _flat(link)) is not None])
        if claim.standing_id in answered:
            made.chains[claim.start] = [_settled_link(link) for link in chain]
    text = Article.objects.values_list("text", flat=True).get(pk=article_id)
    return SettledArticle(article_id, Reviewed(text, made.spans, made.flats), made.chains)


def _flat(link: Link) -> Flat | None:
    """A link as one attribution; None for one without words of its own, as what is carried over."""
    if link.cue_span is None or not link.content_spans:
        return None
    source = tuple(link.source_span) if link.source_span else None
    content = tuple((start, end) for start, end in link.content_spans)
    return Flat(source, (link.cue_span[0], link.cue_span[1]), content, 1.0, "settled")


def _settled_link(link: Link) -> SettledLink:
    source = link.source.merged_into or link.source if link.source else None
    span = (link.source_span[0], link.source_span[1]) if link.source_span else None
    return SettledLink(source.id if source else None, source.name.casefold() if source else "", span)
