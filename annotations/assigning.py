"""Assigning: who should look at an article or a claim, handing over, returning with a reason, and what comes first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from annotations import ledger, outbox
from annotations.access import DECIDERS, EDITORS, can_decide, require_member, role_in
from annotations.domain.errors import Conflict, Invalid, NotFound, NotPermitted
from annotations.domain.ids import new_id
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.text import refuse_unstorable
from annotations.models import Article, Assignment, Claim, Project, User
from annotations.queries.article_lines import decided_by

AT_ONCE = 1000
MAX_WORDS = 10_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What an assignment would do: what is new, and what is left out because of why it needs nothing."""

    articles: Sequence[Article]
    claims: Sequence[Claim]
    already: int
    answered: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be assigned."""
        return not self.articles and not self.claims


def plan(
    project: Project, to: User, *, articles: Iterable[UUID] = (), claims: Iterable[UUID] = (), by: User
) -> Plan:
    """What `assign` would do now; nothing is changed. Raises as it does."""
    require_member(project, by, *EDITORS, to="assign work")
    _require_decider(project, to)
    wanted, single = set(articles), set(claims)
    if not wanted and not single:
        raise Invalid({"": ["Name at least one article or claim to assign."]})
    if len(wanted) + len(single) > AT_ONCE:
        raise Invalid({"": [f"At most {AT_ONCE:,} articles and claims are assigned at once."]})
    found = list(Article.objects.filter(project=project, pk__in=wanted).defer("text", "gaps").order_by("pk"))
    _require_all(wanted, (article.pk for article in found), "article")
    rows = Claim.objects.filter(project=project, pk__in=single).select_related("article").defer("words")
    rows = rows.defer("article__text", "article__gaps").annotate(answered=decided_by(to)).order_by("pk")
    named = list(rows)
    _require_all(single, (claim.pk for claim in named), "claim")
    if unread := [claim for claim in named if not claim.is_reviewable]:
        raise Invalid(
            {"claims": [f"Claim {unread[0].pk} is not put before reviewers; nothing was assigned."]}
        )
    open_ones = Assignment.objects.filter(project=project, user=to, ended_at=None)
    theirs = set(open_ones.values_list("article", "claim"))
    new_articles = [article for article in found if (article.pk, None) not in theirs]
    unassigned = [claim for claim in named if (claim.article_id, claim.pk) not in theirs]
    new_claims = [claim for claim in unassigned if not claim.answered or claim.state == "reopened"]
    return Plan(
        new_articles,
        new_claims,
        already=len(found) - len(new_articles) + len(named) - len(unassigned),
        answered=len(unassigned) - len(new_claims),
    )


@transaction.atomic
def assign(
    project: Project,
    to: User,
    *,
    articles: Iterable[UUID] = (),
    claims: Iterable[UUID] = (),
    note: str = "",
    by: User,
) -> list[Assignment]:
    """Ask a person to look at articles and claims; what is theirs already, or answered by them, is left out.

    Raises NotPermitted, NotFound for ids of no article or claim of the project, and Invalid for a person who does
    not decide in the project, for nothing or too much at once, and for claims that nobody reviews.
    """
    wanted, single = list(articles), list(claims)
    _require_words("note", note)
    _hold_articles(project, wanted, single)
    planned = plan(project, to, articles=wanted, claims=single, by=by)
    now = timezone.now()
    places: list[tuple[UUID, UUID | None]] = [(article.pk, None) for article in planned.articles]
    places += [(claim.article_id, claim.pk) for claim in planned.claims]
    made = Assignment.objects.bulk_create(
        Assignment(
            id=new_id(), project=project, article_id=article, claim_id=claim, user=to,
            assigned_by=by, assigned_at=now, note=note.strip(),
        )
        for article, claim in places
    )  # fmt: skip
    if made:
        outbox.post(outbox.NOTIFY_ASSIGNED, [made[0].id], project_id=project.id)
        ledger.append(
            project.id,
            by=by,
            verb=LedgerVerb.ASSIGNED,
            subject=to,
            payload={"assignments": {str(one.id): _place(one) for one in made}},
        )
    return made


@transaction.atomic
def hand_over(assignment_id: UUID, *, to: User, reason: str = "", by: User) -> Assignment:
    """Give an assignment to another person, as the person it is for or as an editor; the other's assignment.

    Raises NotFound, NotPermitted, Invalid for a person who does not decide in the project, and Conflict for an
    assignment that has ended.
    """
    held = _held(assignment_id, by, to="hand this over")
    _require_words("reason", reason)
    if to == held.user:
        raise Invalid({"to": [f"It is {to.username}'s already."]})
    _require_decider(held.project, to)
    _end(held, reason=reason, by=by)
    same = {
        "project": held.project,
        "article": held.article,
        "claim": held.claim,
        "user": to,
        "ended_at": None,
    }
    given = Assignment.objects.filter(**same).first() or Assignment.objects.create(
        **same, assigned_by=by, assigned_at=timezone.now(), note=held.note
    )
    outbox.post(outbox.NOTIFY_ASSIGNED, [given.id], project_id=held.project_id)
    _note(held, LedgerVerb.HANDED_OVER, by, to=str(to.pk), given=str(given.id))
    return given


@transaction.atomic
def give_back(assignment_id: UUID, *, reason: str, by: User) -> Assignment:
    """End an assignment with a reason, as the person it is for or as an editor who takes it back.

    Raises NotFound, NotPermitted, Invalid without a reason, and Conflict for an assignment that has ended.
    """
    held = _held(assignment_id, by, to="return this")
    if not reason.strip():
        raise Invalid({"reason": ["'reason' is missing: say why, so that it can be given to somebody else."]})
    _require_words("reason", reason)
    _end(held, reason=reason, by=by)
    outbox.post(outbox.NOTIFY_RETURNED, [held.id], project_id=held.project_id)
    _note(held, LedgerVerb.RETURNED, by)
    return held


@transaction.atomic
def schedule(
    project: Project, articles: Iterable[UUID], *, deadline: datetime | None, priority: int | None, by: User
) -> int:
    """Give articles a deadline and a priority (3 the most urgent), which the queue goes by; how many changed.

    None takes it away. Raises NotPermitted, NotFound, and Invalid for another priority than 1, 2 or 3.
    """
    require_member(project, by, *EDITORS, to="schedule articles")
    if priority not in (None, 1, 2, 3):
        raise Invalid({"priority": [f"Priority {priority} is not 1, 2 or 3."]})
    wanted = set(articles)
    if not wanted or len(wanted) > AT_ONCE:
        raise Invalid({"articles": [f"Name 1 to {AT_ONCE:,} articles."]})
    rows = Article.objects.filter(project=project, pk__in=wanted).order_by("pk")
    before = {row.pk: row for row in rows.only("pk", "deadline", "priority").select_for_update(no_key=True)}
    _require_all(wanted, before, "article")
    changed = [pk for pk, row in before.items() if (row.deadline, row.priority) != (deadline, priority)]
    Article.objects.filter(pk__in=changed).update(deadline=deadline, priority=priority)
    if changed:
        ledger.append(
            project.id,
            by=by,
            verb=LedgerVerb.SCHEDULED,
            subject=project,
            payload={"articles": [str(pk) for pk in changed], "deadline": deadline, "priority": priority},
        )
    return len(changed)


def require_theirs(assignment_id: UUID, *, by: User, to: str) -> None:
    """Raise NotPermitted unless the assignment is the person's own or they are an editor; `to` completes "can …"."""
    one = Assignment.objects.select_related("project").filter(pk=assignment_id).first()
    if one is not None and one.user_id != by.pk and role_in(one.project, by) not in EDITORS:
        raise NotPermitted(f"Only the person it is for and editors can {to}.")


def _hold_articles(project: Project, articles: Sequence[UUID], claims: Sequence[UUID]) -> None:
    """Hold the articles until the transaction ends, so that nobody else assigns them meanwhile."""
    of_claims = Claim.objects.filter(project=project, pk__in=claims).values_list("article", flat=True)
    rows = Article.objects.filter(project=project, pk__in=[*articles, *of_claims]).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def _held(assignment_id: UUID, by: User, *, to: str) -> Assignment:
    rows = Assignment.objects.filter(pk=assignment_id, project__membership__user=by)
    found = rows.select_related("project", "article", "claim", "user").defer("article__text", "claim__words")
    held = found.select_for_update(of=("self", "article"), no_key=True).first()
    if held is None:
        raise NotFound(f"There is no assignment {assignment_id} in your projects.")
    if held.user_id != by.pk and role_in(held.project, by) not in EDITORS:
        raise NotPermitted(f"Only the person it is for and editors can {to}.")
    if held.ended_at is not None:
        raise Conflict("This assignment has ended already; open the page anew.", current=None)
    return held


def _end(held: Assignment, *, reason: str, by: User) -> None:
    held.ended_at, held.ended_by, held.reason = timezone.now(), by, reason.strip()
    held.save(update_fields=["ended_at", "ended_by", "reason"])


def _note(held: Assignment, verb: LedgerVerb, by: User, **said: str) -> None:
    payload = {"assignment": str(held.id), "place": _place(held), "from": str(held.user_id), **said}
    ledger.append(held.project_id, by=by, verb=verb, subject=held.user, payload=payload)


def _place(one: Assignment) -> str:
    return f"claim:{one.claim_id}" if one.claim_id else f"article:{one.article_id}"


def _require_decider(project: Project, person: User) -> None:
    if not person.is_active or not can_decide(role_in(project, person)):
        who = " or ".join(role.label.lower() for role in DECIDERS)
        raise Invalid(
            {"username": [f"{person.username} is no {who} in this project; give them a role first."]}
        )


def _require_all(wanted: Iterable[UUID], found: Iterable[UUID], what: str) -> None:
    if missing := set(wanted) - set(found):
        raise NotFound(f"There is no {what} {min(missing, key=str)} in this project.")


def _require_words(field: str, words: str) -> None:
    refuse_unstorable(words, field=field)
    if len(words) > MAX_WORDS:
        raise Invalid({field: [f"'{field}' has {len(words):,} characters; at most {MAX_WORDS:,} are kept."]})
