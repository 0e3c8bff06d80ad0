"""What to do next: the claim that waits most for this person, under a lease that expires in minutes and only warns."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from annotations.access import DECIDERS, require_member
from annotations.domain.vocabulary import ClaimState
from annotations.models import Claim, Decision, Lease, Project, User

LEASE = timedelta(minutes=5)
ARTICLES_AT_ONCE = 200

# Articles in the order of their deadlines, the person's current one first; of each the first claim that is open,
# that this person has not answered completely, and that nobody else is on. What another request holds is skipped.
NEXT = """
select c.id
from (select a.id, a.deadline from annotations_article a
      where a.project_id = %(project)s
      order by (a.id = %(current)s) desc, a.deadline asc nulls last, a.id desc
      limit %(many)s offset %(offset)s) a
cross join lateral (
    select c.id from annotations_claim c
    where c.project_id = %(project)s and c.article_id = a.id and c.retired_at is null and c.duplicate_of_id is null
      and c.role in ('headline', 'dek', 'body', 'caption') and c.state = any(%(open)s)
      and not exists (
          select 1 from annotations_decision d
          where d.claim_id = c.id and d.stage = 'review' and d.reviewer_id = %(person)s and d.complete
            and not exists (select 1 from annotations_decision n where n.claim_id = c.id and n.stage = 'review'
                            and n.reviewer_id = d.reviewer_id and n.revision > d.revision))
      and not exists (
          select 1 from annotations_lease l
          where l.claim_id = c.id and l.until > now() and l.user_id <> %(person)s)
    order by c.start limit 1 for no key update of c skip locked) c
limit 1
"""
# The claim is this person's unless another's lease holds. This statement sees what was committed while NEXT ran, which
# NEXT itself does not: a claim whose row lock was given back in that moment would else be handed out twice.
TAKE = """
insert into annotations_lease as held (claim_id, user_id, until) values (%(claim)s, %(person)s, %(until)s)
on conflict (claim_id) do update set user_id = excluded.user_id, until = excluded.until
where held.until <= now() or held.user_id = excluded.user_id
"""
OPEN = [ClaimState.UNREVIEWED.value, ClaimState.IN_REVIEW.value, ClaimState.REOPENED.value]


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
    while (chosen := _first(project, by, current)) is not None:
        if _take(chosen, by, until):
            claim = Claim.objects.select_related("article").defer("words", "article__text").get(pk=chosen)
            return Next(claim, until, _why(claim, current))
    return None


def hold(claim: Claim, *, by: User) -> Lease | None:
    """Say that this person is on the claim now; the lease of another that still holds is given back unchanged."""
    if _take(claim.pk, by, timezone.now() + LEASE):
        return None
    return Lease.objects.select_related("user").filter(claim=claim).first()


def _current_article(project: Project, by: User) -> UUID | None:
    latest = Decision.objects.filter(project=project, reviewer=by).order_by("-decided_at", "-id")
    return latest.values_list("claim__article", flat=True).first()


def _first(project: Project, by: User, current: UUID | None) -> UUID | None:
    articles = project.articles.count()
    for offset in range(0, max(articles, 1), ARTICLES_AT_ONCE):
        values = {
            "project": project.id, "person": by.id, "current": current, "open": OPEN,
            "many": ARTICLES_AT_ONCE, "offset": offset,
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(NEXT, values)
            row = cursor.fetchone()
        if row is not None:
            return UUID(str(row[0]))
    return None


def _take(claim_id: UUID, by: User, until: datetime) -> bool:
    """Whether the lease is this person's now; False where another took it meanwhile and holds it."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"claim": claim_id, "person": by.id, "until": until})
        return bool(cursor.rowcount)


def _why(claim: Claim, current: UUID | None) -> str:
    reading = {
        ClaimState.IN_REVIEW: "a further reading",
        ClaimState.REOPENED: "opened again",
    }.get(ClaimState(claim.state), "not yet read")
    if claim.article_id == current:
        return f"the article you are on, {reading}"
    deadline = claim.article.deadline
    return f"due {deadline:%Y-%m-%d %H:%M} UTC, {reading}" if deadline else reading
