"""What to do next: the claim that waits most for this person, under a lease that expires in minutes and only warns."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from annotations import protections
from annotations.access import DECIDERS, require_member
from annotations.domain.vocabulary import ClaimState
from annotations.models import Claim, Lease, Project, User
from annotations.models.rows import Statement, fetch

LEASE = timedelta(minutes=5)

# A claim is open for a person who has not answered it completely, or only before it was opened again, while nobody
# else is on it. Written so that the index claim_waiting finds it.
WAITS = """
    c.project_id = %(project)s and c.retired_at is null and c.duplicate_of_id is null
    and c.role in ('body', 'caption', 'dek', 'headline') and c.state in ('unreviewed', 'in_review', 'reopened')
"""
OPEN_FOR_PERSON = f"""{WAITS}
    and not exists (
        select 1 from annotations_decision d
        where d.claim_id = c.id and d.stage = 'review' and d.reviewer_id = %(person)s and d.complete
          and not exists (select 1 from annotations_decision n where n.claim_id = c.id and n.stage = 'review'
                          and n.reviewer_id = d.reviewer_id and n.revision > d.revision)
          and (c.state <> 'reopened' or d.decided_at > coalesce(
              (select max(r.reopened_at) from annotations_reopening r where r.claim_id = c.id), '-infinity')))
    and not exists (
        select 1 from annotations_lease l
        where l.claim_id = c.id and l.until > now() and l.user_id <> %(person)s)
"""  # noqa: S608 – all parts are ours
ORDER = "a.deadline asc nulls last, a.priority desc nulls last, a.uncertainty desc nulls last, a.id desc"
HELD = "for no key update of c skip locked"
FIRST_OF_ARTICLE = f"""
cross join lateral (
    select c.id from annotations_claim c where c.article_id = a.id and {OPEN_FOR_PERSON}
    order by c.start limit 1 {HELD}) c
"""  # noqa: S608
FEW = 400
ARE_FEW = f"(select count(*) from (select 1 from annotations_claim c where {WAITS} limit {FEW}) c) < {FEW}"  # noqa: S608
# Claims that were assigned, then articles that were, then the article the person is on, then all others by
# deadline, priority and uncertainty; of an article its first claim. One statement: a later part is looked at only
# where those before it have nothing. Where few claims of the project wait they are sorted; where many do, the
# articles are gone through until one has a claim. What another request holds is skipped.
NEXT = f"""
select found.id, found.because from (
    (select x.id, 'claim' as because from (
        select c.id from annotations_assignment s join annotations_claim c on c.id = s.claim_id
        where s.user_id = %(person)s and s.project_id = %(project)s and s.ended_at is null and {OPEN_FOR_PERSON}
        order by s.assigned_at, c.start limit 1 {HELD}) x)
    union all
    (select c.id, 'article' from (
        select a.id from annotations_assignment s join annotations_article a on a.id = s.article_id
        where s.user_id = %(person)s and s.project_id = %(project)s and s.ended_at is null and s.claim_id is null
        order by (a.id = %(current)s) desc, {ORDER}) a {FIRST_OF_ARTICLE} limit 1)
    union all
    (select c.id, 'current' from (
        select a.id from annotations_article a where a.id = %(current)s and a.project_id = %(project)s) a
        {FIRST_OF_ARTICLE} limit 1)
    union all
    (select x.id, 'order' from (
        select c.id from annotations_claim c join annotations_article a on a.id = c.article_id
        where {ARE_FEW} and {OPEN_FOR_PERSON} order by {ORDER}, c.start limit 1 {HELD}) x)
    union all
    (select c.id, 'order' from (
        select a.id from annotations_article a where a.project_id = %(project)s order by {ORDER}) a
        {FIRST_OF_ARTICLE} where not {ARE_FEW} limit 1)
) found limit 1
"""  # noqa: S608
# The claim is this person's unless another's lease holds. This statement sees what was committed while NEXT ran, which
# NEXT itself does not: a claim whose row lock was given back in that moment would else be handed out twice.
TAKE = """
insert into annotations_lease as held (claim_id, user_id, until) values (%(claim)s, %(person)s, %(until)s)
on conflict (claim_id) do update set user_id = excluded.user_id, until = excluded.until
"""
GIVE_BACK = "delete from annotations_lease where claim_id = %s and user_id = %s"
IF_FREE = "where held.until <= now() or held.user_id = excluded.user_id"
TAKEN = " returning claim_id"
# In the order of the index decision_by_person; of equal moments any will do.
CURRENT = """
select c.article_id from annotations_decision d join annotations_claim c on c.id = d.claim_id
where d.project_id = %s and d.reviewer_id = %s order by d.decided_at desc, d.id limit 1
"""


@dataclass(frozen=True, slots=True)
class Next:
    """The claim, until when it is this person's, and why it comes now."""

    claim: Claim
    until: datetime
    why: str


@transaction.atomic
def next_claim(project: Project, *, by: User) -> Next | None:
    """The next claim for this person with its lease, None where nothing waits for them. Raises NotPermitted.

    Two people who ask at once are never given the same claim while the lease holds.
    """
    require_member(project, by, *DECIDERS, to="decide claims")
    current = _current_article(project, by)
    until = timezone.now() + LEASE
    while (first := _first(project, by, current)) is not None:
        chosen, because = first
        if _take(chosen, by, until):
            claim = Claim.objects.select_related("article").defer("words", "article__text").get(pk=chosen)
            return Next(claim, until, _why(claim, because))
    return None


def hold(claim: Claim, *, by: User) -> Lease | None:
    """Say that this person is on the claim now; the lease of another that still holds is given back unchanged."""
    if _take(claim.pk, by, timezone.now() + LEASE):
        return None
    return Lease.objects.select_related("user").filter(claim=claim).first()


def giving_back(claim_id: UUID, *, by: User) -> list[Statement]:
    """The statement that ends this person's lease, for who has just answered the claim; another's is left alone."""
    return [(GIVE_BACK, [claim_id, by.pk])] if protections.stands("lease given back") else []


def _current_article(project: Project, by: User) -> UUID | None:
    rows = fetch(CURRENT, [project.id, by.id])
    return UUID(str(rows[0][0])) if rows else None


def _first(project: Project, by: User, current: UUID | None) -> tuple[UUID, str] | None:
    """The claim that comes first and because of what: it or its article was assigned, or where it stands."""
    rows = fetch(NEXT, {"project": project.id, "person": by.id, "current": current})
    return (UUID(str(rows[0][0])), rows[0][1]) if rows else None


def _take(claim_id: UUID, by: User, until: datetime) -> bool:
    """Whether the lease is this person's now; False where another took it meanwhile and holds it."""
    taking = TAKE + IF_FREE if protections.stands("claim lease") else TAKE
    return bool(fetch(taking + TAKEN, {"claim": claim_id, "person": by.id, "until": until}))


def _why(claim: Claim, because: str) -> str:
    reading = {
        ClaimState.IN_REVIEW: "a further reading",
        ClaimState.REOPENED: "opened again",
    }.get(ClaimState(claim.state), "not yet read")
    if because in ("claim", "article"):
        return f"assigned to you, {reading}"
    if because == "current":
        return f"the article you are on, {reading}"
    deadline = claim.article.deadline
    return f"due {deadline:%Y-%m-%d %H:%M} UTC, {reading}" if deadline else reading
