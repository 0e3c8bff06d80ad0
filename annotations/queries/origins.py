"""Whom an article rests on, from the chains that its viewer may see, in a constant number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import connection

from annotations import sources
from annotations.domain.blindness import shown_without_suggestions
from annotations.domain.origins import KnownOrigin, Standing, Story, VoicedClaim, root_of, story
from annotations.domain.project_origins import ENOUGH
from annotations.domain.records import LinkValue
from annotations.domain.submission import links_from
from annotations.domain.vocabulary import MemberRole, SourceKind, Stage, Stance, SuggestionKind
from annotations.models import Article, Claim, Decision, Evidence, Link, Suggestion, User
from annotations.queries.answers import link_value
from annotations.queries.claims import SETTLED

DECIDED, SUGGESTED, MIXED = "decided", "suggested", "mixed"
_WITH_ANCESTORS = """
with recursive up as (
    select id, name, kind, parent_id, merged_into_id, article_id from annotations_source where id = any(%s)
    union
    select s.id, s.name, s.kind, s.parent_id, s.merged_into_id, s.article_id
    from up join annotations_source s on s.id in (up.parent_id, up.merged_into_id)
)
select id, name, kind, parent_id, merged_into_id, article_id from up
"""


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim put before reviewers as the story shows it; `verification` is "" while nobody has answered."""

    id: UUID
    number: int
    text: str
    role: str
    verification: str
    decided: bool


@dataclass(frozen=True, slots=True)
class ArticleStory:
    """Whom the article rests on; `lines` by claim id as in the story, `voiced` the claims that were asked about.

    `backing` are the independent origins of each claim: that of its chain, and those of evidence that supports it.
    """

    story: Story
    lines: Mapping[str, ClaimLine]
    voiced: tuple[VoicedClaim, ...] = ()
    backing: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def thin(self) -> frozenset[str]:
        """The claims with a known chain that fewer than two independent origins stand behind."""
        known = (one.claim_id for one in self.story.claims if one.standing is not Standing.UNKNOWN)
        return frozenset(pk for pk in known if len(self.backing.get(pk, ())) < ENOUGH)

    @property
    def decided(self) -> int:
        """Claims whose chain a person decided."""
        return sum(line.decided for line in self.lines.values())

    @property
    def based_on(self) -> str:
        """Whose chains were counted: people's, machines', or both."""
        known = [one for one in self.story.claims if one.standing is not Standing.UNKNOWN]
        by_people = {self.lines[one.claim_id].decided for one in known}
        return MIXED if len(by_people) == 2 else DECIDED if True in by_people else SUGGESTED


def article_story(article: Article, *, viewer: User, role: MemberRole) -> ArticleStory:
    """Whom the article rests on, as this viewer may know it (`article` comes with its project).

    A claim counts with its standing answer's chain, else the viewer's own, else the most confident suggestion.
    Reviewers of a blind project see no standing answer but a settled one, and nobody sees a suggestion for a claim
    of the blind share.
    """
    claims = list(_claims(article))
    decisions = _answers(claims, viewer, may_see_all=not article.project.blind or role != MemberRole.REVIEWER)
    decided = _chains(decisions)
    suggested = _suggested(
        [claim for claim in claims if claim.id not in decided], share=article.project.blind_share
    )
    chains = decided | suggested
    voiced = tuple(
        VoicedClaim(str(c.id), c.text, c.start, chains.get(c.id), decided=c.id in decided) for c in claims
    )
    supporting = _supporting(claims)
    sources_named = {link.source_id for chain in chains.values() for link in chain if link.source_id}
    known = known_sources(sources_named.union(*supporting.values()))
    told = story(voiced, known)
    backing = {
        one.claim_id: frozenset(
            ([one.origin] if one.origin is not None else [])
            + [root_of(str(pk), known) for pk in supporting.get(UUID(one.claim_id), ())]
        )
        for one in told.claims
    }
    lines = {str(line.id): line for line in _lines(claims, decisions, decided)}
    return ArticleStory(told, lines, voiced, backing)


def origins_form(found: ArticleStory) -> dict[str, Any]:
    """The story in CONTRACT's JSON form; `unanswered` are the claims of which no chain is known."""
    own, unspecified, unknown = (
        found.story.count(standing)
        for standing in (Standing.OWN_VOICE, Standing.UNSPECIFIED, Standing.UNKNOWN)
    )
    followed = {one.claim_id: one.followed for one in found.story.claims if one.followed}
    return {
        "claims": len(found.lines),
        "based_on": found.based_on,
        "independent_origins": len(found.story.origins),
        "origins": [
            {"source": one.name, "claims": len(one.claim_ids), "named": one.named}
            for one in found.story.origins
        ],
        "own_voice": own,
        "unspecified": unspecified,
        "unanswered": unknown,
        "followed": [
            {"claim": claim, "from": found.story.names[one.carrier], "because": one.claim_id}
            for claim, one in followed.items()
        ],
        "fewer_than_two_origins": sorted(found.thin, key=lambda pk: found.lines[pk].number),
        "sentence": found.story.sentence,
    }


def _claims(article: Article) -> Iterable[Claim]:
    return (
        Claim.objects.filter(project_id=article.project_id, article=article)
        .reviewable()
        .order_by("start")
        .only("id", "text", "start", "role", "state", "standing", "project")
    )


def _answers(claims: Sequence[Claim], viewer: User, *, may_see_all: bool) -> dict[UUID, Decision]:
    """The answer that counts for each claim: the standing one where it may be seen, else the viewer's own."""
    seen = {c.standing_id: c.id for c in claims if c.standing_id and (may_see_all or c.state in SETTLED)}
    standing = Decision.objects.in_bulk([pk for pk in seen if pk])
    own = (
        Decision.objects.filter(claim__in=[claim.id for claim in claims], reviewer=viewer, stage=Stage.REVIEW)
        .order_by("claim_id", "-revision")
        .distinct("claim_id")
    )
    return {one.claim_id: one for one in own} | {one.claim_id: one for one in standing.values()}


def _chains(decisions: Mapping[UUID, Decision]) -> dict[UUID, tuple[LinkValue, ...]]:
    answered = {one.id: one.claim_id for one in decisions.values() if one.chain_answered}
    found: dict[UUID, list[LinkValue]] = {claim_id: [] for claim_id in answered.values()}
    rows = Link.objects.filter(decision__in=list(answered)).select_related("source")
    for link in rows.order_by("decision_id", "depth"):
        found[answered[link.decision_id]].append(link_value(link))
    return {claim_id: tuple(links) for claim_id, links in found.items()}


def _suggested(claims: Sequence[Claim], *, share: float) -> dict[UUID, tuple[LinkValue, ...]]:
    """The most confident suggested chain of each claim, its names led to the registry where it knows them."""
    shown = {claim.id for claim in claims if not shown_without_suggestions(claim.id, share=share)}
    rows = Suggestion.objects.filter(claim__in=shown, kind=SuggestionKind.CHAIN).order_by(
        "claim_id", "-confidence", "id"
    )
    values = dict(rows.distinct("claim_id").values_list("claim_id", "value"))
    found = {claim_id: links_from(value) for claim_id, value in values.items()}
    loose = {
        link.source_name
        for chain in found.values()
        for link in chain
        if link.source_name and not link.source_id and link.identification not in sources.UNNAMED
    }
    known = sources.named(claims[0].project_id, loose) if loose else {}
    return {claim_id: tuple(_led(link, known) for link in chain) for claim_id, chain in found.items()}


def _led(link: LinkValue, known: Mapping[str, Any]) -> LinkValue:
    open_link = not link.source_id and link.source_name and link.identification not in sources.UNNAMED
    source = known.get(sources.name_key(link.source_name)) if open_link else None
    return replace(link, source_id=source.id, source_name=source.name) if source else link


def known_sources(source_ids: Iterable[UUID]) -> dict[str, KnownOrigin]:
    """What the registry knows of the sources and of all above them, by key; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_WITH_ANCESTORS, [list(source_ids)])
        rows = cursor.fetchall()
    return {
        str(pk): KnownOrigin(
            name,
            SourceKind(kind),
            parent=str(parent) if parent else None,
            merged_into=str(merged) if merged else None,
            unnamed=stub_of is not None,
        )
        for pk, name, kind, parent, merged, stub_of in rows
    }


def _supporting(claims: Sequence[Claim]) -> dict[UUID, set[UUID]]:
    """The origins of the evidence that supports each claim and was not withdrawn."""
    rows = Evidence.objects.filter(
        claim__in=[claim.id for claim in claims],
        stance=Stance.SUPPORTS,
        withdrawal=None,
        origin__isnull=False,
    )
    found: dict[UUID, set[UUID]] = {}
    for claim_id, origin in rows.values_list("claim_id", "origin_id"):
        if origin is not None:
            found.setdefault(claim_id, set()).add(origin)
    return found


def _lines(
    claims: Iterable[Claim], decisions: Mapping[UUID, Decision], decided: Mapping[UUID, Any]
) -> Iterable[ClaimLine]:
    for number, claim in enumerate(claims, start=1):
        answer = decisions.get(claim.id)
        said = (answer.verification or "") if answer else ""
        yield ClaimLine(claim.id, number, claim.text, claim.role, said, claim.id in decided)
