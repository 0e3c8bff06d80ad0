"""What stands around the rows of the desk: the article's outline, its neighbours, the worker, the sources' names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from annotations.domain.vocabulary import SourceKind
from annotations.models import Article, User
from annotations.models.claims import REVIEWABLE_SQL
from annotations.models.rows import fetch
from annotations.queries.desk_types import SourceName

SOURCES_AT_MOST = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """A current claim of the article: whether it is put before reviewers, and whether the person has decided it."""

    id: UUID
    is_reviewed: bool
    is_decided: bool


OUTLINE = f"""
select c.id, {REVIEWABLE_SQL}, coalesce(mine.complete, false)
from annotations_claim c
left join lateral (
    select d.complete from annotations_decision d
    where d.claim_id = c.id and d.reviewer_id = %(user)s and d.stage = 'review' order by d.revision desc limit 1
) mine on c.decisions_count > 0
where c.project_id = %(project)s and c.article_id = %(article)s and c.retired_at is null
order by c.start
"""  # noqa: S608


def outline_of(article: Article, user: User) -> list[Entry]:
    """The article's current claims in order."""
    values = {"project": article.project_id, "article": article.id, "user": user.pk}
    return [Entry(*row) for row in fetch(OUTLINE, values)]


@dataclass(frozen=True, slots=True)
class Around:
    """The next and the previous article, when a worker was last seen, and whether a claim of the page has evidence."""

    following: UUID | None
    preceding: UUID | None
    worker_seen_at: datetime | None
    has_evidence: bool


AROUND = """
select
    (select id from annotations_article where project_id = %(project)s and id < %(article)s order by id desc limit 1),
    (select id from annotations_article where project_id = %(project)s and id > %(article)s order by id limit 1),
    (select seen_at from annotations_heartbeat where name = 'worker'),
    exists (select from annotations_evidence where claim_id = any(%(claims)s))
        or exists (select from annotations_searchlog where claim_id = any(%(claims)s))
"""


def around(article: Article, claim_ids: Sequence[UUID]) -> Around:
    """What else the page says; `claim_ids` are those of its rows."""
    values = {"project": article.project_id, "article": article.id, "claims": list(claim_ids)}
    return Around(*fetch(AROUND, values)[0])


SOURCES = """
select id, name, kind from annotations_source
where project_id = %s and article_id is null and merged_into_id is null order by folded, id limit %s
"""


def source_names(article: Article) -> list[SourceName]:
    """The registry's first sources, as the plain form offers them."""
    rows = fetch(SOURCES, [article.project_id, SOURCES_AT_MOST])
    return [SourceName(pk, name, SourceKind(kind).label) for pk, name, kind in rows]
