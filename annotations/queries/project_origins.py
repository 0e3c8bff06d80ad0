"""Whom a project rests on, from decided chains, in a constant number of queries; chains are counted in SQL."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from annotations.domain.origins import (
    Followed,
    KnownOrigin,
    Standing,
    VoicedClaim,
    followed_relations,
    root_of,
)
from annotations.domain.project_origins import Outlet, ProjectStory, Told, project_story
from annotations.domain.vocabulary import REVIEWED_ROLES, MemberRole
from annotations.models import Article, Claim, Link, Project
from annotations.queries.answers import link_value
from annotations.queries.claims import SETTLED
from annotations.queries.origins import known_sources

NOBODY = UUID(int=0)
ROLES = sorted(role.value for role in REVIEWED_ROLES)
ARTICLES_NAMED = 50
"""Articles an answer of the interface lists for each origin."""
_TOLD = """
with one as (
    select c.article_id, c.id,
        array_agg(coalesce(s.merged_into_id, l.source_id, %(nobody)s) order by l.depth)
            filter (where l.id is not null) as chain
    from annotations_claim c
    join annotations_decision d on d.id = c.standing_id and d.chain_answered
    left join annotations_link l on l.decision_id = d.id
    left join annotations_source s on s.id = l.source_id
    where c.project_id = %(project)s and c.state = any(%(states)s) and c.retired_at is null
        and c.duplicate_of_id is null and c.role = any(%(roles)s)
    group by c.article_id, c.id
)
select article_id, coalesce(chain, '{}'), count(*) from one group by 1, 2 order by 1, 2
"""
_MAY_SAY_WHENCE = (
    r"\m(originat|come|comes|coming|came|stem|deriv|trac|obtained|received|sourced|supplied|provided|based"
    r"|rely|relies|relied|rest|rests|rested)"
)
"""A sentence without any of these says nothing about where information comes from (domain/origins.py)."""
STANDING_STATES = ("in_review", "agreed", "adjudicated", "signed_off", "reopened")


def project_origins(project: Project, *, role: MemberRole) -> ProjectStory:
    """Whom the project rests on, as a member of this role may know it: only claims that a person decided count.

    Reviewers of a blind project are told of settled claims only.
    """
    states = [state.value for state in SETTLED] if project.blind and role == MemberRole.REVIEWER else None
    rows = _told(project, states or list(STANDING_STATES))
    known = known_sources({pk for _, chain, _ in rows for pk in chain if pk != NOBODY})
    told = [
        Told(str(article), tuple("" if pk == NOBODY else str(pk) for pk in chain), number)
        for article, chain, number in rows
    ]
    articles = {one.article for one in told}
    outlets = _outlets(project, articles, known)
    followed = _followed(project, states or list(STANDING_STATES), known)
    return project_story(told, known, outlets=outlets, followed=followed)


def titles_of(article_ids: Iterable[str]) -> dict[str, str]:
    """The titles of articles by id."""
    rows = Article.objects.filter(pk__in=[UUID(pk) for pk in article_ids]).values_list("id", "title")
    return {str(pk): title or "Untitled" for pk, title in rows}


def project_origins_form(found: ProjectStory) -> dict[str, Any]:
    """The story in JSON form."""
    return {
        "claims": found.claims,
        "own_voice": found.counts.get(Standing.OWN_VOICE, 0),
        "unspecified": found.counts.get(Standing.UNSPECIFIED, 0),
        "independent_origins": len(found.origins),
        "origins": [
            {
                "source": one.name,
                "claims": one.claims,
                "named": one.named,
                "articles": list(one.articles)[:ARTICLES_NAMED],
                "outlets": [found.names[key] for key in one.outlets],
                "relays": [found.names[key] for key in one.relays],
                "circular": one.is_circular,
            }
            for one in found.origins
        ],
        "fewer_than_two_origins": list(found.thin),
        "sentence": found.sentence,
    }


def _told(project: Project, states: Sequence[str]) -> list[tuple[UUID, list[UUID], int]]:
    values: dict[str, Any] = {"project": project.id, "states": list(states), "nobody": NOBODY, "roles": ROLES}
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, values)
        return list(cursor.fetchall())


def _outlets(project: Project, articles: set[str], known: dict[str, KnownOrigin]) -> dict[str, Outlet]:
    """Who published each article; two of unknown outlets are two, because nothing says that they are one."""
    rows = Article.objects.filter(project=project).values_list("id", "title", "outlet_id")
    listed = [(str(pk), title, outlet) for pk, title, outlet in rows if str(pk) in articles]
    known |= known_sources({outlet for _, _, outlet in listed if outlet})
    found = {}
    for pk, title, outlet in listed:
        key = root_of(str(outlet), known) if outlet else f"article:{pk}"
        name = known[key].name if outlet else f"no outlet: {title or 'Untitled'}"
        found[pk] = Outlet(key, name)
    return found


def _followed(
    project: Project, states: Sequence[str], known: Mapping[str, KnownOrigin]
) -> dict[str, list[Followed]]:
    """What articles say about where their sources have it from, read only in sentences that may say so."""
    claims = {
        claim.standing_id: claim
        for claim in Claim.objects.filter(
            project=project, state__in=states, text__iregex=_MAY_SAY_WHENCE, standing__chain_answered=True
        )
        .reviewable()
        .only("id", "article_id", "text", "start", "standing_id", "project_id")
        .order_by("article_id", "start")
    }
    links: dict[UUID, list[Any]] = {}
    rows = (
        Link.objects.filter(decision__in=list(claims))
        .select_related("source")
        .order_by("decision_id", "depth")
    )
    for link in rows:
        links.setdefault(link.decision_id, []).append(link_value(link))
    found: dict[str, list[Followed]] = {}
    for decision_id, claim in claims.items():
        if decision_id is not None and len(links.get(decision_id, [])) > 1:
            said = VoicedClaim(str(claim.id), claim.text, claim.start, tuple(links[decision_id]))
            found.setdefault(str(claim.article_id), []).extend(followed_relations([said]))
    return found
