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
    chosen = _first(project, by, current)
    if chosen is None:
        return None
    claim = Claim.objects.select_related("article").defer("words", "article__text").get(pk=chosen)
    until = timezone.now() + LEASE
    Lease.objects.update_or_create(claim=claim, defaults={"user": by, "until": until})
    return Next(claim, until, _why(claim, current))


def hold(claim: Claim, *, by: User) -> Lease | None:
    """Say that this person is on the claim now; the lease of another that still holds is given back unchanged."""
    held = (
        Lease.objects.filter(claim=claim, until__gt=timezone.now())
        .exclude(user=by)
        .select_related("user")
        .first()
    )
    if held is None:
        Lease.objects.update_or_create(claim=claim, defaults={"user": by, "until": timezone.now() + LEASE})
    return held


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


def _why(claim: Claim, current: UUID | None) -> str:
    reading = {
        ClaimState.IN_REVIEW: "a further reading",
        ClaimState.REOPENED: "opened again",
    }.get(ClaimState(claim.state), "not yet read")
    if claim.article_id == current:
        return f"the article you are on, {reading}"
    deadline = claim.article.deadline
    return f"due {deadline:%Y-%m-%d %H:%M} UTC, {reading}" if deadline else reading
